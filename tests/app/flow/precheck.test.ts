import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createInterviewDialogue } from "../../../src/app/dialogue/interview.ts";
import { accessSpace, matterKey, matterPrefix, spaceOf } from "../../../src/app/flow/keys.ts";
import { createHandover } from "../../../src/app/precheck/handover.ts";
import { createInterviews } from "../../../src/app/precheck/interviews.ts";
import { readMatters } from "../../../src/app/precheck/matters.ts";
import { formOfMatter } from "../../../src/core/precheck/interview.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import type { Store } from "../../../src/ports/store.ts";
import { interviewWords as words } from "../../../src/text/interview.ts";
import { reportAnswer } from "../../../src/text/report-answer.ts";
import { temporaryFolder } from "../../folders.ts";
import { interviewer } from "../../precheck-interviewer.ts";
import {
  address,
  auditOf,
  createTestClock,
  type Running,
  type RunningOptions,
  running,
  transcript,
} from "./running.ts";
import { textOf } from "./scripted-channel.ts";

const open: Running[] = [];
let made = 0;
const newMatterId = (): string => String(++made).padStart(22, "0");

async function start(options: RunningOptions & { readonly sameOwner?: boolean } = {}): Promise<Running> {
  const clock = options.clock ?? createTestClock();
  // The handover reads the store that the flow is given; it is there before anything is said.
  let store: Store | null = null;
  const held = new Proxy({} as Store, {
    get: (_, name) => Reflect.get(store as Store, name),
  });
  const one = await running({
    clock,
    recordOf: interviewer.record,
    interview: createInterviewDialogue({
      interviewer,
      reportAnswer: (report) => reportAnswer(report, { contact: "办公室" }),
      contact: "办公室",
      clock,
      newMatterId,
      handover: createHandover({
        store: held,
        pseudonyms: createPseudonyms("a secret of at least thirty-two letters"),
        clock,
        expiry: (at) => at + 180 * 86_400_000,
        sameOwner: options.sameOwner ?? false,
        random: randomBytes,
        newId: () => `handover-${++made}`,
      }),
    }),
    ...options,
  });
  store = one.store;
  open.push(one);
  return one;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

const anna = address("web:anna");
const bert = address("web:bert");

async function say(flow: Running, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await flow.say(anna, text);
    await flow.settle();
  }
}
const begin = (flow: Running): Promise<void> =>
  say(flow, "预审", words.consent, words.nationalOnly, "2026-03-01", words.notDecided);

const matterOf = async (flow: Running, person: PersonId = anna.person) => {
  const [kept] = await readMatters(flow.store, person);
  if (kept === undefined) throw new Error("no matter");
  return kept.matter;
};
const lastText = (flow: Running): string => textOf(flow.channel.sends.at(-1) as never);

describe("a pre-check in the flow", () => {
  it("is written with its turn, in one commit", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "1");
    expect(formOfMatter(await matterOf(flow))).toEqual({ report: "yes" });
    expect(flow.channel.sends.at(-1)?.message).toMatchObject({ turn: 6, personal: true });
  });

  it("survives the end of the process at any step", async () => {
    const directory = temporaryFolder();
    const clock = createTestClock();
    let flow = await start({ directory, clock });
    for (const text of [
      "预审",
      words.consent,
      words.nationalOnly,
      "2026-03-01",
      words.notDecided,
      "1",
      "1",
    ]) {
      await flow.say(anna, text);
      await flow.settle();
      open.splice(open.indexOf(flow), 1);
      await flow.abandon();
      flow = await start({ directory, clock });
    }
    expect(formOfMatter(await matterOf(flow))).toEqual({ report: "yes", involved: "yes" });
  });

  it("hears a press by turn and number, once, and a forged one not at all", async () => {
    const flow = await start();
    await begin(flow);
    await flow.give(anna, { type: "choice", turn: 5, choice: 1 });
    await flow.settle();
    expect(formOfMatter(await matterOf(flow))).toEqual({ report: "yes" });
    expect((await transcript(flow, anna)).at(-1)?.question).toMatch(/^属实/u);
    for (const [turn, choice] of [
      [5, 1],
      [5, 2],
      [5, 90],
      [99, 1],
    ] as const) {
      await flow.give(anna, { type: "choice", turn, choice });
      await flow.settle();
      expect(lastText(flow)).toContain("没有作任何改动");
    }
    expect(formOfMatter(await matterOf(flow))).toEqual({ report: "yes" });
  });

  it("gives another person's matter to nobody", async () => {
    const flow = await start();
    await begin(flow);
    await flow.give(bert, { type: "choice", turn: 5, choice: 1 });
    await flow.settle();
    await flow.say(bert, "继续 事项1");
    await flow.settle();
    expect(lastText(flow)).toBe(words.noMatters);
    expect(formOfMatter(await matterOf(flow))).toEqual({});
  });

  it("records a result by its hash alone", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "2");
    const entries = (await auditOf(flow.store)).filter(({ kind }) => kind === "precheck");
    expect(entries).toMatchObject([
      { result: "clarification", record: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    ]);
    expect(JSON.stringify(entries)).not.toContain("report");
  });

  it("is exported with its record, and forgotten with everything else", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "2");
    const file = await flow.conversations.file(anna.person, "my-data");
    const { prechecks } = JSON.parse(file.text);
    expect(prechecks).toMatchObject([
      {
        actDate: "2026-03-01",
        answers: [{ fact: "report", value: "no", source: "pressed" }],
        record: { schema: "rongcuo.decision/1", facts: { report: "no" } },
      },
    ]);
    await say(flow, "确认删除我的数据");
    expect(await readMatters(flow.store, anna.person)).toEqual([]);
  });

  it("stands encrypted in the store", async () => {
    const flow = await start();
    await begin(flow);
    expect(flow.bytes().includes("six-looks")).toBe(false);
    const [stored] = await flow.store.list(spaceOf(anna.person), matterPrefix(anna.person), { limit: 1 });
    expect(stored?.value).toContain("six-looks");
  });
});

describe("another channel", () => {
  const codeOf = (text: string): string => /继续 ([0-9A-Z]{4}-[0-9A-Z]{4})/u.exec(text)?.[1] ?? "";
  const bertSays = async (flow: Running, text: string): Promise<string> => {
    await flow.say(bert, text);
    await flow.settle();
    return lastText(flow);
  };

  it("takes a copy over by the code that 继续 shows", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "1", "暂停", "继续");
    const code = codeOf(lastText(flow));
    expect(await bertSays(flow, `继续 ${code.toLowerCase()}`)).toContain("第2题");
    expect(formOfMatter(await matterOf(flow, bert.person))).toEqual({ report: "yes" });
    expect(formOfMatter(await matterOf(flow))).toEqual({ report: "yes" });
  });

  it("marks the original as gone on with elsewhere, until it is gone on with itself", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "1", "暂停", "继续");
    await bertSays(flow, `继续 ${codeOf(lastText(flow))}`);
    const { continuedAt } = await matterOf(flow);
    expect(continuedAt).toBeTypeOf("number");
    expect((await matterOf(flow, bert.person)).continuedAt).toBeUndefined();
    await say(flow, "继续 事项1");
    expect(lastText(flow)).toContain(words.continuedElsewhere(continuedAt ?? 0));
    await say(flow, "1");
    expect((await matterOf(flow)).continuedAt).toBeUndefined();
  });

  it("takes a code once, from one person, within ten minutes", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "暂停", "继续");
    const code = codeOf(lastText(flow));
    await bertSays(flow, `继续 ${code}`);
    const carla = address("web:carla");
    await flow.say(carla, `继续 ${code}`);
    await flow.settle();
    expect(lastText(flow)).toBe(words.unknownCode);
    await say(flow, "暂停", "继续");
    const late = codeOf(lastText(flow));
    flow.clock.advance(10 * 60_000 + 1);
    await flow.say(carla, `继续 ${late}`);
    await flow.settle();
    expect(lastText(flow)).toBe(words.unknownCode);
    expect(await bertSays(flow, "继续 ABCD-EFGH")).toBe(words.unknownCode);
  });

  it("goes on at once where everything is the same owner's, and only there", async () => {
    const flow = await start({ sameOwner: true });
    await begin(flow);
    await say(flow, "1");
    expect(await bertSays(flow, "继续")).toBe(words.whichElsewhere);
    expect(await bertSays(flow, "1")).toContain("第2题");
    const apart = await start();
    await begin(apart);
    expect(await bertSays(apart, "继续")).toBe(words.noMatters);
  });

  it("keeps no code in the store", async () => {
    const flow = await start();
    await begin(flow);
    await say(flow, "暂停", "继续");
    const code = codeOf(lastText(flow));
    const kept = await flow.store.list(accessSpace, "handover/", { limit: 10 });
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain(code);
  });
});

describe("the same matter on the page", () => {
  const interviewsOf = (flow: Running) =>
    createInterviews({
      store: flow.store,
      interviewer,
      pseudonyms: createPseudonyms("a secret of at least thirty-two letters"),
      erasure: { request: async () => {} },
      clock: flow.clock,
      expiry: (at) => at + 180 * 86_400_000,
      newMatterId,
      newId: () => `page-${++made}`,
    });

  it("goes on where the chat was, and the chat where the page was", async () => {
    const flow = await start();
    await begin(flow);
    const interviews = interviewsOf(flow);
    const { id, revision } = await matterOf(flow);
    const moved = await interviews.move(anna.person, id, revision, {
      type: "answers",
      facts: { report: "yes", involved: "yes" },
      source: "page",
    });
    expect(moved).toMatchObject({
      status: "moved",
      view: { answered: [{ fact: "report" }, { fact: "involved" }] },
    });
    await say(flow, "1");
    expect(lastText(flow)).toContain("过时");
    expect(lastText(flow)).toContain("第3题");
  });

  it("refuses a move on a view that is past, one out of step, and one on what is not the person's", async () => {
    const flow = await start();
    const interviews = interviewsOf(flow);
    const { matter, version } = await interviews.begin(anna.person);
    expect(await interviews.move(anna.person, matter, version, { type: "complete" })).toMatchObject({
      status: "refused",
      problem: "out-of-step",
    });
    await interviews.move(anna.person, matter, version, { type: "consent" });
    expect(await interviews.move(anna.person, matter, version, { type: "consent" })).toMatchObject({
      status: "conflict",
      view: { step: { type: "jurisdiction" } },
    });
    expect(await interviews.move(bert.person, matter, version, { type: "consent" })).toEqual({
      status: "absent",
    });
    expect(await interviews.view(bert.person, matter)).toBeNull();
    expect(await interviews.list(bert.person)).toEqual([]);
  });

  it("numbers matters in their order and removes one for good", async () => {
    const flow = await start();
    const interviews = interviewsOf(flow);
    const first = await interviews.begin(anna.person);
    expect((await interviews.begin(anna.person)).matter).toBe(first.matter);
    await interviews.move(anna.person, first.matter, first.version, { type: "consent" });
    const second = await interviews.begin(anna.person);
    expect((await interviews.list(anna.person)).map(({ number }) => number)).toEqual([2, 1]);
    await interviews.remove(anna.person, first.matter);
    await interviews.remove(bert.person, second.matter);
    expect((await interviews.list(anna.person)).map(({ matter }) => matter)).toEqual([second.matter]);
    const [gone] = await flow.store.read(spaceOf(anna.person), [matterKey(anna.person, first.matter)]);
    expect(gone?.value).toBeNull();
  });
});
