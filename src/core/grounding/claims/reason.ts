/**
 * Why a claim has no ground (V4–V7), for the counters by which an operator sees what a model gets wrong. The claim is dropped in any
 * case: the reason decides nothing.
 */
import type { Check, Evidence } from "./claim.ts";
import { coverageBy, nearestPart, pairsOf } from "./coverage.ts";
import { entitiesOf } from "./entities.ts";
import { statementsIn } from "./statements.ts";

/** Words by which a rule binds, permits or grades. */
const modal =
  /应当|应该|必须|(?<!不)可以|不得|禁止|严禁|一般|原则上|从轻|减轻|从重|加重|从宽|从严|免予|不予|免除|酌情|一律|一概/gu;
/** Words that deny what follows. */
const denial = /没有|尚未|未曾|从未|未经|不再|不|未|无|没|非/gu;

/** What a claim without a ground gets wrong first. */
export function reasonOf(claim: string, cited: readonly Evidence[]): Check {
  const held = cited.map(({ text, title }) => `${title}\n${text}`).join("\n");
  const named = entitiesOf(held);
  if ([...entitiesOf(claim)].some((entity) => !named.has(entity) && !held.includes(entity)))
    return "entities";
  const statements = cited.flatMap(({ text }) =>
    statementsIn(text).map((statement) => statement.text + statement.items.join("")),
  );
  const nearest = nearestPart(claim, statements) ?? "";
  if (differs(modal, claim, nearest)) return "modality";
  return differs(denial, claim, nearest) ? "negation" : "coverage";
}

/** What follows a word in a source, by which a claim that leaves the word out is known. */
const following = 6;
/** Least share of it that the claim says. */
const told = 0.6;

/** Whether a claim has such a word that its source has not, or says without it what follows it there. */
function differs(words: RegExp, claim: string, source: string): boolean {
  const said = new Set([...claim.matchAll(words)].map(([word]) => word));
  const held = [...source.matchAll(words)];
  if ([...said].some((word) => !held.some(([other]) => other === word))) return true;
  return held.some(({ 0: word, index }) => {
    const after = pairsOf(source.slice(index + word.length, index + word.length + following));
    return !said.has(word) && after.size > 0 && coverageBy(after, claim) >= told;
  });
}
