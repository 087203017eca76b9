/**
 * The ground (依据) of a claim: one statement of one source of which the claim is a faithful shortening. Every character of the
 * claim stands in the statement in the same order; what the claim leaves out may be left out without changing what is said:
 *
 *   - one of two alternatives of a condition (或者) that stand side by side, where nothing is denied;
 *   - other items of a list that hold each by themselves;
 *   - what follows after the first consequence, unless it limits it;
 *   - particles and punctuation.
 *
 * So a condition, a qualifier or a subject never vanishes, no word is replaced or added, and two statements are never joined.
 * Most of what is said in words of one's own finds no ground; then the evidence stands alone.
 */
import type { Evidence } from "./claim.ts";
import { type Statement, statementsIn } from "./statements.ts";

/** The source of which one statement is the ground of a claim; null: there is none. */
export function groundOf(claim: string, cited: readonly Evidence[]): Evidence | null {
  const told = [claim, claim.replace(framing, ""), claim.replace(caseFraming, "")]
    .map(bare)
    .filter((text, at, all) => text !== "" && all.indexOf(text) === at);
  const isGround = (statement: Statement): boolean => {
    const source = readingOf(statement);
    return told.some((text) => isShortening(text, source));
  };
  return cited.find(({ text }) => statementsIn(text).some(isGround)) ?? null;
}

/** What names the source before its words begin; the typed check holds the names against the source. */
const framing =
  /^(?:根据|按照?|依照|依据)?(?:《[^》]*》)?(?:第[〇零一二三四五六七八九十百千\d]+[条款项](?:之[一二三四五六七八九十]+)?)*的?(?:本条|该条|这一条|上述|相关|有关)?(?:规定|写明|明确|要求|指出|列举)*[，：“「]?/u;
/** What says that a case is told. */
const caseFraming = /^在?(?:一个|这个|这一|该)?(?:公开)?(?:案例|个案|案)(?:中|里|是个案)?[，：]/u;

/** Spellings of one word. */
const spellings: readonly (readonly [RegExp, string])[] = [
  [/因为|由于/gu, "因"],
  [/或者/gu, "或"],
  [/并且|而且/gu, "且"],
  [/应该/gu, "应当"],
];
const fold = (text: string): string =>
  spellings.reduce((left, [word, by]) => left.replace(word, by), text.normalize("NFKC"));

const isMark = (character: string): boolean => !/[\p{L}\p{N}]/u.test(character);
const isParticle = (character: string): boolean => character === "的" || character === "了";

/** A claim without its marks. */
const bare = (text: string): string => [...fold(text)].filter((character) => !isMark(character)).join("");

/** A statement made ready: its text, where what may be left out begins and ends, and where a claim may end. */
interface Reading {
  readonly text: string;
  readonly skips: ReadonlyMap<number, readonly number[]>;
  readonly ends: ReadonlySet<number>;
}

function readingOf(statement: Statement): Reading {
  const skips = new Map<number, number[]>();
  const skip = (from: number, to: number): void => {
    skips.set(from, [...(skips.get(from) ?? []), to]);
  };
  let text = "";
  for (const part of statement) {
    const start = text.length;
    text += fold(part.text);
    if (part.optional) skip(start, text.length);
  }
  const clauses = clausesIn(text);
  const consequence = firstConsequence(clauses);
  for (const clause of clauses.slice(0, Math.max(0, consequence)))
    for (const [from, to] of alternativesIn(clause)) skip(from, to);
  const ends = statement.length > 1 ? [] : endsAfter(consequence, clauses);
  return { text, skips, ends: new Set([...ends, text.length]) };
}

interface Clause {
  readonly text: string;
  readonly start: number;
  /** Begins a part of its sentence, after a semicolon. */
  readonly opens: boolean;
}

/** Clauses of a folded text, with their places. */
const clausesIn = (text: string): Clause[] =>
  [...text.matchAll(/[^,;:。!?]+/gu)].map(({ 0: clause, index }) => ({
    text: clause,
    start: index,
    opens: text[index - 1] === ";",
  }));

const consequential =
  /可以|应当|不得|不能|必须|有权|给予|予以|免予|不予|免除|不作|从轻|减轻|从重|加重|自动|^由|^按照|^依照/u;
const conditional =
  /(?:的|时|后|中|前|下|起|内|外)$|^(?:对|经|因|在|如|凡|自|按|依|根据|为|除|且|没有|未|尚)/u;
const closesCondition = (clause: Clause | undefined): boolean => clause?.text.endsWith("的") ?? false;

/** Which clause is the first that tells what follows. */
function firstConsequence(clauses: readonly Clause[]): number {
  const told = clauses.findIndex((clause) => consequential.test(clause.text) && !closesCondition(clause));
  if (told >= 0) return told;
  const condition = clauses.findIndex(closesCondition);
  return clauses.findIndex((clause, at) => at > condition && !conditional.test(clause.text));
}

/** What begins a clause that takes back or narrows what was said before. */
const limiting = /^(?:但|除|不过|只|仅|且|并|同时|须|其中|特殊情况)/u;
/** As above, wherever it stands. */
const narrowing = /除外|以外|之外|前提|不得|不能|不予|必须|方可|才/u;

/**
 * Beginnings of clauses from which on all may be left out: after the first consequence where nothing that follows limits it, and
 * every part after a semicolon that does not limit the one before.
 */
function endsAfter(consequence: number, clauses: readonly Clause[]): number[] {
  return clauses
    .filter(({ text, opens }, at) => {
      if (at === 0 || closesCondition(clauses[at - 1])) return false;
      if (opens) return !limiting.test(text);
      const later = clauses.slice(at);
      return (
        consequence >= 0 &&
        at > consequence &&
        !later.some((clause) => limiting.test(clause.text) || narrowing.test(clause.text))
      );
    })
    .map(({ start }) => start);
}

const denies = /不|未|无|没|非|免|禁|拒|除/u;
/** What binds members of a list together, so that none may go. */
const together = /[和与及且并]|同时/u;
const word = 2;
const longestMember = 8;

/** Stretches that leave one of two alternatives: words side by side, or members of one length that end alike. */
function alternativesIn({ text, start }: Clause): [from: number, to: number][] {
  if (!text.includes("或") || denies.test(text) || together.test(text)) return [];
  return [...text.matchAll(/[、或]/gu)].flatMap(({ index: at }) => {
    const lengths = Array.from({ length: longestMember - word + 1 }, (_, more) => word + more);
    return lengths.flatMap((length): [number, number][] => {
      const left = text.slice(Math.max(0, at - length), at);
      const right = text.slice(at + 1, at + 1 + length);
      const members = left.length === length && right.length === length && !/[、或]/u.test(left + right);
      return members && (length === word || left.slice(-word) === right.slice(-word))
        ? [
            [start + at - length, start + at + 1],
            [start + at, start + at + 1 + length],
          ]
        : [];
    });
  });
}

/** Whether a text without marks is a reading with something left out that may be. */
function isShortening(told: string, { text, skips, ends }: Reading): boolean {
  const failed = new Set<number>();
  const from = (at: number, place: number): boolean => {
    const key = at * (text.length + 1) + place;
    if (failed.has(key)) return false;
    const character = text[place] ?? "";
    const holds =
      (at === told.length && ends.has(place)) ||
      (place < text.length &&
        ((character === told[at] && from(at + 1, place + 1)) ||
          ((isMark(character) || isParticle(character)) && from(at, place + 1)) ||
          (skips.get(place) ?? []).some((to) => from(at, to)))) ||
      (isParticle(told[at] ?? "") && from(at + 1, place));
    if (!holds) failed.add(key);
    return holds;
  };
  return from(0, 0);
}
