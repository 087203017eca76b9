/** Sends pushes of unknown fate once more, on an operator's word: somebody may then see one twice. */
import { itemName } from "../../core/campaign/campaign.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { DeadLetter, Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "../flow/commits.ts";
import { parseStored } from "../flow/events.ts";
import { auditStream } from "../flow/keys.ts";
import { lettersOf } from "../flow/reading.ts";
import { campaignSpace, pushKey, pushQueue, tallyKey } from "./keys.ts";
import { PushItem, type PushRow, readRow, readTally } from "./stored.ts";

export interface ResendOptions {
  readonly store: Pick<Store, "read" | "commit" | "deadLetters" | "revive">;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly newId: () => string;
}

const conflictLimit = 20;

/** @param by who gives the word; @returns how many are to be sent again */
export async function resendUnknown(
  { store, pseudonyms, clock, newId }: ResendOptions,
  campaign: string,
  by: string,
): Promise<number> {
  /** The row is what keeps it from being sent, so it is opened first; cut off after that, the next word finds both again. */
  const open = async ({ space, id }: DeadLetter, item: PushItem): Promise<boolean> => {
    const name = itemName(item.campaign, item.item);
    const keys = [pushKey(item.person, name), tallyKey(name)] as const;
    for (let tries = 0; tries < conflictLimit; tries++) {
      const [read, counted] = await store.read(space, keys);
      const row = readRow(read?.value);
      if (row?.state === "queued") return true;
      if (row?.state !== "unknown") return false;
      const tally = readTally(counted?.value);
      const ends = { ...tally.ends, unknown: Math.max(0, (tally.ends.unknown ?? 0) - 1) };
      const waiting: PushRow = { ...row, state: "queued", at: clock() };
      const result = await commitOnce(store, {
        id: `resend/${id}/${newId()}`,
        space,
        expect: [
          { key: keys[0], version: read?.version ?? 0 },
          { key: keys[1], version: counted?.version ?? 0 },
        ],
        put: [
          { key: keys[0], value: JSON.stringify(waiting) },
          { key: keys[1], value: JSON.stringify({ ...tally, ends }) },
        ],
      });
      if (result === "committed") return true;
    }
    return false;
  };

  const letters = async (): Promise<readonly DeadLetter[]> => {
    const found: DeadLetter[] = [];
    for await (const letter of lettersOf(store, pushQueue))
      if (letter.reason === "unknown") found.push(letter);
    return found;
  };

  await commitOnce(store, {
    id: `resend/${newId()}`,
    space: campaignSpace,
    append: [
      {
        stream: auditStream,
        at: clock(),
        body: auditBody({
          kind: "campaign",
          actor: pseudonyms.of(by),
          campaign: pseudonyms.of(`campaign/${campaign}`),
          act: "resent",
          content: null,
        }),
      },
    ],
  });
  let revived = 0;
  for (const letter of await letters()) {
    const item = parseStored(PushItem, letter.payload, "push");
    if (item.campaign !== campaign || !(await open(letter, item))) continue;
    if (await store.revive(letter.id)) revived += 1;
  }
  return revived;
}
