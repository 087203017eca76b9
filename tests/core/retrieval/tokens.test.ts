import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../src/core/retrieval/normalise.ts";
import { tokenise, visitTokens } from "../../../src/core/retrieval/tokens.ts";

const words = (text: string): string[] => {
  const found: string[] = [];
  visitTokens(normalise(text, null), {
    character: () => {},
    pair: () => {},
    word: (word) => found.push(word),
  });
  return found;
};
const pairs = (text: string): string[] => {
  const found: string[] = [];
  visitTokens(normalise(text, null), {
    character: () => {},
    pair: (first, second) => found.push(String.fromCharCode(first, second)),
    word: () => {},
  });
  return found;
};

describe("tokens", () => {
  it("are characters and pairs", () => {
    expect(tokenise("容错")).toEqual(["容", "错", "容错"]);
  });

  it("pair nothing across punctuation, Latin or digits", () => {
    expect(pairs("容错，纠a错；免3责")).toEqual(["容错"]);
  });

  it("pair characters set apart for looks, but not two words", () => {
    expect(pairs("总　则")).toEqual(["总则"]);
    expect(pairs("容 错 纠 错")).toEqual(["容错", "错纠", "纠错"]);
    expect(pairs("容错 纠错")).toEqual(["容错", "纠错"]);
  });

  it.each([
    ["三十日", ["30"]],
    ["30日", ["30"]],
    ["0３月", ["3"]],
    ["二〇一八年", ["2018"]],
    ["2018-07-03", ["2018", "7", "3"]],
    ["1,000元", ["1000"]],
    ["3.5%", ["3.5"]],
    ["百分之三十", ["30"]],
    ["五十万元", ["500000"]],
    ["50万元", ["50", "500000"]],
    ["十分必要，千方百计", []],
    ["三个区分开来", ["3"]],
  ])("say the numbers of %s", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    ["第十七条", "第17条"],
    ["第17条", "第17条"],
    ["第 17 条", "第17条"],
    ["第一百三十三条之一", "第133条之1"],
    ["第133条之1", "第133条之1"],
  ])("say %s as one article", (text, expected) => {
    expect(words(text)).toContain(expected);
  });

  it("say no article where 第…条 is not numbered", () => {
    expect(words("第某条和第条，第三方条件")).toEqual([]);
  });

  it("are words in other alphabets, and Han characters beyond the basic plane", () => {
    expect(words("GB45438 と PM2.5 был 𠮷野 😀")).toEqual(["gb45438", "と", "pm2", "5", "был", "𠮷"]);
  });

  it("come from any string, in time linear in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        tokenise(normalise(text, null));
        tokenise(text);
      }),
    );
    for (const unit of ["一", "1", "第", "1,", "容 ", "a", "𠮷", "\ud800", "百分之"])
      tokenise(unit.repeat(30_000));
  });
});
