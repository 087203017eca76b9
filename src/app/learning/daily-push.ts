/**
 * The question of the day (每日一题), sent to those who asked for it, once on every working day within the hours of pushes. Any
 * number of servers may do it: what records that it was given is written in the commit that gives it.
 *
 * It waits while the person is in the middle of a pre-check or a lesson, as any push; it stays away on a day that campaigns
 * have, and from whoever cannot be reached until they write again. It is not counted against the cap of campaigns.
 */
import { channelOf } from "../../core/access/terms.ts";
import type { Hours } from "../../core/campaign/campaign.ts";
import { beijingTime, isWorkday, minutesOf, type WorkCalendar } from "../../core/campaign/window.ts";
import { smalltalkAnswer } from "../../core/grounding/answer.ts";
import type { Day } from "../../core/law/types.ts";
import type { Address, PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { learningWords as words } from "../../text/learning.ts";
import type { CampaignDays } from "../campaign/campaign-days.ts";
import { isBusyAnywhere } from "../campaign/permission.ts";
import type { LearningDialogue } from "../dialogue/learning.ts";
import { ConversationState, parseStored } from "../flow/events.ts";
import { partitions, personKey, spaceOf, stateKey } from "../flow/keys.ts";
import { type Along, pushTurn } from "../flow/push.ts";
import { isUnreached, unreachedKey } from "../flow/reach.ts";
import { listAll } from "../flow/reading.ts";
import { createTicker, type Ticker } from "../flow/ticker.ts";
import { learningFrom } from "./stored-learning.ts";

export interface DailyPushOptions {
  readonly store: Pick<Store, "list" | "read" | "commit">;
  readonly lessons: Pick<LearningDialogue, "nextDaily">;
  readonly campaignDays: CampaignDays;
  readonly calendar: WorkCalendar;
  /** In which pushes go out, on working days. */
  readonly hours: Pick<Hours, "from" | "until">;
  readonly pseudonyms: Pseudonyms;
  readonly knowledgeVersion: string;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly tickMilliseconds?: number;
}

/** A look gives the question of the day to whoever waits for it, where it may be sent now. */
export type DailyPush = Ticker;

const learningPrefix = "learning/";

export function createDailyPush(options: DailyPushOptions): DailyPush {
  const { store, lessons, campaignDays, calendar, pseudonyms, knowledgeVersion, log, clock, expiry } =
    options;
  const [opens, closes] = [minutesOf(options.hours.from), minutesOf(options.hours.until)];

  /** The person may be written to now: nobody is disturbed, and the words will be read. */
  const isWelcome = async (to: Address): Promise<boolean> => {
    const [state, unreached] = await store.read(spaceOf(to.person), [stateKey(to), unreachedKey(to)]);
    if (state?.value == null) return false;
    const conversation = parseStored(ConversationState, state.value, "conversation");
    return !isUnreached(unreached?.value, conversation) && !(await isBusyAnywhere(store, to.person, clock()));
  };

  const give = async (
    person: PersonId,
    day: Day,
    isTaken: (person: PersonId) => Promise<boolean>,
  ): Promise<void> => {
    const daily = await lessons.nextDaily(person, day);
    if (daily === null) return;
    const at = clock();
    const { to: conversation, blocks, citations, choices, quiz } = daily;
    const to = { person, conversation };

    /** Looked at again at each try: it may have been given, or no longer be wanted, or something may have come before it. */
    const along = async (): Promise<Along | null> => {
      // A push of a campaign writes the profile, wherever it goes.
      const [profile] = await store.read(spaceOf(person), [personKey(person)]);
      if (!(await isWelcome(to)) || (await isTaken(person))) return null;
      const { key, version, value } = (await lessons.nextDaily(person, day))?.change ?? {};
      if (key === undefined || version === undefined || value == null) return null;
      return {
        expect: [
          { key, version },
          { key: personKey(person), version: profile?.version ?? 0 },
        ],
        put: [{ key, value, expiresAt: expiry(at) }],
        remove: [],
        append: [],
      };
    };

    await pushTurn(
      store,
      {
        to,
        about: words.daily,
        answer: smalltalkAnswer({ blocks, citations }, { knowledgeVersion, asOf: day }),
        choices,
        quiz,
        key: `daily/${channelOf(person)}/${pseudonyms.of(`${person}/${day}`)}`,
        at,
        expiresAt: expiry(at),
      },
      along,
    );
  };

  const look = async (stopped: () => boolean): Promise<void> => {
    const now = clock();
    const { day, minutes } = beijingTime(now);
    if (!isWorkday(day, calendar) || minutes < opens || minutes >= closes) return;
    const isTaken = await campaignDays.at(now);
    for (const space of partitions)
      for (const { key, value } of await listAll(store, space, [learningPrefix])) {
        if (stopped()) return;
        // Most were given theirs before: what was listed tells so, without another look.
        const { dailyTo, pushedOn } = learningFrom(value);
        if (dailyTo !== null && pushedOn !== day) await give(key.split("/")[1] as PersonId, day, isTaken);
      }
  };

  return createTicker({
    look,
    milliseconds: options.tickMilliseconds ?? 60_000,
    failed: (error) => log.warn({ err: error }, "questions of the day not sent; tried again soon"),
  });
}
