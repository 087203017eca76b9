import type { Entry, Space, StreamHead } from "../../../ports/store.ts";
import type { Instant } from "../../../ports/time.ts";
import { readStreamScript, streamsScript, trimScript } from "./scripts.ts";
import { inAdopted, inRows, type Shared, together } from "./shared.ts";

export interface RedisStreams {
  read(space: Space, stream: string, after: number, limit: number): Promise<readonly Entry[]>;
  heads(): Promise<readonly StreamHead[]>;
  trim(space: Space, stream: string, before: Instant): Promise<number>;
}

/** Entries a trim takes out in one script. */
const trimmedAtOnce = 1_000;

const bytewise = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right));

export function createRedisStreams({ client, spaces, keys }: Shared): RedisStreams {
  const { epoch } = spaces;

  const headsOf = async (some: readonly Space[]): Promise<StreamHead[]> => {
    const bases = some.map((space) => keys.base(space));
    const fields = (await client.run(streamsScript, bases, [epoch])) as string[];
    return inRows(fields, 6).map(
      ([place, stream = "", baseSequence, baseHash = "", lastSequence, lastHash = ""]) => ({
        space: some[Number(place) - 1] ?? "",
        stream,
        base: { sequence: Number(baseSequence), hash: baseHash },
        last: { sequence: Number(lastSequence), hash: lastHash },
      }),
    );
  };

  return {
    read: async (space, stream, after, limit) => {
      // Even an entry slipped in below the first is read where all are asked for.
      const from = after < 0 ? "-" : `${after + 1}-0`;
      const fields = (await inAdopted<unknown>(spaces, space, [], () =>
        client.run(readStreamScript, [keys.base(space)], [epoch, stream, from, String(limit)]),
      )) as string[];
      const entries: Entry[] = [];
      for (let at = 0; at < fields.length; at += 4)
        entries.push({
          sequence: Number.parseInt(fields[at] ?? "", 10),
          at: Number(fields[at + 1]),
          body: fields[at + 2] ?? "",
          hash: fields[at + 3] ?? "",
        });
      return entries;
    },
    heads: async () =>
      (await Promise.all(together(client, await spaces.all()).map(headsOf)))
        .flat()
        .sort((left, right) => bytewise(left.space, right.space) || bytewise(left.stream, right.stream)),
    trim: async (space, stream, before) => {
      let total = 0;
      for (let gone = trimmedAtOnce; gone === trimmedAtOnce; total += gone)
        gone = Number(
          await inAdopted<unknown>(spaces, space, 0, () =>
            client.run(trimScript, [keys.base(space)], [epoch, stream, String(before)]),
          ),
        );
      return total;
    },
  };
}
