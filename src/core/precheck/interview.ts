/**
 * The pre-check interview (预审) as a fold over moves. What is kept of a matter (事项) is its answers, so that going back,
 * editing, pausing, another channel and another release of the program cost nothing:
 *
 *   consent → jurisdiction → dates → threshold → red-line checklist → the six looks → result
 *
 * Asked is only what can still change the result; which facts those are, the rules say exactly.
 */
import type { Day } from "../law/types.ts";
import type { Pinned } from "../rules/record.ts";
import type { Fact, FactId, Form } from "../rules/types.ts";
import { type GivenAnswer, pageOfFact, type QuestionPage } from "./answers.ts";
import type { Proposal } from "./extraction.ts";
import {
  agreedTo,
  openProposals,
  type ProposalPage,
  proposalPage,
  type StoryState,
  settled,
} from "./story.ts";
import type { StoryFact } from "./story-facts.ts";

export { type GivenAnswer, pageOfFact, type QuestionPage } from "./answers.ts";

export const answerSources = ["pressed", "typed", "page", "confirmed"] as const;
/** Where an answer came from, for the record; `confirmed`: proposed out of a story, and confirmed by the person. */
export type AnswerSource = (typeof answerSources)[number];

/** Milliseconds since 1970. */
type Moment = number;

export interface Given {
  readonly value: GivenAnswer;
  readonly source: AnswerSource;
  readonly at: Moment;
}

/** An answer with what was answered before it was changed, the oldest first. */
export interface Answered extends Given {
  readonly fact: FactId;
  readonly earlier: readonly Given[];
}

/** What a matter was decided under: kept, so that it ends under the rules it began with. */
export interface Pins {
  readonly act: Pinned;
  readonly decision: Pinned;
  readonly overlays: readonly Pinned[];
}

/** A place to go back to: a step before the questions, or a question. */
export type Place = "jurisdiction" | "dates" | { readonly fact: FactId };

export interface Matter {
  /** Unguessable. */
  readonly id: string;
  /** 1, 2 …: the matters of a person in their order. */
  readonly number: number;
  /** Rises with each change. */
  readonly revision: number;
  readonly startedAt: Moment;
  readonly changedAt: Moment;
  readonly consentAt: Moment | null;
  /** Null: not asked yet; empty: the national rules alone. */
  readonly jurisdictions: readonly string[] | null;
  readonly actDate: Day | null;
  readonly decisionDate: Day | null;
  /** Null until both days are known. */
  readonly pins: Pins | null;
  /** In the order in which they were first given: the numbers of the questions. */
  readonly answers: readonly Answered[];
  /** To be asked again, before anything else. */
  readonly asking: readonly Place[];
  /** Entries of the checklist ticked so far (有，或者不清楚). */
  readonly ticked: readonly FactId[];
  readonly paused: boolean;
  /** Also what no longer matters is asked (补全六看). */
  readonly complete: boolean;
  /** When it was taken to another channel; absent: it was not, or has gone on here since. */
  readonly continuedAt?: Moment | undefined;
  /** A story under way; null: none. */
  readonly story: StoryState | null;
  /** When it was agreed that models read a story of this matter. */
  readonly storyConsentAt: Moment | null;
  /** To which recipients; null: it was not, or nobody knows. */
  readonly storyConsentTo: readonly string[] | null;
}

export type Move =
  | { readonly type: "consent" }
  | { readonly type: "jurisdiction"; readonly ids: readonly string[] }
  /** `decision` null: still to be given; the step stays. */
  | { readonly type: "dates"; readonly act: Day; readonly decision: Day | null }
  | {
      readonly type: "answers";
      readonly facts: Readonly<Record<FactId, GivenAnswer>>;
      readonly source: AnswerSource;
    }
  /** Ticks or unticks entries of the checklist. */
  | { readonly type: "tick"; readonly facts: readonly FactId[] }
  /** Ends the checklist: what is not ticked is answered with its best value, what is ticked is asked one by one. */
  | { readonly type: "ticked"; readonly source: AnswerSource }
  /** To the question or step before. */
  | { readonly type: "back" }
  /** Asks an answered question again; later answers stay. */
  | { readonly type: "edit"; readonly fact: FactId }
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** 补全六看. */
  | { readonly type: "complete" }
  /** Takes the newest rules instead of the pinned ones. */
  | { readonly type: "recompute" }
  /** 把经过说一说: first the notice, where it was not agreed to yet. */
  | { readonly type: "story" }
  | { readonly type: "story-consent" }
  /** The story was told, and is given to a model. */
  | { readonly type: "story-told" }
  /** Back to the questions; what was proposed is gone. `why`: nothing came of the story, as a code. */
  | { readonly type: "story-end"; readonly why?: string }
  /** What a model read out of the story. */
  | { readonly type: "propose"; readonly model: string; readonly proposals: readonly Proposal[] }
  /** Proposals of the page that is shown: confirmed they are answers, rejected they are asked. */
  | { readonly type: "confirm" | "reject"; readonly facts: readonly FactId[] };

/** Why a move was refused; nothing changed. */
export type MoveProblem =
  | "out-of-step"
  | "unknown-name"
  | "date-order"
  | "date-future"
  | "date-uncovered"
  /** The rules the matter is pinned to are not held any more. */
  | "rules-gone"
  | "nothing-before"
  /** There is no model that could read a story. */
  | "no-model";

/** Where a matter stands. */
export type Stage =
  | { readonly type: "consent" | "jurisdiction" | "dates" | "story-notice" | "story" | "story-reading" }
  | ({ readonly type: "proposals" } & ProposalPage)
  /** At least one question, in the order in which they are best asked. */
  | { readonly type: "questions"; readonly page: QuestionPage; readonly facts: readonly FactId[] }
  | { readonly type: "result"; readonly stopped: boolean; readonly completable: boolean };

/** What the rules of one matter say of its answers. */
export interface MatterRules {
  readonly facts: readonly StoryFact[];
  /** Facts that can still change the result and were not answered 不清楚, in the order to ask. */
  next(form: Form): readonly FactId[];
}

/** The rules a matter can be under. */
export interface InterviewRules {
  readonly jurisdictions: readonly { readonly id: string; readonly title: string }[];
  /** First day that the rules cover. */
  readonly firstDay: Day;
  /** The rules of two days, as they are now. */
  pin(actDate: Day, decisionDate: Day, jurisdictions: readonly string[]): Pins;
  /** Rules once pinned, whatever was published since. */
  under(matter: Pinnable): MatterRules;
}

/** What decides which rules a matter is under. */
export type Pinnable = Readonly<Pick<Matter, "pins" | "actDate" | "decisionDate" | "jurisdictions">>;

/**
 * Answers at which the interview stops asking: nobody has to incriminate themselves here, and details of a suspected crime
 * belong to the organs in charge.
 */
const stoppingAnswers: Form = { crime: "yes" };

/** Tells whether a fact is left to the person alone: it could end the interview, and no model is to look for it. */
export const isPersonal = ({ id }: Pick<Fact, "id">): boolean => Object.hasOwn(stoppingAnswers, id);

export const beginMatter = (id: string, number: number, at: Moment): Matter => ({
  id,
  number,
  revision: 1,
  startedAt: at,
  changedAt: at,
  consentAt: null,
  jurisdictions: null,
  actDate: null,
  decisionDate: null,
  pins: null,
  answers: [],
  asking: [],
  ticked: [],
  paused: false,
  complete: false,
  story: null,
  storyConsentAt: null,
  storyConsentTo: null,
});

export const formOfMatter = ({ answers }: Pick<Matter, "answers">): Record<FactId, GivenAnswer> =>
  Object.fromEntries(answers.map(({ fact, value }) => [fact, value]));

/** Tells whether a matter has both days, and so rules. */
export const hasRules = (matter: Pinnable): boolean => matter.pins !== null;

/** Where a matter stands: a function of what was answered, in whatever order. */
export function stageOf(matter: Matter, rules: InterviewRules): Stage {
  const { consentAt, jurisdictions, asking, pins } = matter;
  const first = asking[0];
  if (consentAt === null) return { type: "consent" };
  if (jurisdictions === null || first === "jurisdiction") return { type: "jurisdiction" };
  if (pins === null || first === "dates") return { type: "dates" };
  const { facts, next } = rules.under(matter);
  const told = storyStage(matter.story, facts);
  if (told !== null) return told;
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const again = first === undefined ? undefined : byId.get(first.fact);
  if (again !== undefined) return { type: "questions", page: pageOfFact(again), facts: [again.id] };
  const form = formOfMatter(matter);
  const stopped = stops(form);
  const open = stopped ? [] : next(form);
  const rest = stopped || open.length > 0 ? [] : facts.filter(({ id }) => form[id] === undefined);
  const wanted = open.length > 0 ? open : matter.complete ? rest.map(({ id }) => id) : [];
  const page = wanted[0] === undefined ? null : pageOfFact(byId.get(wanted[0]) as Fact);
  if (page === null) return { type: "result", stopped, completable: rest.length > 0 };
  return {
    type: "questions",
    page,
    facts: wanted.filter((id) => pageOfFact(byId.get(id) as Fact) === page),
  };
}

/** Steps of a story, which the way back leaves altogether. */
const storyStages: ReadonlySet<string> = new Set(["story-notice", "story", "story-reading", "proposals"]);

const stops = (form: Form): boolean =>
  Object.entries(stoppingAnswers).some(([fact, value]) => form[fact] === value);

/** Where a story stands; null where there is none, or nothing of it is left to show. */
function storyStage(story: StoryState | null, facts: readonly StoryFact[]): Stage | null {
  if (story === null) return null;
  if (story.stage === "notice") return { type: "story-notice" };
  if (story.stage === "telling") return { type: "story" };
  if (story.stage === "reading") return { type: "story-reading" };
  if (story.stage === "untold") return null;
  const page = proposalPage(story.proposals, facts);
  return page === null ? null : { type: "proposals", ...page };
}

/** What comes of a move: the matter changed, or why not. */
export type Moved =
  | { readonly ok: true; readonly matter: Matter }
  | { readonly ok: false; readonly problem: MoveProblem };

const refused = (problem: MoveProblem): Moved => ({ ok: false, problem });

/** When a move is made, which day it is then in Beijing, and to whom a story would go. */
export interface Now {
  readonly at: Moment;
  readonly today: Day;
  readonly recipients: readonly string[];
}

export function moveMatter(matter: Matter, move: Move, rules: InterviewRules, now: Now): Moved {
  const { continuedAt: _, ...here } = matter;
  const changed = (change: Partial<Matter>): Moved => ({
    ok: true,
    matter: {
      ...here,
      paused: false,
      story: matter.story?.stage === "untold" ? null : matter.story,
      ...change,
      revision: matter.revision + 1,
      changedAt: now.at,
    },
  });
  const stage = stageOf(matter, rules);
  switch (move.type) {
    case "consent":
      return stage.type === "consent" ? changed({ consentAt: now.at }) : refused("out-of-step");
    case "jurisdiction": {
      if (stage.type === "consent") return refused("out-of-step");
      const known = new Set(rules.jurisdictions.map(({ id }) => id));
      if (!move.ids.every((id) => known.has(id))) return refused("unknown-name");
      const jurisdictions = [...new Set(move.ids)];
      return changed({ jurisdictions, asking: [], ...pinned(rules, { ...matter, jurisdictions }) });
    }
    case "dates":
      if (matter.consentAt === null || matter.jurisdictions === null) return refused("out-of-step");
      return dated(matter, move, rules, now.today, changed);
    case "answers":
      return answered(matter, move, rules, now.at, changed);
    case "tick":
    case "ticked":
      if (stage.type !== "questions" || stage.page !== "checklist") return refused("out-of-step");
      return move.type === "tick"
        ? ticking(matter, stage.facts, move.facts, changed)
        : tickedOff(matter, stage.facts, rules, { source: move.source, at: now.at }, changed);
    case "back": {
      if (storyStages.has(stage.type)) return changed({ story: null });
      const place = placeBefore(matter, stage);
      return place === null ? refused("nothing-before") : changed({ asking: [place], ticked: [] });
    }
    case "edit":
      return matter.answers.some(({ fact }) => fact === move.fact)
        ? changed({ asking: [{ fact: move.fact }] })
        : refused("unknown-name");
    case "pause":
      // Whoever leaves does not leave a model reading.
      return changed({ paused: true, ...(stage.type === "story-reading" ? { story: null } : {}) });
    case "resume":
      return changed({});
    case "complete":
      return stage.type === "result" && stage.completable
        ? changed({ complete: true })
        : refused("out-of-step");
    case "recompute":
      return hasRules(matter) ? changed(pinned(rules, matter)) : refused("out-of-step");
    case "story":
    case "story-consent":
    case "story-told":
    case "story-end":
    case "propose":
    case "confirm":
    case "reject":
      return storyMove(matter, stage, move, rules, now, changed);
  }
}

type Changed = (change: Partial<Matter>) => Moved;

/** The rules of a matter's days as they are now; none where a day is missing. */
const pinned = (
  rules: InterviewRules,
  { actDate, decisionDate, jurisdictions }: Pinnable,
): Pick<Matter, "pins"> => ({
  pins:
    actDate === null || decisionDate === null ? null : rules.pin(actDate, decisionDate, jurisdictions ?? []),
});

function dated(
  matter: Matter,
  { act, decision }: Extract<Move, { type: "dates" }>,
  rules: InterviewRules,
  today: Day,
  changed: Changed,
): Moved {
  if (act > today || (decision !== null && decision > today)) return refused("date-future");
  if (act < rules.firstDay) return refused("date-uncovered");
  if (decision !== null && decision < act) return refused("date-order");
  const dates = { actDate: act, decisionDate: decision };
  const asking: readonly Place[] = decision === null ? ["dates"] : [];
  return changed({ ...dates, asking, ...pinned(rules, { ...matter, ...dates }) });
}

function answered(
  matter: Matter,
  { facts, source }: Extract<Move, { type: "answers" }>,
  rules: InterviewRules,
  at: Moment,
  changed: Changed,
): Moved {
  if (!hasRules(matter)) return refused("out-of-step");
  const known = new Map(rules.under(matter).facts.map((fact) => [fact.id, fact]));
  const given = Object.entries(facts);
  const fits = ([id, value]: (typeof given)[number]): boolean =>
    known.get(id)?.values.some((one) => value === "unsure" || one.id === value) ?? false;
  if (given.length === 0 || !given.every(fits)) return refused("unknown-name");
  const asking = matter.asking.filter(
    (place) => typeof place === "string" || facts[place.fact] === undefined,
  );
  const ticked = matter.ticked.filter((fact) => facts[fact] === undefined);
  const answers = withAnswers(matter.answers, given, { source, at });
  const form = formOfMatter({ answers });
  // Where nothing more is asked, nothing more is proposed either.
  const over = stops(form) || (!matter.complete && rules.under(matter).next(form).length === 0);
  const story = over ? null : settled(matter.story, Object.keys(facts));
  return changed({ answers, asking, ticked, story });
}

type StoryMove = Extract<
  Move,
  { type: "story" | "story-consent" | "story-told" | "story-end" | "propose" | "confirm" | "reject" }
>;

function storyMove(
  matter: Matter,
  stage: Stage,
  move: StoryMove,
  rules: InterviewRules,
  { at, recipients }: Now,
  changed: Changed,
): Moved {
  switch (move.type) {
    case "story":
      if (stage.type !== "questions") return refused("out-of-step");
      return changed({
        story: agreedTo(matter.storyConsentTo, recipients)
          ? { stage: "telling" }
          : { stage: "notice", to: recipients },
      });
    case "story-consent":
      if (stage.type !== "story-notice" || matter.story?.stage !== "notice") return refused("out-of-step");
      // The notice named others: it is shown again, for consent is to who is named.
      return agreedTo(matter.story.to, recipients)
        ? changed({ story: { stage: "telling" }, storyConsentAt: at, storyConsentTo: recipients })
        : changed({ story: { stage: "notice", to: recipients } });
    case "story-told":
      return stage.type === "story"
        ? changed({ story: { stage: "reading", since: matter.revision + 1 } })
        : refused("out-of-step");
    case "story-end":
      if (matter.story === null) return refused("out-of-step");
      return changed({ story: move.why === undefined ? null : { stage: "untold", why: move.why } });
    case "propose": {
      if (stage.type !== "story-reading") return refused("out-of-step");
      const answered = new Set(matter.answers.map(({ fact }) => fact));
      const facts = rules.under(matter).facts.filter((fact) => !isPersonal(fact));
      const proposals = openProposals(move.proposals, facts, answered);
      const { model } = move;
      return changed({ story: proposals.length === 0 ? null : { stage: "confirming", model, proposals } });
    }
    case "confirm":
    case "reject":
      return settling(matter, stage, move, rules, at, changed);
  }
}

function settling(
  matter: Matter,
  stage: Stage,
  { type, facts }: Extract<StoryMove, { type: "confirm" | "reject" }>,
  rules: InterviewRules,
  at: Moment,
  changed: Changed,
): Moved {
  if (stage.type !== "proposals") return refused("out-of-step");
  const chosen = stage.proposals.filter(({ fact }) => facts.includes(fact));
  if (facts.length === 0 || chosen.length !== new Set(facts).size) return refused("unknown-name");
  if (type === "reject") return changed({ story: settled(matter.story, facts) });
  const values = Object.fromEntries(chosen.map(({ fact, value }) => [fact, value]));
  return answered(matter, { type: "answers", facts: values, source: "confirmed" }, rules, at, changed);
}

/** An answer given again as it was is no change. */
function withAnswers(
  before: readonly Answered[],
  given: readonly (readonly [FactId, GivenAnswer])[],
  how: Omit<Given, "value">,
): readonly Answered[] {
  const fresh = new Map(given);
  const kept = before.map((old): Answered => {
    const value = fresh.get(old.fact);
    if (value === undefined || value === old.value) return old;
    const { fact, earlier, ...last } = old;
    return { fact, value, ...how, earlier: [...earlier, last] };
  });
  const had = new Set(before.map(({ fact }) => fact));
  const added = given
    .filter(([fact]) => !had.has(fact))
    .map(([fact, value]): Answered => ({ fact, value, ...how, earlier: [] }));
  return [...kept, ...added];
}

function ticking(
  { ticked }: Matter,
  offered: readonly FactId[],
  facts: readonly FactId[],
  changed: Changed,
): Moved {
  if (!facts.every((fact) => offered.includes(fact))) return refused("unknown-name");
  const now = new Set(ticked);
  for (const fact of facts) if (!now.delete(fact)) now.add(fact);
  return changed({ ticked: offered.filter((fact) => now.has(fact)) });
}

function tickedOff(
  matter: Matter,
  offered: readonly FactId[],
  rules: InterviewRules,
  how: Omit<Given, "value">,
  changed: Changed,
): Moved {
  const byId = new Map(rules.under(matter).facts.map((fact) => [fact.id, fact]));
  const given = offered
    .filter((fact) => !matter.ticked.includes(fact))
    // A red line always has a best value: its lint demands an order.
    .map((fact) => [fact, byId.get(fact)?.order?.[0] ?? "unsure"] as const);
  return changed({
    answers: withAnswers(matter.answers, given, how),
    asking: offered.filter((fact) => matter.ticked.includes(fact)).map((fact) => ({ fact })),
    ticked: [],
  });
}

/** The question or step before the one shown; null at the beginning. */
function placeBefore({ answers, asking, decisionDate }: Matter, stage: Stage): Place | null {
  if (stage.type === "consent" || stage.type === "jurisdiction") return null;
  if (stage.type === "dates") return "jurisdiction";
  const here = asking[0];
  const shown = typeof here === "object" ? answers.findIndex(({ fact }) => fact === here.fact) : -1;
  const before = answers[(shown === -1 ? answers.length : shown) - 1];
  if (before !== undefined) return { fact: before.fact };
  return decisionDate === null ? "jurisdiction" : "dates";
}
