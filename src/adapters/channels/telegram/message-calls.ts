/** The calls a message is made of, each with what the platform refuses about looks alone put right at once. */
import { InputFile } from "grammy";
import type { InlineKeyboardMarkup, InputRichMessage } from "grammy/types";
import type { OutboundFile, QuizPoll } from "../../../ports/channel.ts";
import type { Log } from "../../../ports/telemetry.ts";
import type { Calls, Outcome } from "./calls.ts";
import { clean, type Rich } from "./rich.ts";

/** What stands in the chat now. */
export interface Arrived {
  readonly message_id: number;
  /** Where it is a quiz. */
  readonly poll?: { readonly id: string };
  /** Where it is a picture: the names of its sizes, the largest last. */
  readonly photo?: readonly { readonly file_id: string }[];
}

export interface Look {
  readonly keyboard: InlineKeyboardMarkup | null;
  /** Not to be forwarded or kept. */
  readonly personal: boolean;
}

/** A text and nothing else. */
export const bare: Look = { keyboard: null, personal: false };

/** What a message says: a text with entities, or a rich message. */
export type Body = Rich | InputRichMessage;

export interface MessageCalls {
  send(chat: number, body: Body, look: Look): Promise<Outcome<Arrived>>;
  /** Puts a body in the place of an earlier message; where that is gone, it is sent anew. */
  edit(chat: number, id: number, body: Body, look: Look): Promise<Outcome<Arrived>>;
  /** A quiz whose votes come with a name. */
  quiz(chat: number, quiz: QuizPoll, look: Look): Promise<Outcome<Arrived>>;
  /** @param photo a picture to upload, or the name of one that was @param caption may be empty */
  photo(chat: number, photo: InputFile | string, caption: Rich, look: Look): Promise<Outcome<Arrived>>;
  file(chat: number, file: OutboundFile): Promise<Outcome<Arrived>>;
  /** Null: without a word. */
  answerPress(query: string, text: string | null): Promise<void>;
}

/** Longest answer to a press. */
const pressAnswerLimit = 200;
/** Text and file together end within the lease of the message. */
const fileSeconds = 30;

const isText = (body: Body): body is Rich => "text" in body;
const isAboutEntities = (description: string): boolean => /entit|parse/i.test(description);
const isSame = (description: string): boolean => description.includes("message is not modified");
const isGoneMessage = (description: string): boolean =>
  /message to edit not found|message can't be edited|no text in the message to edit|MESSAGE_ID_INVALID/i.test(
    description,
  );

export function createMessageCalls(calls: Calls, log: Pick<Log, "warn">): MessageCalls {
  const markupOf = ({ keyboard }: Look) => (keyboard === null ? {} : { reply_markup: keyboard });
  const protectionOf = ({ personal }: Look) => (personal ? { protect_content: true } : {});
  const contentOf = ({ entities }: Rich, look: Look) => ({
    entities: [...entities],
    link_preview_options: { is_disabled: true },
    ...markupOf(look),
  });

  const sendOnce = (chat: number, body: Body, look: Look): Promise<Outcome<Arrived>> =>
    isText(body)
      ? calls.perform("sendMessage", { chat }, (api, signal) =>
          api.sendMessage(chat, body.text, { ...contentOf(body, look), ...protectionOf(look) }, signal),
        )
      : calls.perform("sendRichMessage", { chat }, (api, signal) =>
          api.sendRichMessage(chat, body, { ...markupOf(look), ...protectionOf(look) }, signal),
        );

  const replaceOnce = (chat: number, id: number, body: Body, look: Look) =>
    calls.perform("editMessageText", { chat }, (api, signal) =>
      isText(body)
        ? api.editMessageText(chat, id, body.text, contentOf(body, look), signal)
        : api.editMessageText(chat, id, body, markupOf(look), signal),
    );

  /** A refusal that is about the looks alone: once more without them. */
  const orPlain = async <Result>(
    body: Body,
    attempt: (body: Body) => Promise<Outcome<Result>>,
  ): Promise<Outcome<Result>> => {
    const outcome = await attempt(body);
    if (outcome.status !== "refused" || outcome.code !== 400) return outcome;
    if (!isText(body) || !isAboutEntities(outcome.description)) return outcome;
    log.warn({ entities: body.entities.length }, "entities refused; sent as plain text");
    return attempt({ text: body.text, entities: [] });
  };

  const send: MessageCalls["send"] = (chat, body, look) =>
    orPlain(body, (given) => sendOnce(chat, given, look));

  return {
    send,
    async edit(chat, id, body, look) {
      const outcome = await orPlain(body, (given) => replaceOnce(chat, id, given, look));
      const done = { status: "ok", result: { message_id: id } } as const;
      if (outcome.status === "ok") return done;
      if (outcome.status !== "refused") return outcome;
      if (isSame(outcome.description)) return done;
      return isGoneMessage(outcome.description) ? send(chat, body, look) : outcome;
    },
    quiz(chat, { question, options, right }, look) {
      const asked = options.map((option) => ({ text: clean(option) }));
      // Who voted is what a vote is for: it comes in as the choice of a person.
      const kind = { type: "quiz" as const, is_anonymous: false, correct_option_ids: [right - 1] };
      return calls.perform("sendPoll", { chat }, (api, signal) =>
        api.sendPoll(
          chat,
          clean(question),
          asked,
          { ...kind, ...markupOf(look), ...protectionOf(look) },
          signal,
        ),
      );
    },
    photo: (chat, photo, caption, look) =>
      orPlain(caption, (given) => {
        const { text, entities } = given as Rich;
        const said = text === "" ? {} : { caption: text, caption_entities: [...entities] };
        return calls.perform("sendPhoto", { chat, seconds: fileSeconds }, (api, signal) =>
          api.sendPhoto(chat, photo, { ...said, ...markupOf(look), ...protectionOf(look) }, signal),
        );
      }),
    file: (chat, file) =>
      calls.perform("sendDocument", { chat, seconds: fileSeconds }, (api, signal) =>
        api.sendDocument(
          chat,
          new InputFile(Buffer.from(file.text, "utf8"), file.name),
          { protect_content: true },
          signal,
        ),
      ),
    async answerPress(query, answer) {
      const said = answer === null ? {} : { text: answer.slice(0, pressAnswerLimit) };
      await calls.perform("answerCallbackQuery", { chat: null }, (api, signal) =>
        api.answerCallbackQuery(query, said, signal),
      );
    },
  };
}
