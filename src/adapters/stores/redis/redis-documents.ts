import type { Space, Versioned } from "../../../ports/store.ts";
import { listScript, readScript, sweepScript } from "./scripts.ts";
import { inAdopted, type Shared } from "./shared.ts";

export interface RedisDocuments {
  read(space: Space, keys: readonly string[]): Promise<readonly Versioned[]>;
  /** @param end first text after all that begin with the prefix; null: none */
  list(
    space: Space,
    prefix: string,
    after: string,
    limit: number,
    end: string | null,
  ): Promise<readonly Versioned[]>;
  sweep(space: Space, limit: number): Promise<number>;
}

/** Three fields a document. */
function versioned(fields: readonly string[]): Versioned[] {
  const found: Versioned[] = [];
  for (let at = 0; at < fields.length; at += 3)
    found.push({ key: fields[at] ?? "", version: Number(fields[at + 1]), value: fields[at + 2] ?? "" });
  return found;
}

/** Beginning of a range of keys: what begins with the prefix and comes after `after`, by the order of UTF-8. */
function rangeFrom(prefix: string, after: string): string {
  if (after !== "" && Buffer.compare(Buffer.from(after), Buffer.from(prefix)) >= 0) return `(${after}`;
  return prefix === "" ? "-" : `[${prefix}`;
}

export function createRedisDocuments({ client, spaces, clock, keys }: Shared): RedisDocuments {
  const now = () => String(clock());
  return {
    read: async (space, wanted) => {
      const fields = await inAdopted<unknown>(spaces, space, [], () =>
        client.run(readScript, [keys.base(space)], [spaces.epoch, now(), ...wanted]),
      );
      const found = new Map(versioned(fields as string[]).map((one) => [one.key, one]));
      return wanted.map((key) => found.get(key) ?? { key, version: 0, value: null });
    },
    list: async (space, prefix, after, limit, end) => {
      const range = [rangeFrom(prefix, after), end === null ? "+" : `(${end}`];
      const fields = await inAdopted<unknown>(spaces, space, [], () =>
        client.run(listScript, [keys.base(space)], [spaces.epoch, now(), ...range, String(limit)]),
      );
      return versioned(fields as string[]);
    },
    sweep: async (space, limit) =>
      Number(await client.run(sweepScript, [keys.base(space)], [spaces.epoch, now(), String(limit)])),
  };
}
