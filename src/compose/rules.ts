/** The rules of the knowledge base, and the pre-check over them. */
import { readKnowledgeFolder } from "../adapters/knowledge/folder.ts";
import { type RuleFolderReading, readRuleFolder } from "../adapters/knowledge/rule-folder.ts";
import { hashOfText } from "../adapters/knowledge/rule-register.ts";
import { createWalking, type Walking } from "../app/learning/walking.ts";
import { createInterviewer, type Interviewer } from "../app/precheck/interviewer.ts";
import { createEvaluator, createPrecheck } from "../app/precheck/precheck.ts";
import { type CasesByFacts, createReporter, type Reporter } from "../app/precheck/report.ts";
import { createRuleBook } from "../app/precheck/rule-book.ts";
import type { Config } from "../config.ts";
import { type Catalogue, createCatalogue } from "../core/law/catalogue.ts";
import type { Day } from "../core/law/types.ts";
import { similarByFacts } from "../core/precheck/similar-facts.ts";
import type { StoryModel } from "../core/precheck/story.ts";
import { type StoryFact, storyFacts } from "../core/precheck/story-facts.ts";
import { recordedForm } from "../core/rules/record.ts";
import { createSpace } from "../core/rules/space.ts";
import { KnowledgeError, type Problem } from "../ports/knowledge-source.ts";
import type { Precheck } from "../ports/precheck.ts";
import type { RuleLibrary } from "../ports/rule-source.ts";
import { today } from "./today.ts";

/** The whole knowledge folder, rules with it; bases of rules are judged where the rest holds. */
export interface WholeReading extends RuleFolderReading {
  readonly catalogue: Catalogue | null;
}

/** Reads everything and tells every problem; never throws for what a file says. */
export function readWholeKnowledge({
  KNOWLEDGE_DIR,
  KNOWLEDGE_OVERLAY,
}: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">): WholeReading {
  const { base, problems } = readKnowledgeFolder(KNOWLEDGE_DIR, KNOWLEDGE_OVERLAY);
  const catalogue = base === null ? null : createCatalogue(base);
  const rules = readRuleFolder(KNOWLEDGE_DIR, KNOWLEDGE_OVERLAY, catalogue);
  return { ...rules, catalogue, problems: [...problems, ...rules.problems] };
}

/**
 * The rules and the passages they rest on.
 *
 * @param unpublished what the register lacks may be looked at, but nothing is decided by it
 * @throws {KnowledgeError} anything else does not hold
 */
export function openRules(
  config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">,
  unpublished: "allowed" | "refused",
): { readonly library: RuleLibrary; readonly catalogue: Catalogue; readonly problems: readonly Problem[] } {
  const { library, catalogue, problems } = readWholeKnowledge(config);
  const refused = problems.some(
    ({ severity, code }) =>
      severity === "error" && (unpublished === "refused" || code !== "rules.not-published"),
  );
  if (library === null || catalogue === null || refused) throw new KnowledgeError(problems);
  return { library, catalogue, problems };
}

/**
 * The published cases by their facts, in the names of the newest rules.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 */
export function openCasesByFacts(config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">): CasesByFacts {
  const { library, catalogue } = openRules(config, "allowed");
  return casesByFacts(library, catalogue);
}

export function casesByFacts(library: RuleLibrary, catalogue: Catalogue): CasesByFacts {
  const facts = library.ruleSets.at(-1)?.ruleSet.facts ?? [];
  const space = createSpace(facts);
  return {
    facts,
    similar: (form, top) =>
      similarByFacts(recordedForm(space, form), library.caseFacts, top).flatMap((found) => {
        const published = catalogue.case(found.id);
        return published === undefined ? [] : [{ ...found, case: published }];
      }),
  };
}

/**
 * The facts that the rules of a day may ask.
 *
 * @throws {KnowledgeError} the knowledge base does not hold
 * @throws {NoRulesForDayError | UnknownJurisdictionError}
 */
export function openFacts(
  config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">,
  day: Day,
  jurisdictions: readonly string[],
): readonly StoryFact[] {
  const { library } = openRules(config, "refused");
  const { ruleSet } = createRuleBook(library).on(day, jurisdictions).compiled;
  return storyFacts(ruleSet, [ruleSet]);
}

/** @throws {KnowledgeError} the knowledge base does not hold */
export function composePrecheck(config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">): Precheck {
  const { library, catalogue } = openRules(config, "refused");
  return createPrecheck(library, catalogue, hashOfText);
}

/** The pre-check with everything that is made of it. */
export interface Prechecking {
  readonly reporter: Reporter;
  readonly interviewer: Interviewer;
  readonly walking: Walking;
}

/** @throws {KnowledgeError} the knowledge base does not hold */
export function composeReporter(config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">): Reporter {
  const { library, catalogue } = openRules(config, "refused");
  return prechecking(library, catalogue, today).reporter;
}

/**
 * Over a knowledge base that was read already.
 *
 * @throws {KnowledgeError} its rules do not hold
 */
export function composePrechecking(
  config: Pick<Config, "KNOWLEDGE_DIR" | "KNOWLEDGE_OVERLAY">,
  catalogue: Catalogue,
  day: () => Day,
  storyModel: StoryModel | null = null,
): Prechecking {
  const { library, problems } = readRuleFolder(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY, catalogue);
  if (library === null || problems.some(({ severity }) => severity === "error"))
    throw new KnowledgeError(problems);
  return prechecking(library, catalogue, day, storyModel);
}

function prechecking(
  library: RuleLibrary,
  catalogue: Catalogue,
  day: () => Day,
  storyModel: StoryModel | null = null,
): Prechecking {
  const book = createRuleBook(library);
  const evaluate = createEvaluator(catalogue, hashOfText);
  const precheck = createPrecheck(library, catalogue, hashOfText, book);
  const reporter = createReporter(book, precheck.evaluate, catalogue, casesByFacts(library, catalogue));
  const interviewer = createInterviewer({
    book,
    catalogue,
    evaluate,
    report: reporter.reportOn,
    today: day,
    storyModel,
  });
  const facts = library.ruleSets.at(-1)?.ruleSet.facts ?? [];
  const walking = createWalking({ catalogue, library, facts, rules: () => book.on(day(), []).compiled });
  return { reporter, interviewer, walking };
}
