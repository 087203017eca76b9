/** The methods of the Bot API the double knows. */
import type { Chat, Chats } from "./chats.ts";
import { checkMarkup, checkText } from "./checks.ts";
import type { Delivery } from "./delivery.ts";
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

  const asResult = (message: Shown) => ({
    message_id: message.id,
    date: 1,
    chat: { id: message.chat, type: chats.of(message.chat).type },
    from: { id: me.id, is_bot: true, first_name: "bot", username: me.username },
    text: message.text,
  });

  const show = (payload: Payload, rest: Pick<Shown, "text" | "entities" | "document">) => {
    const chat = reachable(chats, payload.chat_id);
    refuseIf(checkMarkup(payload.reply_markup));
    const message: Shown = {
      id: chats.nextMessage(),
      chat: chat.id,
      buttons: buttonsOf(payload.reply_markup),
      protected: payload.protect_content === true,
      edits: 0,
      deleted: false,
      ...rest,
    };
    chat.messages.push(message);
    return asResult(message);
  };

  const sendMessage = (payload: Payload) => {
    reachable(chats, payload.chat_id);
    if (payload.parse_mode !== undefined)
      throw new ApiProblem(400, "Bad Request: parse_mode is not modelled");
    refuseIf(checkText(payload.text, payload.entities));
    const entities = (payload.entities ?? []) as Shown["entities"];
    return show(payload, { text: String(payload.text), entities, document: null });
  };

  const sendDocument = (payload: Payload) => {
    const { name, text } = (payload.document ?? {}) as { readonly name?: string; readonly text?: string };
    if (name === undefined || text === undefined)
      throw new ApiProblem(400, "Bad Request: there is no document in the request");
    return show(payload, {
      text: typeof payload.caption === "string" ? payload.caption : "",
      entities: [],
      document: { name, text },
    });
  };

  const edited = (payload: Payload, what: "text" | "reply_markup") => {
    const chat = reachable(chats, payload.chat_id);
    const message = chat.messages.find(({ id, deleted }) => id === payload.message_id && !deleted);
    if (message === undefined) throw new ApiProblem(400, "Bad Request: message to edit not found");
    refuseIf(checkMarkup(payload.reply_markup));
    if (what === "text") refuseIf(checkText(payload.text, payload.entities));
    const next = {
      text: what === "text" ? String(payload.text) : message.text,
      entities: what === "text" ? ((payload.entities ?? []) as Shown["entities"]) : message.entities,
      buttons: buttonsOf(payload.reply_markup),
    };
    const same = JSON.stringify(next) === JSON.stringify({ ...next, ...pick(message) });
    if (same)
      throw new ApiProblem(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
      );
    Object.assign(message, next);
    message.edits += 1;
    return asResult(message);
  };

  const pick = ({ text, entities, buttons }: Shown) => ({ text, entities, buttons });

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
    sendDocument,
    editMessageText: (payload) => edited(payload, "text"),
    editMessageReplyMarkup: (payload) => edited(payload, "reply_markup"),
    answerCallbackQuery,
    sendChatAction(payload) {
      reachable(chats, payload.chat_id);
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

  return {
    answered,
    async perform(method, payload, gone) {
      const perform = known[method];
      if (perform === undefined) throw new ApiProblem(404, "Not Found: method not found");
      return perform(payload, gone);
    },
  };
}
