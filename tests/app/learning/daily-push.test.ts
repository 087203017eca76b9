/** The question of the day (每日一题) beside pre-checks, campaigns and those who cannot be reached; see also flow/learning.test.ts. */
import { afterEach, describe, expect, it } from "vitest";
import { spaceOf } from "../../../src/app/flow/keys.ts";
import { readLearning } from "../../../src/app/learning/stored-learning.ts";
import type { CampaignItem } from "../../../src/core/campaign/campaign.ts";
import { beijingTime } from "../../../src/core/campaign/window.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { begin, campaignOf, createStage, ends } from "../campaign/stage.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel } from "../flow/scripted-channel.ts";

const stages: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

const minute = 60_000;
const day = 24 * 60 * minute;
const anna: PersonId = "web:anna";

/** Monday, ten o'clock in Beijing. */
async function opened() {
  const clock = createTestClock();
  const channel = createScriptedChannel("web", clock, { dropsRepeatedKey: false });
  const stage = await createStage({ channels: [channel], clock });
  stages.push(stage);
  let made = 0;
  const say = async (text: string): Promise<void> => {
    await channel.sink({
      channel: channel.id,
      eventId: `e${++made}`,
      at: clock(),
      from: { person: anna, conversation: "c1" },
      content: { type: "text", text, asOf: null },
    });
    await stage.settled();
  };
  /** A lesson is over half an hour after its last word. */
  const wantDaily = async (): Promise<void> => {
    await say("每日一题 开");
    clock.advance(31 * minute);
  };
  /** What was pushed, in order: `daily`, or the name of an item. */
  const pushed = (): readonly string[] =>
    channel.sends
      .filter(({ message }) => message.push === true)
      .map(({ key }) => (key.startsWith("daily/") ? "daily" : (key.split("/")[2] ?? "")));
  /** The question is looked for first, as it is where its minute begins first. */
  const run = async (): Promise<void> => {
    await stage.daily.tick();
    await stage.engine.tick();
    await stage.rested();
  };
  /** Goes to ten o'clock of the next days, one after another, and looks each time. */
  const days = async (count: number): Promise<void> => {
    for (let at = 0; at < count; at++) {
      clock.advance(day);
      await run();
    }
  };
  return { ...stage, channel, say, wantDaily, pushed, run, days };
}

const articleOn = (date: string, id: string): CampaignItem => ({
  id,
  day: date,
  time: null,
  content: { type: "article", passage: "accountability-2019#17" },
});

describe("the question of the day beside a campaign", () => {
  it("is not counted against the cap of a week", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    await stage.run();
    await stage.days(2);
    expect(stage.pushed()).toEqual(["daily", "daily", "daily"]);
    const days = ["2026-11-26", "2026-11-27"];
    await begin(stage, campaignOf({ items: days.map((date, at) => articleOn(date, `item-${at}`)) }));
    await stage.days(2);
    expect(stage.pushed().slice(3)).toEqual(["autumn.item-0", "autumn.item-1"]);
  });

  it("gives way on the day an item is to go to the person", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    await begin(stage, campaignOf({ items: [articleOn("2026-11-24", "first")] }));
    await stage.run();
    await stage.days(2);
    expect(stage.pushed()).toEqual(["daily", "autumn.first", "daily"]);
  });

  it("goes where the campaign is not for the person, or they did not subscribe to any", async () => {
    const stage = await opened();
    await stage.wantDaily();
    await begin(stage, campaignOf());
    await stage.run();
    expect(stage.pushed()).toEqual(["daily"]);
    await stage.say("订阅推送");
    const audience = { units: ["某局"], roles: [], channels: [] };
    await begin(stage, campaignOf({ id: "others", audience, items: [articleOn("2026-11-24", "first")] }));
    await stage.days(1);
    expect(stage.pushed()).toEqual(["daily", "daily"]);
  });

  it("goes where one push more would be too many in seven days", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    const days = ["2026-11-23", "2026-11-24", "2026-11-25"];
    // Subscribed before their start, so that the question gives way to each.
    const items = days.map((date, at) => ({ ...articleOn(date, `item-${at}`), time: "15:00" }));
    await begin(stage, campaignOf({ items }));
    stage.clock.advance(5 * 60 * minute);
    await stage.run();
    await stage.days(2);
    expect(stage.pushed()).toEqual(["autumn.item-0", "autumn.item-1", "daily"]);
  });

  it("that came first puts a push off to the next day of the campaign, which is then the push's", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    await stage.run();
    await begin(stage, campaignOf());
    await stage.run();
    expect(stage.pushed()).toEqual(["daily"]);
    await stage.days(2);
    expect(stage.pushed()).toEqual(["daily", "autumn.first", "daily"]);
  });

  it("that came first on the campaign's last day leaves the push out", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    await stage.run();
    await begin(stage, campaignOf({ to: "2026-11-23" }));
    await stage.run();
    await stage.days(1);
    expect(stage.pushed()).toEqual(["daily", "daily"]);
    expect(await ends(stage)).toEqual({ "first missed": 1 });
  });

  it("keeps no correction back", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await begin(stage, campaignOf());
    await stage.run();
    await stage.wantDaily();
    await stage.days(1);
    await stage.campaigns.correct("web:author", "autumn", "first", "昨天的推送少写了一句话。");
    await stage.campaigns.act("web:second", "autumn-fix1", "approve");
    await stage.campaigns.act("web:author", "autumn-fix1", "start");
    await stage.run();
    expect(stage.pushed()).toEqual(["autumn.first", "daily", "autumn-fix1.notice"]);
  });

  it("is never beside a push on one day, whichever looks first", async () => {
    const stage = await opened();
    await stage.say("订阅推送");
    await stage.wantDaily();
    await begin(
      stage,
      campaignOf({ items: [articleOn("2026-11-23", "first"), articleOn("2026-11-25", "second")] }),
    );
    const days: string[] = [];
    for (let at = 0; at < 5; at++) {
      await Promise.all([stage.engine.tick(), stage.daily.tick()]);
      await stage.run();
      stage.clock.advance(day);
    }
    for (const { message, at } of stage.channel.sends)
      if (message.push === true) days.push(beijingTime(at).day);
    expect(days).toEqual([...new Set(days)]);
    expect(stage.pushed().toSorted()).toEqual(["autumn.first", "autumn.second", "daily", "daily", "daily"]);
  });
});

describe("the question of the day", () => {
  it("waits until a pre-check has rested for half an hour", async () => {
    const stage = await opened();
    await stage.say("每日一题 开");
    const space = spaceOf(anna);
    const [read] = await stage.store.read(space, ["state/web:anna/c1"]);
    const state = { ...JSON.parse(read?.value ?? ""), choices: [], matter: "m" };
    await stage.store.commit({
      id: "busy",
      space,
      put: [{ key: "state/web:anna/c1", value: JSON.stringify(state) }],
    });
    await stage.run();
    expect(stage.pushed()).toEqual([]);
    stage.clock.advance(31 * minute);
    await stage.run();
    expect(stage.pushed()).toEqual(["daily"]);
  });

  it("waits until a lesson has rested for half an hour", async () => {
    const stage = await opened();
    await stage.wantDaily();
    await stage.say("学习");
    await stage.run();
    expect(stage.pushed()).toEqual([]);
    stage.clock.advance(31 * minute);
    await stage.run();
    expect(stage.pushed()).toEqual(["daily"]);
  });

  it("stops for whoever cannot be reached, until they write again", async () => {
    const stage = await opened();
    await stage.wantDaily();
    stage.channel.platform = () => ({ status: "failed", reason: "gone" });
    await stage.run();
    await stage.days(2);
    expect(stage.pushed()).toEqual(["daily"]);
    expect((await readLearning(stage.store, anna)).learning.dailyTo).toBe("c1");
    stage.channel.platform = () => ({ status: "sent" });
    await stage.say("你好");
    await stage.days(1);
    expect(stage.pushed()).toEqual(["daily", "daily"]);
  });

  it("goes on after a message that the platform did not take", async () => {
    const stage = await opened();
    await stage.wantDaily();
    stage.channel.platform = () => ({ status: "failed", reason: "rejected" });
    await stage.run();
    await stage.days(1);
    expect(stage.pushed()).toEqual(["daily", "daily"]);
  });
});
