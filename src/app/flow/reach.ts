/**
 * That nobody could be reached in a conversation (对方屏蔽了机器人), as a channel said when a message was sent. It holds until the
 * person writes there again. What answers somebody is sent all the same; what nobody asked for is not.
 */
import type { Address } from "../../ports/channel.ts";
import type { Instant } from "../../ports/time.ts";
import { type ConversationState, lastWrote } from "./events.ts";
import { channelKey } from "./keys.ts";

export const unreachedKey = (of: Address): string => channelKey(of, "unreached");

export const unreachedValue = (at: Instant): string => String(at);

/** @param value of the document; null: there is none */
export const isUnreached = (value: string | null | undefined, state: ConversationState): boolean =>
  value != null && lastWrote(state) <= Number(value);
