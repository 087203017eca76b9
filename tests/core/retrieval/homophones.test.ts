import { describe, expect, it } from "vitest";
import { createPinyin } from "../../../src/adapters/script/pinyin.ts";
import { createHomophones } from "../../../src/core/retrieval/homophones.ts";
import { buildIndex } from "../../../src/core/retrieval/index.ts";

const passages = [
  "容错纠错机制",
  "政务处分的种类",
  "问责条例规定的情形",
  "处分的种类和情形",
  "容错的情形",
  "不当费用要公示",
  "应当叫停",
];
const often = [...passages, ...passages, ...passages];
const terms = ["容错纠错", "政务处分", "种类", "问责条例", "情形", "公示"];
const index = buildIndex(
  often.map((text, at) => ({ id: String(at), title: "", section: "", text, keywords: "", category: "law" })),
);
const { correct } = createHomophones(index, () => terms, createPinyin());

describe("correction by sound", () => {
  it.each([
    ["容措纠错的情行", "容错纠错的情形"],
    ["政务处份的种累", "政务处分的种类"],
    ["问则条例", "问责条例"],
    ["政务处fen的种类", "政务处分的种类"],
    ["rongcuo的情形", "容错的情形"],
    ["wen ze条例", "问责条例"],
    ["结果公是", "结果公示"],
  ])("%s becomes %s", (text, corrected) => {
    expect(correct(text)).toBe(corrected);
  });

  it.each(["容错纠错的情形", "今天天气怎么样", "raid 5", "redis", "处x分", ""])(
    "%j stays as it is",
    (text) => {
      expect(correct(text)).toBe(text);
    },
  );

  it.each(["请问党费怎么交", "不挡费"])(
    "%j is not changed into what merely stands side by side in a passage",
    (text) => {
      expect(correct(text)).toBe(text);
    },
  );

  it.each(["数学公式", "公事公办", "清醒"])("%j is a common word, however it sounds", (text) => {
    expect(correct(text)).toBe(text);
  });
});
