import { describe, expect, it } from "vitest";
import { answerLabels } from "../../../src/core/precheck/answer-words.ts";
import { fact } from "../rules/sample-rules.ts";

const labels = answerLabels([
  fact("loss", "consequence", ["none", "grave"], {
    label: "损失",
    values: [
      { id: "none", label: "没有" },
      { id: "grave", label: "重大" },
    ],
  }),
  fact("gain", "motive", ["none", "own"], { label: "私利" }),
]);

describe("answers in words", () => {
  it("are the labels of their fact and values", () => {
    expect(labels.words("loss", "grave")).toEqual({
      fact: "loss",
      look: "consequence",
      label: "损失",
      values: ["重大"],
    });
    expect(labels.words("loss", ["none", "grave"]).values).toEqual(["没有", "重大"]);
    expect(labels.words("loss", "unsure").values).toEqual([]);
  });

  it("are ids where the rules do not know them", () => {
    expect(labels.words("loss", ["none", "huge"]).values).toEqual(["没有", "huge"]);
    expect(labels.words("weather", "fair")).toEqual({
      fact: "weather",
      look: "threshold",
      label: "weather",
      values: ["fair"],
    });
  });

  it("stand in the order of the facts, unknown ones last", () => {
    const order = (answers: Record<string, string>) => labels.all(answers).map((words) => words.fact);
    expect(order({ weather: "fair", gain: "own", loss: "none" })).toEqual(["loss", "gain", "weather"]);
    expect(order({ gain: "own", loss: "none", weather: "fair" })).toEqual(["loss", "gain", "weather"]);
  });
});
