/**
 * Messages on their way out. One message of the inside may be several of Telegram's, a picture and its text among them: what
 * has arrived of it is remembered under its key (cursors.ts), so that a message that was put off goes on where it stopped.
 *
 *   ok ───────────────────── sent          429, 5xx, refused connection ── retry
 *   403, no such chat ────── failed: gone  another 400 ─────────────────── failed: rejected
 *   reply lost ───────────── unknown       400 about entities ──────────── once more as plain text
 *                         a rich message, quiz or picture refused ─ once more as a plain message
 */
import type { LinkTarget } from "../../../core/dialogue/links.ts";
import {
  type Address,
  eventOfKey,
  type Outbound,
  type OutboundFile,
  type SendResult,
} from "../../../ports/channel.ts";
import type { Pictures } from "../../../ports/pictures.ts";
import type { Log } from "../../../ports/telemetry.ts";
import { placeOf } from "./address.ts";
import type { Budget } from "./budget.ts";
import type { Calls, Outcome } from "./calls.ts";
import { beginning, type Cursor, type Cursors } from "./cursors.ts";
import type { Lanes } from "./lanes.ts";
import { type Arrived, bare, createMessageCalls } from "./message-calls.ts";
import { createPictureCalls } from "./pictures.ts";
import { join, split } from "./rich.ts";
import type { StandingMessages } from "./standing-messages.ts";
import { createSteps, type Going, type Step } from "./steps.ts";
import type { Tokens } from "./tokens.ts";

export interface Outgoing {
  send(to: Address, message: Outbound, key: string, file: OutboundFile | null): Promise<SendResult>;
  /** A word of the channel's own; lost where it cannot be said. */
  tell(chat: number, text: string): Promise<void>;
  /** Answers a press, so that the button stops waiting; null: without a word. */
  answerPress(query: string, text: string | null): Promise<void>;
}

export interface OutgoingSettings {
  readonly calls: Calls;
  readonly budget: Budget;
  readonly lanes: Lanes;
  readonly tokens: Tokens;
  readonly standing: StandingMessages;
  readonly cursors: Cursors;
  /** Null: none can be read. */
  readonly pictures: Pictures | null;
  /** The address that a link of a message has; null: it has none now. */
  readonly linkTo: (target: LinkTarget) => string | null;
  readonly log: Pick<Log, "warn">;
}

/** A call that did not end well. */
type Failed = Exclude<Outcome<unknown>, { readonly status: "ok" }>;

/** Delays after failures of the API in a row, in seconds: doubled from 1 to this. */
const longestDelay = 60;

/** Whether a refusal says that nobody can be written to there. */
export const isGoneChat = (code: number, description: string): boolean =>
  code === 403 || /chat not found|user not found|PEER_ID_INVALID|group chat was upgraded/i.test(description);

/** Whether the platform does not take the form of a step; what is said about the chat or the token is said of any form. */
const isFormRefused = ({ form }: Step, outcome: Outcome<unknown>): boolean =>
  form !== null &&
  outcome.status === "refused" &&
  (outcome.code === 400 || outcome.code === 404) &&
  !isGoneChat(outcome.code, outcome.description);

export function createOutgoing(settings: OutgoingSettings): Outgoing {
  const { calls, budget, lanes, tokens, standing, cursors, log } = settings;
  const calling = createMessageCalls(calls, log);
  const pictures = createPictureCalls(calling, settings.pictures);
  const making = createSteps({ calling, pictures, tokens, standing, linkTo: settings.linkTo });
  /** The server does not know rich messages; asked again after the next start. */
  let knowsRich = true;

  /** What it means for the message. */
  const resultOf = (outcome: Failed, chat: number, cursor: Cursor): SendResult => {
    switch (outcome.status) {
      case "wait":
        budget.hold(outcome.seconds);
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
    standing.reach(chat, false);
    return { status: "failed", reason: "gone" };
  };

  /**
   * Goes on without a form that was refused. Words are made plain from their beginning: what stands of them already is said twice
   * rather than half; a picture above them stays.
   */
  const makePlain = (cursor: Cursor, { form }: Step, first: Step | undefined, outcome: Outcome<unknown>) => {
    log.warn({ form }, "a form of messages is refused; sent as a plain message");
    if (form === "rich" && outcome.status === "refused" && outcome.code === 404) knowsRich = false;
    if (form === "picture") cursor.unpictured = true;
    else cursor.plain = true;
    cursor.done = first?.form === "picture" ? Math.min(cursor.done, 1) : 0;
    cursor.ids.splice(cursor.done);
  };

  /** A part of the message stands in the chat. */
  const arrived = async ({ to, message: { turn } }: Going, cursor: Cursor, { message_id, poll }: Arrived) => {
    cursor.done += 1;
    cursor.ids.push(message_id);
    if (poll !== undefined && turn !== null) await standing.asked(to, turn, poll.id);
  };

  /** @param placed the budget has a place for the first call already */
  const deliver = async (going: Going, key: string, placed: boolean): Promise<SendResult> => {
    const { to, place, message } = going;
    const make = ({ plain, unpictured }: Cursor) =>
      making.of(going, { rich: knowsRich && !plain, quiz: !plain, picture: !unpictured });
    const known = cursors.known(key);
    let steps = await make(known ?? beginning());
    const several = steps.length > 1 || steps.some(({ form }) => form !== null);
    const cursor = known ?? (await cursors.recall(to, key, several));
    if (cursor.plain || cursor.unpictured) steps = await make(cursor);
    for (let hasPlace = placed; cursor.done < steps.length; hasPlace = false) {
      const step = steps[cursor.done] as Step;
      if (!hasPlace) await budget.reply();
      const outcome = await step.run();
      if (outcome.status === "ok") await arrived(going, cursor, outcome.result);
      else if (isFormRefused(step, outcome)) {
        makePlain(cursor, step, steps[0], outcome);
        steps = await make(cursor);
      } else {
        const result = resultOf(outcome, place.chat, cursor);
        // One of unknown fate may be sent again on somebody's word; what is known to stand there is not.
        if (result.status === "failed") await cursors.end(to, key);
        else await cursors.pause(to, key);
        return result;
      }
    }
    await cursors.end(to, key);
    if (cursor.ids.length === 0) return { status: "failed", reason: "rejected" };
    if (message.turn !== null) await standing.sent(to, message.turn, cursor.ids);
    return { status: "sent" };
  };

  /** A push waits for its place before it stands in the way of a reply to the same chat. */
  const push = async (going: Going, key: string): Promise<SendResult> => {
    if (await standing.isGone(going.place)) return { status: "failed", reason: "gone" };
    const seconds = await budget.push();
    if (seconds > 0) return { status: "retry", afterSeconds: seconds };
    return lanes.run(going.place.chat, () => deliver(going, key, true));
  };

  return {
    async send(to, message, key, file) {
      const place = placeOf(to);
      if (place === null) return { status: "failed", reason: "rejected" };
      const going = { to, place, message, file };
      try {
        return message.push === true
          ? await push(going, key)
          : await lanes.run(place.chat, () => deliver(going, key, false));
      } catch (error) {
        log.warn({ err: error, event: eventOfKey(key) }, "message could not be made");
        return { status: "failed", reason: "rejected" };
      }
    },
    async tell(chat, text) {
      const parts = split(join([{ text, type: null }]));
      await lanes.run(chat, async () => {
        for (const part of parts) {
          await budget.reply();
          const { status } = await calling.send(chat, part, bare);
          if (status !== "ok") return;
        }
      });
    },
    answerPress: calling.answerPress,
  };
}
