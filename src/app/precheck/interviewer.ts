/** The interview over the rules that are held: which rules a matter is under, what it shows, and where a move leads. */
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
import { compareForms, type FormComparison } from "../../core/precheck/compare-forms.ts";
import {
  type Answered,
  formOfMatter,
  hasRules,
  type InterviewRules,
  isPersonal,
  type Matter,
  type Move,
  type Moved,
  moveMatter,
  type Pinnable,
  type Stage,
  stageOf,
} from "../../core/precheck/interview.ts";
import type { Report } from "../../core/precheck/report.ts";
import type { PrecheckResult } from "../../core/precheck/result.ts";
import { agreedTo, confirmedTogether } from "../../core/precheck/story.ts";
import { type StoryFact, storyFacts } from "../../core/precheck/story-facts.ts";
import { bearingFacts } from "../../core/precheck/telling-facts.ts";
import { readablePart } from "../../core/rules/by-version.ts";
import { nextQuestions } from "../../core/rules/explain.ts";
import { readForm } from "../../core/rules/space.ts";
import type { Fact, FactId, Form } from "../../core/rules/types.ts";
import type {
  AnsweredView,
  MatterView,
  OpenRule,
  ProposalView,
  QuestionView,
  Step,
  StoryModel,
} from "../../ports/interviews.ts";
import type { PrecheckRequest } from "../../ports/precheck.ts";
import type { Instant } from "../../ports/time.ts";
import { answerWords } from "../../text/interview.ts";
import { type Evaluator, printBasis } from "./precheck.ts";
import { explainedByDecision } from "./report.ts";
import type { PinnedRules, RuleBook } from "./rule-book.ts";

/** The rules that a matter is pinned to are not held any more. */
export class PinnedRulesMissingError extends Error {
  readonly code = "precheck.pinned-missing";

  constructor(matter: Pinnable) {
    const { act, decision } = matter.pins ?? {};
    super(
      `rules ${act?.version} and ${decision?.version} of an open matter are not held; put their files back`,
    );
    this.name = "PinnedRulesMissingError";
  }
}

export interface InterviewerOptions {
  readonly book: RuleBook;
  readonly catalogue: Catalogue;
  readonly evaluate: Evaluator;
  /** Makes the report of what was evaluated. */
  readonly report: (
    request: PrecheckRequest,
    result: PrecheckResult,
    act: PinnedRules,
    decision: PinnedRules,
  ) => Report;
  readonly today: () => Day;
  /** The models that read stories; null, or left out: none does. */
  readonly storyModel?: StoryModel | null;
}

export interface Interviewer {
  move(matter: Matter, move: Move, at: Instant): Moved;
  view(matter: Matter): MatterView;
  /** `unheld`: the rules it is pinned to are not held any more. */
  stage(matter: Matter): Stage | { readonly type: "unheld" };
  /** What a model may look for in a story of the matter: the facts under its rules that are open, and not left to the person. */
  askable(matter: Matter): readonly StoryFact[];
  /** The report of what is known so far; null where the days are not known, or the rules are not held. */
  reportOf(matter: Matter): Report | null;
  /** The decision record as JSON; null before the days are known, and where the rules are not held. */
  record(matter: Matter): unknown;
  /** Result and record of a matter whose days are known; null before. @throws {PinnedRulesMissingError} */
  evaluate(matter: Matter): ReturnType<Evaluator> | null;
  /** Whether there are days, and the rules they are under. */
  isComparable(matter: Matter): boolean;
  /** Sets comparable matters side by side. @throws {PinnedRulesMissingError} one is not comparable */
  compare(columns: readonly { readonly label: string; readonly matter: Matter }[]): FormComparison;
}

interface Both {
  readonly act: PinnedRules;
  readonly decision: PinnedRules;
}

export function createInterviewer(options: InterviewerOptions): Interviewer {
  const { book, catalogue, evaluate, report, today, storyModel = null } = options;

  const bothOf = (matter: Pinnable): Both => {
    const { pins, actDate, decisionDate } = matter;
    if (pins === null || actDate === null || decisionDate === null) throw new PinnedRulesMissingError(matter);
    const act = book.pinned(pins.act, pins.overlays, actDate);
    const decision = book.pinned(pins.decision, pins.overlays, decisionDate);
    if (act === null || decision === null) throw new PinnedRulesMissingError(matter);
    return { act, decision };
  };

  const isHeld = (matter: Matter): boolean => {
    try {
      if (matter.pins !== null) bothOf(matter);
      return true;
    } catch (error) {
      if (error instanceof PinnedRulesMissingError) return false;
      throw error;
    }
  };

  const setsOf = (...both: readonly PinnedRules[]) => [...new Set(both.map(({ compiled }) => compiled))];

  const requestOf = ({ actDate, decisionDate, jurisdictions }: Pinnable, facts: Form): PrecheckRequest => ({
    id: null,
    facts,
    actDate: actDate ?? today(),
    decisionDate: decisionDate ?? today(),
    jurisdictions: jurisdictions ?? [],
  });

  const rules: InterviewRules = {
    jurisdictions: book.jurisdictions,
    firstDay: book.firstDay ?? today(),
    pin(actDate, decisionDate, jurisdictions) {
      const [act, decision] = [book.on(actDate, jurisdictions), book.on(decisionDate, jurisdictions)];
      const seen = new Set(act.overlays.map(({ hash }) => hash));
      const added = decision.overlays.filter(({ hash }) => !seen.has(hash));
      return { act: act.pin, decision: decision.pin, overlays: [...act.overlays, ...added] };
    },
    under(matter) {
      const { act, decision } = bothOf(matter);
      return {
        facts: storyFacts(act.compiled.ruleSet, [act.compiled.ruleSet, decision.compiled.ruleSet]),
        next: (form) =>
          act === decision
            ? nextQuestions(act.compiled, readForm(act.compiled.model.space, form))
            : evaluate(act, decision, requestOf(matter, form)).result.next_questions,
      };
    },
  };

  const answeredView = (matter: Matter, step: Step): readonly AnsweredView[] => {
    if (matter.pins === null) return [];
    if (step.type === "unheld") return unheldAnswers(matter);
    const { act, decision } = bothOf(matter);
    const byId = new Map(act.compiled.ruleSet.facts.map((fact) => [fact.id, fact]));
    const fired = evaluated(matter)?.result.fired ?? [];
    const matters = bearingFacts(setsOf(act, decision), formOfMatter(matter), fired);
    return matter.answers.flatMap(({ fact: id, value, source, earlier }: Answered, at) => {
      const fact = byId.get(id);
      if (fact === undefined) return [];
      return [
        {
          fact: id,
          number: at + 1,
          look: fact.look,
          label: fact.label,
          answer: value,
          answerLabel: answerWords(fact, value),
          source,
          matters: matters.has(id),
          changes: earlier.length,
        },
      ];
    });
  };

  const presentPins = ({ actDate, decisionDate, jurisdictions }: Pinnable) =>
    rules.pin(actDate ?? today(), decisionDate ?? today(), jurisdictions ?? []);

  /** In the words of the rules as they are now; what these do not know is shown by its id. Nothing tells what bore on the result. */
  const unheldAnswers = (matter: Matter): readonly AnsweredView[] => {
    const { facts } = rules.under({ ...matter, pins: presentPins(matter) });
    const byId = new Map(facts.map((fact) => [fact.id, fact]));
    return matter.answers.map(({ fact: id, value, source, earlier }, at) => {
      const fact = byId.get(id);
      return {
        fact: id,
        number: at + 1,
        look: fact?.look ?? "threshold",
        label: fact?.label ?? id,
        answer: value,
        source,
        answerLabel: answerWords(fact ?? { values: [] }, value),
        matters: true,
        changes: earlier.length,
      };
    });
  };

  /** Under the rules as they are now, without the answers that these do not know. */
  const renewed = (matter: Matter): Matter => {
    const pins = presentPins(matter);
    const { facts } = rules.under({ ...matter, pins });
    const known = new Map(
      facts.map(({ id, values }) => [id, ["unsure", ...values.map((value) => value.id)]]),
    );
    return {
      ...matter,
      pins,
      answers: matter.answers.filter(({ fact, value }) => known.get(fact)?.includes(value)),
      asking: matter.asking.filter((place) => typeof place === "string" || known.has(place.fact)),
      ticked: matter.ticked.filter((fact) => known.has(fact)),
      // What was proposed was read under the rules before.
      story: null,
    };
  };

  /** The open rules that wait for a fact, with what they rest on. */
  const whyOf = (result: PrecheckResult, { act, decision }: Both, fact: FactId): readonly OpenRule[] =>
    result.open
      .filter(({ facts }) => facts.includes(fact))
      .flatMap(({ rule: id }) => {
        // A rule may be open under the decision day's rules alone.
        const rule = setsOf(act, decision)
          .flatMap(({ ruleSet }) => ruleSet.rules)
          .find((candidate) => candidate.id === id);
        if (rule === undefined) return [];
        const basis = rule.basis.map(({ passage }) => printBasis(passage, catalogue));
        return [
          {
            title: rule.title,
            basis: [...new Set(basis.map(({ document, article }) => `《${document}》${article ?? ""}`))],
          },
        ];
      });

  const questionView = (
    fact: Fact,
    matter: Matter,
    number: number,
    why: readonly OpenRule[],
  ): QuestionView => {
    const { id, look, label, question, help, example, values, evidence } = fact;
    const answer = matter.answers.find((given) => given.fact === id)?.value ?? null;
    return { fact: id, number, look, label, question, help, example, values, evidence, why, answer };
  };

  const questionsStep = (matter: Matter, stage: Extract<Stage, { type: "questions" }>): Step => {
    const both = bothOf(matter);
    const form = formOfMatter(matter);
    const byId = new Map(both.act.compiled.ruleSet.facts.map((fact) => [fact.id, fact]));
    const given = matter.answers.map(({ fact }) => fact);
    let fresh = given.length;
    const found = (facts: Form): PrecheckResult =>
      evaluate(both.act, both.decision, requestOf(matter, facts)).result;
    const standing = found(form);
    const questions = stage.facts.map((id) => {
      // A question asked again waits for what waited for it before it was answered.
      const { [id]: before, ...others } = form;
      const result = before === undefined ? standing : found(others);
      const number = given.includes(id) ? given.indexOf(id) + 1 : ++fresh;
      return questionView(byId.get(id) as Fact, matter, number, whyOf(result, both, id));
    });
    return { type: "questions", page: stage.page, questions };
  };

  const evaluated = (matter: Matter): ReturnType<Evaluator> | null => {
    if (matter.pins === null) return null;
    const { act, decision } = bothOf(matter);
    return evaluate(act, decision, requestOf(matter, formOfMatter(matter)));
  };

  const reportOf = (matter: Matter): Report => {
    const { act, decision } = bothOf(matter);
    const request = requestOf(matter, formOfMatter(matter));
    return report(request, evaluate(act, decision, request).result, act, decision);
  };

  const recipients = storyModel?.recipients ?? [];

  /**
   * A story cannot be told any more where the model was taken away meanwhile, and not without new consent where others would
   * read it; what was proposed stays to be confirmed.
   */
  const withModel = (matter: Matter): Matter => {
    const { story, storyConsentTo } = matter;
    if (story === null || story.stage === "confirming" || story.stage === "untold") return matter;
    if (storyModel === null) return { ...matter, story: null };
    if (story.stage === "notice" || agreedTo(storyConsentTo, recipients)) return matter;
    return { ...matter, story: story.stage === "telling" ? { stage: "notice", to: recipients } : null };
  };

  const proposalsStep = (matter: Matter, stage: Extract<Stage, { type: "proposals" }>): Step => {
    const byId = new Map(rules.under(matter).facts.map((fact) => [fact.id, fact]));
    const proposals = stage.proposals.map(({ fact: id, value, span }): ProposalView => {
      const fact = byId.get(id) as StoryFact;
      const { label, question } = fact;
      const answerLabel = answerWords(fact, value);
      return { fact: id, label, question, answerLabel, words: span.text, together: confirmedTogether(fact) };
    });
    return { type: "proposals", page: stage.page, proposals, later: stage.later };
  };

  const stageOfMatter = (matter: Matter): ReturnType<Interviewer["stage"]> =>
    isHeld(matter) ? stageOf(withModel(matter), rules) : { type: "unheld" };

  const stepOf = (matter: Matter): Step => {
    const stage = stageOfMatter(matter);
    switch (stage.type) {
      case "consent":
        return { type: "consent" };
      case "jurisdiction":
        return { type: "jurisdiction", options: rules.jurisdictions };
      case "dates":
        return { type: "dates", firstDay: rules.firstDay, today: today() };
      case "story-notice":
        return { type: "story-notice", model: storyModel as StoryModel };
      case "story":
        return { type: "story" };
      case "story-reading":
        return { type: "story-reading" };
      case "proposals":
        return proposalsStep(matter, stage as Extract<Stage, { type: "proposals" }>);
      case "questions":
        return questionsStep(matter, stage as Extract<Stage, { type: "questions" }>);
      case "result": {
        const { stopped, completable } = stage as Extract<Stage, { type: "result" }>;
        return { type: "result", report: reportOf(matter), stopped, completable };
      }
      case "unheld":
        return { type: "unheld", ruleset: (matter.pins as NonNullable<Matter["pins"]>).act };
    }
  };

  const leftOf = (matter: Matter, step: Step): number => {
    if (step.type !== "questions") return 0;
    return Math.max(step.questions.length, rules.under(matter).next(formOfMatter(matter)).length);
  };

  /** Rules published since, and what they would say. */
  const newerThan = (matter: Matter): MatterView["newer"] => {
    const { pins, actDate, decisionDate, jurisdictions } = matter;
    if (pins === null || actDate === null || decisionDate === null || !isHeld(matter)) return null;
    const now = rules.pin(actDate, decisionDate, jurisdictions ?? []);
    if (JSON.stringify(now) === JSON.stringify(pins)) return null;
    const before = evaluated(matter)?.result;
    const after = evaluated({ ...matter, pins: now })?.result;
    return {
      ruleset: now.act,
      outcome: after?.outcome ?? null,
      differs: before?.outcome !== after?.outcome || before?.status !== after?.status,
    };
  };

  return {
    move(matter, move, at) {
      if (move.type === "story" && storyModel === null) return { ok: false, problem: "no-model" };
      const now = { at, today: today(), recipients };
      if (move.type === "recompute" && matter.pins !== null)
        return moveMatter(renewed(withModel(matter)), move, rules, now);
      return isHeld(matter)
        ? moveMatter(withModel(matter), move, rules, now)
        : { ok: false, problem: "rules-gone" };
    },
    stage: stageOfMatter,
    askable(matter) {
      const answered = new Set(matter.answers.map(({ fact }) => fact));
      return hasRules(matter) && isHeld(matter)
        ? rules.under(matter).facts.filter((fact) => !answered.has(fact.id) && !isPersonal(fact))
        : [];
    },
    evaluate: evaluated,
    isComparable: (matter) => matter.pins !== null && isHeld(matter),
    compare(columns) {
      return compareForms(
        columns.map(({ label, matter }) => {
          const { act, decision } = bothOf(matter);
          const form = formOfMatter(matter);
          const request = requestOf(matter, form);
          const { result } = evaluate(act, decision, request);
          const { compiled } = explainedByDecision(result) ? decision : act;
          return {
            label,
            form,
            rules: compiled,
            result,
            report: report(request, result, act, decision),
            find: (facts: Form) =>
              evaluate(act, decision, requestOf(matter, readablePart(compiled.model.space, facts))).result,
          };
        }),
      );
    },
    record(matter) {
      const found = isHeld(matter) ? evaluated(matter) : null;
      return found === null ? null : JSON.parse(found.record);
    },
    reportOf: (matter) => (matter.pins === null || !isHeld(matter) ? null : reportOf(matter)),
    view(given) {
      const matter = withModel(given);
      const step = stepOf(matter);
      const titles = new Map(rules.jurisdictions.map(({ id, title }) => [id, title]));
      return {
        matter: matter.id,
        version: matter.revision,
        number: matter.number,
        startedAt: matter.startedAt,
        changedAt: matter.changedAt,
        paused: matter.paused,
        continuedAt: matter.continuedAt ?? null,
        jurisdictions: (matter.jurisdictions ?? []).map((id) => ({ id, title: titles.get(id) ?? id })),
        actDate: matter.actDate,
        decisionDate: matter.decisionDate,
        step,
        answered: answeredView(matter, step),
        storyModel,
        untold: matter.story?.stage === "untold" ? matter.story.why : null,
        left: leftOf(matter, step),
        newer: newerThan(matter),
      };
    },
  };
}
