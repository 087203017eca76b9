/** Votes of example sentences: which of two sets a text reads like, where no single word tells. */

/** Sentences, separated by ｜ and line ends. */
export const sentences = (block: string): string[] =>
  block
    .split(/[｜\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Distinct characters and pairs of neighbours, with the two ends marked. */
function featuresOf(text: string): Set<string> {
  const bare = `^${text.replace(/[^\p{L}\p{N}]/gu, "")}$`;
  const features = new Set<string>();
  for (let at = 0; at + 1 < bare.length; at++) {
    if (at > 0) features.add(bare.charAt(at));
    features.add(bare.slice(at, at + 2));
  }
  return features;
}

/**
 * A vote of the examples: the log-odds of a text's characters and pairs between two sets of sentences (naive Bayes,
 * smoothed by 0.7), divided by the root of their number. Above 0 it reads like `these`, below like `those`.
 */
export function createVote(these: readonly string[], those: readonly string[]): (text: string) => number {
  const smoothing = 0.7;
  const counts = new Map<string, [number, number]>();
  for (const [side, texts] of [these, those].entries())
    for (const text of texts)
      for (const feature of featuresOf(text)) {
        const count = counts.get(feature) ?? [0, 0];
        if (side === 0) count[0]++;
        else count[1]++;
        counts.set(feature, count);
      }
  const base = Math.log((those.length + 2 * smoothing) / (these.length + 2 * smoothing));
  const weights = new Map(
    [...counts].map(([feature, [inThese, inThose]]) => [
      feature,
      base + Math.log((inThese + smoothing) / (inThose + smoothing)),
    ]),
  );
  return (text) => {
    const features = featuresOf(text);
    let sum = 0;
    for (const feature of features) sum += weights.get(feature) ?? 0;
    return sum / Math.sqrt(Math.max(1, features.size));
  };
}

/** Counts the examples when the first question comes: the start is quicker and lighter for it. */
export function lazily(create: () => (text: string) => number): (text: string) => number {
  let vote: ((text: string) => number) | undefined;
  return (text) => {
    vote ??= create();
    return vote(text);
  };
}
