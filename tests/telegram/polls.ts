/** Polls of the double: what the API refuses in one, and what it tells of one. */
import type { Shown, ShownPoll } from "./types.ts";

type Payload = Readonly<Record<string, unknown>>;

const questionLimit = 300;
const optionLimit = 100;
const optionsAtMost = 12;

const textsOf = (options: unknown): string[] =>
  Array.isArray(options)
    ? options.map((option: unknown) =>
        typeof option === "string" ? option : String((option as { readonly text?: unknown }).text ?? ""),
      )
    : [];

const within = (text: string, most: number): boolean =>
  text.trim() !== "" && text.length <= most && text.isWellFormed();

/** The `description` the API would give; null where all is well. */
export function checkPoll({ question, options, type, correct_option_ids: right }: Payload): string | null {
  const texts = textsOf(options);
  if (typeof question !== "string" || !within(question, questionLimit))
    return "Bad Request: poll question must be from 1 to 300 characters";
  if (texts.length < 1 || texts.length > optionsAtMost) return "Bad Request: poll must have 1-12 options";
  if (!texts.every((text) => within(text, optionLimit)))
    return "Bad Request: poll options length must not exceed 100";
  if (new Set(texts).size < texts.length) return "Bad Request: poll options must be unique";
  if (type !== "quiz") return null;
  const ids = Array.isArray(right) ? right.map(Number) : [];
  const fits = ids.length > 0 && ids.every((id) => Number.isInteger(id) && id >= 0 && id < texts.length);
  return fits ? null : "Bad Request: correct option must be specified in quiz";
}

export const createPoll = (id: string, payload: Payload): ShownPoll => ({
  id,
  options: textsOf(payload.options),
  right: Array.isArray(payload.correct_option_ids) ? payload.correct_option_ids.map(Number) : [],
  anonymous: payload.is_anonymous !== false,
  closed: false,
  votes: new Map(),
});

/** A poll as the API tells of it. */
export const pollResult = ({ text, poll }: Shown): object => ({
  id: poll?.id,
  question: text,
  options: poll?.options.map((option, at) => ({
    persistent_id: String(at),
    text: option,
    voter_count: [...poll.votes.values()].filter((vote) => vote === at).length,
  })),
  total_voter_count: poll?.votes.size,
  is_closed: poll?.closed,
  is_anonymous: poll?.anonymous,
  type: "quiz",
  correct_option_ids: poll?.right,
});
