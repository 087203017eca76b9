import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forModel } from "../../../src/core/grounding/model-text.ts";
import { checkProposals, mayBeProposed, proposalLimit } from "../../../src/core/precheck/extraction.ts";
import type { StoryFact } from "../../../src/core/precheck/story-facts.ts";

const factOf = (id: string, values: readonly string[], more: Partial<StoryFact> = {}): StoryFact => ({
  id,
  look: "decision",
  checklist: false,
  guarded: false,
  label: id,
  question: `${id}？`,
  help: "",
  example: null,
  values: values.map((value) => ({ id: value, label: value })),
  order: values,
  corrective: false,
  evidence: [],
  ...more,
});

const facts = [
  factOf("urgency", ["yes", "no"]),
  factOf("procedure", ["full", "later", "missing"]),
  factOf("crime", ["no", "yes"], { checklist: true, guarded: true, look: "nature" }),
  factOf("knowing", ["none", "indifferent", "wilful"], { guarded: true, look: "motive" }),
];

const storyOf = (original: string) => {
  const gate = forModel(original);
  if (!gate.ok) throw new Error(`not let through: ${gate.reason}`);
  return { original, masked: gate.text, found: gate.found };
};
const story = storyOf(
  "汛期到了，王局长决定先抢修，电话13800138000里说的。手续后来补办了。当时明知不允许。算不算犯罪我说不清。之后修护栏就不算紧急了。",
);
const propose = (...given: readonly object[]) => checkProposals({ facts: given }, story, facts);

describe("proposals of a model", () => {
  it("are taken with the words they rest on, in the order of the facts", () => {
    const { facts: taken, dropped } = propose(
      { fact: "procedure", value: "later", quote: "手续后来补办了" },
      { fact: "urgency", value: "yes", quote: "汛期到了" },
    );
    expect(taken).toEqual([
      { fact: "urgency", value: "yes", span: { start: 0, end: 4, text: "汛期到了" } },
      { fact: "procedure", value: "later", span: { start: 31, end: 38, text: "手续后来补办了" } },
    ]);
    expect(dropped).toEqual([]);
  });

  it("rest on words of the story as it was given, where the model saw a mark", () => {
    const [taken] = propose({
      fact: "urgency",
      value: "yes",
      quote: "〔姓名〕局长决定先抢修，电话〔电话〕里",
    }).facts;
    expect(taken?.span.text).toBe("王局长决定先抢修，电话13800138000里");
    expect(story.original.slice(taken?.span.start, taken?.span.end)).toBe(taken?.span.text);
  });

  it("take the whole of what a mark hides where they cut it", () => {
    const [taken] = propose({ fact: "procedure", value: "later", quote: "话〕里说的。手续后来补办了" }).facts;
    expect(taken?.span.text).toBe("13800138000里说的。手续后来补办了");
  });

  it.each([
    ["malformed", { fact: "urgency", value: "yes" }],
    ["malformed", { fact: 3, value: ["yes"], quote: "汛期到了" }],
    ["unknown-fact", { fact: "outcome", value: "exempt", quote: "汛期到了" }],
    ["unknown-value", { fact: "urgency", value: "exempt", quote: "汛期到了" }],
    ["not-in-text", { fact: "urgency", value: "yes", quote: "洪水冲垮了桥" }],
    ["not-in-text", { fact: "urgency", value: "yes", quote: "13800138000" }],
    ["not-in-text", { fact: "urgency", value: "yes", quote: "汛" }],
    ["must-be-asked", { fact: "crime", value: "no", quote: "汛期到了" }],
    ["must-be-asked", { fact: "knowing", value: "none", quote: "汛期到了" }],
    ["must-be-asked", { fact: "knowing", value: "indifferent", quote: "汛期到了" }],
    ["not-said", { fact: "procedure", value: "later", quote: "汛期到了" }],
    ["not-said", { fact: "crime", value: "unsure", quote: "汛期到了" }],
  ])("are dropped as %s: %j", (reason, given) => {
    const { facts: taken, dropped } = propose(given);
    expect(taken).toEqual([]);
    expect(dropped.map((one) => one.reason)).toEqual([reason]);
  });

  it("say of red lines and motives what speaks against the person, or that it is not clear", () => {
    expect(
      propose(
        { fact: "crime", value: "unsure", quote: "算不算犯罪我说不清" },
        { fact: "knowing", value: "wilful", quote: "当时明知不允许" },
      ).facts.map(({ fact, value }) => [fact, value]),
    ).toEqual([
      ["crime", "unsure"],
      ["knowing", "wilful"],
    ]);
  });

  it("drop all that rest on one phrase where it is to carry more facts than words can", () => {
    const quote = story.masked.slice(0, story.masked.indexOf("算不算"));
    const { facts: taken, dropped } = propose(
      { fact: "urgency", value: "yes", quote },
      { fact: "procedure", value: "later", quote },
      { fact: "knowing", value: "wilful", quote },
      { fact: "crime", value: "unsure", quote: "算不算犯罪我说不清" },
    );
    expect(taken.map(({ fact }) => fact)).toEqual(["crime"]);
    expect(dropped.map(({ reason }) => reason)).toEqual(Array.from({ length: 3 }, () => "overstretched"));
  });

  it("drop both of two values of one fact, and one of two that agree", () => {
    const { facts: taken, dropped } = propose(
      { fact: "urgency", value: "yes", quote: "汛期到了" },
      { fact: "urgency", value: "no", quote: "修护栏就不算紧急了" },
      { fact: "procedure", value: "later", quote: "手续后来补办了" },
      { fact: "procedure", value: "later", quote: "后来补办" },
    );
    expect(taken.map(({ fact }) => fact)).toEqual(["procedure"]);
    expect(dropped.map(({ reason }) => reason)).toEqual(["contradiction", "contradiction", "repeated"]);
  });

  it("are looked at up to a number", () => {
    const many = Array.from({ length: proposalLimit + 5 }, () => ({ fact: "x", value: "y", quote: "zz" }));
    expect(propose(...many).dropped).toHaveLength(proposalLimit);
  });

  it("leave nothing but known values with literal words, whatever a model returns", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom("urgency", "crime", "knowing", "yes", "no", "none", "unsure", "汛期到了", "〔电话〕里"),
    );
    const item = fc.oneof(
      fc.record({ fact: text, value: text, quote: text }),
      fc.anything() as fc.Arbitrary<object>,
    );
    const returned = fc.oneof(
      fc.record({ facts: fc.array(item, { maxLength: 12 }) }),
      fc.anything() as fc.Arbitrary<object>,
    );
    fc.assert(
      fc.property(returned, (value) => {
        const { facts: taken } = checkProposals(value, story, facts);
        expect(new Set(taken.map(({ fact }) => fact)).size).toBe(taken.length);
        for (const { fact: id, value: proposed, span } of taken) {
          const fact = facts.find((one) => one.id === id) as StoryFact;
          expect(proposed === "unsure" || fact.values.some((one) => one.id === proposed)).toBe(true);
          expect(mayBeProposed(fact, proposed)).toBe(true);
          expect(story.original.slice(span.start, span.end)).toBe(span.text);
        }
      }),
    );
  });
});
