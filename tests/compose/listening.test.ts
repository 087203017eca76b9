import { afterEach, describe, expect, it } from "vitest";
import { composeListening } from "../../src/compose/listening.ts";
import { address, type Running, running, transcript } from "../app/flow/running.ts";
import { assistant, knowledge } from "../knowledge-base.ts";

describe("the gap list of a server", () => {
  let flow: Running;
  afterEach(() => flow.stop());

  it("tells whoever waits as soon as a gap is closed, without another look", async () => {
    flow = await running({ assistant });
    const anna = address("web:anna");
    for (const text of ["容错能跨省吗", "有答案时告诉我"]) {
      await flow.say(anna, text);
      await flow.settle();
    }
    const listening = composeListening({
      store: flow.store,
      access: { grantOf: async () => null },
      pseudonyms: flow.pseudonyms,
      assistant,
      knowledge,
      retentionDays: 180,
      log: { debug() {}, info() {}, warn() {}, error() {} },
    });
    const [gap] = await listening.editing.list();
    const closed = await listening.editing.act(
      gap?.id ?? "",
      { type: "close", by: { entry: "who-decides" } },
      "command-line",
    );
    expect(closed?.state).toBe("closed");
    // Waits for the look that began with it.
    await listening.stop();
    expect((await transcript(flow, anna)).at(-1)).toMatchObject({
      question: "容错能跨省吗",
      answer: expect.stringContaining("编辑认为知识库的这一篇可以作答"),
    });
  });
});
