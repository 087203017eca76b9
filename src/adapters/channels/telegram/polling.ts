/**
 * Long polling under a supervisor of its own: the library's ends for good at the first conflict or refused token, and
 * acknowledges before anything is durable. Here the offset moves only past what was dealt with.
 */
import type { Update } from "grammy/types";
import type { Lease } from "../../../ports/lease.ts";
import {
  delayAfter,
  doubled,
  type Hearing,
  type HearingSettings,
  introduce,
  isTokenRefused,
  troubleOf,
} from "./hearing.ts";
import type { Incoming } from "./incoming.ts";
import { allowedUpdates } from "./updates.ts";

export interface PollingSettings extends HearingSettings {
  readonly incoming: Incoming;

  /** Held for each look; whoever has it not stands by. */
  readonly lease: Lease | null;
}

/** Most updates at once. */
const batch = 100;
/** How much longer than it should the API may take to answer, in seconds. */
const patience = 10;
/** How long the last confirmation may take, in seconds. */
const farewellSeconds = 3;

export function createPolling(settings: PollingSettings): Hearing {
  const { calls, incoming, standing, pace, time, log, lease } = settings;
  let offset = 0;
  /** The offset the API knows. */
  let confirmed = 0;

  const getUpdates = (seconds: number, limit: number, callSeconds: number, signal?: AbortSignal) =>
    calls.perform(
      "getUpdates",
      { chat: null, seconds: callSeconds, ...(signal === undefined ? {} : { signal }) },
      (api, given) =>
        api.getUpdates({ offset, limit, timeout: seconds, allowed_updates: [...allowedUpdates] }, given),
    );

  const deleteWebhook = (signal: AbortSignal) =>
    calls.perform("deleteWebhook", { chat: null, signal }, (api, given) =>
      api.deleteWebhook({ drop_pending_updates: false }, given),
    );

  /** Deals with a batch; false where something of it must be given again. */
  const take = async (updates: readonly Update[]): Promise<boolean> => {
    const left = await Promise.all(
      updates.map(async (update) => ((await incoming.take(update)) ? [] : [update.update_id])),
    );
    const open = left.flat();
    const last = Math.max(...updates.map(({ update_id }) => update_id));
    offset = open.length === 0 ? last + 1 : Math.min(...open);
    return open.length === 0;
  };

  /** Whether this process may ask; one that may not is ready all the same, for it sends and can take over. */
  const mayAsk = async (): Promise<boolean> => {
    if (lease === null || (await lease.hold())) return true;
    standing.good();
    return false;
  };

  /** One look; how long to wait before the next one, in seconds. */
  const look = async (failures: number, signal: AbortSignal): Promise<number> => {
    const asked = offset;
    const outcome = await getUpdates(pace.poll, batch, pace.poll + patience, signal);
    if (signal.aborted) return 0;
    if (outcome.status === "ok") {
      confirmed = asked;
      standing.good();
      if (outcome.result.length === 0) return 0;
      // What the inside cannot keep now is asked for again, not faster than that helps.
      return (await take(outcome.result)) ? 0 : doubled(pace.trouble, failures + 1);
    }
    if (isTokenRefused(outcome)) standing.refused();
    else standing.trouble(troubleOf(outcome));
    // Somebody set a webhook meanwhile, or another process hears and will not for ever.
    const conflict = outcome.status === "refused" && outcome.code === 409;
    if (conflict) {
      log.warn({ failures }, "another process hears for this bot, or a webhook is set");
      if (outcome.description.includes("webhook")) await deleteWebhook(signal);
    }
    return delayAfter(outcome, failures + 1, pace);
  };

  /** Tells the API what was dealt with last, so that it is not given again after a restart. */
  const farewell = async (): Promise<void> => {
    if (offset > confirmed) await getUpdates(0, 1, farewellSeconds);
  };

  return {
    async run(signal) {
      // A webhook that is set makes polling impossible.
      if (!(await introduce(settings, () => deleteWebhook(signal), signal))) return;
      let failures = 0;
      while (!signal.aborted) {
        if (!(await mayAsk())) {
          await time.wait(pace.standby * 1000, signal);
          continue;
        }
        const seconds = await look(failures, signal);
        failures = seconds === 0 ? 0 : failures + 1;
        if (seconds > 0) await time.wait(seconds * 1000, signal);
      }
      await farewell();
      await lease?.release();
    },
  };
}
