/** Campaigns of which something, or nothing, can go out, as their editors meet them. */
import { afterEach, describe, expect, it } from "vitest";
import type { CampaignItem } from "../../../src/core/campaign/campaign.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel, textOf } from "../flow/scripted-channel.ts";
import { begin, campaignOf, createStage, editors, type Stage, tell } from "./stage.ts";

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

async function opened() {
  const clock = createTestClock();
  const channel = createScriptedChannel("web", clock);
  const people = { ...editors, "web:anna": { role: "publicity-editor" as const } };
  const stage = await createStage({ channels: [channel], clock, people });
  stages.push(stage);
  return Object.assign(stage, { channel });
}

const article = (id: string, day: string): CampaignItem => ({
  id,
  day,
  time: null,
  content: { type: "article", passage: "accountability-2019#17" },
});
const past = campaignOf({ from: "2026-11-16", to: "2026-11-20", items: [article("first", "2026-11-16")] });
const crowded = campaignOf({
  items: ["a", "b", "c", "d", "e"].map((id) => article(id, "2026-11-23")),
});

describe("a campaign of which nothing can go out any more", () => {
  it("is neither handed in nor approved, with each item and what to do", async () => {
    const { campaigns } = await opened();
    expect((await campaigns.write("web:author", past)).ok).toBe(true);
    const refused = {
      ok: false,
      problem: "content",
      found: [{ item: "first", message: expect.stringContaining("choose other days") }],
    };
    expect(await campaigns.act("web:author", "autumn", "submit")).toEqual(refused);
    expect(await campaigns.hindrances(past)).toEqual(refused.found);
  });

  it("is not approved where its last day has passed since it was handed in", async () => {
    const { campaigns, clock } = await opened();
    await campaigns.write("web:author", campaignOf());
    expect((await campaigns.act("web:author", "autumn", "submit")).ok).toBe(true);
    clock.advance(7 * 86_400_000);
    expect(await campaigns.act("web:second", "autumn", "approve")).toMatchObject({
      ok: false,
      problem: "content",
    });
  });
});

describe("a campaign of which something cannot go out", () => {
  it("is handed in and approved with a word on each item", async () => {
    const { campaigns } = await opened();
    await campaigns.write("web:author", crowded);
    const warnings = ["c", "d", "e"].map((item) => ({
      item,
      message: expect.stringMatching(/nobody who got a and b: one person gets 2 in seven days/),
    }));
    expect(await campaigns.act("web:author", "autumn", "submit")).toMatchObject({ ok: true, warnings });
    expect(await campaigns.act("web:second", "autumn", "approve")).toMatchObject({ ok: true, warnings });
    expect(await campaigns.act("web:author", "autumn", "start")).not.toHaveProperty("warnings");
    expect(await campaigns.hindrances(crowded)).toEqual(warnings);
  });

  it("is told of in the chat too", async () => {
    const stage = await opened();
    await stage.campaigns.write("web:author", crowded);
    await tell(stage, "web:anna", "宣传活动 提交 autumn", "e1");
    await stage.settled();
    const said = stage.channel.sends.map(textOf).join("\n");
    expect(said).toContain("发不出去");
    expect(said).toContain("c: goes to nobody who got a and b");
  });

  it("leaves out for one person exactly what it said", async () => {
    const stage = await opened();
    await tell(stage, "web:reader", "订阅推送", "e1");
    await stage.settled();
    await begin(stage, crowded);
    await stage.engine.tick();
    await stage.settled();
    const pushed = stage.channel.sends.filter(({ message }) => message.push === true);
    expect(pushed).toHaveLength(2);
  });
});
