/**
 * A list that is ticked (勾选): pressing a choice changes one tick, and each choice says what would be ticked then, so that
 * nothing has to be remembered between two messages.
 */

/**
 * What is ticked after several choices are pressed at once.
 *
 * @param offered what each choice would leave ticked, of at least three choices; null: it is none of the list
 * @param numbers choices, counted from 1
 * @returns rising; null: one of the numbers is none of the list
 */
export function tickedBy(
  offered: readonly (readonly number[] | null)[],
  numbers: readonly number[],
): readonly number[] | null {
  const now = ticked(offered.filter((picked) => picked !== null));
  const after = new Set(now);
  for (const number of numbers) {
    const picked = offered[number - 1];
    if (picked == null) return null;
    for (const one of difference(now, picked)) after.has(one) ? after.delete(one) : after.add(one);
  }
  return [...after].sort((left, right) => left - right);
}

/** What is ticked now: each choice would change one tick, so it is what most of them would leave. */
function ticked(choices: readonly (readonly number[])[]): readonly number[] {
  const all = [...new Set(choices.flat())];
  return all.filter((one) => choices.filter((picked) => picked.includes(one)).length * 2 > choices.length);
}

const difference = (one: readonly number[], other: readonly number[]): readonly number[] => [
  ...one.filter((at) => !other.includes(at)),
  ...other.filter((at) => !one.includes(at)),
];
