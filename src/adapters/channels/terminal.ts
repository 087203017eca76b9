/**
 * The terminal as a channel: a line is a message, a number picks what was offered, end of input ends.
 *
 * Works at a keyboard, under tmux and from a pipe. From a pipe a line waits for all that comes of the one before, and is
 * repeated before its answer, so that the output reads as a transcript; at a keyboard lines are taken at any time, so
 * that a request to stop is heard. It only carries text: words and rendering are given to it.
 */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { choiceNumber, isStop } from "../../core/dialogue/commands.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import {
  type Address,
  type Channel,
  type Choice,
  eventOfKey,
  type Inbound,
  type Outbound,
  type OutboundFile,
  type Receipt,
  type Sink,
} from "../../ports/channel.ts";
import type { Clock } from "../../ports/time.ts";

export interface TerminalWords {
  readonly prompt: string;
  readonly greeting: string;
  /** Over questions that can be asked next. */
  readonly suggestions: string;
  /** Over anything else that can be chosen, such as the answers to a question. */
  readonly choices: string;
  /** Before a reply to a question of an earlier run. */
  readonly earlier: string;
  /** Instead of a picture, by what it shows. */
  readonly picture: (alt: string) => string;
  /** Before a file, which is printed. */
  readonly file: (name: string) => string;
  /** The answer as text. */
  readonly render: (answer: Answer) => string;
}

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether a person types; then lines are prompted for and not repeated. */
  readonly interactive: boolean;
}

export interface TerminalOptions {
  readonly words: TerminalWords;
  readonly streams: TerminalStreams;
  /** Who types, and the conversation of this run. */
  readonly address: Address;
  readonly firstQuestions: readonly string[];
  readonly clock: Clock;
  /** Makes ids of events. */
  readonly newId: () => string;
  /** Resolves when nothing more is to come by itself, or is not waited for any longer; left out: nothing does. */
  readonly settled?: () => Promise<void>;
}

export interface TerminalChannel extends Channel {
  /**
   * Reads until the input ends, every line has its reply and nothing more is to come of them (the words of a model), or until
   * it is stopped: from then on it ends at once. Keeps the process alive.
   */
  run(): Promise<void>;
}

/** A line that waits for its reply. */
interface Waiting {
  readonly line: string;
  readonly replied: () => void;
}

/** Takes out control and bidirectional characters, so that no text can move the cursor or change the terminal. */
export const inert = (text: string): string =>
  text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
    "",
  );

/** How many keys of messages already shown are remembered. */
const shownLimit = 1_000;

/** When a message for another person of this machine is tried again. */
const absentSeconds = 3_600;

/** Longest line that is repeated whole, in UTF-16 units. */
const repeatLimit = 200;

const shortened = (text: string): string =>
  text.length > repeatLimit ? `${text.slice(0, repeatLimit)}……` : text;

export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { words, address, clock, newId } = options;
  const { input, output, interactive } = options.streams;
  const print = (text: string): void => void output.write(`${inert(text)}\n`);
  const prompt = (): void => {
    if (interactive) output.write(`\n${words.prompt}`);
  };

  let choices: readonly Choice[] = options.firstQuestions.map((text) => ({ label: text, text }));
  /** Those of the choices that are questions. */
  let questions: readonly string[] = options.firstQuestions;
  let sink: Sink | null = null;
  let hearing = false;
  const shown = new Set<string>();
  /** Lines that wait for their reply, by their event, in the order they were typed. */
  const waiting = new Map<string, Waiting>();
  let end: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const offer = (): void => {
    let above = "";
    for (const [at, { label, text }] of choices.entries()) {
      const heading = questions.includes(text) ? words.suggestions : words.choices;
      if (heading !== above) print(`\n${heading}`);
      above = heading;
      print(`  ${at + 1}. ${label}`);
    }
  };

  /** The line as a reader of the transcript wants it: the choice instead of its number. */
  const repeat = (line: string, answer: Answer): void => {
    // A text that bears a secrecy mark is not repeated.
    if (answer.refusalReason === "classified") return;
    const chosen = choices[(choiceNumber(line) ?? 0) - 1];
    if (!interactive || chosen !== undefined) print(`\n${words.prompt}${chosen?.label ?? shortened(line)}`);
  };

  const show = (
    to: Address,
    message: Outbound,
    line: string | undefined,
    file: OutboundFile | null,
  ): void => {
    const here = to.conversation === address.conversation;
    if (!here) print(`\n${words.earlier}`);
    else if (line !== undefined) repeat(line, message.answer);
    if (message.picture !== undefined) print(`\n${words.picture(message.picture.alt)}`);
    print(`\n${words.render(message.answer)}`);
    if (file !== null) print(`\n${words.file(file.name)}\n${file.text}`);
    // What a number chooses is not changed by a reply in another conversation, nor by the word on a stop.
    const aside = message.turn === null && message.choices.length === 0;
    if (here && !aside) {
      choices = message.choices;
      questions = message.answer.suggestions;
    }
    if (!aside) offer();
    prompt();
  };

  /**
   * Takes the line that a message answers out of those that wait. Replies come in the order of their lines, but for the
   * word that says something was stopped: lines before it get none any more, for they were deleted.
   */
  const answered = (event: string): Waiting | undefined => {
    const found = waiting.get(event);
    if (found === undefined) return undefined;
    if (!isStop(found.line))
      for (const [earlier, { replied }] of waiting) {
        if (earlier === event) break;
        waiting.delete(earlier);
        replied();
      }
    waiting.delete(event);
    return found;
  };

  /** What became of an event; null where nobody hears, or a sink failed against its word. */
  const hear = async (event: Inbound): Promise<Receipt | null> => {
    try {
      return (await sink?.(event)) ?? null;
    } catch {
      return null;
    }
  };

  const say = async (line: string): Promise<void> => {
    const eventId = `${address.conversation}/${newId()}`;
    const event = `terminal/${eventId}`;
    const replied = new Promise<void>((resolve) => waiting.set(event, { line, replied: resolve }));
    const receipt = await hear({
      channel: "terminal",
      eventId,
      at: clock(),
      from: address,
      content: { type: "text", text: line, asOf: null },
    });
    if (receipt?.status === "accepted") return replied;
    waiting.delete(event);
    if (receipt !== null && receipt.notice !== null) print(`\n${receipt.notice}`);
    prompt();
  };

  return {
    id: "terminal",
    capabilities: {
      buttons: false,
      textLimit: null,
      dropsRepeatedKey: true,
      showsNotice: true,
      files: true,
      push: false,
    },
    async start(given) {
      sink = given;
      hearing = true;
    },
    async send(to, message, key, file) {
      // Somebody else who uses this machine: not here now.
      if (to.person !== address.person) return { status: "retry", afterSeconds: absentSeconds };
      if (shown.has(key)) return { status: "sent" };
      shown.add(key);
      if (shown.size > shownLimit)
        for (const oldest of [...shown].slice(0, shownLimit / 2)) shown.delete(oldest);
      const answers = answered(eventOfKey(key));
      show(to, message, answers?.line, file);
      answers?.replied();
      return { status: "sent" };
    },
    health: () => ({ state: hearing ? "up" : "down", reason: hearing ? null : "stopped" }),
    async stop() {
      hearing = false;
      sink = null;
      end();
    },
    async run() {
      // Nothing else may be left to keep the process while a reply is awaited from a pipe that has ended.
      const alive = setInterval(() => {}, 2 ** 30);
      const lines = createInterface({ input, terminal: false });
      void ended.then(() => lines.close());
      print(words.greeting);
      offer();
      prompt();
      const said = new Set<Promise<void>>();
      for await (const line of lines) {
        if (line.trim() === "") {
          prompt();
          continue;
        }
        const reply = say(line);
        // What more comes of a line is read before the next: it may be what that one answers.
        if (!interactive) await Promise.race([reply.then(() => options.settled?.()), ended]);
        said.add(reply);
        void reply.finally(() => said.delete(reply));
      }
      const rest = Promise.all(said).then(() => options.settled?.());
      await Promise.race([rest, ended]);
      clearInterval(alive);
    },
  };
}
