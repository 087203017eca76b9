/** Items of queues: a message on its way out, a turn to be put into words, a story to be read. */
import type { Address, Outbound } from "../../ports/channel.ts";
import type { Enqueue } from "../../ports/store.ts";
import type { StoredDraft, StoredMessage, StoredStory } from "./events.ts";
import { draftsQueue, groupOf, outboxQueue, storiesQueue, storyGroup } from "./keys.ts";

/**
 * An item for the outbox.
 *
 * @param key the same when the message is sent again
 * @param what the number of the turn to send, or a message that belongs to none
 */
export function messageItem(to: Address, key: string, what: number | Outbound): Enqueue {
  const stored: StoredMessage =
    typeof what === "number"
      ? { form: 1, key, to, turn: what, message: null }
      : { form: 1, key, to, turn: null, message: what };
  return { queue: outboxQueue, group: groupOf(to), payload: JSON.stringify(stored) };
}

/** An item for the outbox: the turn as it now stands, in the place of the message that was sent of it. */
export function replacingItem(to: Address, turn: number): Enqueue {
  const key = `draft/${groupOf(to)}/${turn}`;
  const stored: StoredMessage = { form: 1, key, to, turn, message: null, replaces: turn };
  return { queue: outboxQueue, group: groupOf(to), payload: JSON.stringify(stored) };
}

/** An item for the drafts. */
export const draftItem = (draft: StoredDraft): Enqueue => ({
  queue: draftsQueue,
  group: groupOf(draft.of),
  payload: JSON.stringify(draft),
});

/** An item for the stories. */
export const storyItem = (story: StoredStory): Enqueue => ({
  queue: storiesQueue,
  group: storyGroup(story.of.person, story.matter),
  payload: JSON.stringify(story),
});
