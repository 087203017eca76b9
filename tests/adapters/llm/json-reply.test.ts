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
        for (const given of [
          text,
          `\n${text}\n`,
          `\`\`\`json\n${text}\n\`\`\``,
          `\`\`\`\n${text}\n\`\`\``,
          `<think>${thought}</think>\n\n${text}`,
          `<THINKING>${thought}</THINKING><reasoning></reasoning>${text}`,
          `<thought>${thought}</thought>${text}`,
          `<reasoning_content>${thought}</reasoning_content>\n${text}`,
          `◁think▷${thought}◁/think▷${text}`,
          `[THINK]${thought}[/THINK]${text}`,
          `<|channel|>analysis<|message|>${thought}<|end|><|start|>assistant<|channel|>final<|message|>${text}`,
          `<|channel|>final <|constrain|>json<|message|>${text}<|return|>`,
          `${thought}</think>${text}`,
        ])
          expect(jsonReply(given)).toEqual(asParsed(value));
      }),
    );
  });

  it.each(["</think>", "<think>", "◁/think▷", "<|channel|>final<|message|>", "```json"])(
    "is read whole where a text in it holds %s, after reasoning that holds it too",
    (mark) => {
      const value = { claims: [{ text: `所给的${mark}是什么`, cites: ["k"] }] };
      const text = JSON.stringify(value);
      for (const given of [text, `<think>先看${mark}再说</think>${text}`, `\`\`\`json\n${text}\n\`\`\``])
        expect(jsonReply(given)).toEqual(value);
    },
  );

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
    ["an analysis alone", '<|channel|>analysis<|message|>{"a":1}<|end|>'],
    ["reasoning alone, closed", '<think>{"a":1}</think>'],
  ])("is refused in %s", (_, text) => {
    expect(jsonReply(text)).toBeNull();
  });

  it("is looked for without rereading: tags by the thousand take no time", () => {
    for (const mark of [
      "<think>",
      "</think>",
      "</think>{",
      " ",
      "\n",
      "```\n",
      "<|end|>",
      "<|channel|>final",
    ])
      expect(jsonReply(`${mark.repeat(100_000 / mark.length)}{`)).toBeNull();
  });

  it("gives every name as its own, a name of the language too", () => {
    expect(Object.keys(jsonReply('{"__proto__":{"a":1},"b":2}') ?? {})).toEqual(["__proto__", "b"]);
  });
});
