import type { Store } from "../../ports/store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";

/**
 * A store whose calls are timed, failed ones too: `store_seconds` by name of the call.
 *
 * @param clock milliseconds; fractions are worth having here
 */
export function createObservedStore(
  store: Store,
  telemetry: Pick<Telemetry, "observe">,
  clock: Clock,
): Store {
  const timed =
    <Arguments extends unknown[], Result>(
      call: string,
      run: (...args: Arguments) => Promise<Result>,
    ): ((...args: Arguments) => Promise<Result>) =>
    async (...args) => {
      const from = clock();
      try {
        return await run(...args);
      } finally {
        telemetry.observe("store_seconds", { call }, (clock() - from) / 1000);
      }
    };

  return {
    read: timed("read", store.read),
    list: timed("list", store.list),
    commit: timed("commit", store.commit),
    claim: timed("claim", store.claim),
    release: timed("release", store.release),
    readStream: timed("readStream", store.readStream),
    streams: timed("streams", store.streams),
    trimStream: timed("trimStream", store.trimStream),
    queues: timed("queues", store.queues),
    deadLetters: timed("deadLetters", store.deadLetters),
    revive: timed("revive", store.revive),
    discard: timed("discard", store.discard),
    sweep: timed("sweep", store.sweep),
    erase: timed("erase", store.erase),
    texts: timed("texts", store.texts),
    rewrite: timed("rewrite", store.rewrite),
    health: store.health,
    close: store.close,
  };
}
