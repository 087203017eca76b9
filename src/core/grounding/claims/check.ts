/**
 * The checks of a model's claims (V1–V13). None looks at the conversation, none asks a model: the same claims and evidence
 * give the same result.
 *
 *   cited-id   V1   every cited id is in this request's evidence
 *   in-force   V2   each passage may be relied on for the day asked
 *   cites      V3   there is a citation
 *   coverage   V4   one statement of what is cited says it, whose words are then shown
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
import { coverageBy, pairsOf } from "./coverage.ts";
import { type Ground, groundOf } from "./ground.ts";
import { isLeak, isSensitive, isVerdict } from "./output.ts";
import { reasonOf } from "./reason.ts";
import { typedFault } from "./typed.ts";
import { verbatimRun } from "./verbatim.ts";

/** Least share of the question's pairs that the sources of the claims hold together … */
const leastAspect = 0.3;
/** … or least share of what the nearest source holds, where the question uses other words than the law. */
const leastShareOfMost = 2 / 3;

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
    const result = at >= mostClaims ? "form" : resultOf(claim, cited);
    if (typeof result === "string") dropped.push(result);
    else if (!sound.some(({ text }) => text === result.text)) sound.push(result);
  }
  if (sound.length > 0 && !speaksOf(topic, sound, evidence))
    return { sound: [], dropped: [...dropped, "aspect"] };
  return { sound, dropped };
}

/** The first check that a claim fails; null: it holds. */
export function faultOf(claim: Claim, cited: readonly Evidence[]): Check | null {
  const result = resultOf(claim, cited);
  return typeof result === "string" ? result : null;
}

function resultOf(claim: Claim, cited: readonly Evidence[]): Check | SoundClaim {
  const text = claim.text.trim();
  if (text.length < shortestClaim || text.length > longestClaim || /[\n\r]/u.test(text)) return "form";
  if (claim.cites.length === 0) return "cites";
  if (claim.cites.length > mostCites || cited.length < claim.cites.length) return "cited-id";
  if (!cited.every(({ usable }) => usable)) return "in-force";
  if (isVerdict(text)) return "verdict";
  if (typedFault(text, cited) !== null) return "typed";
  const ground = groundOf(text, cited);
  if (ground === null) return reasonOf(withoutTyped(text), cited);
  if (ground.text.length < shortestClaim) return "form";
  // What is named or quoted is of the source that is rested on, not of another cited beside it.
  return typedFault(text, [ground.evidence]) === null ? soundClaim(ground) : "typed";
}

/** Titles and article numbers have been checked by themselves. */
const withoutTyped = (text: string): string =>
  text
    .replace(/《[^》]*》/gu, "")
    .replace(/第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十]+)?/gu, "");

function soundClaim({ evidence: { kind, passage, text: source }, text }: Ground): SoundClaim {
  const sentence = text.replace(/[；，：]$/u, "");
  return {
    text: /[。！？]$/u.test(sentence) ? sentence : `${sentence}。`,
    kind,
    passage,
    verbatim: verbatimRun(sentence, source),
  };
}

/** Whether what is left rests on what speaks of the question about as much as anything that was handed over does. */
function speaksOf(topic: string, sound: readonly SoundClaim[], evidence: readonly Evidence[]): boolean {
  const asked = pairsOf(topic);
  const shareOf = (sources: readonly Evidence[]): number =>
    coverageBy(asked, sources.map(({ title, text }) => `${title}\n${text}`).join("\n"));
  const restedOn = evidence.filter(({ passage }) => sound.some((claim) => claim.passage === passage));
  const most = Math.max(...evidence.map((source) => shareOf([source])));
  const share = shareOf(restedOn);
  return share >= leastAspect || (share > 0 && share >= leastShareOfMost * most);
}
