import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoredMatter, storedMatter } from "../../../src/app/precheck/stored-matter.ts";
import { mayBeProposed, type Proposal } from "../../../src/core/precheck/extraction.ts";
import type { Matter, Move } from "../../../src/core/precheck/interview.ts";
import { confirmedTogether, type StoryState, settled } from "../../../src/core/precheck/story.ts";
import { storyFacts } from "../../../src/core/precheck/story-facts.ts";
import {
  answeredMatter,
  at,
  interviewerWith,
  openMatter,
  storyInterviewer,
} from "../../precheck-interviewer.ts";
import { newest } from "../../rules/shipped.ts";

const facts = storyFacts(newest.ruleSet, [newest.ruleSet]);
const proposal = (fact: string, value: string): Proposal => ({
  fact,
  value,
  span: { start: 0, end: 2, text: "原话" },
});
const urgency = proposal("urgency", "yes");
const procedure = proposal("procedure", "later");
const knowing = proposal("knowing", "wilful");

const attempt = (matter: Matter, move: Move) => storyInterviewer.move(matter, move, at);
function movedOn(matter: Matter, ...moves: readonly Move[]): Matter {
  return moves.reduce((now, move) => {
    const result = attempt(now, move);
    if (!result.ok) throw new Error(`${move.type} was refused: ${result.problem}`);
    return result.matter;
  }, matter);
}
const problemOf = (matter: Matter, move: Move) => {
  const result = attempt(matter, move);
  return result.ok ? null : result.problem;
};
const propose = (...proposals: readonly Proposal[]): Move => ({ type: "propose", model: "m", proposals });
const agreed = (): Matter => movedOn(openMatter(), { type: "story" }, { type: "story-consent" });
const told = (): Matter => movedOn(agreed(), { type: "story-told" });
const proposed = (...proposals: readonly Proposal[]): Matter => movedOn(told(), propose(...proposals));

describe("a story within a matter", () => {
  it("is told only where questions are asked, and after consent to it", () => {
    expect(problemOf(openMatter(), { type: "story-consent" })).toBe("out-of-step");
    expect(problemOf(openMatter(), propose(urgency))).toBe("out-of-step");
    const noticed = movedOn(openMatter(), { type: "story" });
    expect(problemOf(noticed, { type: "story" })).toBe("out-of-step");
    expect(problemOf(noticed, propose(urgency))).toBe("out-of-step");
    expect(movedOn(noticed, { type: "story-consent" }).storyConsentAt).toBe(at);
    expect(problemOf(openMatter(), { type: "story-end" })).toBe("out-of-step");
  });

  it("needs new consent where others read stories than those it was given for", () => {
    const others = interviewerWith("fake-model", "of-another-company");
    const moved = (matter: Matter, move: Move): Matter => {
      const result = others.move(matter, move, at);
      if (!result.ok) throw new Error(result.problem);
      return result.matter;
    };
    // Told already, but not yet given out; about to be told; told later.
    expect(others.stage(told()).type).toBe("questions");
    expect(others.stage(agreed()).type).toBe("story-notice");
    expect(others.move(agreed(), { type: "story-told" }, at)).toEqual({ ok: false, problem: "out-of-step" });
    const later = moved(movedOn(agreed(), { type: "story-end" }), { type: "story" });
    expect(others.stage(later).type).toBe("story-notice");
    const again = moved(later, { type: "story-consent" });
    expect(others.stage(again).type).toBe("story");
    expect(again.storyConsentTo).toEqual(["fake-model@127.0.0.1", "of-another-company@127.0.0.1"]);
    // And back: fewer are others, too.
    expect(storyInterviewer.stage(again).type).toBe("story-notice");
    // The same in another order are the same.
    expect(interviewerWith("of-another-company", "fake-model").stage(again).type).toBe("story");
  });

  it("shows its notice again where that named others than would read it now", () => {
    const others = interviewerWith("of-another-company");
    const noticed = movedOn(openMatter(), { type: "story" });
    const first = others.move(noticed, { type: "story-consent" }, at);
    if (!first.ok) throw new Error(first.problem);
    expect(first.matter.storyConsentAt).toBeNull();
    expect(others.view(first.matter).step).toMatchObject({
      type: "story-notice",
      model: { names: ["of-another-company"] },
    });
    expect(others.move(first.matter, { type: "story-consent" }, at)).toMatchObject({
      ok: true,
      matter: { storyConsentAt: at, storyConsentTo: ["of-another-company@127.0.0.1"] },
    });
  });

  it("shows its proposals in the order of the pages", () => {
    const matter = proposed(urgency, proposal("report", "yes"), knowing, procedure);
    expect(storyInterviewer.stage(matter)).toMatchObject({ type: "proposals", page: "threshold", later: 3 });
    const next = movedOn(matter, { type: "confirm", facts: ["report"] });
    expect(storyInterviewer.stage(next)).toMatchObject({ page: "motive", later: 2 });
  });

  it("takes only what is shown, each once", () => {
    const matter = proposed(urgency, procedure, knowing);
    for (const facts of [[], ["urgency"], ["knowing", "urgency"], ["crime"]])
      for (const type of ["confirm", "reject"] as const)
        expect(problemOf(matter, { type, facts })).toBe("unknown-name");
    const twice: Move = { type: "confirm", facts: ["knowing", "knowing"] };
    expect(movedOn(matter, twice).answers).toMatchObject([{ fact: "knowing", source: "confirmed" }]);
    expect(problemOf(agreed(), { type: "confirm", facts: ["urgency"] })).toBe("out-of-step");
  });

  it("proposes nothing that was answered, is not asked, may not be proposed, or is left to the person", () => {
    const read = movedOn(
      openMatter(),
      { type: "answers", facts: { urgency: "no" }, source: "pressed" },
      { type: "story" },
      { type: "story-consent" },
      { type: "story-told" },
      propose(
        urgency,
        proposal("outcome", "exempt"),
        proposal("procedure", "exempt"),
        proposal("knowing", "none"),
        proposal("privateGain", "none"),
        proposal("crime", "yes"),
      ),
    );
    expect(read.story).toBeNull();
    expect(read.answers).toMatchObject([{ fact: "urgency", value: "no", source: "pressed" }]);
  });

  it("lets go of a proposal whose fact is answered otherwise, and of all at the way back", () => {
    const matter = proposed(urgency, procedure);
    const answered = movedOn(matter, { type: "answers", facts: { urgency: "no" }, source: "page" });
    expect(answered.story).toMatchObject({ proposals: [procedure] });
    expect(movedOn(answered, { type: "back" })).toMatchObject({
      story: null,
      answers: [{ fact: "urgency", value: "no", source: "page" }],
    });
    const stopped = movedOn(matter, { type: "answers", facts: { crime: "yes" }, source: "page" });
    expect(stopped.story).toBeNull();
    expect(storyInterviewer.stage(stopped)).toMatchObject({ type: "result", stopped: true });
  });

  it("proposes nothing more where a confirmation leaves nothing to ask", () => {
    const gain = proposal("privateGain", "gain");
    const matter = movedOn(
      answeredMatter({ report: "yes", involved: "yes", duty: "duty", error: "breach" }),
      { type: "story" },
      { type: "story-consent" },
      { type: "story-told" },
      propose(gain, urgency),
    );
    const settledMatter = movedOn(matter, { type: "confirm", facts: ["privateGain"] });
    expect(settledMatter.story).toBeNull();
    expect(storyInterviewer.stage(settledMatter).type).toBe("result");
    const rejected = movedOn(matter, { type: "reject", facts: ["privateGain"] });
    expect(rejected.story).toMatchObject({ proposals: [urgency] });
  });

  it("is stored with its matter, and matters of before there were stories are read", () => {
    const matter = proposed(urgency);
    expect(StoredMatter.parse(JSON.parse(storedMatter(matter)))).toMatchObject({ story: matter.story });
    const { story: _, storyConsentAt: __, storyConsentTo: ___, ...older } = matter;
    expect(StoredMatter.parse({ form: 1, ...older })).toMatchObject({ story: null, storyConsentAt: null });
    // Nobody knows any more to whom it was.
    const before = StoredMatter.parse({ form: 1, ...older, storyConsentAt: at, story: { stage: "telling" } });
    expect(storyInterviewer.stage(before).type).toBe("story-notice");
    const noticed = StoredMatter.parse({ form: 1, ...older, story: { stage: "notice" } });
    const shown = movedOn(noticed, { type: "story-consent" });
    expect(storyInterviewer.stage(shown).type).toBe("story-notice");
  });

  it("is read from when it was told, and by nobody any more where the person left it or went away", () => {
    expect(problemOf(agreed(), propose(urgency))).toBe("out-of-step");
    const reading = told();
    expect(storyInterviewer.stage(reading).type).toBe("story-reading");
    expect(reading.story).toEqual({ stage: "reading", since: reading.revision });
    expect(StoredMatter.parse(JSON.parse(storedMatter(reading)))).toMatchObject({ story: reading.story });
    for (const type of ["back", "pause", "story-end"] as const)
      expect(movedOn(reading, { type }).story).toBeNull();
    const again = movedOn(reading, { type: "story-end" }, { type: "story" }, { type: "story-told" });
    expect(again.story).not.toEqual(reading.story);
  });

  it("of which nothing came is remembered until the next move, and asks the questions", () => {
    const untold = movedOn(told(), { type: "story-end", why: "timeout" });
    expect(StoredMatter.parse(JSON.parse(storedMatter(untold)))).toMatchObject({ story: untold.story });
    expect(storyInterviewer.view(untold)).toMatchObject({ untold: "timeout", step: { type: "questions" } });
    for (const move of [
      { type: "pause" },
      { type: "answers", facts: { urgency: "no" }, source: "page" },
    ] as const)
      expect(movedOn(untold, move).story).toBeNull();
  });

  it("ends when its last proposal is settled", () => {
    const story: StoryState = { stage: "confirming", model: "m", proposals: [urgency, procedure] };
    expect(settled(story, ["urgency"])).toEqual({ ...story, proposals: [procedure] });
    expect(settled(story, ["urgency", "procedure"])).toBeNull();
    expect(settled({ stage: "telling" }, ["urgency"])).toEqual({ stage: "telling" });
    expect(settled(null, ["urgency"])).toBeNull();
  });
});

describe("whatever is proposed, confirmed and rejected", () => {
  const anyProposal = fc
    .constantFrom(...facts)
    .chain(({ id, values }) =>
      fc.constantFrom(...values.map((value) => value.id), "unsure").map((value) => proposal(id, value)),
    );
  const anyMove = fc.oneof(
    fc.constantFrom<Move>(
      { type: "story" },
      { type: "story-consent" },
      { type: "story-told" },
      { type: "story-end" },
      { type: "back" },
      { type: "pause" },
    ),
    fc.array(anyProposal, { maxLength: 8 }).map((all): Move => propose(...all)),
    fc.constantFrom<Move>({ type: "confirm", facts: ["shown"] }, { type: "reject", facts: ["shown"] }),
  );
  /** Stands for the facts that are shown. */
  const aimed = (move: Move, matter: Matter): Move => {
    const stage = storyInterviewer.stage(matter);
    if ((move.type !== "confirm" && move.type !== "reject") || stage.type !== "proposals") return move;
    return { type: move.type, facts: stage.proposals.map(({ fact }) => fact) };
  };

  it("only a confirmation answers, and it answers nothing good of a red line or a motive", () => {
    const byId = new Map(facts.map((fact) => [fact.id, fact]));
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 25 }), (moves) => {
        let matter = answeredMatter({ report: "yes" });
        for (const given of moves) {
          const result = attempt(matter, aimed(given, matter));
          if (!result.ok) continue;
          if (given.type !== "confirm") expect(result.matter.answers).toEqual(matter.answers);
          matter = result.matter;
        }
        for (const { fact: id, value, source } of matter.answers.slice(1)) {
          const fact = byId.get(id);
          expect(source).toBe("confirmed");
          expect(fact !== undefined && mayBeProposed(fact, value)).toBe(true);
          if (fact !== undefined && !confirmedTogether(fact)) expect(value).not.toBe(fact.order?.[0]);
        }
      }),
    );
  });
});
