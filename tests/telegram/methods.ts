/** The methods of the Bot API the double knows. */
import type { Chat, Chats } from "./chats.ts";
import { checkEntities, checkMarkup, checkText } from "./checks.ts";
import type { Delivery } from "./delivery.ts";
import { checkCaption, createPhotos } from "./photos.ts";
import { checkPoll, createPoll, pollResult } from "./polls.ts";
import { checkRich, textOfRich } from "./rich-checks.ts";
import type { Answered, Button, Shown } from "./types.ts";

/** The API says no; the message is its `description`. */
export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, description: string) {
    super(description);
    this.status = status;
  }
}

type Payload = Readonly<Record<string, unknown>>;

export interface Methods {
  /** @param gone resolves when nobody waits for the answer any more @throws {ApiProblem} */
  perform(method: string, payload: Payload, gone: Promise<unknown>): Promise<unknown>;
  readonly answered: readonly Answered[];
  /** Methods this server does not know, as an older one would not. */
  readonly unknown: Set<string>;
}

interface World {
  readonly chats: Chats;
  readonly updates: Delivery;
  readonly me: { readonly id: number; readonly username: string };
}

const longestAnswer = 200;

function refuseIf(problem: string | null): void {
  if (problem !== null) throw new ApiProblem(400, problem);
}

/** The chat, where it may be written to. */
function reachable(chats: Chats, id: unknown): Chat {
  const chat = chats.of(Number(id));
  if (chat.state === "unknown") throw new ApiProblem(400, "Bad Request: chat not found");
  if (chat.state === "blocked") throw new ApiProblem(403, "Forbidden: bot was blocked by the user");
  if (chat.state === "deactivated") throw new ApiProblem(403, "Forbidden: user is deactivated");
  return chat;
}

const buttonsOf = (markup: unknown): readonly Button[] =>
  markup === undefined
    ? []
    : ((markup as { inline_keyboard: readonly (readonly Button[])[] }).inline_keyboard.flat() as Button[]);

export function createMethods({ chats, updates, me }: World): Methods {
  const answered: Answered[] = [];
  let polls = 0;
  const photos = createPhotos();

  const asResult = (message: Shown) => ({
    message_id: message.id,
    date: 1,
    chat: { id: message.chat, type: chats.of(message.chat).type },
    from: { id: me.id, is_bot: true, first_name: "bot", username: me.username },
    ...(message.rich === null
      ? { [message.photo === null ? "text" : "caption"]: message.text }
      : { rich_message: { blocks: message.rich } }),
    ...(message.poll === null ? {} : { poll: pollResult(message) }),
    ...(message.photo === null
      ? {}
      : {
          photo: [
            { file_id: `small-${message.photo.name}`, width: 90, height: 90 },
            { file_id: message.photo.name, width: message.photo.width, height: message.photo.height },
          ],
        }),
  });

  const show = (payload: Payload, rest: Pick<Shown, "text"> & Partial<Shown>) => {
    const chat = reachable(chats, payload.chat_id);
    refuseIf(checkMarkup(payload.reply_markup));
    const message: Shown = {
      id: chats.nextMessage(),
      chat: chat.id,
      buttons: buttonsOf(payload.reply_markup),
      protected: payload.protect_content === true,
      edits: 0,
      deleted: false,
      entities: [],
      document: null,
      photo: null,
      rich: null,
      poll: null,
      ...rest,
    };
    chat.messages.push(message);
    chat.draft = null;
    return asResult(message);
  };

  const sendMessage = (payload: Payload) => {
    reachable(chats, payload.chat_id);
    if (payload.parse_mode !== undefined)
      throw new ApiProblem(400, "Bad Request: parse_mode is not modelled");
    refuseIf(checkText(payload.text, payload.entities));
    const entities = (payload.entities ?? []) as Shown["entities"];
    return show(payload, { text: String(payload.text), entities });
  };

  const sendRichMessage = (payload: Payload) => {
    reachable(chats, payload.chat_id);
    refuseIf(checkRich(payload.rich_message));
    const { blocks } = payload.rich_message as { readonly blocks: readonly object[] };
    return show(payload, { text: textOfRich(payload.rich_message), rich: blocks });
  };

  const sendPoll = (payload: Payload) => {
    reachable(chats, payload.chat_id);
    refuseIf(checkPoll(payload));
    return show(payload, { text: String(payload.question), poll: createPoll(`p${++polls}`, payload) });
  };

  const stopPoll = (payload: Payload) => {
    const message = reachable(chats, payload.chat_id).messages.find(({ id }) => id === payload.message_id);
    if (message?.poll == null) throw new ApiProblem(400, "Bad Request: message with poll to stop not found");
    if (message.poll.closed) throw new ApiProblem(400, "Bad Request: poll has already been closed");
    message.poll.closed = true;
    return pollResult(message);
  };

  const sendDocument = (payload: Payload) => {
    const { name, text } = (payload.document ?? {}) as { readonly name?: string; readonly text?: string };
    if (name === undefined || text === undefined)
      throw new ApiProblem(400, "Bad Request: there is no document in the request");
    return show(payload, {
      text: typeof payload.caption === "string" ? payload.caption : "",
      document: { name, text },
    });
  };

  const sendPhoto = (payload: Payload) => {
    reachable(chats, payload.chat_id);
    const text = typeof payload.caption === "string" ? payload.caption : "";
    refuseIf(checkCaption(payload.caption));
    refuseIf(checkEntities(text, (payload.caption_entities ?? []) as unknown[]));
    const photo = photos.take(payload.photo);
    if (typeof photo === "string") throw new ApiProblem(400, photo);
    return show(payload, { text, photo, entities: (payload.caption_entities ?? []) as Shown["entities"] });
  };

  const edited = (payload: Payload, what: "text" | "reply_markup") => {
    const chat = reachable(chats, payload.chat_id);
    const message = chat.messages.find(({ id, deleted }) => id === payload.message_id && !deleted);
    if (message === undefined) throw new ApiProblem(400, "Bad Request: message to edit not found");
    refuseIf(checkMarkup(payload.reply_markup));
    if (what === "text" && message.photo !== null)
      throw new ApiProblem(400, "Bad Request: there is no text in the message to edit");
    if (message.poll !== null) throw new ApiProblem(400, "Bad Request: message can't be edited");
    const rich = what === "text" && payload.rich_message !== undefined;
    if (what === "text")
      refuseIf(rich ? checkRich(payload.rich_message) : checkText(payload.text, payload.entities));
    const next = {
      ...pick(message),
      ...(what === "text" ? contentOf(payload, rich) : {}),
      buttons: buttonsOf(payload.reply_markup),
    };
    const same = JSON.stringify(next) === JSON.stringify(pick(message));
    if (same)
      throw new ApiProblem(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    Object.assign(message, next);
    message.edits += 1;
    return asResult(message);
  };

  const pick = ({ text, entities, rich, buttons }: Shown) => ({ text, entities, rich, buttons });

  const contentOf = (payload: Payload, rich: boolean): Pick<Shown, "text" | "entities" | "rich"> =>
    rich
      ? {
          text: textOfRich(payload.rich_message),
          entities: [],
          rich: (payload.rich_message as { readonly blocks: readonly object[] }).blocks,
        }
      : { text: String(payload.text), entities: (payload.entities ?? []) as Shown["entities"], rich: null };

  const answerCallbackQuery = (payload: Payload): true => {
    const text = typeof payload.text === "string" ? payload.text : null;
    if (text !== null && text.length > longestAnswer)
      throw new ApiProblem(400, "Bad Request: MESSAGE_TOO_LONG");
    answered.push({ query: String(payload.callback_query_id), text });
    return true;
  };

  /** The last list is remembered; an empty one asks for the usual kinds. */
  const remember = (kinds: unknown): void => {
    if (Array.isArray(kinds)) updates.allowed = kinds.length === 0 ? null : kinds.map(String);
  };

  const setWebhook = (payload: Payload): true => {
    const url = String(payload.url ?? "");
    updates.webhook =
      url === ""
        ? null
        : {
            url,
            secret: typeof payload.secret_token === "string" ? payload.secret_token : null,
            connections: Number(payload.max_connections ?? 40),
          };
    remember(payload.allowed_updates);
    updates.push();
    return true;
  };

  const getUpdates = async (payload: Payload, gone: Promise<unknown>): Promise<unknown> => {
    if (updates.webhook !== null)
      throw new ApiProblem(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    remember(payload.allowed_updates);
    const found = await updates.poll(
      Number(payload.offset ?? 0),
      Number(payload.limit ?? 100),
      Number(payload.timeout ?? 0),
      gone,
    );
    if (found === null)
      throw new ApiProblem(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
      );
    return found;
  };

  const known: Readonly<Record<string, (payload: Payload, gone: Promise<unknown>) => unknown>> = {
    getMe: () => ({ id: me.id, is_bot: true, first_name: "容错", username: me.username }),
    getUpdates,
    setWebhook,
    deleteWebhook() {
      updates.webhook = null;
      return true;
    },
    getWebhookInfo: () => ({
      url: updates.webhook?.url ?? "",
      has_custom_certificate: false,
      pending_update_count: updates.waiting(),
      ...(updates.lastError === null
        ? {}
        : { last_error_date: Math.floor(Date.now() / 1000), last_error_message: updates.lastError }),
    }),
    sendMessage,
    sendRichMessage,
    sendPoll,
    stopPoll,
    sendDocument,
    sendPhoto,
    editMessageText: (payload) => edited(payload, "text"),
    editMessageReplyMarkup: (payload) => edited(payload, "reply_markup"),
    answerCallbackQuery,
    sendChatAction(payload) {
      reachable(chats, payload.chat_id);
      return true;
    },
    sendMessageDraft(payload) {
      const chat = reachable(chats, payload.chat_id);
      if (chat.type !== "private") throw new ApiProblem(400, "Bad Request: TEXTDRAFT_PEER_INVALID");
      if (!Number.isInteger(payload.draft_id) || payload.draft_id === 0)
        throw new ApiProblem(400, "Bad Request: RANDOM_ID_INVALID");
      if (payload.text !== undefined && payload.text !== "")
        refuseIf(checkText(payload.text, payload.entities));
      chat.draft = { id: Number(payload.draft_id), text: String(payload.text ?? "") };
      return true;
    },
    setMyCommands(payload) {
      const commands = (payload.commands ?? []) as readonly { command: string; description: string }[];
      const fits = commands.every(
        ({ command, description }) =>
          /^[a-z0-9_]{1,32}$/.test(command) && description.length >= 1 && description.length <= 256,
      );
      refuseIf(fits ? null : "Bad Request: BOT_COMMAND_INVALID");
      return true;
    },
  };

  const unknown = new Set<string>();
  return {
    answered,
    unknown,
    async perform(method, payload, gone) {
      const perform = unknown.has(method) ? undefined : known[method];
      if (perform === undefined) throw new ApiProblem(404, "Not Found: method not found");
      return perform(payload, gone);
    },
  };
}
