import { describe, expect, it } from "vitest";
import { maskAllNames } from "../../../src/core/grounding/personal-data.ts";
import { heldOutFrames, type ToldName, toldSentences, tunedFrames } from "./told-names.ts";

const isLeft = ({ text, name }: ToldName): boolean => {
  const at = text.indexOf(name);
  return !maskAllNames(text).found.some(({ start, end }) => start <= at && end >= at + name.length);
};

describe("names in what people tell", () => {
  it.each([
    ["frames tuned on", tunedFrames],
    ["frames held out", heldOutFrames],
  ])("are left in at most 2 % of the %s", (_, frames) => {
    const sentences = toldSentences(frames);
    expect(sentences.filter(isLeft).length / sentences.length).toBeLessThanOrEqual(0.02);
  });
});
