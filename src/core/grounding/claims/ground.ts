/**
 * The ground of a claim: one statement of one source that holds every content word of it. What replaces a word, joins two
 * statements or two sources, or names another subject finds none; neither does most of what is said in words of one's own, and
 * then the evidence stands alone.
 */
import type { Evidence } from "./claim.ts";
import { clausesOf, coverageBy, pairsOf } from "./clauses.ts";

/** `（一）` … of a list: each is a statement together with what leads it in. */
const item = /^[（(][〇零一二三四五六七八九十百]+[）)]/u;

/** Statements of a source: its sentences, and the items of a list each with the lead before them. */
export function statementsOf(text: string): string[] {
  const found: string[] = [];
  let lead = "";
  for (const line of text.split("\n")) {
    const part = line.trim();
    if (part === "") continue;
    if (item.test(part)) found.push(`${lead}${part}`);
    else {
      lead = /：$/u.test(part) ? part : "";
      found.push(...part.split(/(?<=[。；！？])/u).filter((sentence) => sentence.trim() !== ""));
    }
  }
  return found;
}

/** Words that a statement may be introduced by, or that only join its parts. */
const framing =
  /^(?:根据|按照?|依照|依据)?(?:本条|该条|这一条|上述规定|相关规定|有关规定)?(?:规定|写明|明确|要求|指出|列举)*[，,：:“「]|公开案例(?:中|里)?|这个案例|这一例|该案|(?:这|本案)?(?:只)?是个案|其中|同时|此外|另外|的情形|的情况|之一|予以|给予|因为|由于|因/gu;

/** What follows from a condition. */
const consequence = /可以|应当|不得|必须|依法给予|予以|免予|不予|从轻|减轻|从重|加重/u;
/** Least share of a condition that a claim must say, to have said it. */
const leastOfCondition = 0.5;
const alternatives = /或者|或/u;
const together = /并且|而且|且|同时/u;

/** The source of which one statement holds all words of a claim, which leaves no further condition out; null: there is none. */
export function groundOf(claim: string, cited: readonly Evidence[]): Evidence | null {
  const pairs = pairsOf(claim.replace(framing, " "));
  if (pairs.size === 0) return null;
  const holds = (statement: string): boolean =>
    coverageBy(pairs, statement) === 1 &&
    joinsAlike(claim, statement) &&
    keepsExclusions(claim, statement) &&
    keepsConditions(claim, statement);
  return cited.find(({ text }) => statementsOf(text).some(holds)) ?? null;
}

/** Whether a claim joins nothing by 或者 or 且 that its statement does not. */
const joinsAlike = (claim: string, statement: string): boolean =>
  [alternatives, together].every((word) => !word.test(claim) || word.test(statement));

/** 开除以外的处分: without the last word the rule is turned round. */
const exclusion = /(\p{Script=Han}{2})(?:以外|之外|除外)/gu;
const excludes = /以外|之外|除外/u;

/** Whether what a statement leaves out is not told as what it means. */
const keepsExclusions = (claim: string, statement: string): boolean =>
  excludes.test(claim) || [...statement.matchAll(exclusion)].every(([, left = ""]) => !claim.includes(left));

/** Whether what must be fulfilled besides for the consequence is said: what stands with 且, and what 经 … 后 asks for. */
function keepsConditions(claim: string, statement: string): boolean {
  if (!consequence.test(claim)) return true;
  const clauses = clausesOf(statement);
  const end = clauses.findIndex((clause) => consequence.test(clause));
  return clauses
    .slice(0, Math.max(0, end))
    .filter((clause) => /^(?:且|并且|经)/u.test(clause))
    .every((clause) => coverageBy(pairsOf(clause), claim) >= leastOfCondition);
}
