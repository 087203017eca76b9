/** Chats as addresses: a private chat is `p1001` of its person, a group `g100200` of each who writes there. */
import type { Address } from "../../../ports/channel.ts";
import { isPrivate, type Place } from "./updates.ts";

export const channelId = "telegram";

export const addressOf = (place: Place): Address => ({
  person: `${channelId}:${place.user}`,
  conversation: isPrivate(place) ? `p${place.chat}` : `g${-place.chat}`,
});

/** The chat of an address; null where it is none of ours. */
export function placeOf({ person, conversation }: Address): Place | null {
  const [, user = ""] = /^telegram:([1-9]\d{0,15})$/.exec(person) ?? [];
  const [, kind = "", number = ""] = /^([pg])([1-9]\d{0,15})$/.exec(conversation) ?? [];
  if (user === "" || number === "" || (kind === "p" && number !== user)) return null;
  return { user: Number(user), chat: kind === "p" ? Number(number) : -Number(number) };
}
