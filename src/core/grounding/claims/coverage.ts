/** How much of one Chinese text is said by another. */

/** Words that carry no content of their own in a statement. */
const filler =
  /的|了|着|是|在|和|与|及|或者|或|以及|等|对于|对|由|被|把|将|并且|并|而|也|还|都|就|则|其|这|那|该|有关|相关|进行|以|为|于|从而|因此|所以|如果|但是|但|不过|即|这样|这些|那些|规定|条例|办法/gu;

/** Pairs of neighbouring characters of the content; single characters stand for themselves where a part has no pair. */
export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (const part of text
    .normalize("NFKC")
    .replace(filler, " ")
    .split(/[^\p{Script=Han}\p{L}\p{N}]+/u)) {
    for (let at = 0; at + 1 < part.length; at++) pairs.add(part.slice(at, at + 2));
    if (part.length === 1) pairs.add(part);
  }
  return pairs;
}

/** Share of the pairs that occur in a text, 0 to 1; 1 of nothing. */
export function coverageBy(pairs: ReadonlySet<string>, text: string): number {
  if (pairs.size === 0) return 1;
  const folded = text.normalize("NFKC");
  let held = 0;
  for (const pair of pairs) if (folded.includes(pair)) held += 1;
  return held / pairs.size;
}

/** The part of a text that says most of what another says; null where none shares a pair with it. */
export function nearestPart(said: string, parts: readonly string[]): string | null {
  const pairs = pairsOf(said);
  let best: string | null = null;
  let most = 0;
  for (const part of parts) {
    const share = coverageBy(pairs, part);
    if (share > most) {
      most = share;
      best = part;
    }
  }
  return best;
}
