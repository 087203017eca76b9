/** Pictures of campaigns in a real store. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createSealer } from "../../../src/adapters/sealing/aes-gcm.ts";
import { openRedisStore, openRedisTransfer } from "../../../src/adapters/stores/redis/open.ts";
import { createSealedStore } from "../../../src/adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { openSqliteTransfer } from "../../../src/adapters/stores/sqlite-transfer.ts";
import { pictureKey, picturePartKey } from "../../../src/app/campaign/keys.ts";
import { createKeptPictures } from "../../../src/app/campaign/pictures.ts";
import { exportStore, importStore } from "../../../src/app/transfer.ts";
import type { Campaign } from "../../../src/core/campaign/campaign.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { createEpochMemory } from "../../adapters/stores/redis/open.ts";
import { temporaryFolder } from "../../folders.ts";
import { needs } from "../../needs.ts";
import { pictureOf, pngOfSize } from "../../pictures.ts";
import { startRedis } from "../../redis-server.ts";
import { createTestClock, testKey } from "../flow/running.ts";
import { createScriptedChannel } from "../flow/scripted-channel.ts";
import { begin, campaignOf, createStage, tell } from "./stage.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const day = 86_400_000;

function opened() {
  const clock = createTestClock();
  const store = createSealedStore(
    createSqliteStore({ directory: temporaryFolder(), clock, exclusive: true, what: "test" }),
    createSealer([testKey]),
  );
  closing.push(() => store.close());
  return { clock, store, make: () => createKeptPictures({ store, newId: randomUUID, sha256 }) };
}

describe("a picture that is kept", () => {
  it.each([1, 192 * 1024, 192 * 1024 + 1, 5 * 1024 * 1024])(
    "of %i bytes is read as it was, by any process",
    async (size) => {
      const { clock, make } = opened();
      const bytes = randomBytes(size);
      await make().keep(sha256(bytes), bytes, clock() + day);
      const found = await make().read(sha256(bytes));
      expect(Buffer.compare(found ?? Buffer.alloc(0), bytes)).toBe(0);
    },
  );

  it("is not there before it was kept, nor under a name that is no hash", async () => {
    const { make } = opened();
    expect(await make().read("0".repeat(64))).toBeNull();
    expect(await make().read("../campaign/autumn")).toBeNull();
  });

  it("is shown only as it was when it was approved", async () => {
    const { clock, store, make } = opened();
    const bytes = randomBytes(300_000);
    const hash = sha256(bytes);
    await make().keep(hash, bytes, clock() + day);
    await store.commit({
      id: randomUUID(),
      space: "campaign",
      put: [{ key: picturePartKey(hash, 2), value: randomBytes(9).toString("base64") }],
    });
    expect(await make().read(hash)).toBeNull();
  });

  it("goes when its time is over, as late as anybody wanted it", async () => {
    const { clock, store, make } = opened();
    const bytes = pngOfSize(20, 20);
    const hash = sha256(bytes);
    const from = clock();
    const pictures = make();
    await pictures.keep(hash, bytes, from + 3 * day);
    await pictures.keep(hash, bytes, from + day);
    clock.advance(2 * day);
    expect(await make().read(hash)).not.toBeNull();
    await pictures.keep(hash, bytes, from + 5 * day);
    clock.advance(2 * day);
    expect(await make().read(hash)).not.toBeNull();
    clock.advance(day);
    expect(await make().read(hash)).toBeNull();
    await store.sweep();
    expect(await store.list("campaign", pictureKey(hash), { limit: 10 })).toEqual([]);
  });
});

describe("a store that is moved", () => {
  it.skipIf(needs("redis-server") === null)("takes its pictures along, to Redis too", async () => {
    const clock = createTestClock();
    const directory = temporaryFolder();
    const bytes = randomBytes(700_000);
    const before = createSqliteStore({ directory, clock, exclusive: true, what: "test" });
    const keeping = createKeptPictures({ store: before, newId: randomUUID, sha256 });
    await keeping.keep(sha256(bytes), bytes, clock() + day);
    await before.close();
    const sums = { clock, sha256: (text: string) => sha256(Buffer.from(text)) };
    const lines: string[] = [];
    const from = openSqliteTransfer({ directory, clock, create: false, what: "test" });
    await exportStore(from, async (line) => void lines.push(line), sums);
    await from.close();
    const redis = await startRedis();
    closing.push(() => redis.close());
    const redisOptions = { url: redis.url, clock, memory: createEpochMemory(), warn: () => {} };
    const into = await openRedisTransfer({ ...redisOptions, create: true });
    await importStore(
      into,
      async function* () {
        yield* lines.map((line) => line.trimEnd());
      },
      sums,
    );
    await into.close();
    const { store } = await openRedisStore(redisOptions);
    closing.push(() => store.close());
    const moved = createKeptPictures({ store, newId: randomUUID, sha256 });
    const found = await moved.read(sha256(bytes));
    expect(Buffer.compare(found ?? Buffer.alloc(0), bytes)).toBe(0);
    const heavy = randomBytes(5 * 1024 * 1024);
    await moved.keep(sha256(heavy), heavy, clock() + day);
    expect((await moved.read(sha256(heavy)))?.length).toBe(heavy.length);
  });
});

describe("a campaign with a picture", () => {
  const bytes = pngOfSize(60, 40);
  const picture = pictureOf(bytes, { type: "png", width: 60, height: 40, alt: "一张图" });
  const pictured = (of = picture): Campaign => {
    const { items, ...rest } = campaignOf();
    return { ...rest, items: items.map((item) => ({ ...item, picture: of })) };
  };
  const given = new Map([[picture.hash, bytes]]);
  const staged = async () => {
    const clock = createTestClock();
    const channel = createScriptedChannel("web", clock);
    const stage = await createStage({ channels: [channel], clock });
    closing.push(() => stage.stop());
    return { ...stage, channel };
  };

  it("cannot be written where the bytes are nowhere", async () => {
    const { campaigns } = await staged();
    expect(await campaigns.write("web:author", pictured())).toMatchObject({
      ok: false,
      problem: "content",
      found: [{ item: "first" }],
    });
    expect((await campaigns.write("web:author", pictured(), given)).ok).toBe(true);
    // What is kept already need not be brought again.
    expect((await campaigns.write("web:author", pictured())).ok).toBe(true);
  });

  it("names no source in its words that the knowledge base does not hold", async () => {
    const { campaigns } = await staged();
    const write = (alt: string) => campaigns.write("web:author", pictured({ ...picture, alt }), given);
    expect(await write("《容错纠错实施总条例》的封面")).toMatchObject({ ok: false, problem: "content" });
    expect((await write("《中国共产党问责条例》的封面")).ok).toBe(true);
    // Its words are an editor's own, as any others.
    for (const unfit of ["改革失误一律免责", "张伟同志（13812345678）"])
      expect(await write(unfit)).toMatchObject({ ok: false, problem: "content" });
  });

  it("keeps nothing that somebody without the role brings", async () => {
    const { campaigns, pictures } = await staged();
    expect((await campaigns.write("web:nobody", pictured(), given)).ok).toBe(false);
    expect(await pictures.read(picture.hash)).toBeNull();
  });

  it("is approved with the very bytes: with another picture it is to be approved anew", async () => {
    const { campaigns } = await staged();
    await campaigns.write("web:author", pictured(), given);
    await campaigns.act("web:author", "autumn", "submit");
    const approved = await campaigns.act("web:second", "autumn", "approve");
    const other = pngOfSize(60, 40, 127);
    const changed = pictured(pictureOf(other, { ...picture }));
    const rewritten = await campaigns.write(
      "web:author",
      changed,
      new Map([[changed.items[0]?.picture?.hash ?? "", other]]),
    );
    if (!approved.ok || !rewritten.ok) throw new Error("not written");
    expect(rewritten.view.state.content).not.toBe(approved.view.state.content);
    expect(rewritten.view.state.phase).toBe("draft");
  });

  it("is shown as the draft it is until it is approved, sent as approved, and approving changes nothing of it", async () => {
    const { campaigns, channel, engine, settled, clock } = await staged();
    const draftBytes = pngOfSize(60, 40, 127);
    const draft = pictureOf(draftBytes, { ...picture, alt: "草稿，未批准。一张图" });
    const drawn = pictured();
    const campaign = { ...drawn, items: drawn.items.map((item) => ({ ...item, draftPicture: draft })) };
    const both = new Map([...given, [draft.hash, draftBytes]]);
    const ask = async (person: PersonId, eventId: string, text: string) => {
      await tell({ channel, clock }, person, text, eventId);
      await settled();
      return channel.sends.at(-1)?.message;
    };
    const said = (message: Awaited<ReturnType<typeof ask>>) => JSON.stringify(message?.answer.blocks);
    await ask("web:anna", "e1", "订阅推送");
    expect((await campaigns.write("web:author", campaign, given)).ok).toBe(false);
    const written = await campaigns.write("web:author", campaign, both);
    const before = await ask("web:author", "e2", "宣传活动 预览 autumn first");
    expect(before?.picture).toEqual(draft);
    expect(said(before)).toContain("草稿，未批准");
    await campaigns.act("web:author", "autumn", "submit");
    const approved = await campaigns.act("web:second", "autumn", "approve");
    if (!written.ok || !approved.ok) throw new Error("not approved");
    expect(approved.view.state.content).toBe(written.view.state.content);
    const after = await ask("web:author", "e3", "宣传活动 预览 autumn first");
    expect(after?.picture).toEqual(picture);
    expect(said(after)).not.toContain("草稿");
    await campaigns.act("web:author", "autumn", "start");
    await engine.tick();
    await settled();
    const sent = channel.sends.filter(({ message }) => message.push === true).at(-1)?.message;
    expect(sent?.picture).toEqual(picture);
    expect(said(sent)).toContain("已经两人审批");
  });

  it("is sent with it, kept in the turn, taken along and told of in words", async () => {
    const { campaigns, channel, engine, settled, conversations, clock, pictures } = await staged();
    const from = { person: "web:anna", conversation: "c1" } as const;
    const say = async (eventId: string, text: string) => {
      await tell({ channel, clock }, from.person, text, eventId);
      await settled();
    };
    await say("e1", "订阅推送");
    await campaigns.write("web:author", pictured(), given);
    await begin({ campaigns }, pictured());
    await engine.tick();
    await settled();
    expect(channel.sends.at(-1)?.message.picture).toEqual(picture);
    expect((await conversations.turns(from, 0, 10)).at(-1)?.picture).toEqual(picture);
    expect((await conversations.file("web:anna", "my-data")).text).toContain("一张图");
    // It is nobody's: whoever has their data deleted has the message deleted, and nothing of others.
    await say("e2", "确认删除我的数据");
    expect(await conversations.turns(from, 0, 10)).toEqual([]);
    expect(await pictures.read(picture.hash)).not.toBeNull();
  });

  it("is seen in the preview of its item, and offered in that of several", async () => {
    const { campaigns, channel, settled, clock } = await staged();
    const plain = campaignOf();
    const [item] = pictured().items;
    if (item === undefined) throw new Error("no item");
    const several = { ...plain, items: [...plain.items, { ...item, id: "second" }] };
    await campaigns.write("web:author", several, given);
    const ask = async (eventId: string, text: string) => {
      await tell({ channel, clock }, "web:author", text, eventId);
      await settled();
      return channel.sends.at(-1)?.message;
    };
    const all = await ask("e1", "宣传活动 预览 autumn");
    expect(all?.picture).toBeUndefined();
    expect(JSON.stringify(all?.answer.blocks)).toContain("[图片：一张图]");
    expect(all?.choices).toEqual([{ label: "看second的图片", text: "宣传活动 预览 autumn second" }]);
    expect((await ask("e2", "1"))?.picture).toEqual(picture);
    expect((await ask("e3", "宣传活动 预览 autumn first"))?.picture).toBeUndefined();
  });
});
