import { describe, expect, it } from "vitest";
import { createPinyin } from "../../../src/adapters/script/pinyin.ts";
import { createHomophones } from "../../../src/core/retrieval/homophones.ts";

const passages = ["容错纠错机制", "政务处分的种类", "问责条例规定的情形", "处分的种类和情形", "容错的情形"];
const often = [...passages, ...passages, ...passages];
const { correct } = createHomophones(() => often, createPinyin());

describe("correction by sound", () => {
  it.each([
    ["容措纠错的情行", "容错纠错的情形"],
    ["政务处份的种累", "政务处分的种类"],
    ["问则条例", "问责条例"],
    ["政务处fen的种类", "政务处分的种类"],
    ["rongcuo的情形", "容错的情形"],
    ["wen ze条例", "问责条例"],
  ])("%s becomes %s", (text, corrected) => {
    expect(correct(text)).toBe(corrected);
  });

  it.each(["容错纠错的情形", "今天天气怎么样", "raid 5", "redis", "处x分", ""])(
    "%j stays as it is",
    (text) => {
      expect(correct(text)).toBe(text);
    },
  );
});
