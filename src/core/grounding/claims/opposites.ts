/**
 * Opposites (反义): what turns a rule round without a word of negation. Where a claim has one word of a pair, its source must have
 * it somewhere, unless the source says nothing of the kind: 次要作用 becomes no 主要作用, 决定前 no 决定后, 由上级负责 no 由本人负责.
 */
import { clausesOf, nearestPart } from "./clauses.ts";

/** Words of which one stands for what the other excludes. */
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/主要/u, /次要/u],
  [/情节(?:较为?)?(?:严重|较重|恶劣)/u, /情节(?:较为?)?(?:轻微|较轻)/u],
  [/过失/u, /故意/u],
  [/维持/u, /撤销|变更/u],
  [/仍然?(?!不)(?:受|有|要)/u, /不再/u],
  [/(?<!期满)(?:之|以)?后$/u, /(?:之|以)?前$/u],
  [/上级/u, /下级/u],
  [/以上/u, /以下/u],
  [/增加|提高/u, /减少|降低/u],
];

/** Words that make a rule wider, or take a condition away: only where the source has such a word too. */
const wider: readonly RegExp[] = [/不论|无论|不管|一律|一概|任何/u, /不需要|无需|无须|不必|不要求|用不着/u];

/** Who does something, or bears it. */
const agent = /由([^，。；、]{1,10}?)(负责|承担|决定|批准)/gu;

/** Why a text says the opposite of its source; null where it does not. */
export function oppositeFault(text: string, source: string): string | null {
  const clauses = clausesOf(source);
  for (const clause of clausesOf(text)) {
    const near = nearestPart(clause, clauses) ?? "";
    const turned = pairs
      .flatMap(([one, other]) => [[one, other] as const, [other, one] as const])
      .some(
        ([said, held]) =>
          said.test(clause) &&
          !held.test(clause) &&
          held.test(near) &&
          !clauses.some((part) => said.test(part)),
      );
    if (turned) return `turned round: ${clause}`;
    if (wider.some((word) => word.test(clause) && !word.test(source))) return `wider: ${clause}`;
    const other = [...clause.matchAll(agent)].some(([, who = "", what = ""]) =>
      otherAgent(who, what, source),
    );
    if (other) return `another does it: ${clause}`;
  }
  return null;
}

/** Whether a source says who does it, and it is somebody else. */
function otherAgent(who: string, what: string, source: string): boolean {
  const named = [...source.matchAll(agent)]
    .filter(([, , done]) => done === what)
    .map(([, name = ""]) => name);
  return named.length > 0 && !named.some((name) => name.includes(who) || who.includes(name));
}
