/** A story told in a conversation: real store, real client, a model service over real HTTP. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/llm/openai-model.ts";
import { createLogger } from "../../../src/adapters/logging/logger.ts";
import { createInterviewDialogue } from "../../../src/app/dialogue/interview.ts";
import type { Pace } from "../../../src/app/flow/flow.ts";
import { matterKey, prefixesOf, spaceOf, stateKey, storiesQueue } from "../../../src/app/flow/keys.ts";
import { listAll } from "../../../src/app/flow/reading.ts";
import { readMatters } from "../../../src/app/precheck/matters.ts";
import { forgetConfirmation } from "../../../src/core/dialogue/commands.ts";
import { formOfMatter } from "../../../src/core/precheck/interview.ts";
import type { LanguageModel } from "../../../src/ports/model.ts";
import { replies } from "../../../src/text/dialogue.ts";
import { untoldWords, interviewWords as words } from "../../../src/text/interview.ts";
import { reportAnswer } from "../../../src/text/report-answer.ts";
import { createModelServer, type ModelServer } from "../../llm/server.ts";
import { storyInterviewer } from "../../precheck-interviewer.ts";
import { createScriptedModel, storiesOf } from "../../scripted-model.ts";
import {
  address,
  auditOf,
  createGate,
  createTestClock,
  quickPace,
  type Running,
  running,
  type TestClock,
  transcript,
} from "./running.ts";
import { textOf } from "./scripted-channel.ts";

const story =
  "去年汛期水库闸门漏水，情况紧急，王建国局长（电话13800138000，身份证11010519491231002X）主持集体研究，先行抢修，手续事后如实补办。";
const secrets = ["王建国", "13800138000", "11010519491231002X"];
const quotes = ["情况紧急", "手续事后如实补办", "〔姓名〕局长"];

const answer = JSON.stringify({
  facts: [
    { fact: "urgency", value: "yes", quote: "情况紧急，〔姓名〕局长" },
    { fact: "procedure", value: "later", quote: "手续事后如实补办" },
  ],
});

let service: ModelServer;
beforeAll(async () => {
  service = await createModelServer();
});
afterAll(() => service.close());

const anna = address("web:anna");
const open: Running[] = [];
afterEach(async () => {
  service.always(null);
  for (const one of open.splice(0)) await one.stop();
});

type Opened = Running & { readonly linesOfLogs: () => string };

/** A flow with a model, over a folder of before perhaps. */
async function opened(
  directory?: string,
  clock: TestClock = createTestClock(),
  instead?: LanguageModel,
  pace: Pace = quickPace,
): Promise<Opened> {
  const lines: string[] = [];
  let made = 0;
  const model = createOpenAiModel({
    endpoints: [{ baseURL: service.baseURL, key: "key", model: "fake-model" }],
    totalMilliseconds: 60_000,
    times: { firstMilliseconds: 60_000, idleMilliseconds: 60_000 },
    takeBudget: async () => true,
    now: () => performance.now(),
    wait: async () => {},
    chance: () => 0,
    log: createLogger("debug", { write: (line) => lines.push(line) }),
  });
  const stories = storiesOf(instead ?? model, storyInterviewer);
  const flow = await running({
    clock,
    pace,
    stories,
    ...(directory === undefined ? {} : { directory }),
    recordOf: storyInterviewer.record,
    interview: createInterviewDialogue({
      interviewer: storyInterviewer,
      reportAnswer: (report) => reportAnswer(report, { contact: "办公室" }),
      contact: "办公室",
      clock,
      newMatterId: () => String(++made).padStart(22, "0"),
      handover: { offer: async () => "ABCD-EFGH", take: async () => null, elsewhere: async () => [] },
      stories,
    }),
  });
  open.push(flow);
  return { ...flow, linesOfLogs: () => [...flow.log, ...lines].join("\n") };
}

/** A flow in which the story of a pre-check is awaited. */
async function agreed(instead?: LanguageModel, pace?: Pace): Promise<Opened> {
  service.answer(() => answer);
  const flow = await opened(undefined, undefined, instead, pace);
  await say(flow, "预审", words.consent, words.nationalOnly, "2026-03-01", words.notDecided);
  await say(flow, words.story, words.storyConsent);
  return flow;
}

/** Requests that a client had ended before. */
let aborted = 0;

/** A flow in which the service was asked to read a story, and says nothing. */
async function held(): Promise<Opened> {
  const flow = await agreed();
  service.always({ type: "silence" });
  aborted = service.aborted();
  const asked = service.requests.length;
  await flow.say(anna, story);
  await service.until(() => service.requests.length > asked);
  await flow.until(() => lastText(flow) === words.storyReading);
  return flow;
}

/** Stories in somebody's hands. */
const claimed = async ({ store }: Running): Promise<number | undefined> =>
  (await store.queues()).find(({ queue }) => queue === storiesQueue)?.claimed;

async function say(flow: Running, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await flow.say(anna, text);
    await flow.settle();
  }
}
const lastText = (flow: Running): string => textOf(flow.channel.sends.at(-1) as never);
const matterOf = async (flow: Running) => {
  const [kept] = await readMatters(flow.store, anna.person);
  if (kept === undefined) throw new Error("no matter");
  return kept.matter;
};
/** Every document of the person, opened. */
const documentsOf = async (flow: Running): Promise<string> =>
  JSON.stringify(await listAll(flow.store, spaceOf(anna.person), prefixesOf(anna.person)));

describe("a story in the flow", () => {
  it("becomes proposals, and confirmed they are answers", async () => {
    const flow = await agreed();
    await say(flow, story);
    expect(lastText(flow)).toContain("“情况紧急，〔姓名〕局长”");
    expect(formOfMatter(await matterOf(flow))).toEqual({});
    await say(flow, words.confirmAll);
    expect(formOfMatter(await matterOf(flow))).toEqual({ urgency: "yes", procedure: "later" });
    await say(flow, "2");
    const [result] = (await auditOf(flow.store)).filter(({ kind }) => kind === "precheck");
    expect(result).toMatchObject({ result: "clarification", confirmed: 2 });
    const { prechecks } = JSON.parse((await flow.conversations.file(anna.person, "my-data")).text);
    expect(prechecks[0].answers).toMatchObject([
      { source: "confirmed" },
      { source: "confirmed" },
      { source: "pressed" },
    ]);
  });

  it("is shown to be read while it is, and nothing else of a pre-check is", async () => {
    const flow = await agreed();
    const seen: unknown[] = [];
    service.answer(() => {
      seen.push([...flow.channel.works]);
      return answer;
    });
    expect(flow.channel.works).toEqual([]);
    await say(flow, story, words.confirmAll);
    expect([seen, flow.channel.works]).toEqual([[["story"]], []]);
  });

  it("is kept nowhere, and its words only until they are confirmed", async () => {
    const flow = await agreed();
    await say(flow, story);
    expect(await documentsOf(flow)).not.toContain("水库闸门漏水");
    expect(await documentsOf(flow)).toContain("手续事后如实补办");
    const told = await transcript(flow, anna);
    expect(told.slice(-2).map(({ question }) => question)).toEqual([
      words.storyConcealed,
      words.storyReadShown,
    ]);
    await say(flow, words.confirmAll);
    const after = await documentsOf(flow);
    for (const quote of quotes) expect(after).not.toContain(quote);
    expect((await transcript(flow, anna)).at(-2)?.answer).toBe(words.proposalsConcealed);
    // Nor do its buttons, which name what was proposed.
    expect(after).not.toContain("确认：");
    const questions = (await auditOf(flow.store)).filter(({ kind }) => kind === "question");
    expect(questions.slice(-3, -1)).toMatchObject([{ text: null }, { text: null }]);
  });

  it("can still be read beside what is said in between, and is gone when it is confirmed", async () => {
    const flow = await agreed();
    await say(flow, story, "什么是三个区分开来");
    expect(lastText(flow)).toContain(words.proposalsWait);
    expect((await transcript(flow, anna)).at(-2)?.answer).toContain("手续事后如实补办");
    await say(flow, words.confirmAll);
    expect((await transcript(flow, anna)).at(-3)?.answer).toBe(words.proposalsConcealed);
    expect(await documentsOf(flow)).not.toContain("手续事后如实补办");
  });

  it("is still there where the way back was only asked for, and gone where it was taken", async () => {
    const flow = await agreed();
    await say(flow, story, "上一步");
    expect(lastText(flow)).toBe(words.leaveProposals(2, true));
    expect((await transcript(flow, anna)).at(-2)?.answer).toContain("手续事后如实补办");
    await say(flow, "2");
    expect(lastText(flow)).toContain(words.storyText);
    expect((await transcript(flow, anna)).at(-3)?.answer).toBe(words.proposalsConcealed);
    expect(await documentsOf(flow)).not.toContain("手续事后如实补办");
    await say(flow, story);
    expect(lastText(flow)).toContain("手续事后如实补办");
  });

  it("told before consent, or beside a page to confirm, is kept nowhere either", async () => {
    service.answer(() => answer);
    const flow = await opened();
    await say(flow, "预审", story, "同意", "没有", "2026-03-01", "还没有", "把经过说一说", story);
    expect(await documentsOf(flow)).not.toContain("先行抢修");
    await say(flow, "同意", story, "第二条不对，是分管领导让先干的");
    expect(await documentsOf(flow)).not.toContain("分管领导");
    expect(flow.bytes().includes("分管领导")).toBe(false);
    expect(formOfMatter(await matterOf(flow))).toEqual({});
  });

  it("is taken out of the conversation also where the pre-check is put aside", async () => {
    const flow = await agreed();
    await say(flow, story, "/new");
    expect((await transcript(flow, anna)).at(-2)?.answer).toBe(words.proposalsConcealed);
  });

  it("reaches neither service nor log nor store with what it says of people", async () => {
    const flow = await agreed();
    await say(flow, story, words.confirmAll);
    const sent = service.requests.map(({ body }) => body).join();
    const bytes = flow.bytes();
    expect(sent).toContain("先行抢修");
    for (const secret of secrets) {
      expect(sent).not.toContain(secret);
      expect(flow.linesOfLogs()).not.toContain(secret);
      expect(bytes.includes(secret)).toBe(false);
      expect(JSON.stringify(flow.counts)).not.toContain(secret);
      expect(await documentsOf(flow)).not.toContain(secret);
    }
    expect(bytes.includes("先行抢修")).toBe(false);
    expect(flow.linesOfLogs()).not.toContain("抢修");
  });

  it("with a secrecy mark is refused at the border, and the service hears nothing", async () => {
    const flow = await agreed();
    const before = service.requests.length;
    await say(flow, "机密★10年\n会议决定先行抢修，手续事后补办，请整理。");
    expect(service.requests.length).toBe(before);
    expect(await documentsOf(flow)).not.toContain("会议决定");
    expect((await matterOf(flow)).answers).toEqual([]);
  });

  it("that is too long is not sent, says so in words of its own, and is still awaited", async () => {
    const flow = await agreed();
    const before = service.requests.length;
    await say(flow, story.repeat(40));
    expect(lastText(flow)).toBe(words.storyLong);
    expect(flow.channel.sends.at(-1)?.message.choices.map(({ label }) => label)).toEqual([words.storyEnd]);
    expect(service.requests.length).toBe(before);
    await say(flow, story);
    expect(lastText(flow)).toContain("手续事后如实补办");
    expect(await documentsOf(flow)).not.toContain("水库闸门漏水");
  });

  it("that comes as a picture is asked for in writing, and by the choice it can be left", async () => {
    const flow = await agreed();
    await flow.give(anna, { type: "unsupported", what: "经过.jpg" });
    await flow.settle();
    expect(lastText(flow)).toBe(words.storyUnreadable);
    await say(flow, "1");
    expect(lastText(flow)).toContain("【门槛】第1题");
  });

  it.each([
    ["what is too long", "字".repeat(2_001)],
    ["what bears a secrecy mark", "机密★10年\n会议决定先行抢修。"],
  ])("is kept nowhere either where it follows %s and is stopped before it is taken in", async (_, first) => {
    const flow = await agreed();
    await say(flow, first);
    // Whether the stop comes first is chance; that a story is awaited is not.
    const [state] = await flow.store.read(spaceOf(anna.person), [stateKey(anna)]);
    expect(JSON.parse(state?.value ?? "null")).toMatchObject({ telling: true });
    await flow.say(anna, story);
    await flow.say(anna, "停止回答");
    await flow.settle();
    expect(await documentsOf(flow)).not.toContain("水库闸门漏水");
  });

  it.each([
    [{ type: "status", status: 500 }, "unavailable"],
    [{ type: "html", status: 200 }, "malformed"],
    [{ type: "drop" }, "unavailable"],
    [{ type: "broken" }, "unavailable"],
    [{ type: "finish", reason: "content_filter" }, "refused"],
    [{ type: "finish", reason: "length" }, "cut"],
    [{ type: "empty" }, "malformed"],
  ] as const)("goes on by questions where the service goes wrong: %j", async (fault, reason) => {
    const flow = await agreed();
    service.always(fault);
    await say(flow, story);
    expect(lastText(flow)).toContain(untoldWords[reason]);
    expect(lastText(flow)).toContain("【门槛】第1题");
    expect(await matterOf(flow)).toMatchObject({ answers: [], story: { stage: "untold", why: reason } });
    expect(flow.linesOfLogs()).not.toContain("抢修");
  });

  it("is not waited for longer than its deadline, and says so", async () => {
    const { reader } = quickPace;
    const flow = await agreed(undefined, { ...quickPace, reader: { ...reader, deadlineSeconds: 0.2 } });
    service.always({ type: "silence" });
    await say(flow, story);
    expect(lastText(flow)).toContain(untoldWords.timeout);
  });

  it("stands as it was told where the process ends, and the next start reads it", async () => {
    const flow = await held();
    await flow.stop();
    await service.until(() => service.aborted() > aborted);
    service.always(null);
    const next = await opened(flow.directory, flow.clock);
    await next.settle();
    expect(lastText(next)).toContain("手续事后如实补办");
    expect(await documentsOf(next)).not.toContain("水库闸门漏水");
  });

  it("is given up after a few ends of the process, and the questions go on", async () => {
    let flow = await held();
    for (let deaths = 0; deaths < 4; deaths++) {
      open.pop();
      await flow.abandon();
      flow.clock.advance(1_000_000);
      flow = await opened(flow.directory, flow.clock);
      if (deaths < 2) await flow.until(async () => (await claimed(flow)) === 1);
    }
    await flow.settle();
    expect(lastText(flow)).toContain("【门槛】第1题");
    expect(await matterOf(flow)).toMatchObject({ answers: [], story: { stage: "untold" } });
  });

  it("is given up where the model was taken away meanwhile, so that it is not kept", async () => {
    const flow = await held();
    await flow.stop();
    const next = await running({ directory: flow.directory, clock: flow.clock });
    open.push(next);
    await next.settle();
    expect((await next.store.queues()).every(({ waiting }) => waiting === 0)).toBe(true);
  });
});

describe("while a story is read", () => {
  it("the person is told at once, and the conversation goes on", async () => {
    const flow = await held();
    expect(lastText(flow)).toBe(words.storyReading);
    await flow.say(anna, "什么是三个区分开来");
    await flow.until(() => lastText(flow).includes(words.backTo));
    expect(lastText(flow)).toContain(words.storyReading);
    expect((await transcript(flow, anna)).map(({ question }) => question).slice(-2)).toEqual([
      words.storyConcealed,
      "什么是三个区分开来",
    ]);
  });

  it.each([
    ["停止回答", untoldWords.stopped],
    [words.storyStop, "【门槛】第1题"],
  ])("%s ends the request to the service, and the questions go on", async (word, said) => {
    const flow = await held();
    await flow.say(anna, word);
    await service.until(() => service.aborted() > aborted);
    await flow.settle();
    expect(lastText(flow)).toContain(said);
    expect(lastText(flow)).toContain("【门槛】第1题");
    expect((await matterOf(flow)).answers).toEqual([]);
    expect(await documentsOf(flow)).not.toContain("手续事后如实补办");
  });

  it("an erasure of everything ends the request, and nothing comes back", async () => {
    const flow = await held();
    await flow.say(anna, forgetConfirmation);
    await service.until(() => service.aborted() > aborted);
    await flow.settle();
    expect(lastText(flow)).toContain(replies.forgotten);
    expect(await listAll(flow.store, spaceOf(anna.person), prefixesOf(anna.person))).toEqual([]);
  });

  it("what happens elsewhere ends it within a look", async () => {
    const flow = await held();
    const [kept] = await readMatters(flow.store, anna.person);
    await flow.store.commit({
      id: "removed-on-the-page",
      space: spaceOf(anna.person),
      remove: [matterKey(anna.person, String(kept?.matter.id))],
    });
    await service.until(() => service.aborted() > aborted);
    await flow.settle();
    expect(lastText(flow)).toBe(words.storyReading);
  });

  it("a new conversation takes nothing away: the proposals wait with their matter", async () => {
    const gate = createGate();
    const model = createScriptedModel();
    model.answer(JSON.parse(answer));
    const flow = await agreed({
      name: "fake-model",
      async complete(request) {
        await gate.pass();
        return model.complete(request);
      },
    });
    await flow.say(anna, story);
    await gate.reached;
    await flow.say(anna, "/new");
    await flow.until(() => lastText(flow).includes(replies.fresh));
    gate.open();
    await flow.settle();
    expect(lastText(flow)).toContain(replies.fresh);
    expect(await matterOf(flow)).toMatchObject({ story: { stage: "confirming" } });
    await say(flow, words.resume(1));
    expect(lastText(flow)).toContain("手续事后如实补办");
  });
});
