/**
 * Names of the keys in Redis. Everything of a space begins with its base, whose hash tag is the space:
 *
 *   rongcuo:{p17}:meta             hash    epoch: mark of the store; n: last number given to an item or dead letter
 *   rongcuo:{p17}:docs             hash    key → "version expiry value", expiry `-` where it is kept
 *   rongcuo:{p17}:keys, :expiry    zsets   keys in UTF-8 order; keys by expiry
 *   rongcuo:{p17}:i:<number>       hash    an item: q queue, g group, p payload, a attempts, e enqueued, d due, h holder
 *   rongcuo:{p17}:items            zset    "group NUL queue NUL number": the first of a group is its head
 *   rongcuo:{p17}:q:<queue>        zset    items by number
 *   rongcuo:{p17}:heads:<queue>    zset    heads of groups by due instant
 *   rongcuo:{p17}:held:<queue>     zset    claimed items by the end of the lease
 *   rongcuo:{p17}:d:<number>, :letters, :dead:<queue>   the same for dead letters; t died, r reason
 *   rongcuo:{p17}:queues, :streams sets    names
 *   rongcuo:{p17}:s:<stream>       stream  entries, the sequence as id
 *   rongcuo:{p17}:h:<stream>       hash    bs, bh: where the kept entries begin; ls, lh: where they end
 *   rongcuo:{p17}:id:<batch id>    string  a batch that was committed; goes by itself after eight days
 *   rongcuo:home:<batch id>        string  the space a batch id belongs to
 *   rongcuo:epoch, rongcuo:spaces          mark of the store; spaces ever used
 *
 * Streams with consumer groups hand out entries in the order they came, whatever their group. The port wants one item of a
 * group at a time, with delays, and an order over everything that is due; so queues are sorted sets, and only what is
 * append-only is a stream.
 */
import type { Space } from "../../../ports/store.ts";

export interface Keys {
  readonly namespace: string;
  base(space: Space): string;
  home(batchId: string): string;
  readonly epoch: string;
  readonly spaces: string;
  /** Written before a WAIT, which counts only what its own connection wrote. */
  waited(space: Space): string;
}

export const createKeys = (namespace: string): Keys => ({
  namespace,
  base: (space) => `${namespace}:{${space}}`,
  home: (id) => `${namespace}:home:${id}`,
  epoch: `${namespace}:epoch`,
  spaces: `${namespace}:spaces`,
  waited: (space) => `${namespace}:{${space}}:waited`,
});

/**
 * Name of an item or dead letter outside: a number is given once in its space only, and two processes may give the same one
 * in two spaces. Callers make batch ids of such names.
 */
export const nameFor = (number: string, space: Space): string => `${number}-${space}`;

/** The parts of such a name; null where it is none. */
export function parseName(name: string): { readonly number: string; readonly space: Space } | null {
  const [, number, space] = /^(\d{16})-([a-z0-9-]{1,32})$/.exec(name) ?? [];
  return number === undefined || space === undefined ? null : { number, space };
}
