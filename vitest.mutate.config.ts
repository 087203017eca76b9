import { defineConfig } from "vitest/config";

/**
 * Only the core's own tests: mutants of the core are killed there, or are not pinned down. Tests that watch the clock and
 * those of many thousand forms are left out, since instrumented code is slow.
 */
export default defineConfig({
  test: {
    include: ["tests/core/{law,grounding,rules,precheck}/**/*.test.ts"],
    testNamePattern: /^(?!.*(?:within a second|milliseconds|linear|\d 000 )).*$/,
    testTimeout: 60_000,
  },
});
