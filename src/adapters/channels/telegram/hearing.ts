/** What polling and webhook have in common: how the channel stands with Telegram. */
import type { UserFromGetMe } from "grammy/types";
import type { ChannelHealth } from "../../../ports/channel.ts";
import type { Log } from "../../../ports/telemetry.ts";
import type { Instant } from "../../../ports/time.ts";
import { commandDescriptions } from "../../../text/telegram.ts";
import type { Calls, ChannelTime, Outcome } from "./calls.ts";

/** A way to hear, under a supervisor of its own. */
export interface Hearing {
  /** Runs until the signal is given; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** How it goes; the channel reads its health from it. */
export interface Standing {
  /** Telegram answered as it should. */
  good(): void;
  /** The token is not accepted. */
  refused(): void;
  /** Something else is wrong; shown when it lasts. */
  trouble(reason: string): void;
  health(): ChannelHealth;
  /** Resolves at the first answer of whatever kind. */
  readonly first: Promise<void>;
}

/** Not ready when the last good answer is older, in seconds. */
const silentSeconds = 90;

export function createStanding(time: ChannelTime): Standing {
  let last: Instant | null = null;
  let invalid = false;
  let reason = "not connected yet";
  const first = Promise.withResolvers<void>();
  return {
    first: first.promise,
    good() {
      last = time.clock();
      invalid = false;
      reason = "no answer of the Bot API";
      first.resolve();
    },
    refused() {
      invalid = true;
      first.resolve();
    },
    trouble(why) {
      reason = why;
      first.resolve();
    },
    health() {
      if (invalid) return { state: "down", reason: "the token is refused; see TELEGRAM_BOT_TOKEN" };
      if (last === null) return { state: "degraded", reason };
      const silent = (time.clock() - last) / 1000;
      return silent > silentSeconds
        ? { state: "degraded", reason: `nothing heard for ${Math.round(silent)} s: ${reason}` }
        : { state: "up", reason: null };
    },
  };
}

/** Delays of the supervisor in seconds; a test makes them short. */
export interface Pace {
  /** How long one getUpdates waits for something to come. */
  readonly poll: number;
  /** Another process hears: from the first delay doubled to the last. */
  readonly conflict: readonly [number, number];
  /** The API cannot be reached, or fails. */
  readonly trouble: readonly [number, number];
  /** Another process of ours holds the lease. */
  readonly standby: number;
  /** The token is refused. */
  readonly refused: number;
  /** Between two looks at the webhook. */
  readonly look: number;
}

export const usualPace: Pace = {
  poll: 25,
  standby: 10,
  conflict: [5, 60],
  trouble: [1, 30],
  refused: 60,
  look: 30,
};

export const doubled = ([first, last]: readonly [number, number], failures: number): number =>
  Math.min(first * 2 ** Math.min(Math.max(0, failures - 1), 20), last);

/** A token that is wrong is answered with 401, one that cannot be a token with 404. */
export const isTokenRefused = (outcome: Outcome<unknown>): boolean =>
  outcome.status === "refused" && (outcome.code === 401 || outcome.code === 404);

/** A refusal in words for an operator. */
export function troubleOf(outcome: Outcome<unknown>): string {
  switch (outcome.status) {
    case "ok":
      return "none";
    case "refused":
      return `${outcome.code} ${outcome.description}`;
    case "wait":
      return `asked to wait ${outcome.seconds} s`;
    case "unsent":
    case "lost":
      return "the Bot API cannot be reached";
  }
}

/** Tries until it succeeds; null where the signal was given before. */
async function untilDone<Result>(
  attempt: () => Promise<Outcome<Result>>,
  { standing, time, pace, signal }: Supervised,
): Promise<Result | null> {
  for (let failures = 1; !signal.aborted; failures++) {
    const outcome = await attempt();
    if (signal.aborted) return null;
    if (outcome.status === "ok") return outcome.result;
    if (isTokenRefused(outcome)) standing.refused();
    else standing.trouble(troubleOf(outcome));
    await time.wait(1000 * delayAfter(outcome, failures, pace), signal);
  }
  return null;
}

export interface Supervised {
  readonly standing: Standing;
  readonly time: ChannelTime;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Seconds to wait after what was not "ok". */
export function delayAfter(outcome: Outcome<unknown>, failures: number, pace: Pace): number {
  if (outcome.status === "wait") return outcome.seconds;
  if (isTokenRefused(outcome)) return pace.refused;
  const conflict = outcome.status === "refused" && outcome.code === 409;
  return doubled(conflict ? pace.conflict : pace.trouble, failures);
}

const quiet = { chat: null } as const;

const getMe = (calls: Calls, signal: AbortSignal): Promise<Outcome<UserFromGetMe>> =>
  calls.perform("getMe", { ...quiet, signal }, (api, given) => api.getMe(given));

/** Lists the commands in the app, for everybody and for those whose app speaks Chinese. A failure changes nothing else. */
async function listCommands(calls: Calls, log: Pick<Log, "warn">, signal: AbortSignal): Promise<void> {
  const commands = Object.entries(commandDescriptions).map(([command, description]) => ({
    command,
    description,
  }));
  for (const language of [{}, { language_code: "zh" as const }]) {
    const outcome = await calls.perform("setMyCommands", { ...quiet, signal }, (api, given) =>
      api.setMyCommands(commands, language, given),
    );
    if (outcome.status !== "ok" && !signal.aborted)
      log.warn({ trouble: troubleOf(outcome) }, "commands not listed");
  }
}

/** What both ways to hear need. */
export interface HearingSettings {
  readonly calls: Calls;
  readonly incoming: { name(username: string): void };
  readonly standing: Standing;
  readonly pace: Pace;
  readonly time: ChannelTime;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/**
 * Learns the bot's own name and prepares to hear, however long that takes; then lists the commands.
 *
 * @returns false: stopped before it was done
 */
export async function introduce(
  { calls, incoming, standing, pace, time, log }: HearingSettings,
  prepare: () => Promise<Outcome<unknown>>,
  signal: AbortSignal,
): Promise<boolean> {
  const supervised = { standing, time, pace, signal };
  const me = await untilDone(() => getMe(calls, signal), supervised);
  if (me === null) return false;
  incoming.name(me.username);
  if ((await untilDone(prepare, supervised)) === null) return false;
  standing.good();
  void listCommands(calls, log, signal);
  return true;
}
