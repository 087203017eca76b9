import { defineConfig } from "vitest/config";

/**
 * Only the core's own tests: mutants of the core are killed there, or are not pinned down. Tests that watch the clock are
 * left out, since instrumented code is slow.
 */
export default defineConfig({
  test: {
    include: ["tests/core/{law,grounding}/**/*.test.ts"],
    testNamePattern: /^(?!.*(?:within a second|milliseconds|linear)).*$/,
    testTimeout: 60_000,
  },
});
