/** A whole campaign: written, approved by a second person in a chat, sent to Telegram, web and terminal, answered, stopped, told. */
import { PassThrough, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTelegramChannel, systemTime } from "../../src/adapters/channels/telegram/telegram-channel.ts";
import { createTerminalChannel } from "../../src/adapters/channels/terminal.ts";
import { createWebChannel } from "../../src/adapters/http/web-channel.ts";
import { createLogger } from "../../src/adapters/logging/logger.ts";
import { optionChart, reportPage } from "../../src/adapters/pictures/report-page.ts";
import type { Content, PersonId } from "../../src/ports/channel.ts";
import { answerText } from "../../src/text/render.ts";
import { quickPace } from "../adapters/channels/telegram/open.ts";
import { campaignOf, createStage, type Stage } from "../app/campaign/stage.ts";
import { createTestClock } from "../app/flow/running.ts";
import { pictureOf, pngOfSize } from "../pictures.ts";
import { type BotApi, createBotApi } from "../telegram/server.ts";
import { until } from "../until.ts";

const bytes = pngOfSize(300, 424);
const picture = pictureOf(bytes, { type: "png", width: 300, height: 424, alt: "第十七条的海报" });
const campaign = campaignOf({
  items: [
    {
      id: "quiz",
      day: "2026-11-23",
      time: null,
      content: { type: "quiz", quiz: "quiz-accountability-silence" },
    },
    {
      id: "article",
      day: "2026-11-24",
      time: null,
      content: { type: "article", passage: "accountability-2019#17" },
      picture,
    },
  ],
});
const readers = Array.from({ length: 12 }, (_, at): PersonId => `web:reader${at}`);

let api: BotApi;
let stage: Stage;
let printed = "";
const keyboard = new PassThrough();
const clock = createTestClock();
const web = createWebChannel(clock);

beforeAll(async () => {
  api = await createBotApi();
  const telegram = createTelegramChannel({
    token: api.token,
    apiRoot: api.root,
    mode: { type: "polling", lease: null },
    signingKey: Buffer.alloc(32, 7),
    messagesPerSecond: null,
    limiter: null,
    memory: null,
    // Kept in the stage's store, which is made after the channels.
    pictures: { read: (hash) => stage.pictures.read(hash) },
    linkText: () => null,
    log: createLogger("warn", { write: () => {} }),
    time: systemTime,
    pace: quickPace,
  });
  const output = new Writable({
    write(chunk, _encoding, done) {
      printed += String(chunk);
      done();
    },
  });
  const terminal = createTerminalChannel({
    words: {
      prompt: "> ",
      greeting: "",
      suggestions: "可以选：",
      choices: "可以选：",
      earlier: "先前的问题：",
      picture: (alt) => alt,
      file: (name) => name,
      render: answerText,
    },
    streams: { input: keyboard, output, interactive: true },
    address: { person: "terminal:501", conversation: "t1" },
    firstQuestions: [],
    clock,
    newId: () => `line-${clock()}-${printed.length}`,
  });
  stage = await createStage({
    channels: [web, telegram, terminal],
    clock,
    people: {
      "web:author": { role: "publicity-editor" },
      "telegram:2002": { role: "publicity-editor" },
    },
  });
  void terminal.run();
});

afterAll(async () => {
  keyboard.end();
  await stage.stop();
  await api.close();
});

let events = 0;
const give = async (person: PersonId, content: Content): Promise<void> => {
  await web.receive({
    channel: "web",
    eventId: `w${++events}`,
    at: clock(),
    from: { person, conversation: "c1" },
    content,
  });
  await stage.settled();
};
const say = (person: PersonId, text: string): Promise<void> =>
  give(person, { type: "text", text, asOf: null });
const turnsOf = (person: PersonId) => stage.conversations.turns({ person, conversation: "c1" }, 0, 100);
const lastOf = async (person: PersonId): Promise<string> => {
  const last = (await turnsOf(person)).at(-1);
  return last === undefined ? "" : answerText(last.answer);
};
/** The first message of a person is answered by the privacy notice. */
const meet = async (id: number): Promise<void> => {
  api.person(id).say("你好");
  await until(() => shown(id).includes("请再发一次"));
};
const shown = (chat: number): string =>
  api
    .shown(chat)
    .map(({ text }) => text)
    .join("\n");
const look = async (): Promise<void> => {
  await stage.engine.tick();
  await stage.settled();
};

describe("a campaign from its draft to its report", () => {
  it("is asked for by people in every channel", async () => {
    for (const person of readers) await say(person, "订阅推送");
    await meet(1001);
    api.person(1001).say("/subscribe");
    await until(() => shown(1001).includes("已订阅推送"));
    keyboard.write("订阅推送\n");
    await until(() => printed.includes("已订阅推送"));
  });

  it("is handed in by whoever wrote it, and approved in a chat by somebody else alone", async () => {
    expect((await stage.campaigns.write("web:author", campaign, new Map([[picture.hash, bytes]]))).ok).toBe(
      true,
    );
    await say("web:author", "宣传活动 提交 autumn");
    expect(await lastOf("web:author")).toContain("待批准");
    await say("web:author", "宣传活动 批准 autumn");
    expect(await lastOf("web:author")).toContain("不能自己批准");
    await say("web:reader1", "宣传活动 批准 autumn");
    expect(await lastOf("web:reader1")).toContain("只有宣传编辑或管理员");
    await meet(2002);
    const second = api.person(2002);
    second.say("宣传活动 预览 autumn");
    await until(() => shown(2002).includes("会上没有说话"));
    second.say("宣传活动 批准 autumn");
    await until(() => shown(2002).includes("已批准"));
    expect(shown(2002)).toContain("现在符合范围并已订阅的：10人以上。");
    expect(shown(2002)).toContain("批准时符合范围并已订阅的：10人以上。");
    // Twelve on the web, and one each elsewhere, who would be told apart.
    expect(shown(2002)).not.toContain("按渠道");
    second.say("宣传活动 预览 autumn article");
    await until(() => api.shown(2002).some(({ photo }) => photo !== null));
    await say("web:author", "宣传活动 开始 autumn");
    expect(await lastOf("web:author")).toContain("进行中");
  });

  it("reaches everybody who asked for it, where they asked for it", async () => {
    await look();
    for (const person of readers) expect(await lastOf(person)).toContain("会上没有说话");
    await until(() => shown(1001).includes("会上没有说话") && printed.includes("会上没有说话"));
    expect(
      api
        .shown(1001)
        .at(-1)
        ?.buttons.map(({ text }) => text),
    ).toEqual(["1. 对", "2. 错", "3. 停止推送"]);
  });

  it("takes answers by button, press and number, and tells why with the provision", async () => {
    for (const person of readers.slice(0, 11)) {
      const turn = (await turnsOf(person)).length;
      await give(person, { type: "choice", turn, choice: 2 });
      expect(await lastOf(person)).toContain("答对了");
    }
    api.person(1001).press("对");
    await until(() => shown(1001).includes("这一项不对"));
    expect(shown(1001)).toContain("中国共产党问责条例");
    keyboard.write("2\n");
    await until(() => printed.includes("答对了"));
  });

  it("sends nothing more to whoever has stopped pushes with one press", async () => {
    api.person(1001).press("停止推送");
    await until(() => shown(1001).includes("已停止推送"));
    clock.advance(86_400_000);
    await look();
    expect(await lastOf("web:reader0")).toContain("第十七条");
    expect((await turnsOf("web:reader0")).at(-1)?.picture).toEqual(picture);
    await until(() => printed.includes("第十七条的海报"));
    expect(api.shown(1001).at(-1)?.text).toContain("已停止推送");
  });

  it("is stopped, and told in totals that name nobody and compare nobody", async () => {
    await say("web:author", "宣传活动 停止 autumn");
    expect(await lastOf("web:author")).toContain("已停止");
    const view = await stage.campaigns.read("autumn");
    if (view === null) throw new Error("the campaign is gone");
    const report = await stage.results.report(view);
    expect(report.items[0]).toMatchObject({
      id: "quiz",
      reached: 10,
      // Twelve were right and one was wrong, whom no total tells.
      options: [{ count: null }, { count: 10 }],
    });
    expect(report.items[1]).toMatchObject({ id: "article", reached: 10 });
    const page = await reportPage(report, "2026-11-24");
    const words = page.replaceAll(/<style[\s\S]*?<\/style>|<[^>]*>/g, " ");
    for (const text of [JSON.stringify(report), words]) {
      expect(text).not.toMatch(/reader\d|telegram:|terminal:/);
      expect(text).not.toMatch(/\d%|率|排名|积分/);
    }
    expect(page).toContain("<svg");
    const [quiz, article] = report.items;
    if (quiz === undefined || article === undefined) throw new Error("the campaign had two items");
    expect(await optionChart(quiz)).toContain("10人以上");
    expect(await optionChart(article)).toBeNull();
  });
});
