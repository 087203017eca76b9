/**
 * The law of what is told of counts of persons, so that no group of one to nine can be told or worked out:
 *
 *   - A count is rounded down to tens. Below ten it is not told, and zero is below ten. So nobody who comes or goes is seen
 *     in two counts one after the other, but at the step from one ten to the next.
 *   - A total of parts that are told is the sum of what is told of them: it says nothing that they do not. Were every part
 *     the ten it is told as, and every hidden one empty, all would read the same.
 *   - A total that is told by itself (`census.ts`) has parts beside it only where those that are not told are several, and
 *     together not few.
 *
 * What overlapping audiences of several campaigns tell together is not looked at: each number there is rounded, and the
 * difference of two lies anywhere within eighteen persons.
 */
import type { Campaign } from "./campaign.ts";

/** Smaller groups are not told. */
export const smallestGroup = 10;

/** A count of persons as it is told: that many or up to nine more. Null: fewer than ten, or none. */
export const toldCount = (count: number): number | null =>
  count < smallestGroup ? null : count - (count % smallestGroup);

/** The total of parts as they are told. Null: none of them is. */
export const toldSum = (parts: readonly (number | null)[]): number | null =>
  toldCount(parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));

/** A count of what `persons` did, each at least once, as it is told. */
export const toldActions = (count: number, persons: number): number | null =>
  persons < smallestGroup ? null : toldCount(count);

/**
 * Whether an operator may be told to the one how many messages failed or are of unknown fate: that says how a platform did.
 * Of few, of a unit or role, or of those whom an earlier message reached, it would say who.
 *
 * @param others how many other messages there are, as it is told
 */
export const tellsFaults = (
  { audience: { units, roles }, corrects }: Pick<Campaign, "audience" | "corrects">,
  others: number | null,
): boolean => units.length === 0 && roles.length === 0 && corrects === null && others !== null;
