/** What the rules of 2026 on government applications forbid, and what must not be there to be switched on. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { partitions } from "../../../src/app/flow/keys.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel } from "../flow/scripted-channel.ts";
import { begin, campaignOf, createStage, type Stage, tell } from "./stage.ts";

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

describe("what a campaign keeps of a person", () => {
  it("says that they chose, never what, nor whether it was right", async () => {
    const clock = createTestClock();
    const channel = createScriptedChannel("web", clock);
    const stage = await createStage({ channels: [channel], clock });
    stages.push(stage);
    const person: PersonId = "web:anna";
    const say = async (text: string, eventId: string) => {
      await tell({ channel, clock }, person, text, eventId);
      await stage.settled();
    };
    await say("订阅推送", "e1");
    const content = { type: "quiz", quiz: "quiz-accountability-silence" } as const;
    await begin(stage, campaignOf({ items: [{ id: "quiz", day: "2026-11-23", time: null, content }] }));
    await stage.engine.tick();
    await stage.settled();
    await say("1", "e2");
    const rows: unknown[] = [];
    const totals: string[] = [];
    for (const space of partitions) {
      for (const { value } of await stage.store.list(space, "push/", { limit: 10 }))
        rows.push(JSON.parse(value ?? ""));
      for (const { key, value } of await stage.store.list(space, "tally/", { limit: 10 }))
        totals.push(`${key} ${value}`);
    }
    expect(rows).toEqual([{ form: 1, state: "sent", at: clock(), turn: 2, tries: 1, voted: true }]);
    expect(totals.join()).not.toContain("anna");
    // The turn is the person's own: they can read it, take it along and delete it.
    await say("确认删除我的数据", "e3");
    for (const space of partitions) expect(await stage.store.list(space, "turn/", { limit: 10 })).toEqual([]);
  });
});

describe("the code of campaigns", () => {
  const root = join(import.meta.dirname, "..", "..", "..", "src");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => /campaign|pictures/.test(file) && file.endsWith(".ts"),
  );

  it.each(files)("%s knows no points, rankings, streaks, check-ins, rates or times on line", (file) => {
    const code = readFileSync(join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(
      code.match(
        /leaderboard|ranking|streak|check-?in\b|score|points\b|percent|participation ?rate|onlineTime|积分|排名榜|参与率|打卡/i,
      ),
    ).toBeNull();
  });
});
