import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spaceOf } from "../../../src/app/flow/keys.ts";
import { createDigestPush } from "../../../src/app/listening/digest-push.ts";
import { instantOf } from "../../../src/core/campaign/window.ts";
import { type AskedTurn, digestOf, monthSpan } from "../../../src/core/listening/digest.ts";
import type { Grant, Role } from "../../../src/ports/access.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import type { Digests } from "../../../src/ports/listening.ts";
import {
  address,
  createTestClock,
  type Running,
  running,
  type TestClock,
  transcript,
} from "../flow/running.ts";

const noon = 12 * 60;
const anna = address("web:anna");

/** October begins with a week of days off; the first of November is a Sunday. */
const calendar = {
  years: new Set([2026]),
  off: new Set(["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]),
  worked: new Set<string>(),
};

describe("the digest of a month", () => {
  let flow: Running;
  let clock: TestClock;
  let roles: Map<PersonId, Partial<Grant> & { readonly role: Role }>;
  let counted: string[];
  let asked: readonly AskedTurn[];

  beforeEach(async () => {
    clock = createTestClock(instantOf("2026-09-30", noon));
    flow = await running({ clock });
    roles = new Map([["web:anna", { role: "publicity-editor" }]]);
    counted = [];
    asked = Array.from({ length: 12 }, (_, at) => ({
      person: `p${at}`,
      at: monthSpan("2026-09").from,
      end: "answer",
      documents: [],
      provisions: [{ id: "a#17", title: "《问责条例》第十七条" }],
      entry: null,
    }));
    await flow.say(anna, "容错的条件");
    await flow.settle();
  });
  afterEach(() => flow.stop());

  const digests: Digests = {
    async of(month) {
      counted.push(month);
      return digestOf(month, {
        turns: asked,
        gaps: [],
        personOf: new Map(),
        entries: new Map(),
        nearestTopic: () => null,
      });
    },
  };
  const push = () =>
    createDigestPush({
      store: flow.store,
      access: {
        grants: async () => ({
          ok: true,
          value: [...roles].map(([person, given]) => ({
            person,
            unit: "",
            until: null,
            grantedAt: 0,
            grantedBy: "command-line",
            ...given,
          })),
        }),
      },
      digests,
      calendar,
      hours: { from: "08:30", until: "18:00" },
      pseudonyms: flow.pseudonyms,
      knowledgeVersion: "sha256:1",
      log: { debug() {}, info() {}, warn() {}, error() {} },
      clock,
      newId: () => crypto.randomUUID(),
      expiry: (at) => at + 180 * 86_400_000,
    });
  const goTo = (day: string, minutes = noon): void => clock.advance(instantOf(day, minutes) - clock());
  const told = async (of = anna): Promise<string[]> =>
    (await transcript(flow, of))
      .filter(({ question }) => question?.endsWith("月报"))
      .map(({ answer }) => answer);

  it("goes to an editor once, on the first working day of the next month and not before, nor in the night", async () => {
    const ticker = push();
    for (const [day, minutes] of [
      ["2026-10-01", noon],
      ["2026-10-03", noon],
      ["2026-10-07", noon],
      ["2026-10-08", 2 * 60],
    ] as const) {
      goTo(day, minutes);
      await ticker.tick();
    }
    expect(await told()).toEqual([]);
    expect(counted).toEqual([]);
    goTo("2026-10-08");
    await ticker.tick();
    await push().tick();
    goTo("2026-10-09");
    await ticker.tick();
    expect(await told()).toEqual([expect.stringContaining("1. 《问责条例》第十七条：12次")]);
    expect((await told())[0]).toMatch(/^2026年9月问答月报\n共提问12次/);
    expect(counted).toEqual(["2026-09"]);
    await flow.settle();
    expect(flow.channel.shown().at(-1)?.message).toMatchObject({ push: true });
  });

  it("goes to both kinds of editors and to nobody else, nor to one whose grant has ended", async () => {
    const people = ["web:bert", "web:carla", "web:dora"] as const;
    for (const person of people) await flow.say(address(person), "容错的条件");
    await flow.settle();
    roles.set("web:bert", { role: "knowledge-editor" });
    roles.set("web:carla", { role: "official" });
    roles.set("web:dora", { role: "publicity-editor", until: clock() });
    goTo("2026-10-08");
    await push().tick();
    expect(await Promise.all(people.map(async (person) => (await told(address(person))).length))).toEqual([
      1, 0, 0,
    ]);
  });

  it("goes to the conversation in which the editor last wrote", async () => {
    const later = address("web:anna", "c2");
    clock.advance(60_000);
    await flow.say(later, "容错的条件");
    await flow.settle();
    goTo("2026-10-08");
    await push().tick();
    expect([(await told(anna)).length, (await told(later)).length]).toEqual([0, 1]);
  });

  it("is not sent, nor counted again, where nothing was asked", async () => {
    asked = [];
    goTo("2026-10-08");
    const ticker = push();
    await ticker.tick();
    await ticker.tick();
    expect(await told()).toEqual([]);
    expect(counted).toEqual(["2026-09"]);
  });

  it("is sent later to an editor who has not written yet, and goes with everything of a person who leaves", async () => {
    roles.set("web:emil", { role: "publicity-editor" });
    const emil = address("web:emil");
    goTo("2026-10-08");
    await push().tick();
    goTo("2026-10-12");
    await flow.say(emil, "容错的条件");
    await flow.settle();
    await push().tick();
    expect(await told(emil)).toHaveLength(1);
    await flow.say(emil, "确认删除我的数据");
    await flow.settle();
    expect(await flow.store.list(spaceOf(emil.person), "digest/web:emil/", { limit: 9 })).toEqual([]);
    await flow.say(emil, "容错的条件");
    await flow.settle();
    await push().tick();
    await push().tick();
    expect(await told(emil)).toHaveLength(1);
  });

  it("follows month after month", async () => {
    goTo("2026-10-08");
    await push().tick();
    asked = asked.map((turn) => ({ ...turn, at: monthSpan("2026-10").from }));
    goTo("2026-11-01");
    await push().tick();
    expect(await told()).toHaveLength(1);
    goTo("2026-11-02");
    await push().tick();
    expect((await told())[1]).toMatch(/^2026年10月/);
  });
});
