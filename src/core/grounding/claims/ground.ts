/**
 * The ground (依据) of a claim: one statement of one source that the claim repeats. Nothing is replaced, added or left out but
 * marks, 的 before a pause, and spellings of one word; so no condition, qualifier or subject vanishes, and two statements are
 * never joined. What is said in words of one's own finds no ground; then the evidence stands alone. What is shown are the words
 * and marks of the source: the claim only says which.
 */
import type { Evidence } from "./claim.ts";
import { type Statement, statementsIn } from "./statements.ts";

export interface Ground {
  readonly evidence: Evidence;
  /** The statement as the source has it, of a list with the items that the claim names. */
  readonly text: string;
}

/** The statement that a claim repeats; null: there is none. */
export function groundOf(claim: string, cited: readonly Evidence[]): Ground | null {
  for (const evidence of cited) {
    const told = [claim, unframed(claim, evidence)].map(canonical);
    for (const statement of statementsIn(evidence.text))
      for (const text of told) {
        const repeated = repeatedOf(text, statement);
        if (repeated !== null) return { evidence, text: repeated };
      }
  }
  return null;
}

/** What names the source before its words begin, by kind. */
const framings: Readonly<Record<Evidence["kind"], RegExp>> = {
  provision:
    /^(?:根据|按照?|依照|依据)?(?:《(?<title>[^》]*)》)?(?<article>第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)?的?(?:规定|写明|明确|要求|指出){0,2}[，：]?/u,
  case: /^(?:这是(?:一个)?(?:公开)?(?:个案|案例)|在?(?:一个|这一)?(?:公开)?(?:案例|个案)(?:中|里)?)[，：]?/u,
  report: /^(?:这份|这一|该)?(?:调研)?报告(?:中|里)?(?:说|认为|提出|写明|指出|归纳)?[，：]?/u,
};

/** A claim without what names its source, where it names this one. */
function unframed(claim: string, { kind, title, article }: Evidence): string {
  const [named = "", ...groups] = framings[kind].exec(claim) ?? [];
  const [ownTitle = title, ownArticle = article] = groups;
  return ownTitle === title && ownArticle === article ? claim.slice(named.length) : claim;
}

/** Spellings of one word. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/因为|由于/gu, "因"],
  [/或者/gu, "或"],
  [/并且|而且/gu, "且"],
  [/应该/gu, "应当"],
];
/** Numbers of items, names given for later use, quotation and other marks that pair: none of them says anything. */
const silent =
  /[(][〇零一二三四五六七八九十百]+[)]|[(]以下(?:简称|统称|称)[^)]*[)]|[()“”"'‘’「」『』《》\s]/gu;

/** A text in the one form in which two are compared. */
function canonical(text: string): string {
  const plain = text.normalize("NFKC").replace(silent, "");
  return spellings
    .reduce((left, [word, by]) => left.replace(word, by), plain)
    .replace(/的?[,;:、。]+/gu, "，")
    .replace(/的?，?$/u, "");
}

/** What of a statement a canonical text repeats, of a list at least one of its items; null: it is not this statement. */
function repeatedOf(told: string, { text, items, otherwise }: Statement): string | null {
  if (items.length === 0) return [text, ...otherwise].map(canonical).includes(told) ? text : null;
  const lead = `${canonical(text)}，`;
  if (!told.startsWith(lead)) return null;
  let left = told.slice(lead.length);
  const named = items.filter((item) => {
    const rest = withoutFirst(left, canonical(item));
    const isNamed = rest !== left;
    left = rest;
    return isNamed;
  });
  return named.length > 0 && left === "" ? text + named.join("；") : null;
}

const withoutFirst = (text: string, item: string): string =>
  text === item ? "" : text.startsWith(`${item}，`) ? text.slice(item.length + 1) : text;
