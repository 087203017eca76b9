import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonReply } from "../../../src/adapters/llm/json-reply.ts";

const object = fc.dictionary(fc.string(), fc.jsonValue());
const asParsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the object in a reply", () => {
  it("is found bare, in a fence and after reasoning, whatever it holds", () => {
    fc.assert(
      fc.property(object, fc.constantFrom("", "想一想 {}", "```json\n{}\n```"), (value, thought) => {
        const text = JSON.stringify(value);
        fc.pre(!/<\/?(?:think|thinking|reasoning)>/i.test(text));
        for (const given of [
          text,
          `\n${text}\n`,
          `\`\`\`json\n${text}\n\`\`\``,
          `\`\`\`\n${text}\n\`\`\``,
          `<think>${thought}</think>\n\n${text}`,
          `<THINKING>${thought}</THINKING><reasoning></reasoning>${text}`,
          `${thought}</think>${text}`,
        ])
          expect(jsonReply(given)).toEqual(asParsed(value));
      }),
    );
  });

  it.each([
    ["nothing", ""],
    ["words", "可以容错。"],
    ["words before it", '好的：{"a":1}'],
    ["words after it", '{"a":1} 以上。'],
    ["two of them", '{"a":1}{"b":2}'],
    ["a list", '[{"a":1}]'],
    ["null", "null"],
    ["text", '"{}"'],
    ["half of it", '{"claims":[{"text":"可以'],
    ["reasoning alone", '<think>{"a":1}'],
    ["reasoning alone, closed", '<think>{"a":1}</think>'],
  ])("is refused in %s", (_, text) => {
    expect(jsonReply(text)).toBeNull();
  });

  it("is looked for without rereading: tags by the thousand take no time", () => {
    const text = `${"<think>".repeat(14_000)}{`;
    expect(jsonReply(text)).toBeNull();
  });

  it("gives every name as its own, a name of the language too", () => {
    expect(Object.keys(jsonReply('{"__proto__":{"a":1},"b":2}') ?? {})).toEqual(["__proto__", "b"]);
  });
});
