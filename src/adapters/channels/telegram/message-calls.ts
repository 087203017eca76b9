/** The calls a message is made of, each with what the platform refuses about looks alone put right at once. */
import { InputFile } from "grammy";
import type { InlineKeyboardMarkup } from "grammy/types";
import type { OutboundFile } from "../../../ports/channel.ts";
import type { Log } from "../../../ports/telemetry.ts";
import type { Calls, Outcome } from "./calls.ts";
import type { Rich } from "./rich.ts";

/** What stands in the chat now. */
export interface Arrived {
  readonly message_id: number;
}

export interface Look {
  readonly keyboard: InlineKeyboardMarkup | null;
  /** Not to be forwarded or kept. */
  readonly personal: boolean;
}

/** A text and nothing else. */
export const bare: Look = { keyboard: null, personal: false };

export interface MessageCalls {
  text(chat: number, rich: Rich, look: Look): Promise<Outcome<Arrived>>;
  /** Puts a text in the place of an earlier one; where that is gone, it is sent anew. */
  edit(chat: number, id: number, rich: Rich, look: Look): Promise<Outcome<Arrived>>;
  file(chat: number, file: OutboundFile): Promise<Outcome<Arrived>>;
  /** Null: without a word. */
  answerPress(query: string, text: string | null): Promise<void>;
  progress(chat: number): Promise<void>;
}

/** Longest answer to a press. */
const pressAnswerLimit = 200;
/** Text and file together end within the lease of the message. */
const fileSeconds = 30;

const isAboutEntities = (description: string): boolean => /entit|parse/i.test(description);
const isSame = (description: string): boolean => description.includes("message is not modified");
const isGoneMessage = (description: string): boolean =>
  /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i.test(description);

export function createMessageCalls(calls: Calls, log: Pick<Log, "warn">): MessageCalls {
  const contentOf = ({ entities }: Rich, { keyboard }: Look) => ({
    entities: [...entities],
    link_preview_options: { is_disabled: true },
    ...(keyboard === null ? {} : { reply_markup: keyboard }),
  });

  const send = (chat: number, rich: Rich, look: Look): Promise<Outcome<Arrived>> =>
    calls.perform("sendMessage", { chat, message: true }, (api, signal) => {
      const protection = look.personal ? { protect_content: true } : {};
      return api.sendMessage(chat, rich.text, { ...contentOf(rich, look), ...protection }, signal);
    });

  const replace = (chat: number, id: number, rich: Rich, look: Look) =>
    calls.perform("editMessageText", { chat, message: true }, (api, signal) =>
      api.editMessageText(chat, id, rich.text, contentOf(rich, look), signal),
    );

  /** A refusal that is about the looks alone: once more without them. */
  const orPlain = async <Result>(
    rich: Rich,
    attempt: (rich: Rich) => Promise<Outcome<Result>>,
  ): Promise<Outcome<Result>> => {
    const outcome = await attempt(rich);
    if (outcome.status !== "refused" || outcome.code !== 400 || !isAboutEntities(outcome.description))
      return outcome;
    log.warn({ entities: rich.entities.length }, "entities refused; sent as plain text");
    return attempt({ text: rich.text, entities: [] });
  };

  const text: MessageCalls["text"] = (chat, rich, look) => orPlain(rich, (given) => send(chat, given, look));

  return {
    text,
    async edit(chat, id, rich, look) {
      const outcome = await orPlain(rich, (given) => replace(chat, id, given, look));
      const done = { status: "ok", result: { message_id: id } } as const;
      if (outcome.status === "ok") return done;
      if (outcome.status !== "refused") return outcome;
      if (isSame(outcome.description)) return done;
      return isGoneMessage(outcome.description) ? text(chat, rich, look) : outcome;
    },
    file: (chat, file) =>
      calls.perform("sendDocument", { chat, message: true, seconds: fileSeconds }, (api, signal) =>
        api.sendDocument(
          chat,
          new InputFile(Buffer.from(file.text, "utf8"), file.name),
          { protect_content: true },
          signal,
        ),
      ),
    async answerPress(query, answer) {
      const said = answer === null ? {} : { text: answer.slice(0, pressAnswerLimit) };
      await calls.perform("answerCallbackQuery", { chat: null, message: false }, (api, signal) =>
        api.answerCallbackQuery(query, said, signal),
      );
    },
    async progress(chat) {
      await calls.perform("sendChatAction", { chat, message: false }, (api, signal) =>
        api.sendChatAction(chat, "typing", {}, signal),
      );
    },
  };
}
