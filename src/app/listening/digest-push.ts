/**
 * The digest of the month before (月报), sent to editors in the conversation where they last wrote: on the first working day of
 * the month within the hours of pushes, or as soon after it as they can be written to. Any number of servers may do it: what
 * records that it was sent is written in the commit that sends it.
 *
 * It waits while the editor is in the middle of a pre-check or a lesson, as any push. A month without anything is not sent.
 */
import type { Role } from "../../core/access/roles.ts";
import { channelOf, holdsAt } from "../../core/access/terms.ts";
import type { Hours } from "../../core/campaign/campaign.ts";
import { beijingTime, isWorkday, minutesOf, type WorkCalendar } from "../../core/campaign/window.ts";
import { smalltalkAnswer } from "../../core/grounding/answer.ts";
import { type Digest, monthBefore } from "../../core/listening/digest.ts";
import type { Access } from "../../ports/access.ts";
import type { Address, PersonId } from "../../ports/channel.ts";
import type { Digests } from "../../ports/listening.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { digestMessage, digestTitle } from "../../text/digest.ts";
import { isBusyAnywhere } from "../campaign/permission.ts";
import { ConversationState, lastWrote, parseStored } from "../flow/events.ts";
import { digestKey, spaceOf, statePrefix } from "../flow/keys.ts";
import { type Along, pushTurn } from "../flow/push.ts";
import { isUnreached, unreachedKey } from "../flow/reach.ts";
import { listAll } from "../flow/reading.ts";
import { createTicker, type Ticker } from "../flow/ticker.ts";

export interface DigestPushOptions {
  readonly store: Pick<Store, "list" | "read" | "commit">;
  readonly access: Pick<Access, "grants">;
  readonly digests: Digests;
  readonly calendar: WorkCalendar;
  /** In which pushes go out, on working days. */
  readonly hours: Pick<Hours, "from" | "until">;
  readonly pseudonyms: Pseudonyms;
  readonly knowledgeVersion: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly newId: () => string;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly tickMilliseconds?: number;
}

/** Who is sent it. */
const editors: readonly Role[] = ["publicity-editor", "knowledge-editor"];

/** Elsewhere a conversation is its person's own. */
const isPrivate = ({ person, conversation }: Address): boolean =>
  channelOf(person) !== "telegram" || conversation.startsWith("p");

export function createDigestPush(options: DigestPushOptions): Ticker {
  const { store, access, digests, calendar, pseudonyms, knowledgeVersion, log, clock, newId, expiry } =
    options;
  const [opens, closes] = [minutesOf(options.hours.from), minutesOf(options.hours.until)];
  /** What is over does not change: a month without anything is not read again. */
  let emptyMonth: string | null = null;

  const editorsNow = async (): Promise<readonly PersonId[]> => {
    const grants = await access.grants("command-line");
    if (!grants.ok) return [];
    return grants.value
      .filter((grant) => editors.includes(grant.role) && holdsAt(grant, clock()))
      .map(({ person }) => person);
  };

  const sentMonth = async (person: PersonId) => {
    const [read] = await store.read(spaceOf(person), [digestKey(person)]);
    return { version: read?.version ?? 0, month: read?.value ?? null };
  };

  /** Where the person last wrote, and may be written to now; null: nowhere. */
  const placeOf = async (person: PersonId): Promise<Address | null> => {
    const states = await listAll(store, spaceOf(person), [statePrefix(person)]);
    const [last] = states
      .flatMap(({ key, value }) =>
        value === null
          ? []
          : [
              {
                to: { person, conversation: key.slice(statePrefix(person).length) },
                state: parseStored(ConversationState, value, "conversation"),
              },
            ],
      )
      .filter(({ to }) => isPrivate(to))
      .sort((left, right) => lastWrote(right.state) - lastWrote(left.state));
    if (last === undefined || (await isBusyAnywhere(store, person, clock()))) return null;
    const [unreached] = await store.read(spaceOf(person), [unreachedKey(last.to)]);
    return isUnreached(unreached?.value, last.state) ? null : last.to;
  };

  const send = async (person: PersonId, digest: Digest): Promise<boolean> => {
    const to = await placeOf(person);
    if (to === null) return false;
    const { month } = digest;
    const at = clock();
    const along = async (): Promise<Along | null> => {
      const { version, month: sent } = await sentMonth(person);
      const key = digestKey(person);
      if (sent === month) return null;
      return {
        expect: [{ key, version }],
        put: [{ key, value: month, expiresAt: expiry(at) }],
        remove: [],
        append: [],
      };
    };
    const result = await pushTurn(
      store,
      {
        to,
        about: digestTitle(month),
        answer: smalltalkAnswer(
          { blocks: [{ type: "notice", text: digestMessage(digest) }], citations: [] },
          { knowledgeVersion, asOf: beijingTime(at).day },
        ),
        key: `digest/${channelOf(person)}/${pseudonyms.of(`${person}/${month}`)}`,
        // Who has deleted everything and come back is sent it anew.
        id: newId(),
        at,
        expiresAt: expiry(at),
      },
      along,
    );
    return result === "pushed";
  };

  const look = async (stopped: () => boolean): Promise<void> => {
    const { day, minutes } = beijingTime(clock());
    if (!isWorkday(day, calendar) || minutes < opens || minutes >= closes) return;
    const month = monthBefore(day.slice(0, 7));
    if (month === emptyMonth) return;
    let digest: Digest | null = null;
    let sent = 0;
    for (const person of await editorsNow()) {
      if (stopped() || (await sentMonth(person)).month === month) continue;
      // Nothing is counted for nobody who could read it.
      if ((await placeOf(person)) === null) continue;
      digest ??= await digests.of(month);
      if (digest.isEmpty) {
        emptyMonth = month;
        return;
      }
      if (await send(person, digest)) sent++;
    }
    if (sent > 0) log.info({ sent, month }, "sent the digest of a month to editors");
  };

  return createTicker({
    look,
    milliseconds: options.tickMilliseconds ?? 60_000,
    failed: (error) => log.warn({ err: error }, "digest not sent; tried again soon"),
  });
}
