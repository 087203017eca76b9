/** The interviewer over the shipped rules, read once for the tests that play whole interviews. */
import { join } from "node:path";
import { hashOfText } from "../src/adapters/knowledge/rule-register.ts";
import { createWalking } from "../src/app/learning/walking.ts";
import { createInterviewer, type Interviewer } from "../src/app/precheck/interviewer.ts";
import { createEvaluator, createPrecheck } from "../src/app/precheck/precheck.ts";
import { createReporter } from "../src/app/precheck/report.ts";
import { createRuleBook } from "../src/app/precheck/rule-book.ts";
import { casesByFacts, openRules } from "../src/compose/rules.ts";
import type { Answered, Matter } from "../src/core/precheck/interview.ts";
import { beginMatter } from "../src/core/precheck/interview.ts";
import type { Form } from "../src/core/rules/types.ts";

export const today = "2026-11-23";
export const at = Date.parse(`${today}T02:00:00Z`);

export const { library, catalogue } = openRules(
  { KNOWLEDGE_DIR: join(import.meta.dirname, "..", "knowledge") },
  "refused",
);
export const book = createRuleBook(library);
export const evaluate = createEvaluator(catalogue, hashOfText);

const precheck = createPrecheck(library, catalogue, hashOfText, book);

/** Walks through the published cases by the newest rules. */
export const walking = createWalking({
  catalogue,
  library,
  facts: library.ruleSets.at(-1)?.ruleSet.facts ?? [],
  rules: () => book.on(today, []).compiled,
});

export const { reportOn } = createReporter(
  book,
  precheck.evaluate,
  catalogue,
  casesByFacts(library, catalogue),
);

const parts = { book, catalogue, evaluate, report: reportOn, today: () => today };

export const interviewer: Interviewer = createInterviewer(parts);

/** As above, where these read stories. */
export const interviewerWith = (...names: readonly string[]): Interviewer =>
  createInterviewer({
    ...parts,
    storyModel: { names, recipients: names.map((name) => `${name}@127.0.0.1`), filing: "备案0001" },
  });

/** As above, where a model reads stories. */
export const storyInterviewer: Interviewer = interviewerWith("fake-model");

/** A matter with consent and both days, nothing answered yet. */
export function openMatter(actDate = "2026-03-01", jurisdictions: readonly string[] = []): Matter {
  let matter = beginMatter("A".repeat(22), 1, at);
  for (const move of [
    { type: "consent" },
    { type: "jurisdiction", ids: jurisdictions },
    { type: "dates", act: actDate, decision: today },
  ] as const)
    matter = moved(matter, move);
  return matter;
}

export function moved(matter: Matter, move: Parameters<Interviewer["move"]>[1]): Matter {
  const result = interviewer.move(matter, move, at);
  if (!result.ok) throw new Error(`${move.type} was refused: ${result.problem}`);
  return result.matter;
}

/** A matter in which a whole form stands, whether or not it was asked. */
export const answeredMatter = (form: Form, actDate?: string): Matter => ({
  ...openMatter(actDate),
  answers: Object.entries(form).map(
    ([fact, value]): Answered => ({ fact, value: value as string, source: "pressed", at, earlier: [] }),
  ),
});
