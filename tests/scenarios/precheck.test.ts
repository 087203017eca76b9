/** The nine matters as whole dialogues; docs/dialogues.md shows them (`vitest run tests/scenarios -u` writes it anew). */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { formOfMatter } from "../../src/core/precheck/interview.ts";
import { verdictWording } from "../../src/text/precheck.ts";
import { answerText } from "../../src/text/render.ts";
import { type Exchange, playDialogue, transcript } from "../precheck-dialogues.ts";
import { reportedForms, reporter } from "../reported-forms.ts";

const played = new Map<string, readonly Exchange[]>();
for (const request of reportedForms) played.set(request.id ?? "", await playDialogue(request));

const matterAfter = (exchanges: readonly Exchange[]) =>
  exchanges.map(({ reply }) => reply.interview?.changed?.matter).findLast((matter) => matter !== undefined);

/** One dialogue in full, and of the others what came of them. */
function panel(): string {
  const rows = reportedForms.map((request) => {
    const exchanges = played.get(request.id ?? "") ?? [];
    const { result } = reporter.report(request);
    return `| ${request.id} | ${exchanges.length} | ${matterAfter(exchanges)?.answers.length} | ${verdictWording(result)} |`;
  });
  const whole = reportedForms[1];
  return `# 预审对话实录

由测试按九件事逐条问答生成，随程序和规则变动；每件事都从“预审”两个字开始，只用编号回答，直到出报告。前四件是研究报告里的案例补全后的情形，后五件是自拟的情形，不是真人真事。

| 事项 | 消息数 | 填写的题 | 结果 |
| --- | ---: | ---: | --- |
${rows.join("\n")}

## 全程：${whole?.id}

\`\`\`text
${transcript(played.get(whole?.id ?? "") ?? [])}
\`\`\`

${reportedForms
  .filter(({ id }) => id !== whole?.id)
  .map(({ id }) => {
    const last = (played.get(id ?? "") ?? []).at(-1);
    return `## 结果：${id}\n\n\`\`\`text\n${last === undefined ? "" : answerText(last.reply.answer)}\n\`\`\``;
  })
  .join("\n\n")}
`;
}

it("stands in the documents as it is", async () => {
  await expect(panel()).toMatchFileSnapshot(join(import.meta.dirname, "..", "..", "docs", "dialogues.md"));
});

describe.each(reportedForms.map((request) => [request.id ?? "", request] as const))("%s", (id, request) => {
  const exchanges = played.get(id) ?? [];

  it("comes to the result that its whole form gives", () => {
    const { result } = reporter.report(request);
    expect(exchanges.at(-1)?.reply.interview?.result?.result).toBe(result.outcome ?? result.status);
    expect(answerText(exchanges.at(-1)?.reply.answer as never)).toContain("以有权机关认定为准");
  });

  it("was told nothing but what the form says", () => {
    const matter = matterAfter(exchanges);
    for (const [fact, value] of Object.entries(formOfMatter(matter as never)))
      expect(value).toBe(request.facts[fact] ?? "unsure");
  });

  it("shows each message in full, and each choice with a number that a person can type", () => {
    for (const { reply } of exchanges) {
      expect(answerText(reply.answer).length).toBeLessThanOrEqual(4_000);
      expect(reply.choices.length).toBeLessThan(100);
      expect(new Set(reply.choices.map(({ label }) => label)).size).toBe(reply.choices.length);
    }
  });
});
