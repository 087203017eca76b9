import { describe, expect, it } from "vitest";
import { answerText } from "../../src/text/render.ts";
import { notices } from "../../src/text/zh.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

const entries = knowledge.catalogue.base.curated.filter(({ kind }) => kind !== "refusal");
/** Refused as a plan, with the rule and the proper way: it would be one from anybody who means to do it. */
const refused = new Set(["举报材料转给被举报人，行不行"]);

describe("an editor's own phrasing", () => {
  it.each(
    entries.flatMap(({ id, questions }) =>
      questions.filter((text) => !refused.has(text)).map((text) => [text, id] as const),
    ),
  )("%s is answered by %s", (text, id) => {
    const answer = assistant.ask(text);
    const shown = answer.blocks.flatMap((block) => (block.type === "sentence" ? block.text : []));
    const [first] = knowledge.catalogue.curated(id)?.blocks.filter(({ type }) => type === "statement") ?? [];
    expect(answer.kind).toBe("answer");
    expect(shown).toContain(first?.text);
  });
});

it("every editor's text fits into one message, sources and all", () => {
  for (const { id, questions } of entries)
    expect(answerText(assistant.ask(questions[0] ?? "")), id).not.toContain(notices.cut);
});
