import { describe, expect, it } from "vitest";
import { createPrefixedEmbedder } from "../../../src/adapters/llm/prefixed-embedder.ts";
import { fakeEmbedder } from "../../app/vectors/fake-embedder.ts";

describe("an embedding model that wants words before its texts", () => {
  it("gets them before each text, and gives the vectors in order", async () => {
    const fake = fakeEmbedder();
    const reply = await createPrefixedEmbedder(fake, "Instruct: 检索\nQuery:", false).embed(["甲", "乙"]);
    expect(fake.calls).toEqual([["Instruct: 检索\nQuery:甲", "Instruct: 检索\nQuery:乙"]]);
    expect(reply).toMatchObject({ ok: true, vectors: { length: 2 } });
  });

  it("is another model to whoever keeps its vectors, for each of the words", () => {
    const models = ["", "passage: ", "passage:"].map((words) =>
      createPrefixedEmbedder(fakeEmbedder(), words, true),
    );
    expect(new Set(models.map(({ model }) => model)).size).toBe(3);
    expect(createPrefixedEmbedder(fakeEmbedder(), "query: ", false).model).toBe("fake");
  });

  it("without any is the model itself", () => {
    const fake = fakeEmbedder();
    expect(createPrefixedEmbedder(fake, "", true)).toBe(fake);
  });
});
