/** A message on its way out, as an item of the outbox. */
import type { Address, Outbound } from "../../ports/channel.ts";
import type { Enqueue } from "../../ports/store.ts";
import type { StoredMessage } from "./events.ts";
import { groupOf, outboxQueue } from "./keys.ts";

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
