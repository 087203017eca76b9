/**
 * A pump takes items from a queue and works on several at once: one claim at a time, as many in hand as allowed, woken
 * when something was put in and looking by itself now and then. It stops by finishing what it has in hand.
 */
import type { Claimed, Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";

export interface PumpOptions {
  readonly store: Pick<Store, "claim">;
  readonly queue: string;
  /** Names this worker in leases. */
  readonly worker: string;
  readonly leaseSeconds: number;
  /** Items in hand at most. */
  readonly parallel: number;
  /** How often it looks by itself: items come back when their delay or another's lease ends. */
  readonly idleMilliseconds: number;
  readonly log: Log;
  /**
   * Works on one item and ends it in the store. What it throws is logged, and the item comes back with its lease's end.
   * Work that lasts longer than the lease meets another try of the same item; only one of them can end it.
   */
  readonly work: (claimed: Claimed) => Promise<void>;
}

export interface Pump {
  start(): void;
  /** Something may be waiting. */
  wake(): void;
  /** Takes nothing new; resolves when nothing is in hand, or after the deadline with what is left. */
  stop(deadlineSeconds: number): Promise<{ readonly left: number }>;
}

export function createPump(options: PumpOptions): Pump {
  const { store, queue, worker, leaseSeconds, parallel, idleMilliseconds, log, work } = options;
  const inHand = new Set<Promise<void>>();
  let state: "new" | "running" | "stopping" | "stopped" = "new";
  let claiming: Promise<void> | null = null;
  /** Woken while a claim was under way: look once more. */
  let again = false;
  let timer: NodeJS.Timeout | null = null;
  let gate: Promise<void> = Promise.resolve();

  /** Lets one item through in each turn of the event loop, so that what arrives meanwhile is not kept waiting. */
  const passGate = (): Promise<void> => {
    gate = gate.then(() => new Promise((resolve) => setImmediate(resolve)));
    return gate;
  };

  const later = (): void => {
    if (state !== "running") return;
    if (timer !== null) clearTimeout(timer);
    // Whoever wants the process to stay must keep it alive: a failed start is not held up by a pump.
    timer = setTimeout(pull, idleMilliseconds).unref();
  };

  const take = (claimed: Claimed): void => {
    const task = passGate()
      .then(() => work(claimed))
      .catch((error: unknown) => log.error({ err: error, queue, item: claimed.item }, "item not ended"))
      .then(() => {
        inHand.delete(task);
        // Several at once cost one claim, so places are filled by the half, not one by one.
        if (inHand.size <= parallel / 2) pull();
      });
    inHand.add(task);
  };

  const pull = (): void => {
    if (state !== "running") return;
    if (claiming !== null) {
      again = true;
      return;
    }
    const limit = parallel - inHand.size;
    if (limit <= 0) {
      // Looks again by itself, for what is in hand may hang.
      later();
      return;
    }
    again = false;
    claiming = store.claim(queue, { worker, leaseSeconds, limit }).then(
      (items) => {
        claiming = null;
        // Claimed after the deadline: left alone, their lease ends.
        if (state === "stopped") return;
        for (const item of items) take(item);
        if (again || items.length === limit) pull();
        else later();
      },
      (error: unknown) => {
        claiming = null;
        log.warn({ err: error, queue }, "cannot claim");
        later();
      },
    );
  };

  return {
    start() {
      state = "running";
      pull();
    },
    wake: pull,
    async stop(deadlineSeconds) {
      state = "stopping";
      if (timer !== null) clearTimeout(timer);
      let over: NodeJS.Timeout | undefined;
      const deadline = new Promise<void>((resolve) => {
        over = setTimeout(resolve, deadlineSeconds * 1000);
      });
      const done = async (): Promise<void> => {
        await claiming;
        while (inHand.size > 0) await Promise.all(inHand);
      };
      await Promise.race([done(), deadline]);
      clearTimeout(over);
      state = "stopped";
      return { left: inHand.size };
    },
  };
}
