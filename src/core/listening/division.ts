/**
 * A whole divided into parts, some of which are told (不足十人不列): each told part is of at least {@link fewest} different
 * persons, and so is all that is left out, or it is empty. So nothing smaller is found by subtracting the told parts from the
 * whole, whether or not the whole is told.
 */

/** Fewest different persons of a group that is told. */
export const fewest = 10;

/** Counted things of one kind; no thing stands in two parts. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly persons: ReadonlySet<string>;
}

/** In the order of the parts. */
export interface Division {
  readonly told: readonly Part[];
  readonly left: readonly Part[];
}

/** What is left out; its count is null where it is of too few persons. */
export interface Rest {
  readonly count: number | null;
}

/** How many different persons. */
export const personsOf = (things: readonly { readonly person: string }[]): number =>
  new Set(things.map(({ person }) => person)).size;

const together = (parts: readonly Part[]): number =>
  new Set(parts.flatMap(({ persons }) => [...persons])).size;

/**
 * Where what is too small is too small together as well, the smallest of the others is left out with it.
 *
 * @param parts the largest first
 * @param mayTell whether a part is one that can be told at all
 */
export function divide(parts: readonly Part[], mayTell: (part: Part) => boolean = () => true): Division {
  const isTold = (part: Part): boolean => part.persons.size >= fewest && mayTell(part);
  const told = parts.filter(isTold);
  const left = parts.filter((part) => !isTold(part));
  while (left.length > 0 && told.length > 0 && together(left) < fewest) left.unshift(told.pop() as Part);
  return { told, left };
}

/** Null: nothing is left out. */
export function restOf(left: readonly Part[]): Rest | null {
  if (left.length === 0) return null;
  const count = left.reduce((sum, part) => sum + part.count, 0);
  return { count: together(left) < fewest ? null : count };
}
