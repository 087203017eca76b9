/**
 * Messages on their way out. One message of the inside may be several of Telegram's: what has arrived of it is remembered
 * under its key, so that a message that was put off goes on where it stopped.
 *
 *   ok ───────────────────── sent          429, 5xx, refused connection ── retry
 *   403, no such chat ────── failed: gone  another 400 ─────────────────── failed: rejected
 *   reply lost ───────────── unknown       400 about entities ──────────── once more as plain text
 */
import { InputFile } from "grammy";
import type { InlineKeyboardMarkup } from "grammy/types";
import {
  type Address,
  eventOfKey,
  type Outbound,
  type OutboundFile,
  type SendResult,
} from "../../../ports/channel.ts";
import type { Log } from "../../../ports/telemetry.ts";
import { telegramWords } from "../../../text/telegram.ts";
import { placeOf } from "./address.ts";
import type { Calls, Outcome } from "./calls.ts";
import { choiceLimit, keyboardOf, labelLimit } from "./keyboard.ts";
import type { Lanes } from "./lanes.ts";
import { recentMap } from "./recent.ts";
import { listedChoice, renderAnswer } from "./render.ts";
import { join, type Rich, split } from "./rich.ts";
import type { Tokens } from "./tokens.ts";
import { isPrivate, type Place } from "./updates.ts";

export interface Outgoing {
  send(to: Address, message: Outbound, key: string, file: OutboundFile | null): Promise<SendResult>;
  /** A word of the channel's own; lost where it cannot be said. */
  tell(chat: number, text: string): Promise<void>;
  /** Answers a press, so that the button stops waiting; null: without a word. */
  answerPress(query: string, text: string | null): Promise<void>;
  /** Shows that something is being done. */
  progress(chat: number): Promise<void>;
  /** The person blocked the bot, or can be written to again. */
  reach(chat: number, reachable: boolean): void;
}

export interface OutgoingSettings {
  readonly calls: Calls;
  readonly lanes: Lanes;
  readonly tokens: Tokens;
  readonly log: Pick<Log, "warn">;
}

/** One call that is part of a message. */
type Step = () => Promise<Outcome<{ readonly message_id: number } | true>>;

/** How far a message has come. */
interface Cursor {
  done: number;
  failures: number;
  /** Ids of what was sent of it. */
  readonly ids: number[];
}

/** Longest answer to a press. */
const pressAnswerLimit = 200;
const rememberedTurns = 5_000;
const rememberedCursors = 2_000;
const rememberedBlocks = 50_000;
/** Delays after failures of the API in a row, in seconds: doubled from 1 to this. */
const longestDelay = 60;

const isAboutEntities = (description: string): boolean => /entit|ENTITY|parse/i.test(description);
const isSame = (description: string): boolean => description.includes("message is not modified");
const isGoneMessage = (description: string): boolean =>
  /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i.test(description);
const isGoneChat = (code: number, description: string): boolean =>
  code === 403 || /chat not found|user not found|PEER_ID_INVALID|group chat was upgraded/i.test(description);

export function createOutgoing({ calls, lanes, tokens, log }: OutgoingSettings): Outgoing {
  /** Messages of recent turns, for editing. */
  const sentOf = recentMap<string, readonly number[]>(rememberedTurns);
  const cursors = recentMap<string, Cursor>(rememberedCursors);
  const blocked = recentMap<number, true>(rememberedBlocks);

  interface TextOptions {
    readonly keyboard: InlineKeyboardMarkup | null;
    readonly personal: boolean;
  }

  const sendText = (chat: number, { text, entities }: Rich, { keyboard, personal }: TextOptions) =>
    calls.perform("sendMessage", { chat, message: true }, (api, signal) =>
      api.sendMessage(
        chat,
        text,
        {
          entities: [...entities],
          link_preview_options: { is_disabled: true },
          ...(keyboard === null ? {} : { reply_markup: keyboard }),
          ...(personal ? { protect_content: true } : {}),
        },
        signal,
      ),
    );

  const editText = (chat: number, id: number, { text, entities }: Rich, keyboard: TextOptions["keyboard"]) =>
    calls.perform("editMessageText", { chat, message: true }, (api, signal) =>
      api.editMessageText(
        chat,
        id,
        text,
        {
          entities: [...entities],
          link_preview_options: { is_disabled: true },
          ...(keyboard === null ? {} : { reply_markup: keyboard }),
        },
        signal,
      ),
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

  const sendFile = (chat: number, file: OutboundFile) =>
    calls.perform("sendDocument", { chat, message: true, seconds: 30 }, (api, signal) =>
      api.sendDocument(
        chat,
        new InputFile(Buffer.from(file.text, "utf8"), file.name),
        { protect_content: true },
        signal,
      ),
    );

  const editStep =
    (chat: number, id: number, rich: Rich, options: TextOptions): Step =>
    async () => {
      const outcome = await orPlain(rich, (given) => editText(chat, id, given, options.keyboard));
      if (outcome.status === "ok") return { status: "ok", result: { message_id: id } };
      if (outcome.status !== "refused") return outcome;
      if (isSame(outcome.description)) return { status: "ok", result: { message_id: id } };
      // Deleted, or too old to be edited: shown anew.
      return isGoneMessage(outcome.description)
        ? orPlain(rich, (given) => sendText(chat, given, options))
        : outcome;
    };

  const nameOf = ({ person, conversation }: Address, turn: number): string =>
    `${person}/${conversation}/${turn}`;

  /** What a message is made of, in the order it is sent. */
  const stepsOf = (to: Address, place: Place, message: Outbound, file: OutboundFile | null): Step[] => {
    const { chat } = place;
    const alone = isPrivate(place);
    const { turn, choices, replaces } = message;
    const personal = message.personal === true || file !== null;
    if (personal && !alone) {
      const rich = join([{ text: telegramWords.privateAnswer, type: null }]);
      return [() => sendText(chat, rich, { keyboard: null, personal: false })];
    }
    const parts = split(renderAnswer(message.answer, listedOf(message)));
    // A press names a turn; without one there are the buttons for copying alone.
    const keyboard = keyboardOf(message.answer, turn === null ? [] : choices, (choice) =>
      tokens.press(place, { turn: turn ?? 0, choice }),
    );
    const earlier = replaces === undefined ? undefined : sentOf.get(nameOf(to, replaces));
    const texts = parts.map((part, at): Step => {
      const options = { keyboard: at === parts.length - 1 ? keyboard : null, personal };
      const [id] = earlier ?? [];
      // Only a message that is one can take the place of one.
      return id !== undefined && earlier?.length === 1 && parts.length === 1
        ? editStep(chat, id, part, options)
        : () => orPlain(part, (given) => sendText(chat, given, options));
    });
    return [...texts, ...(file === null ? [] : [() => sendFile(chat, file)])];
  };

  /** What an outcome that is not "ok" means for the message; null: go on. */
  const resultOf = (outcome: Outcome<unknown>, chat: number, cursor: Cursor): SendResult => {
    switch (outcome.status) {
      case "ok":
        return { status: "sent" };
      case "wait":
        return { status: "retry", afterSeconds: outcome.seconds };
      case "lost":
        return { status: "unknown" };
      case "unsent":
        cursor.failures += 1;
        return { status: "retry", afterSeconds: Math.min(2 ** (cursor.failures - 1), longestDelay) };
      case "refused":
        break;
    }
    // The token is not accepted now: nothing about this message.
    if (outcome.code === 401 || outcome.code === 404) return { status: "retry", afterSeconds: longestDelay };
    if (!isGoneChat(outcome.code, outcome.description)) return { status: "failed", reason: "rejected" };
    blocked.set(chat, true);
    return { status: "failed", reason: "gone" };
  };

  const deliver = async (
    to: Address,
    place: Place,
    message: Outbound,
    key: string,
    file: OutboundFile | null,
  ): Promise<SendResult> => {
    const { chat } = place;
    if (blocked.get(chat) !== undefined) return { status: "failed", reason: "gone" };
    const steps = stepsOf(to, place, message, file);
    if (steps.length === 0) return { status: "failed", reason: "rejected" };
    const cursor = cursors.get(key) ?? { done: 0, failures: 0, ids: [] };
    cursors.set(key, cursor);
    for (const step of steps.slice(cursor.done)) {
      const outcome = await step();
      const result = resultOf(outcome, chat, cursor);
      if (outcome.status !== "ok") {
        if (result.status !== "retry") cursors.delete(key);
        return result;
      }
      cursor.done += 1;
      if (outcome.result !== true) cursor.ids.push(outcome.result.message_id);
    }
    cursors.delete(key);
    if (message.turn !== null) sentOf.set(nameOf(to, message.turn), cursor.ids);
    return { status: "sent" };
  };

  return {
    async send(to, message, key, file) {
      const place = placeOf(to);
      if (place === null) return { status: "failed", reason: "rejected" };
      try {
        return await lanes.run(place.chat, () => deliver(to, place, message, key, file));
      } catch (error) {
        log.warn({ err: error, event: eventOfKey(key) }, "message could not be made");
        return { status: "failed", reason: "rejected" };
      }
    },
    async tell(chat, text) {
      const parts = split(join([{ text, type: null }]));
      await lanes.run(chat, async () => {
        for (const part of parts) {
          const { status } = await sendText(chat, part, { keyboard: null, personal: false });
          if (status !== "ok") return;
        }
      });
    },
    async answerPress(query, text) {
      await calls.perform("answerCallbackQuery", { chat: null, message: false }, (api, signal) =>
        api.answerCallbackQuery(
          query,
          text === null ? {} : { text: text.slice(0, pressAnswerLimit) },
          signal,
        ),
      );
    },
    async progress(chat) {
      await calls.perform("sendChatAction", { chat, message: false }, (api, signal) =>
        api.sendChatAction(chat, "typing", {}, signal),
      );
    },
    reach(chat, reachable) {
      if (reachable) blocked.delete(chat);
      else blocked.set(chat, true);
    },
  };
}

/** Choices that a button cannot say whole, or that have no turn a press could name. */
function listedOf({ turn, choices }: Outbound): string[] {
  if (turn === null) return choices.map((choice) => listedChoice(choice, null));
  const long = choices.some(({ label }) => label.length > labelLimit) || choices.length > choiceLimit;
  return long ? choices.map((choice, at) => listedChoice(choice, at + 1)) : [];
}
