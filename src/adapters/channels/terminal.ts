/**
 * The terminal as a channel: a line is a question, a number picks a suggestion, end of input ends.
 *
 * Works at a keyboard, under tmux and from a pipe; from a pipe each question is repeated before its answer, so that the
 * output reads as a transcript. It only carries text: words and rendering are given to it.
 */
import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import type { Answer, Context } from "../../core/grounding/answer.ts";
import type { Assistant } from "../../ports/assistant.ts";

export interface TerminalWords {
  readonly prompt: string;
  readonly greeting: string;
  readonly suggestions: string;
  /** The answer as text. */
  readonly render: (answer: Answer) => string;
  /** Said where a number names no suggestion. */
  readonly noSuchNumber: (count: number) => string;
}

export interface TerminalStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether a person types; then lines are prompted for and not repeated. */
  readonly interactive: boolean;
}

/** Takes out control and bidirectional characters, so that no text can move the cursor or change the terminal. */
export const inert = (text: string): string =>
  text.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu,
    "",
  );

/** Runs a conversation until the input ends. */
export async function runTerminalChat(
  assistant: Assistant,
  words: TerminalWords,
  streams: TerminalStreams,
): Promise<void> {
  const { input, output, interactive } = streams;
  const print = (text: string): void => void output.write(`${inert(text)}\n`);
  const lines = createInterface({ input, terminal: false });
  let context: Context | null = null;
  let choices: readonly string[] = assistant.firstQuestions();

  const offer = (): void => {
    if (choices.length === 0) return;
    print(`\n${words.suggestions}`);
    for (const [at, choice] of choices.entries()) print(`  ${at + 1}. ${choice}`);
  };

  print(words.greeting);
  offer();
  const prompt = (): void => {
    if (interactive) output.write(`\n${words.prompt}`);
  };
  prompt();
  for await (const line of lines) {
    const typed = line.trim();
    if (typed === "") {
      prompt();
      continue;
    }
    const number = /^[0-9０-９]{1,2}[.、]?$/.test(typed)
      ? Number.parseInt(typed.normalize("NFKC"), 10)
      : null;
    const question = number === null ? line : choices[number - 1];
    if (question === undefined) {
      print(words.noSuchNumber(choices.length));
      prompt();
      continue;
    }
    const answer = assistant.ask(question, { context });
    // A text that bears a secrecy mark is not repeated.
    if ((!interactive || number !== null) && answer.refusalReason !== "classified")
      print(`\n${words.prompt}${question.length > 200 ? `${question.slice(0, 200)}……` : question}`);
    context = answer.context;
    choices = answer.suggestions;
    print(`\n${words.render(answer)}`);
    offer();
    prompt();
  }
}
