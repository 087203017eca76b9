import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { record } from "./transcript.ts";

it("a question with its source, and a whole pre-check with its ticked list, take place on Telegram", {
  timeout: 120_000,
}, async () => {
  const { question, precheck } = await record();
  expect(question).toContain("使用前请知悉");
  expect(question).toContain("《中国共产党问责条例》第十七条");
  expect(question).toContain("［复制出处〔1〕］");
  // A tick takes the place of the list before.
  expect(precheck).toMatch(/机器人（改了上一条）：［6\. ☑ /);
  expect(precheck).toMatch(/机器人（改了上一条）：［6\. ☐ /);
  // The result is there, cannot be forwarded, and names its rules.
  expect(precheck).toMatch(/记录sha256:[0-9a-f]{64}/);
  expect(precheck.match(/机器人：/g)).toBeNull();
  if (process.env.LONG_TESTS !== "true") return;
  const written = readFileSync(join(import.meta.dirname, "..", "..", "docs", "telegram.md"), "utf8");
  for (const part of [question, precheck]) expect(written).toContain(part);
});
