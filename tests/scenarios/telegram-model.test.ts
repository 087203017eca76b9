/** The real server with the Telegram double and a language model: what a person sees while it writes, and after a restart. */
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { workWords } from "../../src/text/telegram.ts";
import { labels } from "../../src/text/zh.ts";
import { killAll, type RunningServer, startServer, untilIdle } from "../faults/harness.ts";
import { temporaryFolder } from "../folders.ts";
import { assistant, today } from "../knowledge-base.ts";
import { faithful } from "../llm/claims.ts";
import { createModelServer, type ModelServer } from "../llm/server.ts";
import { type BotApi, createBotApi } from "../telegram/server.ts";

const id = 1001;
const patient = { timeout: 120_000 };

/** One to which no editor wrote an answer: only there a model may write. */
const question = [
  "处分影响期满后还能不能正常使用干部",
  "重大行政决策没有履行法定程序的责任怎么追究",
  "被审查调查的人能不能申请复审，多久有答复",
  "公务员执行明显违法的命令要不要承担责任",
].find((text) => assistant.ask(text, { asOf: today }).grounds !== undefined);
if (question === undefined) throw new Error("no question leaves room for a model");

let api: BotApi;
let service: ModelServer;
let folder: string;
beforeEach(async () => {
  [api, service] = await Promise.all([createBotApi(), createModelServer()]);
  service.answer(faithful);
  folder = temporaryFolder();
});
afterEach(async () => {
  killAll();
  await Promise.all([api.close(), service.close()]);
});
afterAll(killAll);

const start = (): Promise<RunningServer> =>
  startServer(folder, null, {
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
    TELEGRAM_MESSAGES_PER_SECOND: "0",
    ADMIN_USERS: `telegram:${id}`,
    DATA_KEY: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    OPENAI_BASE_URL: service.baseURL,
    OPENAI_API_KEY: "sk-0123456789abcdef",
    OPENAI_MODEL: "writer-1",
    LLM_DAILY_TOKENS: "0",
    LLM_DEADLINE_SECONDS: "90",
  });

it(
  "shows a fixed sentence while a model writes, and after a restart its words take the place of the right message",
  patient,
  async () => {
    const server = await start();
    const person = api.person(id);
    person.say("您好");
    await api.until(() => api.shown(id).length === 1);
    service.always({ type: "silence" });
    person.say(question);
    await api.until(() => api.draft(id) !== null);
    expect(api.draft(id)?.text).toBe(workWords.wording);
    const card = api.shown(id).at(-1);
    expect(card?.text).not.toContain(labels.model);
    // The conversation goes on meanwhile.
    for (const [at, text] of ["/about", "案例"].entries()) {
      person.say(text);
      await api.until(() => api.shown(id).length === 3 + at);
    }
    expect((await server.terminate()).code).toBe(0);
    service.always(null);
    const next = await start();
    await api.until(() => api.shown(id).some(({ edits }) => edits === 1));
    await untilIdle(next.url, 60);
    expect(api.shown(id).map((message) => [message.id === card?.id, message.edits])).toEqual([
      [false, 0],
      [true, 1],
      [false, 0],
      [false, 0],
    ]);
    expect(api.shown(id)[1]?.text).toContain(labels.model);
    const drafted = api.callsOf("sendMessageDraft").map(({ payload }) => payload.text);
    expect(new Set(drafted)).toEqual(new Set([workWords.wording]));
  },
);
