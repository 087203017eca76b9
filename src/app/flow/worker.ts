/** Takes events from the inbox and ends each: answered, given back for another try, or buried after too many. */
import { channelOf } from "../../core/access/terms.ts";
import { errorCode } from "../../ports/errors.ts";
import { type Claimed, isStoreTrouble, type Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
import { putOff } from "./delays.ts";
import type { Handler } from "./handler.ts";
import { inboxQueue } from "./keys.ts";
import { createPump, type Pump } from "./pump.ts";

export interface WorkerOptions {
  readonly store: Store;
  readonly handler: Handler;
  /** Names this process in leases. */
  readonly name: string;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly clock: Clock;
  /** Something may be waiting in the outbox, or among the drafts. */
  readonly wake: () => void;
  readonly parallel?: number;
  readonly leaseSeconds?: number;
  readonly idleMilliseconds?: number;
  /** An event that failed so often is buried. */
  readonly maxAttempts?: number;
  /** Delay before the second try; doubled each time, up to half a minute. */
  readonly retrySeconds?: number;
}

/** An event whose claims ended without any word, for one that brings the process down is never tried without end. */
const crashed = "crashed";

const longestDelaySeconds = 32;

export function createWorker(options: WorkerOptions): Pump {
  const { store, handler, name, telemetry, log, clock, wake } = options;
  const { parallel = 16, leaseSeconds = 60, maxAttempts = 5, retrySeconds = 1 } = options;
  /** Attempts of an item that ended in the store's own trouble: they say nothing about the event. */
  const excused = new Map<string, number>();

  const ended = ({ item, group, enqueuedAt }: Claimed, result: "done" | "lost" | "dead"): void => {
    excused.delete(item);
    telemetry.count("events_handled", { result });
    if (result === "lost") return;
    telemetry.observe("event_seconds", { channel: channelOf(group) }, (clock() - enqueuedAt) / 1000);
    wake();
  };

  const bury = async (claimed: Claimed, reason: string): Promise<void> => {
    const { queue, item, attempts } = claimed;
    const result = await handler.bury(claimed, reason);
    if (result === "dead") log.error({ queue, item, reason, attempts }, "event buried");
    ended(claimed, result);
  };

  const giveBack = async (claimed: Claimed): Promise<void> => {
    telemetry.count("events_handled", { result: "retried" });
    const seconds = Math.min(retrySeconds * 2 ** Math.min(claimed.attempts - 1, 30), longestDelaySeconds);
    await putOff(store, claimed, { seconds, leaseSeconds });
  };

  /** Attempts that may be the event's own fault. */
  const counted = ({ item, attempts }: Claimed): number => attempts - (excused.get(item) ?? 0);

  const fail = async (claimed: Claimed, error: unknown): Promise<void> => {
    const { item, attempts } = claimed;
    log.warn({ err: error, item, attempts }, "event not handled");
    if (isStoreTrouble(error)) excused.set(item, (excused.get(item) ?? 0) + 1);
    else if (counted(claimed) >= maxAttempts) return bury(claimed, errorCode(error));
    return giveBack(claimed);
  };

  const work = async (claimed: Claimed): Promise<void> => {
    try {
      // The process may have ended for reasons of its own some of the times, so twice as many are allowed.
      if (counted(claimed) > maxAttempts * 2) await bury(claimed, crashed);
      else ended(claimed, await handler.handle(claimed));
    } catch (error) {
      await fail(claimed, error);
    }
  };

  return createPump({
    store,
    queue: inboxQueue,
    worker: name,
    leaseSeconds,
    parallel,
    idleMilliseconds: options.idleMilliseconds ?? 500,
    log,
    work,
  });
}
