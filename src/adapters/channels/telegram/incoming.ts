/**
 * What comes in: each update is dealt with once, in the order of its chat, and counts as dealt with only when the inside
 * has it durably, or nothing of it is to be kept.
 */
import type { Content, Receipt, Sink } from "../../../ports/channel.ts";
import type { Log } from "../../../ports/telemetry.ts";
import { telegramWords } from "../../../text/telegram.ts";
import { addressOf, channelId } from "./address.ts";
import type { ChannelTime } from "./calls.ts";
import { createLanes } from "./lanes.ts";
import type { Outgoing } from "./outgoing.ts";
import { recentMap } from "./recent.ts";
import type { StandingMessages } from "./standing-messages.ts";
import type { LinkTarget, Tokens } from "./tokens.ts";
import { chatOf, type Heard, isPrivate, type Place, readUpdate, updateId } from "./updates.ts";

export interface Incoming {
  /** False: not durable, to be given again. Never rejects. */
  take(update: unknown): Promise<boolean>;
  /** The bot's name, for mentions; null while it is not known. */
  name(username: string): void;
  /** The bot's name; null while it is not known. */
  readonly botName: string | null;
  /** Resolves when nothing is being taken in. */
  idle(): Promise<void>;
}

export interface IncomingSettings {
  readonly sink: Sink;
  /** The number before the colon of the token: updates are numbered for each bot alone. */
  readonly botId: string;
  readonly outgoing: Outgoing;
  readonly messages: Pick<StandingMessages, "turnOf" | "reach" | "heard">;
  readonly tokens: Tokens;
  /** What a deep link asks; null where its target is gone. */
  readonly linkText: (target: LinkTarget) => string | null;
  /** A text or press is being taken in; what is returned says that nothing will answer it. */
  readonly awaited: (chat: number) => () => void;
  readonly time: ChannelTime;
  readonly log: Pick<Log, "info" | "warn" | "error">;
}

/** Updates dealt with lately, so that one given again does nothing but what the inbox sees to. */
const rememberedUpdates = 20_000;
/** A polite word is said in a chat at most once in so long. */
const wordMilliseconds = 30_000;
const rememberedWords = 10_000;
/** An update the inside refuses so often, while it takes others, is given up. */
const triesAtMost = 5;

interface Refused {
  tries: number;
  /** How many updates had been taken in when it was refused first. */
  readonly accepted: number;
}

export function createIncoming(settings: IncomingSettings): Incoming {
  const { sink, botId, outgoing, messages, tokens, time, log } = settings;
  const lanes = createLanes();
  const done = recentMap<number, true>(rememberedUpdates);
  const refused = recentMap<number, Refused>(rememberedUpdates);
  /** When a word was last said to a person in a chat. */
  const wordsAt = recentMap<string, number>(rememberedWords);
  let accepted = 0;
  let username: string | null = null;
  /** Told apart from what must be durable: it may take as long as the platform likes. */
  const aside = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.error({ err: error }, "a word could not be said"));
  };

  const say = ({ chat, user }: Place, text: string): void => {
    const key = `${chat}/${user}`;
    const last = wordsAt.get(key);
    if (last !== undefined && time.clock() - last < wordMilliseconds) return;
    wordsAt.set(key, time.clock());
    aside(outgoing.tell(chat, text));
  };

  const hear = async (id: number, place: Place, content: Content): Promise<Receipt> => {
    try {
      return await sink({
        channel: channelId,
        eventId: `${botId}-${id}`,
        at: time.clock(),
        from: addressOf(place),
        content,
      });
    } catch (error) {
      // A sink never rejects; one that does would have the same update given again for ever.
      log.error({ err: error, update: id }, "the inside failed against its word; update given up");
      return { status: "limited", notice: null };
    }
  };

  /** Whether an update that is not durable is to be given again. */
  const again = (id: number): boolean => {
    const found = refused.get(id) ?? { tries: 0, accepted };
    refused.set(id, found);
    found.tries += 1;
    const hopeless = found.tries >= triesAtMost && accepted > found.accepted;
    if (hopeless) log.error({ update: id, tries: found.tries }, "update given up: the inside takes others");
    return !hopeless;
  };

  /** A notice of the border: a group hears nothing of what concerns one person. */
  const tellNotice = (place: Place, notice: string | null): void => {
    if (notice === null) return;
    if (isPrivate(place)) aside(outgoing.tell(place.chat, notice));
    else say(place, telegramWords.private);
  };

  const give = async (id: number, place: Place, content: Content): Promise<boolean> => {
    if (isPrivate(place)) messages.heard(place.chat);
    // Before it is taken in: the answer may be there sooner than the word that it was.
    const unanswered = settings.awaited(place.chat);
    const receipt = await hear(id, place, content);
    if (receipt.status === "accepted") {
      accepted += 1;
      return true;
    }
    unanswered();
    const first = refused.get(id) === undefined;
    const waits = receipt.status === "unavailable" && again(id);
    if (first || !waits) tellNotice(place, receipt.notice);
    return !waits;
  };

  const press = async (id: number, { place, query, data }: Extract<Heard, { type: "press" }>) => {
    const pressed = place === null ? null : tokens.readPress({ chat: place.chat, user: place.user }, data);
    if (place === null || pressed === null) {
      log.warn({ channel: channelId, update: id }, "a press that was not offered there");
      aside(outgoing.answerPress(query, telegramWords.staleButton));
      return true;
    }
    aside(outgoing.answerPress(query, null));
    return give(id, place, { type: "choice", ...pressed });
  };

  /** A vote is the choice it stands for. One in a poll nobody was asked here, or withdrawn, is none. */
  const vote = async (id: number, { user, poll, option }: Extract<Heard, { type: "vote" }>) => {
    let turn: number | null;
    try {
      turn = await messages.turnOf(user, poll);
    } catch (error) {
      log.warn({ err: error, update: id }, "it cannot be told now what a vote belongs to");
      return !again(id);
    }
    if (turn === null) return true;
    return give(id, { chat: user, user }, { type: "choice", turn, choice: option });
  };

  const start = (payload: string): string => {
    const target = payload === "" ? null : tokens.readLink(payload);
    return (target === null ? null : settings.linkText(target)) ?? "/help";
  };

  const act = async (id: number, heard: Heard): Promise<boolean> => {
    switch (heard.type) {
      case "text":
        return give(id, heard.place, { type: "text", text: heard.text, asOf: null });
      case "start":
        return give(id, heard.place, { type: "text", text: start(heard.payload), asOf: null });
      case "unsupported":
        return give(id, heard.place, { type: "unsupported", what: heard.what });
      case "press":
        return press(id, heard);
      case "vote":
        return vote(id, heard);
      case "word":
        if (isPrivate(heard.place)) messages.heard(heard.place.chat);
        say(heard.place, telegramWords[heard.word]);
        return true;
      case "reach":
        messages.reach(heard.chat, heard.reachable);
        return true;
      case "ignored":
        return true;
    }
  };

  const takeOnce = async (id: number, update: unknown): Promise<boolean> => {
    if (done.get(id) !== undefined) return true;
    const dealtWith = await act(id, readUpdate(update, username));
    if (dealtWith) {
      done.set(id, true);
      refused.delete(id);
    }
    return dealtWith;
  };

  return {
    async take(update) {
      const id = updateId(update);
      if (id === null) return true;
      try {
        return await lanes.run(chatOf(update) ?? 0, () => takeOnce(id, update));
      } catch (error) {
        log.error({ err: error, update: id }, "update given up");
        return true;
      }
    },
    name(given) {
      username = given;
    },
    get botName() {
      return username;
    },
    idle: () => lanes.idle(),
  };
}
