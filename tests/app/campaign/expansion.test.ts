import { afterEach, describe, expect, it } from "vitest";
import { createExpander } from "../../../src/app/campaign/expansion.ts";
import { tallyKey } from "../../../src/app/campaign/keys.ts";
import { readTally } from "../../../src/app/campaign/stored.ts";
import { partitions } from "../../../src/app/flow/keys.ts";
import { sumTallies } from "../../../src/core/campaign/results.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import type { Store } from "../../../src/ports/store.ts";
import { createTestClock } from "../flow/running.ts";
import { createScriptedChannel } from "../flow/scripted-channel.ts";
import { campaignOf, createStage, type Stage, tell } from "./stage.ts";

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

const persons: readonly PersonId[] = ["web:anna", "web:bert", "web:cleo"];

async function subscribed() {
  const clock = createTestClock();
  const channel = createScriptedChannel("web", clock);
  const stage = await createStage({ channels: [channel], clock });
  stages.push(stage);
  for (const person of persons) await tell({ channel, clock }, person, "订阅推送", person);
  await stage.settled();
  return stage;
}

describe("queuing an item for those it goes to", () => {
  it("leaves nobody out where a count moves at the very moment, as it does while others are being sent to", async () => {
    const { store } = await subscribed();
    const moved = new Set<string>();
    /** What is sent meanwhile is counted once in each space, just before its page is queued. */
    const beside: Store = {
      ...store,
      async commit(batch) {
        if (batch.id.startsWith("expand/") && !moved.has(batch.space)) {
          moved.add(batch.space);
          const key = tallyKey("autumn.first");
          const value = JSON.stringify({ queued: 0, ends: { sent: 1 }, votes: {} });
          await store.commit({ id: `moved/${batch.space}`, space: batch.space, put: [{ key, value }] });
        }
        return store.commit(batch);
      },
    };
    const grantOf = async (person: PersonId) =>
      ({ person, role: "cadre", unit: "", until: null, grantedAt: 0, grantedBy: "open" }) as const;
    const expander = createExpander({ store: beside, access: { grantOf } });
    const campaign = campaignOf();
    const [item] = campaign.items;
    if (item === undefined) throw new Error("no item");
    expect(await expander.expand(campaign, item)).toBe("done");
    // Whatever has become of them since.
    const counts = await Promise.all(
      partitions.map(async (space) => {
        const [read] = await store.read(space, [tallyKey("autumn.first")]);
        return readTally(read?.value);
      }),
    );
    expect(sumTallies(counts).queued).toBe(persons.length);
  });
});
