/** Telltale words (特征词): what a question tells by words that stand hardly anywhere else, as 「中冶」 and 「唐山」 do. */

interface Told {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** A pair of characters is telling where no more passages have it. */
const rare = 2;
const pairsOf = (text: string): Set<string> => {
  const pairs = new Set<string>();
  for (const run of text.match(/\p{Script=Han}{2,}/gu) ?? [])
    for (let at = 0; at + 1 < run.length; at++) pairs.add(run.slice(at, at + 2));
  return pairs;
};

/**
 * How many telling pairs, none over another, a text has of each passage.
 *
 * @param passages read once, at the first question
 * @param normalise as the texts are compared
 */
export function createTelltale(
  passages: readonly Told[],
  normalise: (text: string) => string,
): (question: string) => ReadonlyMap<string, number> {
  let holders: Map<string, string[]> | undefined;

  const learn = (): Map<string, string[]> => {
    const found = new Map<string, string[]>();
    for (const { id, title, text } of passages)
      for (const pair of pairsOf(normalise(`${title} ${text}`))) {
        const held = found.get(pair);
        if (held === undefined) found.set(pair, [id]);
        else held.push(id);
      }
    for (const [pair, ids] of found) if (ids.length > rare) found.delete(pair);
    return found;
  };

  return (question) => {
    holders ??= learn();
    const text = normalise(question);
    const counts = new Map<string, number>();
    const last = new Map<string, number>();
    for (let at = 0; at + 1 < text.length; at++)
      for (const id of holders.get(text.slice(at, at + 2)) ?? []) {
        // 中冶集 is one word more than 中冶, not two.
        if (at < (last.get(id) ?? -2) + 2) continue;
        last.set(id, at);
        counts.set(id, (counts.get(id) ?? 0) + 1);
      }
    return counts;
  };
}
