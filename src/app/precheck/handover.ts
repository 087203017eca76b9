/**
 * Taking a matter (事项) to another channel: a code of ten minutes, told to its owner, names it; who sends the code gets a copy.
 * The original stays, for the two are different people as far as any channel can tell; it is marked as continued elsewhere
 * until it is gone on with.
 */
import { z } from "zod";
import { pairingCode, pairingCodeBytes } from "../../core/access/pairing-code.ts";
import { isPersonId } from "../../core/access/terms.ts";
import type { Matter } from "../../core/precheck/interview.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { commitOnce } from "../flow/commits.ts";
import { parseStored } from "../flow/events.ts";
import { accessSpace, matterKey, partitions, spaceOf } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import { type KeptMatter, readMatters } from "./matters.ts";
import { StoredMatter, storedMatter } from "./stored-matter.ts";

export interface HandoverOptions {
  readonly store: Store;
  /** Codes stand in the store as pseudonyms only. */
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  /** Everything in the store is one person's own, as where only this machine is served. */
  readonly sameOwner: boolean;
  readonly random: (bytes: number) => Uint8Array;
  /** Makes ids of commits. */
  readonly newId: () => string;
}

export interface Handover {
  /** A code under which the matter can be fetched. */
  offer(person: PersonId, matter: string): Promise<string>;
  /** The matter of a code as it was shown; null where the code is unknown, over, or was used by somebody else. */
  take(person: PersonId, code: string): Promise<Matter | null>;
  /** Matters begun in other channels, the last changed first, where all of them are the same owner's; else none. */
  elsewhere(person: PersonId): Promise<readonly { readonly matter: Matter; readonly owner: PersonId }[]>;
}

const codeMilliseconds = 10 * 60_000;
/** As many matters of other channels as are offered. */
const mostElsewhere = 5;

const StoredHandover = z.object({
  form: z.literal(1),
  owner: z.custom<PersonId>((value) => typeof value === "string" && isPersonId(value)),
  matter: z.string(),
  until: z.number(),
  /** Who used it; may use it again, should the answer have been lost. */
  takenBy: z.string().nullable(),
});

export function createHandover(options: HandoverOptions): Handover {
  const { store, pseudonyms, clock, expiry, sameOwner, random, newId } = options;
  const keyOf = (code: string): string => `handover/${pseudonyms.of(`handover/${code}`)}`;

  const write = (key: string, version: number, value: z.infer<typeof StoredHandover>) =>
    commitOnce(store, {
      id: `handover/${newId()}`,
      space: accessSpace,
      expect: [{ key, version }],
      put: [{ key, value: JSON.stringify(value), expiresAt: value.until }],
    });

  /** Something else that happens to it meanwhile goes before: then it has been gone on with. */
  const markContinued = async (owner: PersonId, { matter, version }: KeptMatter): Promise<void> => {
    const key = matterKey(owner, matter.id);
    await commitOnce(store, {
      id: `continued/${newId()}`,
      space: spaceOf(owner),
      expect: [{ key, version }],
      put: [
        {
          key,
          value: storedMatter({ ...matter, continuedAt: clock() }),
          expiresAt: expiry(matter.changedAt),
        },
      ],
    });
  };

  return {
    async offer(owner, matter) {
      const code = pairingCode(random(pairingCodeBytes));
      const until = clock() + codeMilliseconds;
      await write(keyOf(code), 0, { form: 1, owner, matter, until, takenBy: null });
      return code;
    },
    async take(person, code) {
      const key = keyOf(code);
      const [read] = await store.read(accessSpace, [key]);
      if (read?.value == null) return null;
      const found = parseStored(StoredHandover, read.value, "handover");
      const usable = found.until > clock() && (found.takenBy === null || found.takenBy === person);
      if (!usable) return null;
      const taken = await write(key, read.version, { ...found, takenBy: person });
      if (taken === "conflict") return null;
      const matters = await readMatters(store, found.owner);
      const kept = matters.find(({ matter }) => matter.id === found.matter);
      if (kept === undefined) return null;
      if (found.owner !== person) await markContinued(found.owner, kept);
      const { continuedAt: _, ...matter } = kept.matter;
      return matter;
    },
    async elsewhere(person) {
      if (!sameOwner) return [];
      const pages = await Promise.all(partitions.map((space) => listAll(store, space, ["matter/"])));
      return pages
        .flat()
        .flatMap(({ key, value }) => {
          const owner = key.split("/")[1] as PersonId;
          return value === null || owner === person
            ? []
            : [{ owner, matter: parseStored(StoredMatter, value, "matter") as Matter }];
        })
        .sort((one, other) => other.matter.changedAt - one.matter.changedAt)
        .slice(0, mostElsewhere);
    },
  };
}
