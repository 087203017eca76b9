import { describe, expect, it } from "vitest";
import { embeddedText, vectorIndexOf } from "../../../src/app/vectors/passages.ts";
import type { Passage } from "../../../src/core/retrieval/index.ts";

const passage = (given: Partial<Passage> = {}): Passage => ({
  id: "p",
  title: "",
  section: "",
  text: "",
  keywords: "",
  category: "law",
  ...given,
});

describe("what is sent of a passage", () => {
  it("is all it is found by", () => {
    expect(embeddedText(passage({ title: "办法", section: " ", text: "应当容错。", keywords: "容错" }))).toBe(
      "办法\n应当容错。\n容错",
    );
  });

  it("is masked, and nothing where it bears a secrecy mark", () => {
    expect(embeddedText(passage({ text: "联系电话13800138000" }))).not.toContain("13800138000");
    expect(embeddedText(passage({ title: "机密★10年", text: "容错" }))).toBeNull();
  });

  it("is at most 2 000 characters, none of them half", () => {
    const text = embeddedText(passage({ text: `一${"𠮷".repeat(1_500)}` })) ?? "";
    expect(text.length).toBe(2_000);
    expect(text.isWellFormed()).toBe(true);
  });
});

describe("the vectors of passages", () => {
  const passages = Array.from({ length: 20 }, (_, at) => passage({ id: `p${at}` }));
  const heldBut = (missing: number) =>
    passages.map((_, at) => (at < missing ? null : Float32Array.of(1, at)));

  it("are searched by once nearly all are there", () => {
    expect(vectorIndexOf(passages, heldBut(2))).toBeNull();
    expect(vectorIndexOf(passages, heldBut(1))?.held).toBe(19);
    expect(vectorIndexOf(passages, heldBut(0))?.held).toBe(20);
  });

  it("are not searched by where there are none", () => {
    expect(vectorIndexOf([], [])).toBeNull();
  });
});
