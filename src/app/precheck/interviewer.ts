/** The interview over the rules that are held: which rules a matter is under, what it shows, and where a move leads. */
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
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
import { confirmedTogether } from "../../core/precheck/story.ts";
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
  /** The model that reads stories; null, or left out: none does. */
  readonly storyModel?: StoryModel | null;
}

export interface Interviewer {
  move(matter: Matter, move: Move, at: Instant): Moved;
  /** @throws {PinnedRulesMissingError} */
  view(matter: Matter): MatterView;
  stage(matter: Matter): Stage;
  /** What a model may look for in a story of the matter: the facts under its rules that are open, and not left to the person. */
  askable(matter: Matter): readonly Fact[];
  /** The report of what is known so far; null where the days are not known. */
  reportOf(matter: Matter): Report | null;
  /** The decision record as JSON; null before the days are known. */
  record(matter: Matter): unknown;
  /** Result and record of a matter whose days are known; null before. */
  evaluate(matter: Matter): ReturnType<Evaluator> | null;
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
        facts: act.compiled.ruleSet.facts,
        next: (form) =>
          act === decision
            ? nextQuestions(act.compiled, readForm(act.compiled.model.space, form))
            : evaluate(act, decision, requestOf(matter, form)).result.next_questions,
      };
    },
  };

  /** Of the answers given, those that bear on the result as things stand. */
  const bearing = (matter: Matter): ReadonlySet<FactId> => {
    const { next } = rules.under(matter);
    const form = formOfMatter(matter);
    return new Set(
      Object.keys(form).filter((fact) => {
        const { [fact]: _, ...others } = form;
        return next(others).includes(fact);
      }),
    );
  };

  /** At the result an answer bears on it as the report says. */
  const answeredView = (matter: Matter, step: Step): readonly AnsweredView[] => {
    if (matter.pins === null) return [];
    const { facts } = rules.under(matter);
    const byId = new Map(facts.map((fact) => [fact.id, fact]));
    const matters =
      step.type === "result"
        ? new Set(step.report.answers.filter((answer) => answer.matters).map(({ fact }) => fact))
        : bearing(matter);
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

  /** The open rules that wait for a fact, with what they rest on. */
  const whyOf = (result: PrecheckResult, { act }: Both, fact: FactId): readonly OpenRule[] =>
    result.open
      .filter(({ facts }) => facts.includes(fact))
      .flatMap(({ rule: id }) => {
        const rule = act.compiled.ruleSet.rules.find((candidate) => candidate.id === id);
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

  /** A story cannot be told any more where the model was taken away meanwhile; what was proposed stays to be confirmed. */
  const withModel = (matter: Matter): Matter =>
    storyModel !== null || matter.story === null || matter.story.stage === "confirming"
      ? matter
      : { ...matter, story: null };

  const proposalsStep = (matter: Matter, stage: Extract<Stage, { type: "proposals" }>): Step => {
    const byId = new Map(rules.under(matter).facts.map((fact) => [fact.id, fact]));
    const proposals = stage.proposals.map(({ fact: id, value, span }): ProposalView => {
      const fact = byId.get(id) as Fact;
      const { label, question } = fact;
      const answerLabel = answerWords(fact, value);
      return { fact: id, label, question, answerLabel, words: span.text, together: confirmedTogether(fact) };
    });
    return { type: "proposals", page: stage.page, proposals, later: stage.later };
  };

  const stepOf = (matter: Matter): Step => {
    const stage = stageOf(matter, rules);
    switch (stage.type) {
      case "consent":
        return { type: "consent" };
      case "jurisdiction":
        return { type: "jurisdiction", options: rules.jurisdictions };
      case "dates":
        return { type: "dates", firstDay: rules.firstDay, today: today() };
      case "story-notice":
        return { type: "story-notice", model: storyModel ?? { name: "", filing: null } };
      case "story":
        return { type: "story" };
      case "proposals":
        return proposalsStep(matter, stage as Extract<Stage, { type: "proposals" }>);
      case "questions":
        return questionsStep(matter, stage as Extract<Stage, { type: "questions" }>);
      case "result": {
        const { stopped, completable } = stage as Extract<Stage, { type: "result" }>;
        return { type: "result", report: reportOf(matter), stopped, completable };
      }
    }
  };

  const leftOf = (matter: Matter, step: Step): number => {
    if (step.type !== "questions") return 0;
    return Math.max(step.questions.length, rules.under(matter).next(formOfMatter(matter)).length);
  };

  /** Rules published since, and what they would say. */
  const newerThan = (matter: Matter): MatterView["newer"] => {
    const { pins, actDate, decisionDate, jurisdictions } = matter;
    if (pins === null || actDate === null || decisionDate === null) return null;
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
      return moveMatter(withModel(matter), move, rules, { at, today: today() });
    },
    stage: (matter) => stageOf(withModel(matter), rules),
    askable(matter) {
      const answered = new Set(matter.answers.map(({ fact }) => fact));
      return hasRules(matter)
        ? rules.under(matter).facts.filter((fact) => !answered.has(fact.id) && !isPersonal(fact))
        : [];
    },
    evaluate: evaluated,
    record(matter) {
      const found = evaluated(matter);
      return found === null ? null : JSON.parse(found.record);
    },
    reportOf: (matter) => (matter.pins === null ? null : reportOf(matter)),
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
        jurisdictions: (matter.jurisdictions ?? []).map((id) => ({ id, title: titles.get(id) ?? id })),
        actDate: matter.actDate,
        decisionDate: matter.decisionDate,
        step,
        answered: answeredView(matter, step),
        storyModel,
        left: leftOf(matter, step),
        newer: newerThan(matter),
      };
    },
  };
}
