/** Whether anything is still to come by itself: what a model puts into words, what becomes of a story, and their messages. */
import type { QueueState, Store } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import { draftsQueue, inboxQueue, outboxQueue, storiesQueue } from "./keys.ts";

/** How often it is looked. */
const lookMilliseconds = 50;

const inQueue = (queues: readonly QueueState[], name: string): number =>
  queues
    .filter(({ queue }) => queue === name)
    .reduce((sum, { waiting, claimed }) => sum + waiting + claimed, 0);

/** Messages on their way out, those included that wait for somebody who is not there. */
export const messagesLeft = async (store: Pick<Store, "queues">): Promise<number> =>
  inQueue(await store.queues(), outboxQueue);

/**
 * Resolves when nothing is to come any more, or after `seconds`: what is left goes on at the next start. Where others share the
 * store, theirs is waited for as well.
 *
 * @param before messages that were on their way before anything was asked: they may wait for ever
 */
export async function settled(
  store: Pick<Store, "queues">,
  clock: Clock,
  { before, seconds }: { readonly before: number; readonly seconds: number },
): Promise<void> {
  const until = clock() + seconds * 1_000;
  const least = Math.min(before, await messagesLeft(store));
  while (clock() < until) {
    const queues = await store.queues();
    const open = [inboxQueue, draftsQueue, storiesQueue].some((name) => inQueue(queues, name) > 0);
    if (!open && inQueue(queues, outboxQueue) <= least) return;
    await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
  }
}
