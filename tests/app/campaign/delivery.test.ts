import { afterEach, describe, expect, it } from "vitest";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { resendUnknown } from "../../../src/app/campaign/resend.ts";
import { spaceOf } from "../../../src/app/flow/keys.ts";
import type { CampaignItem } from "../../../src/core/campaign/campaign.ts";
import { learningText } from "../../../src/core/dialogue/learning-words.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel, type ScriptedChannel, textOf } from "../flow/scripted-channel.ts";
import { begin, campaignOf, createStage, ends, type Stage, tell } from "./stage.ts";

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

/** Resolves when the one push is back in its queue: time must not pass before, or its delay would count from then on. */
const givenBack = ({ store }: Pick<Stage, "store">) =>
  expect
    .poll(async () => (await store.queues()).find(({ queue }) => queue === "push"))
    .toMatchObject({ waiting: 1, claimed: 0 });

const opened = async (options: Partial<Parameters<typeof createStage>[0]> = {}) => {
  const clock = options.clock ?? createTestClock();
  const channel = createScriptedChannel("web", clock, { dropsRepeatedKey: false });
  const stage = await createStage({ channels: [channel], ...options, clock });
  stages.push(stage);
  let made = 0;
  const say = async (person: PersonId, text: string, of: ScriptedChannel = channel): Promise<string> => {
    const before = of.sends.length;
    await of.sink({
      channel: of.id,
      eventId: `e${++made}`,
      at: clock(),
      from: { person, conversation: "c1" },
      content: { type: "text", text, asOf: null },
    });
    await stage.settled();
    return of.sends.slice(before).map(textOf).join("\n");
  };
  const pushes = () => channel.sends.filter(({ message }) => message.push === true);
  const run = async () => {
    await stage.engine.tick();
    await stage.settled();
  };
  return { ...stage, channel, say, pushes, run };
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const articleOn = (date: string, id: string, time: string | null = null): CampaignItem => ({
  id,
  day: date,
  time,
  content: { type: "article", passage: "accountability-2019#17" },
});

describe("a push", () => {
  it("goes to nobody who did not ask for pushes", async () => {
    const stage = await opened();
    await stage.say("web:anna", "你好");
    await begin(stage, campaignOf());
    await stage.run();
    expect(stage.pushes()).toEqual([]);
  });

  it("reaches whoever subscribed once, as a turn of their conversation with a way to stop", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    await stage.run();
    const [sent] = stage.pushes();
    expect(stage.pushes()).toHaveLength(1);
    expect(sent?.to).toEqual({ person: "web:anna", conversation: "c1" });
    expect(sent?.message.turn).toBe(2);
    expect(sent?.message.answer.citations[0]?.passage).toBe("accountability-2019#17");
    expect(sent?.message.choices.at(-1)?.text).toBe("停止推送");
    const turns = await stage.conversations.turns({ person: "web:anna", conversation: "c1" }, 0, 10);
    expect(turns.map(({ question }) => question)).toEqual(["订阅推送", "学习推送：容错纠错政策学习"]);
    expect(await ends(stage)).toEqual({ "first sent": 1 });
  });

  it("waits for the hours, and for a working day", async () => {
    // Sunday evening in Beijing.
    const stage = await opened({ clock: createTestClock(Date.parse("2026-11-22T11:00:00Z")) });
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf({ from: "2026-11-21", items: [articleOn("2026-11-21", "first")] }));
    await stage.run();
    expect(stage.pushes()).toEqual([]);
    // Monday, a minute before half past eight.
    stage.clock.advance(13 * hour + 29 * minute);
    await stage.run();
    expect(stage.pushes()).toEqual([]);
    stage.clock.advance(minute);
    await stage.run();
    expect(stage.pushes()).toHaveLength(1);
  });

  it("that was put off is not sent to whoever has stopped pushes meanwhile", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    stage.channel.platform = ({ message }) =>
      message.push === true ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    await stage.engine.tick();
    await expect.poll(() => stage.pushes().at(-1)?.result).toEqual({ status: "retry", afterSeconds: 30 });
    stage.channel.platform = () => ({ status: "sent" });
    await tell(stage, "web:anna", "停止推送", "stop");
    await expect.poll(() => stage.channel.sends.map(textOf).join()).toContain("已停止推送");
    await givenBack(stage);
    stage.clock.advance(31_000);
    await stage.settled();
    expect(stage.pushes()).toHaveLength(1);
    expect(await ends(stage)).toEqual({ "first opted_out": 1 });
  });

  it("is sent again after the delay the platform asks for, in the same turn", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    let tries = 0;
    stage.channel.platform = ({ message }) =>
      message.push === true && ++tries === 1 ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    await stage.engine.tick();
    await expect.poll(() => stage.pushes().length).toBe(1);
    await givenBack(stage);
    stage.clock.advance(31_000);
    await stage.settled();
    expect(stage.pushes().map(({ message }) => message.turn)).toEqual([2, 2]);
    expect(await ends(stage)).toEqual({ "first sent": 1 });
  });

  it("is not tried again for whoever cannot be reached, until they write", async () => {
    const stage = await opened({ settings: { PUSH_PER_WEEK: 7 } });
    await stage.say("web:anna", "订阅推送");
    const items = [
      articleOn("2026-11-23", "first"),
      articleOn("2026-11-24", "second"),
      articleOn("2026-11-25", "third"),
    ];
    await begin(stage, campaignOf({ items, perWeek: 7 }));
    stage.channel.platform = ({ message }) =>
      message.push === true ? { status: "failed", reason: "gone" } : { status: "sent" };
    await stage.run();
    stage.channel.platform = () => ({ status: "sent" });
    stage.clock.advance(day);
    await stage.run();
    expect(stage.pushes()).toHaveLength(1);
    await stage.say("web:anna", "你好");
    stage.clock.advance(day);
    await stage.run();
    expect(stage.pushes()).toHaveLength(2);
    expect((await ends(stage))["third sent"]).toBe(1);
  });

  it("of unknown fate is listed and sent again on a word alone", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    stage.channel.platform = ({ message }) =>
      message.push === true ? { status: "unknown" } : { status: "sent" };
    await stage.run();
    stage.clock.advance(hour);
    await stage.run();
    expect(stage.pushes()).toHaveLength(1);
    expect(await ends(stage)).toEqual({ "first unknown": 1 });
    stage.channel.platform = () => ({ status: "sent" });
    const { store, clock } = stage;
    let made = 0;
    const pseudonyms = createPseudonyms("a secret of at least thirty-two letters");
    const options = { store, clock, pseudonyms, newId: () => `again-${++made}` };
    expect(await resendUnknown(options, "another", "web:author")).toBe(0);
    expect(await resendUnknown(options, "autumn", "web:author")).toBe(1);
    await stage.settled();
    expect(await resendUnknown(options, "autumn", "web:author")).toBe(0);
    expect(stage.pushes()).toHaveLength(2);
    expect((await ends(stage))["first sent"]).toBe(1);
  });

  it("that a process died in the middle of is of unknown fate, and not sent again", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    const row = { form: 1, state: "sending", at: stage.clock(), turn: 2, voted: false };
    await stage.store.commit({
      id: "left",
      space: spaceOf("web:anna"),
      put: [{ key: "push/web:anna/autumn.first", value: JSON.stringify(row) }],
    });
    await stage.run();
    expect(stage.pushes()).toEqual([]);
    expect(await ends(stage)).toEqual({ "first unknown": 1 });
  });

  it("is left out where it would be one too many in seven days", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    const days = ["2026-11-23", "2026-11-24", "2026-11-25"];
    await begin(stage, campaignOf({ items: days.map((date, at) => articleOn(date, `item-${at}`)) }));
    for (const _ of days) {
      await stage.run();
      stage.clock.advance(day);
    }
    expect(stage.pushes()).toHaveLength(2);
    // Another campaign counts with it.
    await begin(
      stage,
      campaignOf({ id: "other", to: "2026-12-04", items: [articleOn("2026-11-26", "first")] }),
    );
    await stage.run();
    expect(stage.pushes()).toHaveLength(2);
    stage.clock.advance(6 * day);
    await begin(
      stage,
      campaignOf({ id: "later", to: "2026-12-04", items: [articleOn("2026-12-02", "first")] }),
    );
    await stage.run();
    expect(stage.pushes()).toHaveLength(3);
  });

  it("goes only to the roles, units and channels of its audience", async () => {
    const people = {
      "web:author": { role: "publicity-editor" },
      "web:second": { role: "publicity-editor" },
      "web:anna": { role: "cadre", unit: "甲局" },
      "web:bo": { role: "cadre", unit: "乙局" },
      "web:chen": { role: "official", unit: "甲局" },
    } as const;
    const stage = await opened({ people });
    for (const person of ["web:anna", "web:bo", "web:chen", "web:author"] as const)
      await stage.say(person, "订阅推送");
    const campaign = campaignOf({ audience: { units: ["甲局"], roles: ["cadre"], channels: ["web"] } });
    expect((await stage.expander.count(campaign)).total).toBeNull();
    await begin(stage, campaign);
    await stage.run();
    expect(stage.pushes().map(({ to }) => to.person)).toEqual(["web:anna"]);
  });

  it("goes out no more once its campaign is stopped", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    stage.channel.platform = ({ message }) =>
      message.push === true ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    await stage.engine.tick();
    await expect.poll(() => stage.pushes().length).toBe(1);
    await stage.campaigns.act("web:second", "autumn", "stop");
    await givenBack(stage);
    stage.clock.advance(31_000);
    await stage.settled();
    expect(stage.pushes()).toHaveLength(1);
    expect(await ends(stage)).toEqual({ "first missed": 1 });
  });

  it.each([
    ["a pre-check", "c1", { matter: "m" }],
    ["a lesson", "c1", { choices: [{ label: "结束", text: learningText({ type: "end" }) }] }],
    // Pushes go to c1.
    ["a pre-check in another conversation", "c2", { matter: "m" }],
  ])("leaves whoever is in the middle of %s alone for half an hour", async (_, conversation, busy) => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    const space = spaceOf("web:anna");
    const [read] = await stage.store.read(space, ["state/web:anna/c1"]);
    const state = { ...JSON.parse(read?.value ?? ""), ...busy };
    const key = `state/web:anna/${conversation}`;
    await stage.store.commit({ id: "busy", space, put: [{ key, value: JSON.stringify(state) }] });
    await begin(stage, campaignOf());
    await stage.engine.tick();
    await givenBack(stage);
    expect(stage.pushes()).toEqual([]);
    stage.clock.advance(31 * minute);
    await stage.settled();
    expect(stage.pushes()).toHaveLength(1);
  });

  it("waits while its campaign is paused, and goes on with it", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.campaigns.act("web:author", "autumn", "pause");
    await stage.run();
    expect(stage.pushes()).toEqual([]);
    await stage.campaigns.act("web:author", "autumn", "start");
    await stage.run();
    expect(stage.pushes()).toHaveLength(1);
  });

  it("ends with the days of its campaign", async () => {
    const stage = await opened();
    await begin(stage, campaignOf());
    stage.clock.advance(5 * day);
    await stage.run();
    expect((await stage.campaigns.read("autumn"))?.state.phase).toBe("finished");
  });

  it("is among what a person takes along, with since when they asked for pushes", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    const { text } = await stage.conversations.file("web:anna", "my-data");
    const now = new Date(stage.clock()).toISOString();
    const data = JSON.parse(text);
    expect(data.pushes).toEqual({ since: now, sent: [now] });
    expect(data.conversations[0].turns.at(-1).answer).toContain("第十七条");
  });

  it("leaves nothing of whoever has all of theirs deleted", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(
      stage,
      campaignOf({ items: [articleOn("2026-11-23", "first"), articleOn("2026-11-24", "second")] }),
    );
    await stage.run();
    await stage.say("web:anna", "确认删除我的数据");
    const space = spaceOf("web:anna");
    for (const prefix of ["push/", "subscription/"])
      expect(await stage.store.list(space, prefix, { limit: 10 })).toEqual([]);
    stage.clock.advance(day);
    await stage.run();
    expect(stage.pushes()).toHaveLength(1);
  });

  it("that sets another right goes to those it has reached, beside the cap", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf({ perWeek: 1 }));
    await stage.run();
    await stage.say("web:bo", "订阅推送");
    expect(
      (await stage.campaigns.correct("web:author", "autumn", "first", "上一条推送的标题有误。")).ok,
    ).toBe(true);
    expect(await stage.campaigns.act("web:author", "autumn-fix1", "approve")).toEqual({
      ok: false,
      problem: "same-person",
    });
    expect((await stage.campaigns.act("web:second", "autumn-fix1", "approve")).ok).toBe(true);
    expect((await stage.campaigns.act("web:second", "autumn-fix1", "start")).ok).toBe(true);
    await stage.run();
    const notices = stage.pushes().filter((sent) => textOf(sent).includes("标题有误"));
    expect(notices.map(({ to }) => to.person)).toEqual(["web:anna"]);
  });
});

describe("an editor in a chat", () => {
  it("is told what keeps a campaign from being sent, and sets right what was sent", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    expect(await stage.say("web:author", "宣传活动 预演 autumn")).toContain("内容没有问题");
    expect(await stage.say("web:author", "宣传活动 更正 autumn")).toContain("写法");
    expect(await stage.say("web:author", "宣传活动 更正 autumn first 上一条推送的标题有误。")).toContain(
      "autumn-fix1",
    );
    expect((await stage.campaigns.read("autumn-fix1"))?.state.phase).toBe("submitted");
    expect(await stage.say("web:anna", "宣传活动 更正 autumn first 改一下。")).toContain("只有宣传编辑");
  });
});

describe("a correction", () => {
  const wrong = "上一条推送的标题有误。";

  it("is for what somebody may have got: nothing is set right before it goes, or that never was", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(
      stage,
      campaignOf({ items: [articleOn("2026-11-23", "first"), articleOn("2026-11-24", "second")] }),
    );
    await stage.run();
    const correct = async (item: string) => {
      const result = await stage.campaigns.correct("web:author", "autumn", item, wrong);
      return result.ok || result.problem;
    };
    expect(await correct("second")).toBe("not-sent");
    expect(await correct("third")).toBe("unknown");
    expect(await correct("first")).toBe(true);
  });

  it("and a stop are possible while a campaign that has begun is being written anew", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    await stage.campaigns.act("web:author", "autumn", "pause");
    await stage.campaigns.write("web:author", campaignOf({ items: [articleOn("2026-11-24", "other")] }));
    expect((await stage.campaigns.correct("web:author", "autumn", "first", wrong)).ok).toBe(true);
    expect((await stage.campaigns.act("web:author", "autumn", "stop")).ok).toBe(true);
  });

  it("cites what it names, and is not written where it names what is not held", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    const correct = (text: string) => stage.campaigns.correct("web:author", "autumn", "first", text);
    expect(await correct("《中国共产党问责条例》第九十九条才是依据。")).toMatchObject({
      ok: false,
      problem: "content",
      found: [{ item: "notice" }],
    });
    expect((await correct("依据应为《中国共产党问责条例》第十八条。")).ok).toBe(true);
    await stage.campaigns.act("web:second", "autumn-fix1", "approve");
    await stage.campaigns.act("web:second", "autumn-fix1", "start");
    await stage.run();
    expect(
      stage
        .pushes()
        .at(-1)
        ?.message.answer.citations.map(({ passage }) => passage),
    ).toEqual(["accountability-2019#18"]);
  });
});

describe("a choice of a push", () => {
  const poll = campaignOf({
    items: [
      {
        id: "poll",
        day: "2026-11-23",
        time: null,
        content: { type: "poll", question: "您最想了解什么？", options: ["条文", "案例"] },
      },
    ],
  });

  it("is counted once, and only for whom it was sent to", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    await begin(stage, poll);
    await stage.run();
    expect(await stage.say("web:anna", "2")).toContain("已记下");
    expect(await stage.say("web:anna", "活动 autumn.poll 选1")).toContain("已经选过");
    expect(await stage.say("web:bo", "活动 autumn.poll 选1")).toContain("没有可以作答");
    expect(await stage.say("web:anna", "活动 autumn.poll 选3")).toContain("没有可以作答");
    const [tally] = await stage.store.read(spaceOf("web:anna"), ["tally/autumn.poll"]);
    expect(JSON.parse(tally?.value ?? "").votes).toEqual({ 2: 1 });
  });

  it("is shown in totals alone, and not of fewer than ten", async () => {
    const stage = await opened();
    const persons = Array.from({ length: 21 }, (_, at): PersonId => `web:p${at}`);
    for (const person of persons) await stage.say(person, "订阅推送");
    await begin(stage, poll);
    await stage.run();
    const options = async () => {
      const view = await stage.campaigns.read("autumn");
      return view === null
        ? []
        : (await stage.results.report(view)).items.map((item) => item.options.map(({ count }) => count));
    };
    for (const person of persons.slice(0, 9)) await stage.say(person, "1");
    expect(await options()).toEqual([[null, null]]);
    for (const person of persons.slice(9)) await stage.say(person, "2");
    // The nine of the first are told by no total beside the twelve of the second.
    expect(await options()).toEqual([[null, 10]]);
  });

  it("of a quiz is told right or wrong, with the provision it follows from", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    const content = { type: "quiz", quiz: "quiz-accountability-silence" } as const;
    await begin(stage, campaignOf({ items: [{ id: "quiz", day: "2026-11-23", time: null, content }] }));
    await stage.run();
    await stage.say("web:anna", "1");
    const told = stage.channel.sends.at(-1)?.message.answer;
    expect(told?.blocks[0]).toEqual({ type: "notice", text: "这一项不对。答案是：错。" });
    expect(told?.citations.map(({ passage }) => passage)).toContain("accountability-2019#17.1.2");
    // As in learning, the misconception that was chosen is named.
    expect(JSON.stringify(told?.blocks)).toContain("这里有一个常见误区：沉默、弃权等于反对意见。");
  });

  it("of a quiz names no misconception where none was chosen", async () => {
    const stage = await opened();
    await stage.say("web:anna", "订阅推送");
    const content = { type: "quiz", quiz: "quiz-accountability-silence" } as const;
    await begin(stage, campaignOf({ items: [{ id: "quiz", day: "2026-11-23", time: null, content }] }));
    await stage.run();
    await stage.say("web:anna", "2");
    const told = stage.channel.sends.at(-1)?.message.answer;
    expect(JSON.stringify(told?.blocks)).not.toContain("误区");
    expect(told?.citations).not.toEqual([]);
  });
});

describe("what the installation allows", () => {
  const anyTime = { from: "00:00", until: "24:00", workdaysOnly: false };
  const lax = { PUSH_HOURS: { from: "00:00", until: "24:00" }, PUSH_ON_DAYS_OFF: true, PUSH_PER_WEEK: 7 };

  /** A campaign that was begun while much was allowed, on a server that has been started anew and allows what is usual. */
  const tightened = async (clock = createTestClock(), campaign: Parameters<typeof campaignOf>[0] = {}) => {
    const before = await opened({ clock, settings: lax });
    await before.say("web:anna", "订阅推送");
    await begin(before, campaignOf({ hours: anyTime, perWeek: 7, ...campaign }));
    for (const stage of stages.splice(0)) await stage.stop();
    return opened({ clock, directory: before.directory });
  };

  it("is told whoever asks for pushes: on which days, in which hours, how many a week", async () => {
    const told = await (await opened()).say("web:anna", "订阅推送");
    expect(told).toContain("工作日08:30至18:00");
    expect(told).toContain("至多2条");
    const settings = {
      PUSH_HOURS: { from: "09:00", until: "20:30" },
      PUSH_ON_DAYS_OFF: true,
      PUSH_PER_WEEK: 3,
    };
    const otherwise = await (await opened({ settings })).say("web:anna", "订阅推送");
    expect(otherwise).toContain("每天09:00至20:30");
    expect(otherwise).toContain("至多3条");
  });

  it("is asked of a campaign wherever it is written, handed in or approved", async () => {
    const { campaigns } = await opened();
    const problems = [
      { item: "hours.from", message: expect.stringContaining("08:30") },
      { item: "hours.until", message: expect.stringContaining("18:00") },
      { item: "hours.workdays_only", message: expect.stringContaining("write true") },
      { item: "per_week", message: expect.stringContaining("2 or less") },
    ];
    const laxer = campaignOf({ hours: anyTime, perWeek: 7 });
    expect(await campaigns.write("web:author", laxer)).toEqual({
      ok: false,
      problem: "content",
      found: problems,
    });
    expect(await campaigns.read("autumn")).toBeNull();
    const later = await tightened();
    expect(await later.campaigns.problems(laxer)).toEqual(problems);
    await later.campaigns.act("web:author", "autumn", "pause");
    // What was approved may go on, within what is allowed now.
    expect(await later.campaigns.act("web:author", "autumn", "start")).toMatchObject({ ok: true });
  });

  it("binds what was begun before it was drawn: no hour before, no day off", async () => {
    // Saturday in Beijing, at 23:00.
    const saturday = createTestClock(Date.parse("2026-11-21T15:00:00Z"));
    const stage = await tightened(saturday, {
      from: "2026-11-21",
      items: [articleOn("2026-11-21", "first")],
    });
    const looks = [
      ["Sunday at ten", 11 * hour, 0],
      ["Monday at 08:29", 22 * hour + 29 * minute, 0],
      ["Monday at 08:30", minute, 1],
    ] as const;
    for (const [when, later, pushes] of looks) {
      stage.clock.advance(later);
      await stage.run();
      expect([when, stage.pushes().length]).toEqual([when, pushes]);
    }
  });

  it("binds what was queued before it was drawn", async () => {
    // Sunday in Beijing, at 20:00: it may go, and the platform puts it off until the server has been started anew.
    const clock = createTestClock(Date.parse("2026-11-22T12:00:00Z"));
    const before = await opened({ clock, settings: lax });
    await before.say("web:anna", "订阅推送");
    before.channel.platform = ({ message }) =>
      message.push === true ? { status: "retry", afterSeconds: 30 } : { status: "sent" };
    const items = [articleOn("2026-11-22", "first")];
    await begin(before, campaignOf({ from: "2026-11-22", hours: anyTime, items }));
    await before.engine.tick();
    await expect.poll(() => before.pushes().length).toBe(1);
    await givenBack(before);
    for (const stage of stages.splice(0)) await stage.stop();
    const stage = await opened({ clock, directory: before.directory });
    stage.clock.advance(hour);
    await stage.rested();
    expect(stage.pushes()).toEqual([]);
    stage.clock.advance(11 * hour + 30 * minute);
    await stage.settled();
    expect(stage.pushes()).toHaveLength(1);
  });

  it("caps what was begun before it was drawn", async () => {
    const items = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"].map((date, at) =>
      articleOn(date, `item-${at}`),
    );
    const stage = await tightened(createTestClock(), { items });
    for (const _ of items) {
      await stage.run();
      stage.clock.advance(day);
    }
    expect(stage.pushes()).toHaveLength(2);
    expect(await ends(stage)).toMatchObject({ "item-2 capped": 1, "item-3 capped": 1 });
  });

  it("sends nothing where it leaves no hour of the campaign, and lets a correction go in its own", async () => {
    const night = { from: "19:00", until: "22:00", workdaysOnly: true };
    const before = await opened({
      clock: createTestClock(Date.parse("2026-11-23T11:30:00Z")),
      settings: lax,
    });
    await before.say("web:anna", "订阅推送");
    const items = [articleOn("2026-11-23", "first"), articleOn("2026-11-24", "second")];
    await begin(before, campaignOf({ hours: night, items }));
    await before.run();
    expect(before.pushes()).toHaveLength(1);
    for (const stage of stages.splice(0)) await stage.stop();
    const stage = await opened({ clock: before.clock, directory: before.directory });
    const fix = await stage.campaigns.correct("web:author", "autumn", "first", "上一条标题有误。");
    expect(fix).toMatchObject({ ok: true, view: { campaign: { hours: { from: "08:30", until: "18:00" } } } });
    await stage.campaigns.act("web:second", "autumn-fix1", "approve");
    await stage.campaigns.act("web:author", "autumn-fix1", "start");
    // Tuesday, at ten and at half past seven in the evening.
    for (const later of [14.5 * hour, 9.5 * hour]) {
      stage.clock.advance(later);
      await stage.run();
    }
    expect(stage.pushes().map(textOf).join()).toContain("上一条标题有误");
    expect(stage.pushes()).toHaveLength(1);
  });
});
