/**
 * What an update means. A pure function over what Telegram sent, which may be anything: what is not understood is ignored,
 * nothing throws, and nothing but a text of one's own, or a press, can move a dialogue on.
 */
import { type CommandName, parseCommand } from "../../../core/dialogue/commands.ts";
import { tellsOwnMatter } from "../../../core/dialogue/own-matter.ts";

/** Who did something, and where. */
export interface Place {
  readonly chat: number;
  readonly user: number;
}

/** A chat with one person alone. */
export const isPrivate = ({ chat, user }: Place): boolean => chat === user;

export type Heard =
  | { readonly type: "text"; readonly place: Place; readonly text: string }
  | { readonly type: "start"; readonly place: Place; readonly payload: string }
  | { readonly type: "press"; readonly place: Place | null; readonly query: string; readonly data: string }
  /** `option`: counted from 1. */
  | { readonly type: "vote"; readonly user: number; readonly poll: string; readonly option: number }
  | { readonly type: "unsupported"; readonly place: Place; readonly what: string }
  /** A polite word is all that comes of it. */
  | { readonly type: "word"; readonly place: Place; readonly word: "edited" | "forwarded" | "private" }
  | { readonly type: "reach"; readonly chat: number; readonly reachable: boolean }
  | { readonly type: "ignored" };

/** The kinds of updates asked for; always sent whole, for Telegram remembers the last list. */
export const allowedUpdates = [
  "message",
  "edited_message",
  "callback_query",
  "poll_answer",
  "my_chat_member",
] as const;

/** Commands that concern nobody in particular, so that a group may hear the answers. */
const groupCommands: ReadonlySet<CommandName> = new Set(["ask", "cases", "about", "help", "new", "stop"]);

/** What a message may hold besides text, by the key it stands under. */
const kinds = [
  "photo",
  "voice",
  "video",
  "video_note",
  "audio",
  "animation",
  "document",
  "sticker",
  "location",
  "venue",
  "contact",
  "poll",
  "dice",
  "game",
  "story",
  "paid_media",
  "checklist",
  "invoice",
] as const;

const ignored: Heard = { type: "ignored" };

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

const idOf = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);

/** The id of an update; null where it has none. */
export const updateId = (update: unknown): number | null => idOf(fieldsOf(update).update_id);

/** What may be in an update, of which one is. */
function partsOf(update: unknown) {
  const {
    message,
    edited_message: edited,
    callback_query: query,
    poll_answer: answered,
    my_chat_member: member,
  } = fieldsOf(update);
  return { message, edited, query, answered, member };
}

/** The chat an update belongs to, for keeping what comes from one in order: of a vote the voter's; null: none. */
export function chatOf(update: unknown): number | null {
  const { message, edited, query, answered, member } = partsOf(update);
  const voter = idOf(fieldsOf(fieldsOf(answered).user).id);
  const from = [message, edited, fieldsOf(query).message, member].map((part) =>
    idOf(fieldsOf(fieldsOf(part).chat).id),
  );
  return from.find((id) => id !== null) ?? voter;
}

/** @param username of the bot; null while it is not known: then no mention is one of it */
export function readUpdate(update: unknown, username: string | null): Heard {
  const { message, edited, query, answered, member } = partsOf(update);
  if (message !== undefined) return readMessage(fieldsOf(message), username);
  if (edited !== undefined) return readEdited(fieldsOf(edited));
  if (query !== undefined) return readPress(fieldsOf(query));
  if (answered !== undefined) return readVote(fieldsOf(answered));
  if (member !== undefined) return readMember(fieldsOf(member));
  return ignored;
}

/** The place of a message by a person; null for channels, other bots, and those who write in a group's name. */
function placeOf({ chat, from, sender_chat: inTheNameOf }: Fields): Place | null {
  const { id: chatId, type } = fieldsOf(chat);
  const { id: userId, is_bot: isBot } = fieldsOf(from);
  const [chatNumber, userNumber] = [idOf(chatId), idOf(userId)];
  if (chatNumber === null || userNumber === null || userNumber <= 0 || isBot === true) return null;
  if (inTheNameOf !== undefined || type === "channel") return null;
  // A private chat bears the person's number; any other is a group.
  const fits = type === "private" ? chatNumber === userNumber : chatNumber < 0;
  return fits ? { chat: chatNumber, user: userNumber } : null;
}

function readMessage(message: Fields, username: string | null): Heard {
  const place = placeOf(message);
  if (place === null) return ignored;
  const text = typeof message.text === "string" ? message.text : null;
  const foreign = message.forward_origin !== undefined || message.via_bot !== undefined;
  if (!isPrivate(place)) return foreign || text === null ? ignored : readGroupText(place, text, username);
  if (foreign) return { type: "word", place, word: "forwarded" };
  if (text !== null) return readText(place, withoutAddress(text, username) ?? text);
  const what = kinds.find((kind) => message[kind] !== undefined);
  // Service messages: a pinned message, a changed title.
  return what === undefined ? ignored : { type: "unsupported", place, what };
}

/** `/ask@our_bot 问题` without the name; null where it names another bot. */
function withoutAddress(text: string, username: string | null): string | null {
  const [whole, command = "", name = null] = /^(\/[A-Za-z0-9_]+)(?:@(\w+))?/.exec(text) ?? [];
  if (whole === undefined || name === null) return text;
  return username !== null && name.toLowerCase() === username.toLowerCase()
    ? command + text.slice(whole.length)
    : null;
}

function readText(place: Place, text: string): Heard {
  const [start, payload = ""] = /^\/start(?:\s+(\S+))?\s*$/.exec(text) ?? [];
  return start === undefined ? { type: "text", place, text } : { type: "start", place, payload };
}

/** In a group only commands and what mentions the bot are for it. */
function readGroupText(place: Place, text: string, username: string | null): Heard {
  const mention = username === null ? null : new RegExp(`@${username}(?!\\w)`, "gi");
  const isCommand = /^\/[A-Za-z]/.test(text);
  if (!isCommand && (mention === null || !mention.test(text))) return ignored;
  const own = withoutAddress(text, username);
  if (own === null) return ignored;
  const said = (mention === null ? own : own.replace(mention, " ")).trim();
  const heard = readText(place, said === "" ? "/help" : said);
  if (heard.type !== "text") return { type: "start", place, payload: "" };
  const command = parseCommand(said);
  // A command of another bot.
  if (isCommand && command === null) return ignored;
  const isPersonal = command === null ? tellsOwnMatter(said) : !groupCommands.has(command.name);
  return isPersonal ? { type: "word", place, word: "private" } : heard;
}

/** A corrected text is not taken for a new one; a place that is shared live is edited all the time. */
function readEdited(message: Fields): Heard {
  const place = placeOf(message);
  const hushed = place === null || !isPrivate(place) || typeof message.text !== "string";
  return hushed ? ignored : { type: "word", place, word: "edited" };
}

function readPress({ id, from, message, data }: Fields): Heard {
  if (typeof id !== "string") return ignored;
  const place = placeOf({ chat: fieldsOf(message).chat, from });
  return { type: "press", place, query: id, data: typeof data === "string" ? data : "" };
}

/** A vote of a person, who votes in private with the number their private chat bears. */
function readVote({ poll_id: poll, user, option_ids: options }: Fields): Heard {
  const { id, is_bot: isBot } = fieldsOf(user);
  const voter = idOf(id);
  const [option = null] = Array.isArray(options) ? options.map(idOf) : [];
  if (typeof poll !== "string" || voter === null || voter <= 0 || isBot === true) return ignored;
  return option === null || option < 0 ? ignored : { type: "vote", user: voter, poll, option: option + 1 };
}

function readMember({ chat, new_chat_member: now }: Fields): Heard {
  const id = idOf(fieldsOf(chat).id);
  const { status } = fieldsOf(now);
  if (id === null || typeof status !== "string") return ignored;
  return { type: "reach", chat: id, reachable: status !== "kicked" && status !== "left" };
}
