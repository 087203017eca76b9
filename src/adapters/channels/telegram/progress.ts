/**
 * Shows people that something is being done for them, never what.
 *
 *   a text or press is taken in ── 0.7 s ── 「正在输入」, again every 4.5 s ───────── something is sent
 *   a model is at work ─────────── 0.7 s ── a draft of one fixed sentence, every 20 s ── the work ends
 *                                           where there are no drafts: 「正在输入」
 *
 * Nothing waits for it and nothing hangs on it: it takes no place of the budget, and what is refused is left out. A draft is in
 * private chats alone; the app takes it away when a message comes, else by itself after half a minute, and there is no way
 * to take it away sooner. So its sentence must still be true when the work has just ended.
 */
import type { Work } from "../../../ports/channel.ts";
import { workWords } from "../../../text/telegram.ts";
import type { Calls, ChannelTime } from "./calls.ts";
import { isGoneChat } from "./outgoing.ts";
import { recentMap } from "./recent.ts";
import { isPrivate, type Place } from "./updates.ts";

export interface Progress {
  /** Something was taken in; what is returned says that nothing will answer it. */
  awaited(chat: number): () => void;
  /** Something is being sent to the chat. */
  answered(chat: number): void;
  /** A model is at work for a chat; what is returned says that it is no more. */
  working(place: Place, what: Work): () => void;
}

export interface ProgressSettings {
  readonly calls: Pick<Calls, "perform">;
  readonly time: Pick<ChannelTime, "wait">;
  /** Given when the channel is stopped; null: it is not started. */
  readonly ending: () => AbortSignal | null;
}

/** Whoever has waited so long is shown something. */
const firstMilliseconds = 700;
/** The app shows that somebody types for five seconds. */
const typingMilliseconds = 4_500;
/** The app shows a draft for thirty seconds. */
const draftMilliseconds = 20_000;
/** Longer than anything takes; what goes on then is a fault. */
const longestMilliseconds = 120_000;
/** Chats that are shown something at once; of more, the newest. */
const shownAtMost = 10_000;

export function createProgress({ calls, time, ending }: ProgressSettings): Progress {
  /** What stands for the newest thing awaited in a chat, and the newest work. */
  const awaiting = recentMap<number, object>(shownAtMost);
  const working = recentMap<number, AbortController>(shownAtMost);
  let drafts = 0;
  /** The server does not know drafts, or not for this bot; asked again after the next start. */
  let hasDrafts = true;

  /** Shows something again and again while a claim holds; what is shown says when again, in milliseconds. */
  const showWhile = async (
    holds: () => boolean,
    show: () => Promise<number>,
    over: AbortSignal | undefined,
  ): Promise<void> => {
    await time.wait(firstMilliseconds, over);
    for (let shown = 0; shown < longestMilliseconds && holds() && ending()?.aborted === false; ) {
      const again = await show();
      shown += again;
      await time.wait(again, over);
    }
  };

  const type = async (chat: number): Promise<number> => {
    await calls.perform("sendChatAction", { chat }, (api, signal) =>
      api.sendChatAction(chat, "typing", {}, signal),
    );
    return typingMilliseconds;
  };

  const draft = async (chat: number, id: number, what: Work): Promise<number> => {
    const outcome = await calls.perform("sendMessageDraft", { chat }, (api, signal) =>
      api.sendMessageDraft(chat, id, workWords[what], {}, signal),
    );
    if (outcome.status !== "refused" || isGoneChat(outcome.code, outcome.description))
      return draftMilliseconds;
    hasDrafts = false;
    return type(chat);
  };

  return {
    awaited(chat) {
      const mark = {};
      const isAwaited = (): boolean => awaiting.get(chat) === mark;
      const forget = (): void => {
        if (isAwaited()) awaiting.delete(chat);
      };
      awaiting.set(chat, mark);
      void showWhile(isAwaited, () => type(chat), ending() ?? undefined).finally(forget);
      return forget;
    },
    answered: (chat) => awaiting.delete(chat),
    working(place, what) {
      const { chat } = place;
      const mine = new AbortController();
      const id = ++drafts;
      const goesOn = (): boolean => working.get(chat) === mine && !mine.signal.aborted;
      const show = (): Promise<number> => {
        // One sign is enough.
        awaiting.delete(chat);
        return hasDrafts && isPrivate(place) ? draft(chat, id, what) : type(chat);
      };
      const end = (): void => {
        mine.abort();
        if (working.get(chat) === mine) working.delete(chat);
      };
      working.get(chat)?.abort();
      working.set(chat, mine);
      void showWhile(goesOn, show, mine.signal).finally(end);
      return end;
    },
  };
}
