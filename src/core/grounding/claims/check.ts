/**
 * The checks of a model's claims (V1–V13). None looks at the conversation, none asks a model: the same claims and evidence
 * give the same result.
 *
 *   cited-id   V1   every cited id is in this request's evidence
 *   in-force   V2   each passage may be relied on for the day asked
 *   cites      V3   there is a citation
 *   coverage   V4   one statement of what is cited says it, and nothing is left out that changes it; of a case it is told as one
 *   entities   V5   numbers, days, 文号, organs, sanctions stand in what is cited
 *   modality   V6   应当, 可以, 不得, 从轻 … as in what is cited
 *   negation   V7   what is denied is denied there, what is denied there is not asserted
 *   typed      V8   titles, article numbers and quotations are those of what is cited
 *   verdict    V9   no verdict, no promise
 *   leak       V10  no instruction, link, markup, personal data: the whole answer goes
 *   sensitive  V11  nothing the product does not speak of: the whole answer goes
 *                V12  a long literal stretch becomes a quotation (`verbatim.ts`)
 *   aspect     V13  what is left speaks of what was asked
 *   form            not one plain sentence of sensible length
 */
import type { Check, Claim, Evidence, SoundClaim } from "./claim.ts";
import { coverageBy, pairsOf } from "./clauses.ts";
import { groundOf } from "./ground.ts";
import { isLeak, isSensitive, isVerdict } from "./output.ts";
import { reasonOf } from "./reason.ts";
import { typedFault } from "./typed.ts";
import { verbatimRun } from "./verbatim.ts";

/** Least share of the question's pairs that claims and their sources hold together. */
export const leastAspect = 0.3;

export const longestClaim = 300;
const shortestClaim = 6;
const mostCites = 4;
const mostClaims = 12;

export interface CheckedClaims {
  /** Those that hold, in order; empty where the evidence card must stand. */
  readonly sound: readonly SoundClaim[];
  /** What was dropped, by the first check it failed. */
  readonly dropped: readonly Check[];
}

/**
 * @param topic content of the question, as `contentOf` gives it
 * @param canary stands in the instructions alone
 */
export function checkClaims(
  claims: readonly Claim[],
  evidence: readonly Evidence[],
  { topic, canary }: { readonly topic: string; readonly canary: string },
): CheckedClaims {
  // One that leads astray tells that the model was led; the others are not believed either.
  const texts = evidence.map((passage) => passage.text);
  for (const { text } of claims) {
    if (isLeak(text, canary)) return { sound: [], dropped: ["leak"] };
    if (isSensitive(text, texts)) return { sound: [], dropped: ["sensitive"] };
  }
  const byId = new Map(evidence.map((passage) => [passage.id, passage]));
  const sound: SoundClaim[] = [];
  const dropped: Check[] = [];
  for (const [at, claim] of claims.entries()) {
    const cited = claim.cites.flatMap((id) => byId.get(id) ?? []);
    const fault = at >= mostClaims ? "form" : faultOf(claim, cited);
    if (fault !== null) dropped.push(fault);
    else if (!sound.some(({ text }) => text === claim.text.trim())) sound.push(soundClaim(claim, cited));
  }
  if (sound.length > 0 && !speaksOf(topic, sound, evidence))
    return { sound: [], dropped: [...dropped, "aspect"] };
  return { sound, dropped };
}

/** The first check that a claim fails; null: it holds. */
export function faultOf(claim: Claim, cited: readonly Evidence[]): Check | null {
  const text = claim.text.trim();
  if (text.length < shortestClaim || text.length > longestClaim || /[\n\r]/u.test(text)) return "form";
  if (claim.cites.length === 0) return "cites";
  if (claim.cites.length > mostCites || cited.length < claim.cites.length) return "cited-id";
  if (!cited.every(({ usable }) => usable)) return "in-force";
  if (isVerdict(text)) return "verdict";
  if (typedFault(text, cited) !== null) return "typed";
  const ground = groundOf(text, cited);
  if (ground === null) return reasonOf(withoutTyped(text), cited);
  if (!toldAsCase(text, cited)) return "coverage";
  // What is named or quoted is of the source that is rested on, not of another cited beside it.
  return typedFault(text, [ground]) === null ? null : "typed";
}

/** A case decides nothing for others: what rests on cases alone says that it is one. */
const toldAsCase = (text: string, cited: readonly Evidence[]): boolean =>
  cited.some(({ article }) => article !== null) || /案例|个案|一例|[该本此]案|某/u.test(text);

/** Titles and article numbers have been checked by themselves. */
const withoutTyped = (text: string): string =>
  text
    .replace(/《[^》]*》/gu, "")
    .replace(/第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?/gu, "");

function soundClaim({ text }: Claim, cited: readonly Evidence[]): SoundClaim {
  const trimmed = text.trim();
  const runs = cited.flatMap((passage) => verbatimRun(trimmed, passage.text) ?? []);
  return {
    text: /[。！？]$/u.test(trimmed) ? trimmed : `${trimmed}。`,
    passages: [...new Set(cited.map(({ passage }) => passage))],
    verbatim: runs.toSorted((one, other) => other.length - one.length)[0] ?? null,
  };
}

/** Whether what is left speaks of what was asked, in its own words or in those it rests on. */
function speaksOf(topic: string, sound: readonly SoundClaim[], evidence: readonly Evidence[]): boolean {
  const passages = new Set(sound.flatMap((claim) => claim.passages));
  const said = [
    ...sound.map(({ text }) => text),
    ...evidence.filter(({ passage }) => passages.has(passage)).map(({ text }) => text),
  ].join("\n");
  return coverageBy(pairsOf(topic), said) >= leastAspect;
}
