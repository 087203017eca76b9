/** What the parts of the shared store have in common. */
import type { Space } from "../../../ports/store.ts";
import type { Clock } from "../../../ports/time.ts";
import type { Client } from "./client.ts";
import type { Keys } from "./keys.ts";
import type { Spaces } from "./spaces.ts";

export interface Shared {
  readonly client: Client;
  readonly spaces: Spaces;
  readonly clock: Clock;
  readonly keys: Keys;
  /** A number above all that this process gave, and above the clock's; `count` numbers from there on are the caller's. */
  numbers(count: number): number;
}

/** Longest time any call takes; then it cannot be told whether a commit took effect. */
export const callMilliseconds = 2_000;

/** A space that cannot even be begun was never used, and holds nothing. */
export async function inAdopted<Result>(
  spaces: Spaces,
  space: Space,
  otherwise: Result,
  ask: () => Promise<Result>,
): Promise<Result> {
  return (await spaces.tryAdopt(space)) ? ask() : otherwise;
}

/** Spaces that one script can see: all of them, or one on a Cluster. */
export function together(
  client: Pick<Client, "isCluster">,
  all: readonly Space[],
): readonly (readonly Space[])[] {
  if (all.length === 0) return [];
  return client.isCluster ? all.map((space) => [space]) : [all];
}

/** The answer of a script as rows of so many fields. */
export const inRows = (fields: readonly string[], width: number): string[][] =>
  Array.from({ length: fields.length / width }, (_, row) => fields.slice(row * width, (row + 1) * width));

/** Numbers grow with the clock, so that those of two processes order as their commits did, nearly. */
const numbersInMillisecond = 1_000;

export function createNumbers(clock: Clock): Shared["numbers"] {
  let latest = 0;
  return (count) => {
    const from = Math.max(latest, clock() * numbersInMillisecond);
    latest = from + count;
    return from;
  };
}
