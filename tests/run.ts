/**
 * Runs the suite and ends with `N passed, N failed` alone on a line. Other arguments go to vitest.
 * `--full` also runs the long tests (those that ask `LONG_TESTS`).
 */
import type { Reporter, TestModule } from "vitest/node";
import { startVitest } from "vitest/node";

const given = process.argv.slice(2);
if (given.includes("--full")) process.env.LONG_TESTS = "true";

const counts = { passed: 0, failed: 0 };
let broken = 0;

const counter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], errors) {
    for (const module of modules)
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed" || state === "failed") counts[state]++;
      }
    // A file that cannot be loaded and an error outside every test count as failures, too.
    broken =
      errors.length +
      modules.filter((module) => module.state() === "failed" && module.errors().length > 0).length;
  },
};

const vitest = await startVitest(
  "test",
  given.filter((argument) => argument !== "--full"),
  { watch: false, reporters: [process.env.CI === "true" ? "dot" : "default", counter] },
);
await vitest.close();
const failed = counts.failed + broken;
process.stdout.write(`${counts.passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && counts.passed > 0 ? 0 : 1;
