/** How long what could not be sent waits until it is tried again. */
import { type Claimed, type Store, StoreUnavailableError } from "../../ports/store.ts";

/** Longest delay of our own, in seconds, where the platform names none. */
const longestDelaySeconds = 600;

/** Seconds before the next try: doubled each time. */
export const growingDelay = (attempts: number): number =>
  Math.min(2 ** Math.min(attempts - 1, 30), longestDelaySeconds);

/** Gives an item back. A platform's delay must hold, so an unavailable store is asked once more before the lease decides. */
export async function putOff(
  store: Pick<Store, "release">,
  claimed: Claimed,
  seconds: number,
): Promise<void> {
  try {
    await store.release(claimed, seconds);
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    await store.release(claimed, seconds);
  }
}
