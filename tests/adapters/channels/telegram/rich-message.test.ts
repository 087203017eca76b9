import fc from "fast-check";
import type { InputRichBlockTable } from "grammy/types";
import { describe, expect, it } from "vitest";
import { shownOf } from "../../../../src/adapters/channels/telegram/render.ts";
import { asRichMessage } from "../../../../src/adapters/channels/telegram/rich-message.ts";
import { assistant } from "../../../knowledge-base.ts";
import { checkRich, textOfRich } from "../../../telegram/rich-checks.ts";
import { answerOf } from "./open.ts";
import { answers } from "./random-answers.ts";

describe("an answer as a rich message", () => {
  const answer = assistant.ask("问责条例第十七条说了什么？");

  it("is made of blocks, with its sources in a part that folds and nothing detected in quoted texts", () => {
    const rich = asRichMessage(shownOf(answer, ["3. 很长的选项"]));
    expect(checkRich(rich)).toBeNull();
    expect(rich?.skip_entity_detection).toBe(true);
    expect(rich?.blocks?.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["heading", "blockquote", "details", "footer"]),
    );
    for (const { n, document } of answer.citations) {
      expect(textOfRich(rich)).toContain(`〔${n}〕`);
      expect(textOfRich(rich)).toContain(document);
    }
    expect(textOfRich(rich)).toContain("3. 很长的选项");
  });

  it("has a table as one, with its caption, its heads marked and its sources in the row", () => {
    const versions = assistant.ask("纪律处分条例有哪些版本？");
    const rich = asRichMessage(shownOf(versions, []));
    expect(checkRich(rich)).toBeNull();
    const [table] = rich?.blocks?.filter(({ type }) => type === "table") ?? [];
    expect(table).toMatchObject({ caption: expect.stringContaining("版本") });
    const rows = (table as InputRichBlockTable).cells;
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map(([first]) => first?.is_header)).toEqual(rows.map(() => true));
    for (const row of rows.slice(1)) expect(row.at(-1)?.text).toMatch(/〔1〕$/);
  });

  it("has no table of too many rows: it is several plain messages then", () => {
    const rows = Array.from({ length: 500 }, () => ({ cells: ["甲", "乙"], citations: [] }));
    const table = { type: "table" as const, caption: "表", head: ["一", "二"], rows };
    expect(asRichMessage(shownOf(answerOf("", { blocks: [table] }), []))).toBeNull();
  });

  it("is never refused by the Bot API, whatever the answer is: 2000 random ones", {
    timeout: 120_000,
  }, () => {
    fc.assert(
      fc.property(answers, (given) => {
        const rich = asRichMessage(shownOf(given, []));
        expect(rich === null ? null : checkRich(rich)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["too long for one", ["甲".repeat(32_769)]],
    ["of too many blocks", Array.from({ length: 501 }, () => "甲")],
    ["empty", [" "]],
  ])("is none where it is %s", (_, texts) => {
    const given = answerOf("", { blocks: texts.map((text) => ({ type: "notice", text })) });
    expect(asRichMessage(shownOf(given, []))).toBeNull();
  });
});
