/** Takes events from the inbox and ends each: answered, given back for another try, or buried after too many. */
import { errorCode } from "../../ports/errors.ts";
import { type Claimed, isStoreTrouble, type Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
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
  /** A message may be waiting in the outbox. */
  readonly wakeSender: () => void;
  readonly parallel?: number;
  readonly leaseSeconds?: number;
  /** An event that failed so often is buried. */
  readonly maxAttempts?: number;
  /** Delay before the second try; doubled each time. */
  readonly retrySeconds?: number;
}

/** An event whose claims ended without any word, for one that brings the process down is never tried without end. */
const crashed = "crashed";

export function createWorker(options: WorkerOptions): Pump {
  const { store, handler, name, telemetry, log, clock, wakeSender } = options;
  const { parallel = 16, leaseSeconds = 60, maxAttempts = 5, retrySeconds = 1 } = options;

  const bury = async (claimed: Claimed, reason: string): Promise<void> => {
    await handler.bury(claimed, reason);
    log.error(
      { queue: claimed.queue, item: claimed.item, reason, attempts: claimed.attempts },
      "event buried",
    );
    telemetry.count("events_handled", { result: "dead" });
    wakeSender();
  };

  const fail = async (claimed: Claimed, error: unknown): Promise<void> => {
    log.warn({ err: error, item: claimed.item, attempts: claimed.attempts }, "event not handled");
    if (!isStoreTrouble(error) && claimed.attempts >= maxAttempts) return bury(claimed, errorCode(error));
    telemetry.count("events_handled", { result: "retried" });
    await store.release(claimed, retrySeconds * 2 ** (Math.min(claimed.attempts, 6) - 1));
  };

  const work = async (claimed: Claimed): Promise<void> => {
    if (claimed.attempts > maxAttempts * 2) return bury(claimed, crashed);
    try {
      const result = await handler.handle(claimed);
      telemetry.count("events_handled", { result });
      const channel = /^[a-z]+/.exec(claimed.group)?.[0] ?? "";
      telemetry.observe("event_seconds", { channel }, (clock() - claimed.enqueuedAt) / 1000);
      wakeSender();
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
    idleMilliseconds: 500,
    log,
    work,
  });
}
