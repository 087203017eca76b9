import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CampaignEvent,
  isCampaignId,
  problemOf,
  stateAfter,
} from "../../../src/core/campaign/campaign.ts";

const happened = (by: string) => ({ by, at: 0 });
const written = (by: string, content = "a"): CampaignEvent => ({ ...happened(by), type: "written", content });
const submitted = (by: string, content = "a"): CampaignEvent => ({
  ...happened(by),
  type: "submitted",
  content,
});
const approved = (by: string, content = "a", audience = "x"): CampaignEvent => ({
  ...happened(by),
  type: "approved",
  content,
  audience,
});
const plain = (by: string, type: "started" | "paused" | "stopped" | "finished"): CampaignEvent => ({
  ...happened(by),
  type,
});

const untilApproved = [written("anna"), submitted("anna"), approved("bo")];

describe("the approval of a campaign", () => {
  it("is never by whoever wrote it or handed it in", () => {
    const events = [written("anna"), submitted("chen")];
    for (const by of ["anna", "chen"]) expect(problemOf(events, approved(by), "x")).toBe("same-person");
    expect(problemOf(events, approved("bo"), "x")).toBeNull();
  });

  it("is for the content that was handed in", () => {
    expect(problemOf([written("anna"), submitted("anna")], approved("bo", "b"), "x")).toBe("changed");
  });

  it("is void after a change, and whoever approved may have to wait for another once they changed it", () => {
    const events = [...untilApproved, written("bo", "b")];
    expect(stateAfter(events)).toMatchObject({ phase: "draft", approval: null });
    expect(problemOf(events, plain("anna", "started"), "x")).toBe("not-approved");
    expect(problemOf([...events, submitted("bo", "b")], approved("bo", "b"), "x")).toBe("same-person");
  });

  it("lets nothing start for another audience", () => {
    expect(problemOf(untilApproved, plain("anna", "started"), "y")).toBe("changed");
    expect(problemOf(untilApproved, plain("anna", "started"), "x")).toBeNull();
  });
});

describe("the phases of a campaign", () => {
  it.each([
    ["draft", [written("anna")], ["written", "submitted"]],
    ["submitted", [written("anna"), submitted("anna")], ["written", "approved", "returned"]],
    ["approved", untilApproved, ["written", "returned", "started", "stopped"]],
    ["running", [...untilApproved, plain("anna", "started")], ["paused", "stopped", "finished", "corrected"]],
    [
      "paused",
      [...untilApproved, plain("anna", "started"), plain("anna", "paused")],
      ["written", "started", "stopped", "corrected"],
    ],
    [
      "draft",
      [...untilApproved, plain("anna", "started"), plain("anna", "paused"), written("anna")],
      ["written", "submitted", "stopped", "corrected"],
    ],
    ["stopped", [...untilApproved, plain("anna", "stopped")], ["corrected"]],
    ["finished", [...untilApproved, plain("anna", "started"), plain("anna", "finished")], ["corrected"]],
  ] as const)("allow from %s only what its row says", (phase, events, allowed) => {
    expect(stateAfter(events).phase).toBe(phase);
    const possible = everyEvent("bo").filter((event) => problemOf(events, event, "x") === null);
    expect(possible.map(({ type }) => type).sort()).toEqual([...allowed].sort());
  });

  it("never run without the approval of a second person, whatever is tried", () => {
    const tried = fc.array(
      fc.record({
        by: fc.constantFrom("anna", "bo", "chen"),
        at: fc.nat(8),
        content: fc.constantFrom("a", "b"),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(tried, (attempts) => {
        const events: CampaignEvent[] = [];
        for (const { by, at, content } of attempts) {
          const event = everyEvent(by, content)[at];
          if (event !== undefined && problemOf(events, event, "x") === null) events.push(event);
          const { phase, approval, content: now, authors } = stateAfter(events);
          if (phase !== "running") continue;
          expect(approval?.content).toBe(now);
          expect(authors.has(approval?.by ?? "")).toBe(false);
        }
      }),
    );
  });
});

const everyEvent = (by: string, content = "a"): CampaignEvent[] => [
  written(by, content),
  submitted(by, content),
  approved(by, content),
  { ...happened(by), type: "returned", reason: "" },
  plain(by, "started"),
  plain(by, "paused"),
  plain(by, "stopped"),
  plain(by, "finished"),
  { ...happened(by), type: "corrected", notice: "n" },
];

describe("the name of a campaign", () => {
  it.each(["a", "autumn-2026", "a".repeat(32)])("may be %s", (id) => expect(isCampaignId(id)).toBe(true));
  it.each(["", "-a", "a-", "A", "a.b", "a/b", "a".repeat(33), "活动"])("may not be %j", (id) =>
    expect(isCampaignId(id)).toBe(false),
  );
});
