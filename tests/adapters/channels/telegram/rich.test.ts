import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyboardOf } from "../../../../src/adapters/channels/telegram/keyboard.ts";
import { asText, citationToCopy, shownOf } from "../../../../src/adapters/channels/telegram/render.ts";
import { join, messageLimit, type Rich, split } from "../../../../src/adapters/channels/telegram/rich.ts";
import { assistant } from "../../../knowledge-base.ts";
import { checkMarkup, checkText } from "../../../telegram/checks.ts";
import { answers, text } from "./random-answers.ts";

const runs = 10_000;

const problemsOf = (rich: Rich): (string | null)[] =>
  split(rich)
    .map((part) => checkText(part.text, part.entities))
    .filter((problem) => problem !== null);

const solid = (given: string): string => given.replaceAll(/\s/g, "");

describe("answers as text with entities", () => {
  it(`are never refused by the Bot API: ${runs} random ones`, { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(answers, (answer) => {
        const rich = asText(shownOf(answer, []));
        expect(problemsOf(rich)).toEqual([]);
        // Nothing but white space is lost in cutting.
        expect(
          solid(
            split(rich)
              .map((part) => part.text)
              .join(""),
          ),
        ).toBe(solid(rich.text));
      }),
      { numRuns: runs },
    );
  });

  it("say behind each sentence of a model that it is", () => {
    const given = assistant.ask("处分影响期满后还能不能正常使用干部");
    const said = given.citations.slice(0, 2).map(({ n }) => `甲${n}。`);
    const blocks = said.map((words, at) => ({
      type: "sentence" as const,
      text: words,
      citations: [given.citations[at]?.n ?? 0],
      origin: "model" as const,
      bullet: false,
      continues: false,
    }));
    const { text: shown } = asText(shownOf({ ...given, blocks }, []));
    expect(said).toHaveLength(2);
    for (const words of said) expect(shown).toContain(`${words}〔AI 生成〕〔`);
  });

  it("have keyboards the Bot API takes, whatever the labels and sources are", { timeout: 60_000 }, () => {
    const choices = fc.array(fc.record({ label: text, text }), { maxLength: 95 });
    fc.assert(
      fc.property(answers, choices, (answer, offered) => {
        const keyboard = keyboardOf(answer, offered, (choice) => `1.${choice.toString(36)}.0123456789abcdef`);
        expect(checkMarkup(keyboard ?? undefined)).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it("are shown as they are for the questions a new user is offered", () => {
    for (const question of assistant.firstQuestions())
      expect(problemsOf(asText(shownOf(assistant.ask(question), [])))).toEqual([]);
  });

  it("name every source a sentence points to, folded away", () => {
    const answer = assistant.ask("问责条例第十七条说了什么？");
    const { text: shown, entities } = asText(shownOf(answer, []));
    for (const { n, document } of answer.citations) {
      expect(shown).toContain(`〔${n}〕`);
      expect(shown).toContain(document);
    }
    expect(entities.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["bold", "blockquote", "expandable_blockquote", "italic"]),
    );
  });
});

describe("cutting", () => {
  const plain = (given: string): Rich => join([{ text: given, type: null }]);

  it("leaves a text that fits as one", () => {
    expect(split(plain("字".repeat(messageLimit)))).toHaveLength(1);
  });

  it("cuts between paragraphs where it can", () => {
    const paragraphs = ["甲".repeat(3_000), "乙".repeat(3_000)];
    expect(split(plain(paragraphs.join("\n\n"))).map((part) => part.text)).toEqual(paragraphs);
  });

  it("cuts before a quotation rather than within it", () => {
    const rich = join([
      { text: "甲".repeat(2_000), type: null },
      { text: `${"乙".repeat(1_500)}\n${"丙".repeat(1_500)}`, type: "blockquote" },
    ]);
    const parts = split(rich);
    expect(parts.map((part) => part.text.length)).toEqual([2_000, 3_001]);
    expect(parts[1]?.entities).toEqual([{ type: "blockquote", offset: 0, length: 3_001 }]);
  });

  it("carries an entity that is too long for one message over to the next", () => {
    const parts = split(join([{ text: "字。".repeat(3_000), type: "bold" }]));
    expect(parts).toHaveLength(2);
    expect(parts.every(({ text: whole, entities: [entity] }) => entity?.length === whole.length)).toBe(true);
  });

  it("never cuts a character in two", () => {
    for (const before of [0, 1]) {
      const parts = split(plain("a".repeat(before) + "𠮷".repeat(5_000)));
      expect(parts.every((part) => part.text.isWellFormed())).toBe(true);
    }
  });

  it("gives nothing for what cannot be seen", () => {
    expect(split(plain(" \n\u200b\u0000"))).toEqual([]);
  });
});

describe("a source to copy", () => {
  it("is title, place and quotation, and the title alone where that is too long", () => {
    const [first] = assistant.ask("问责条例第十七条说了什么？").citations;
    if (first === undefined) throw new Error("no citation");
    const short = { ...first, quote: "失误" };
    expect(citationToCopy(short)).toBe("《中国共产党问责条例》第十七条：“失误”");
    expect(citationToCopy({ ...first, quote: "长".repeat(300) })).toBe("《中国共产党问责条例》第十七条");
  });
});
