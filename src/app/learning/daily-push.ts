/**
 * The question of the day (每日一题), sent to those who asked for it, once on every working day within the hours of pushes. Any
 * number of servers may do it: what records that it was given is written in the commit that gives it.
 */
import { channelOf } from "../../core/access/terms.ts";
import { usualHours } from "../../core/campaign/campaign.ts";
import { beijingTime, isWorkday, minutesOf, type WorkCalendar } from "../../core/campaign/window.ts";
import type { Day } from "../../core/law/types.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { learningWords as words } from "../../text/learning.ts";
import type { LearningDialogue } from "../dialogue/learning.ts";
import { partitions } from "../flow/keys.ts";
import { pushTurn } from "../flow/push.ts";
import { listAll } from "../flow/reading.ts";
import { createTicker, type Ticker } from "../flow/ticker.ts";
import { learningFrom } from "./stored-learning.ts";

export interface DailyPushOptions {
  readonly store: Pick<Store, "list" | "read" | "commit">;
  readonly lessons: Pick<LearningDialogue, "nextDaily">;
  readonly calendar: WorkCalendar;
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

const hours = { from: minutesOf(usualHours.from), until: minutesOf(usualHours.until) };

const learningPrefix = "learning/";

export function createDailyPush(options: DailyPushOptions): DailyPush {
  const { store, lessons, calendar, pseudonyms, knowledgeVersion, log, clock, expiry } = options;

  const give = async (person: PersonId, day: Day): Promise<void> => {
    const daily = await lessons.nextDaily(person, day);
    if (daily === null) return;
    const at = clock();
    const { to, blocks, citations, choices, quiz } = daily;
    await pushTurn(
      store,
      {
        to: { person, conversation: to },
        about: words.daily,
        answer: {
          kind: "smalltalk",
          mode: "curated",
          blocks,
          citations,
          refusalReason: null,
          suggestions: [],
          knowledgeVersion,
          asOf: day,
          understoodAs: null,
          context: null,
        },
        choices,
        quiz,
        key: `daily/${channelOf(person)}/${pseudonyms.of(`${person}/${day}`)}`,
        at,
        expiresAt: expiry(at),
      },
      async () => {
        // Read again: it may have been given, or no longer be wanted.
        const { key, version, value } = (await lessons.nextDaily(person, day))?.change ?? {};
        if (key === undefined || version === undefined || value == null) return null;
        return {
          expect: [{ key, version }],
          put: [{ key, value, expiresAt: expiry(at) }],
          remove: [],
          append: [],
        };
      },
    );
  };

  const look = async (stopped: () => boolean): Promise<void> => {
    const { day, minutes } = beijingTime(clock());
    if (!isWorkday(day, calendar) || minutes < hours.from || minutes >= hours.until) return;
    for (const space of partitions)
      for (const { key, value } of await listAll(store, space, [learningPrefix])) {
        if (stopped()) return;
        // Most were given theirs before: what was listed tells so, without another look.
        const { dailyTo, pushedOn } = learningFrom(value);
        if (dailyTo !== null && pushedOn !== day) await give(key.split("/")[1] as PersonId, day);
      }
  };

  return createTicker({
    look,
    milliseconds: options.tickMilliseconds ?? 60_000,
    failed: (error) => log.warn({ err: error }, "questions of the day not sent; tried again soon"),
  });
}
