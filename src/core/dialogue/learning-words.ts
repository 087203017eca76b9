/**
 * What a person sends to learn (学习): words of the menu, and choices that say all they need, so that a press of long ago, or
 * in another conversation, means what it meant then and nothing has to be remembered between two messages.
 */
import type { QuizSource } from "../learning/picking.ts";
import { quizTopics } from "../learning/quiz.ts";
import { type Judged, leanings, walkOutcomes } from "../learning/walk.ts";

export type LearningMove =
  | { readonly type: "menu" | "topics" | "progress" | "erase" | "end" }
  /** Of the cases to walk through, counted from 1. */
  | { readonly type: "walks"; readonly page: number }
  | { readonly type: "subscribe" | "polls"; readonly on: boolean }
  | { readonly type: "next"; readonly source: QuizSource }
  /** Options by their place in the file, counted from 0. */
  | {
      readonly type: "answer" | "tick";
      readonly quiz: string;
      readonly picked: readonly number[];
      readonly source: QuizSource;
    }
  /** A question by its id, wherever it is found (a link, a poster). */
  | { readonly type: "question"; readonly quiz: string }
  /** That a question is wrong; `reason` is empty where none was given, and no longer than {@link reasonLimit}. */
  | { readonly type: "report"; readonly quiz: string; readonly reason: string }
  | { readonly type: "walk"; readonly case: string; readonly judged: Judged };

const fixed: Readonly<Record<string, LearningMove>> = {
  学习: { type: "menu" },
  "/learn": { type: "menu" },
  每日一题: { type: "next", source: "daily" },
  "每日一题 开": { type: "subscribe", on: true },
  "每日一题 关": { type: "subscribe", on: false },
  按专题: { type: "topics" },
  误区辨析: { type: "next", source: "misconceptions" },
  案例推演: { type: "walks", page: 1 },
  我的错题: { type: "next", source: "wrong" },
  我的学习: { type: "progress" },
  清空学习记录: { type: "erase" },
  用投票形式: { type: "polls", on: true },
  不用投票形式: { type: "polls", on: false },
  结束学习: { type: "end" },
};

const sources: ReadonlySet<string> = new Set<QuizSource>(["daily", "misconceptions", "wrong", ...quizTopics]);
const isSource = (text: string): text is QuizSource => sources.has(text);

const id = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const verbs = {
  next: "下一题",
  answer: "答题",
  tick: "勾选",
  question: "做题",
  report: "此题有误",
  walks: "案例推演",
  walk: "推演",
} as const;

/** The words that a choice of a move sends. */
export function learningText(move: LearningMove): string {
  switch (move.type) {
    case "next":
      return `${verbs.next} ${move.source}`;
    case "answer":
    case "tick":
      return `${verbs[move.type]} ${move.quiz} ${move.picked.join(",") || "-"} ${move.source}`;
    case "question":
      return `${verbs.question} ${move.quiz}`;
    case "report":
      return [verbs.report, move.quiz, ...(move.reason === "" ? [] : [move.reason])].join(" ");
    case "walks":
      return move.page === 1 ? verbs.walks : `${verbs.walks} ${move.page}`;
    case "walk":
      return [verbs.walk, move.case, ...judgedLetters(move.judged)].join(" ");
    default:
      return Object.entries(fixed).find(([, of]) => sameMove(of, move))?.[0] ?? "";
  }
}

const sameMove = (one: LearningMove, other: LearningMove): boolean =>
  one.type === other.type && ("on" in one ? one.on : null) === ("on" in other ? other.on : null);

/** Longest reason that is kept, in UTF-16 units: a sentence or two. */
export const reasonLimit = 200;

const reported = new RegExp(`^${verbs.report}(?:[\\s:：,，。]+(.*))?$`, "su");
/** Letters, figures and hyphens of either width; what follows need not stand apart. */
const namedQuiz = /^([a-zA-Z0-9\uff10-\uff5a\uff0d-]+)[\s:：,，。]*(.*)$/su;

/** As it was written, but in one line, and cut. */
const reasonOf = (text: string): string => {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  // Not between the two halves of a character.
  return line.slice(0, reasonLimit).replace(/[\ud800-\udbff]$/u, "");
};

/** 「此题有误 quiz-… 选项写反了」; null: no question is named. */
function reportMove(text: string): LearningMove | null {
  const [, rest = ""] = reported.exec(text.trim()) ?? [];
  const [, named = "", reason = ""] = namedQuiz.exec(rest) ?? [];
  const quiz = named.normalize("NFKC");
  return id.test(quiz) ? { type: "report", quiz, reason: reasonOf(reason) } : null;
}

/** What somebody says is wrong, of the question spoken of last: 「此题有误，选项写反了」; null: the text says nothing of it. */
export function reportReason(text: string): string | null {
  const found = reported.exec(text.trim());
  return found === null ? null : reasonOf(found[1] ?? "");
}

/** The move a text is; null for anything else. */
export function parseLearning(text: string): LearningMove | null {
  const report = reportMove(text);
  if (report !== null) return report;
  const words = text
    .normalize("NFKC")
    .trim()
    .split(/[\s:]+/u);
  const whole = words.join(" ").toLowerCase();
  if (Object.hasOwn(fixed, whole)) return fixed[whole] ?? null;
  const [verb, first = "", ...rest] = words;
  switch (verb) {
    case verbs.next:
      return isSource(first) && rest.length === 0 ? { type: "next", source: first } : null;
    case verbs.answer:
    case verbs.tick:
      return answerOf(verb === verbs.answer ? "answer" : "tick", first, rest);
    case verbs.question:
      return id.test(first) && rest.length === 0 ? { type: "question", quiz: first } : null;
    case verbs.walks:
      return /^[1-9]$/.test(first) && rest.length === 0 ? { type: "walks", page: Number(first) } : null;
    case verbs.walk:
      return walkMove(first, rest);
    default:
      return null;
  }
}

function answerOf(
  type: "answer" | "tick",
  quiz: string,
  [places = "", source = "", ...more]: readonly string[],
): LearningMove | null {
  if (!id.test(quiz) || !isSource(source) || more.length > 0 || !/^(?:-|[0-9](?:,[0-9])*)$/.test(places))
    return null;
  const picked = places === "-" ? [] : places.split(",").map(Number);
  return type === "answer" && picked.length === 0 ? null : { type, quiz, picked, source };
}

/** One letter a look: F for, A against, O open; then E exempt, L lighter, N not tolerated. */
const lookLetters = { for: "F", against: "A", open: "O" } as const;
const guessLetters = { exempt: "E", lighter: "L", not_tolerated: "N" } as const;

function judgedLetters({ looks, guess }: Judged): readonly string[] {
  const letters = looks.map((leaning) => lookLetters[leaning]).join("");
  return letters === "" && guess === null ? [] : [letters + (guess === null ? "" : guessLetters[guess])];
}

function walkMove(published: string, [letters = "", ...more]: readonly string[]): LearningMove | null {
  const [, judged = "", guessed] = /^([FAO]{0,6})([ELN]?)$/.exec(letters) ?? [];
  if (!id.test(published) || more.length > 0 || guessed === undefined) return null;
  const guess = walkOutcomes.find((outcome) => guessLetters[outcome] === guessed) ?? null;
  const looks = [...judged].flatMap((letter) => leanings.filter((one) => lookLetters[one] === letter));
  return { type: "walk", case: published, judged: { looks, guess } };
}
