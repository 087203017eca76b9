import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/adapters/sealing/aes-gcm.ts";
import { createSealedStore } from "../../src/adapters/stores/sealed-store.ts";
import { systemSpace } from "../../src/app/flow/keys.ts";
import {
  createReplica,
  DataKeyMismatchError,
  KnowledgeMismatchError,
  SecretMismatchError,
} from "../../src/app/replicas.ts";
import { createModelStore } from "../contract/store-model.ts";

describe("processes that share a store", () => {
  const started = () => {
    const time = { now: Date.UTC(2026, 0, 5) };
    const clock = () => time.now;
    const store = createModelStore(clock);
    let ids = 0;
    const replica = (name: string, knowledge: string, secret = "s") =>
      createReplica({ store, clock, name, knowledge, secret, newId: () => `${++ids}` });
    return { time, replica, store };
  };

  it("start together where they answer from the same knowledge", async () => {
    const { replica } = started();
    await Promise.all(["a", "b", "c"].map((name) => replica(name, "one").join()));
  });

  it("refuse one that would answer from other knowledge, until the last of them has left", async () => {
    const { replica } = started();
    const [first, second] = [replica("a", "old"), replica("b", "old")];
    await first.join();
    await second.join();
    const other = replica("c", "new");
    await expect(other.join()).rejects.toThrow(KnowledgeMismatchError);
    await first.leave();
    await expect(other.join()).rejects.toThrow(/b with old/);
    await second.leave();
    await other.join();
  });

  it("are not held up by one that died, or by one that was refused", async () => {
    const { time, replica } = started();
    await replica("a", "old").join();
    await expect(replica("b", "new").join()).rejects.toThrow(KnowledgeMismatchError);
    await replica("c", "old").join();
    time.now += 90_000;
    await replica("b", "new").join();
  });

  it("stay present as long as they say so", async () => {
    const { time, replica } = started();
    const first = replica("a", "old");
    await first.join();
    for (let beats = 0; beats < 5; beats++) {
      time.now += 60_000;
      await first.beat();
    }
    await expect(replica("b", "new").join()).rejects.toThrow(KnowledgeMismatchError);
  });

  it("refuse one that signs with another secret, by its name, until they have left", async () => {
    const { replica } = started();
    const first = replica("a", "one", "old");
    await first.join();
    const other = replica("b", "one", "new");
    await expect(other.join()).rejects.toThrow(SecretMismatchError);
    await expect(other.join()).rejects.toThrow(/APP_SECRET: a;/);
    await first.leave();
    await other.join();
  });

  it("start beside one of an earlier version, which told its knowledge alone", async () => {
    const { replica, store } = started();
    await store.commit({ id: "early", space: systemSpace, put: [{ key: "replica/a", value: "one" }] });
    await replica("b", "one").join();
    await expect(replica("c", "two").join()).rejects.toThrow(/a with one/);
  });

  it("are not held up by one with another key, which is told so", async () => {
    const clock = () => Date.UTC(2026, 0, 5);
    const shared = createModelStore(clock);
    let ids = 0;
    const replica = (name: string, key: string) =>
      createReplica({
        store: createSealedStore(shared, createSealer([{ id: key, bytes: Buffer.alloc(32, key) }])),
        clock,
        name,
        knowledge: "one",
        secret: "s",
        newId: () => `${++ids}`,
      });
    await replica("a", "right").join();
    await expect(replica("b", "wrong").join()).rejects.toThrow(DataKeyMismatchError);
    await replica("c", "right").join();
  });
});
