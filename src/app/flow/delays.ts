/** How long what could not be sent waits until it is tried again. */
import { type Claimed, type Store, StoreUnavailableError } from "../../ports/store.ts";

/** Longest delay of our own, in seconds, where the platform names none. */
const longestDelaySeconds = 600;

/** Seconds before the next try: doubled each time. */
export const growingDelay = (attempts: number): number =>
  Math.min(2 ** Math.min(attempts - 1, 30), longestDelaySeconds);

/** Longest pause between two tries at a store that is unavailable, in milliseconds; the first is 25. */
const longestPause = 1_000;

/**
 * Tells the store something that only this process knows of a claimed item: again and again while it is unavailable, until
 * the lease would be over. Else everybody who was being answered when it went would wait for the end of a lease, and what
 * was sent would count as unknown.
 *
 * @throws what the store throws last
 */
export async function untilTaken<Result>(leaseSeconds: number, tell: () => Promise<Result>): Promise<Result> {
  let waited = 0;
  for (let pause = 0; ; pause = Math.min(Math.max(25, pause * 2), longestPause)) {
    // Nobody stays alive for it.
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause).unref());
    waited += pause;
    try {
      return await tell();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || waited >= leaseSeconds * 1_000) throw error;
    }
  }
}

/** Gives an item back; a delay, a platform's above all, must hold. */
export const putOff = (
  store: Pick<Store, "release">,
  claimed: Claimed,
  { seconds, leaseSeconds }: { readonly seconds: number; readonly leaseSeconds: number },
): Promise<void> => untilTaken(leaseSeconds, () => store.release(claimed, seconds));
