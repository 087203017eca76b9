import fc from "fast-check";
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
