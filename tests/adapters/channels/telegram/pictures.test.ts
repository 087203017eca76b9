/** Messages with a picture, on the double. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outbound } from "../../../../src/ports/channel.ts";
import type { Pictures } from "../../../../src/ports/pictures.ts";
import { StoreUnavailableError } from "../../../../src/ports/store.ts";
import { pictureOf, pngOfSize } from "../../../pictures.ts";
import { answerOf, createMemory, messageOf, type Open, open, personOf, textsOf } from "./open.ts";

const bytes = pngOfSize(300, 200);
const picture = pictureOf(bytes, { type: "png", width: 300, height: 200, alt: "一张海报" });
const labels = ["好的", "停止推送"];
const short = messageOf("请看海报", {
  turn: 1,
  picture,
  choices: labels.map((label) => ({ label, text: label })),
});
const long: Outbound = { ...short, answer: answerOf("甲".repeat(1_100)) };
const sent = { status: "sent" };

describe("a message with a picture", () => {
  let opened: Open;
  let reads: number;
  const pictures: Pictures = {
    async read(hash) {
      reads += 1;
      return hash === picture.hash ? bytes : null;
    },
  };
  const shown = (chat = 1001) =>
    opened.api.shown(chat).map(({ text, photo, buttons }) => ({
      text,
      photo: photo?.name ?? null,
      buttons: buttons.map((button) => button.text),
    }));
  const buttons = ["1. 好的", "2. 停止推送"];

  beforeEach(async () => {
    reads = 0;
    opened = await open({ pictures });
    for (const id of [1001, 1002, 1003]) opened.api.person(id).say("您好");
    await opened.settled();
  });
  afterEach(() => opened.close());

  it("is one picture with its text and buttons below, where the text is short", async () => {
    expect(await opened.send(short, "k1")).toEqual(sent);
    expect(shown()).toEqual([{ text: "请看海报", photo: "photo-1", buttons }]);
    expect(opened.api.shown(1001)[0]?.photo).toMatchObject({ width: 300, height: 200, bytes: bytes.length });
  });

  it("is a picture, with what it shows in words, and then the message, where the text is long", async () => {
    expect(await opened.send(long, "k1")).toEqual(sent);
    expect(shown()).toEqual([
      { text: "[图片：一张海报]", photo: "photo-1", buttons: [] },
      { text: "甲".repeat(1_100), photo: null, buttons },
    ]);
  });

  it("fits the longest caption the platform takes to the unit", async () => {
    await opened.send({ ...short, answer: answerOf("甲".repeat(1_024)) }, "k1");
    await opened.send({ ...short, answer: answerOf("甲".repeat(1_025)) }, "k2");
    expect(opened.api.callsOf("sendPhoto").map(({ status }) => status)).toEqual([200, 200]);
    expect(opened.api.shown(1001).map(({ text }) => text.length)).toEqual([1_024, 9, 1_025]);
  });

  it("is uploaded once, however many get it at once", async () => {
    const to = [1001, 1002, 1003].map(personOf);
    await Promise.all(to.map((address, at) => opened.send({ ...short, push: true }, `k${at}`, address)));
    await opened.send(short, "k9", personOf(1002));
    const uploads = opened.api
      .callsOf("sendPhoto")
      .filter(({ payload }) => typeof payload.photo !== "string");
    expect(uploads).toHaveLength(1);
    expect(reads).toBe(1);
    expect(opened.api.callsOf("sendPhoto")).toHaveLength(4);
    for (const chat of [1001, 1002, 1003]) expect(shown(chat)[0]?.photo).toBe("photo-1");
  });

  it("is uploaded anew where the platform does not know its name any more", async () => {
    await opened.send(short, "k1");
    opened.api.fault("sendPhoto", {
      status: 400,
      description: "Bad Request: wrong file identifier/HTTP URL specified",
    });
    expect(await opened.send(short, "k2", personOf(1002))).toEqual(sent);
    expect(shown(1002)).toEqual([{ text: "请看海报", photo: "photo-2", buttons }]);
  });

  it("is uploaded by the next where the first upload came to nothing", async () => {
    opened.api.fault("sendPhoto", { status: 502, html: true });
    const [first, second] = await Promise.all([
      opened.send(short, "k1"),
      opened.send(short, "k2", personOf(1002)),
    ]);
    expect([first, second]).toEqual([{ status: "retry", afterSeconds: 1 }, sent]);
    expect(await opened.send(short, "k1")).toEqual(sent);
    expect(shown()).toHaveLength(1);
  });

  it.each([
    [
      "refuses it",
      () => opened.api.fault("sendPhoto", { status: 400, description: "IMAGE_PROCESS_FAILED" }),
      short,
    ],
    ["does not know pictures", () => opened.api.unknown("sendPhoto"), short],
    [
      "is not asked, for it is kept no longer",
      () => {},
      { ...short, picture: { ...picture, hash: "0".repeat(64) } },
    ],
  ])("is said in words where the platform %s", async (_, arrange, message) => {
    arrange();
    expect(await opened.send(message, "k1")).toEqual(sent);
    expect(shown()).toEqual([
      { text: "[图片：一张海报]", photo: null, buttons: [] },
      { text: "请看海报", photo: null, buttons },
    ]);
  });

  it("waits where its picture cannot be read now", async () => {
    const away = await open({
      api: opened.api,
      started: false,
      pictures: { read: () => Promise.reject(new StoreUnavailableError("away")) },
    });
    expect(await away.send(short, "k1")).toEqual({ status: "retry", afterSeconds: 1 });
    expect(shown()).toEqual([]);
    await away.close();
  });

  it("keeps its picture where its words are to be made plain", async () => {
    opened.api.unknown("sendRichMessage");
    await opened.send({ ...short, answer: answerOf("甲".repeat(5_000)) }, "k1");
    expect(opened.api.callsOf("sendRichMessage")).toHaveLength(1);
    expect(shown().map(({ text, photo }) => [text.length, photo])).toEqual([
      [9, "photo-1"],
      [4_096, null],
      [904, null],
    ]);
  });

  it("is of unknown fate where the answer to the picture is lost", async () => {
    opened.api.fault("sendPhoto", { drop: "after" });
    expect(await opened.send(short, "k1")).toEqual({ status: "unknown" });
    expect(shown()).toHaveLength(1);
  });

  it("goes on with its text where that alone was put off", async () => {
    opened.api.fault("sendMessage", { status: 429, retryAfter: 1 });
    expect(await opened.send(long, "k1")).toEqual({ status: "retry", afterSeconds: 1 });
    await opened.api.until(() => shown().length === 1);
    await expect.poll(() => opened.send(long, "k1"), { timeout: 5_000 }).toEqual(sent);
    expect(shown().map(({ photo }) => photo)).toEqual(["photo-1", null]);
  });

  it("cannot be given a text in its place later: that is sent anew", async () => {
    await opened.send(short, "k1");
    expect(await opened.send(messageOf("二", { turn: 2, replaces: 1 }), "k2")).toEqual(sent);
    expect(textsOf(opened.api, 1001)).toEqual(["请看海报", "二"]);
  });
});

describe("a picture that was sent before a restart, and its text was not", () => {
  it.each([
    ["put off", { status: 502 }],
    ["lost", { drop: "before" }],
  ] as const)("is not sent again where the text was %s", async (_, fault) => {
    const memory = createMemory();
    const pictures: Pictures = { read: async () => bytes };
    const first = await open({ memory, pictures });
    first.api.person(1001).say("您好");
    await first.settled();
    first.api.fault("sendMessage", fault);
    expect((await first.send(long, "k1")).status).not.toBe("sent");
    await first.channel.stop(5);
    const second = await open({ memory, pictures, api: first.api });
    expect(await second.send(long, "k1")).toEqual(sent);
    expect(first.api.shown(1001).map(({ photo }) => photo?.name ?? null)).toEqual(["photo-1", null]);
    // Nothing is remembered of what has come to its end.
    expect(await second.send(long, "k1")).toEqual(sent);
    expect(first.api.shown(1001)).toHaveLength(4);
    await second.close();
    await first.api.close();
  });
});
