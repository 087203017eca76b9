/**
 * Messages on their way out. One message of the inside may be several of Telegram's: what has arrived of it is remembered
 * under its key, so that a message that was put off goes on where it stopped.
 *
 *   ok ───────────────────── sent          429, 5xx, refused connection ── retry
 *   403, no such chat ────── failed: gone  another 400 ─────────────────── failed: rejected
 *   reply lost ───────────── unknown       400 about entities ──────────── once more as plain text
 */
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
import { type Arrived, bare, createMessageCalls } from "./message-calls.ts";
import { recentMap } from "./recent.ts";
import { listedChoice, renderAnswer } from "./render.ts";
import { join, split } from "./rich.ts";
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
type Step = () => Promise<Outcome<Arrived>>;

/** How far a message has come. */
interface Cursor {
  done: number;
  failures: number;
  /** Ids of what was sent of it. */
  readonly ids: number[];
}

const rememberedTurns = 5_000;
const rememberedCursors = 2_000;
const rememberedBlocks = 50_000;
/** Delays after failures of the API in a row, in seconds: doubled from 1 to this. */
const longestDelay = 60;

const isGoneChat = (code: number, description: string): boolean =>
  code === 403 || /chat not found|user not found|PEER_ID_INVALID|group chat was upgraded/i.test(description);

export function createOutgoing({ calls, lanes, tokens, log }: OutgoingSettings): Outgoing {
  /** Messages of recent turns, for editing. */
  const sentOf = recentMap<string, readonly number[]>(rememberedTurns);
  const cursors = recentMap<string, Cursor>(rememberedCursors);
  const blocked = recentMap<number, true>(rememberedBlocks);
  const calling = createMessageCalls(calls, log);

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
      return [() => calling.text(chat, rich, bare)];
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
        ? () => calling.edit(chat, id, part, options)
        : () => calling.text(chat, part, options);
    });
    return [...texts, ...(file === null ? [] : [() => calling.file(chat, file)])];
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
      cursor.ids.push(outcome.result.message_id);
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
          const { status } = await calling.text(chat, part, bare);
          if (status !== "ok") return;
        }
      });
    },
    answerPress: calling.answerPress,
    progress: calling.progress,
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
