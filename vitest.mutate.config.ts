import { defineConfig } from "vitest/config";

/** Only the core's own tests: mutants of the core are killed there, or are not pinned down. */
export default defineConfig({
  test: { include: ["tests/core/{law,grounding}/**/*.test.ts"], testTimeout: 20_000 },
});
