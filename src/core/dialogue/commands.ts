/**
 * Commands of the chat: a slash word (`/help`) or its Chinese word (帮助). A Chinese word counts only as a whole message,
 * or, where the command takes a text (案例 招标), set off from it by a space or colon: 「关于 容错的期限」 stays a question.
 */
import { distance, nearest } from "../rules/nearest.ts";

export type CommandName =
  | "ask"
  | "precheck"
  | "learn"
  | "cases"
  | "about"
  | "mydata"
  | "forget"
  | "complain"
  | "stop"
  | "help"
  | "new"
  | "approve";

/** Words of each command, the slash word first. */
const words: Readonly<Record<CommandName, readonly string[]>> = {
  ask: ["ask", "提问"],
  precheck: ["precheck", "预审"],
  learn: ["learn", "学习"],
  cases: ["cases", "案例"],
  about: ["about", "关于"],
  mydata: ["mydata", "我的数据"],
  forget: ["forget", "删除我的数据"],
  complain: ["complain", "投诉建议", "投诉", "建议"],
  stop: ["stop", "停止回答"],
  help: ["help", "帮助"],
  new: ["new", "新对话"],
  approve: ["approve", "批准"],
};

/** 「我想做个预审」: the one thing here that people ask to do rather than name. */
const asksPrecheck =
  /^我?(?:现在)?[想要]?(?:开始|重新)?[做来]?(?:一?[次个下]|一件)?预审(?:一?下|吧)?[。.!！]?$/u;

/** Commands that take a text after their word. */
const withText: ReadonlySet<CommandName> = new Set(["ask", "cases", "complain", "approve"]);

/** The Chinese word of a command, as it is shown to people. */
export const commandWord = (name: CommandName): string => words[name][1] ?? name;

/** What a person must write for their data to be deleted; nothing less deletes anything. */
export const forgetConfirmation = "确认删除我的数据";

export interface ParsedCommand {
  readonly name: CommandName;
  /** What stands after the word, trimmed; may be empty. */
  readonly rest: string;
}

const names = Object.keys(words) as CommandName[];

/** The command a message is; null for an ordinary text. */
export function parseCommand(text: string): ParsedCommand | null {
  const [, slash = "", word = "", after = ""] =
    /^([/／]?)([A-Za-z]+|\p{Script=Han}+)(?:[\s：:]+(.*))?$/su.exec(text.trim()) ?? [];
  const folded = word.toLowerCase();
  const rest = after.trim();
  const name = names.find((candidate) => {
    const [latin, ...chinese] = words[candidate];
    if (slash !== "") return folded === latin || chinese.includes(word);
    return chinese.includes(word) && (rest === "" || withText.has(candidate));
  });
  if (name !== undefined) return { name, rest };
  return asksPrecheck.test(text.trim()) ? { name: "precheck", rest: "" } : null;
}

/** Slash words that are no command here; read elsewhere, they are still what somebody may have meant. */
const wordsElsewhere = ["subscribe", "unsubscribe"];

/**
 * The word of a slash command that nobody knows, with the command that was probably meant. Null for any other text: a question
 * may begin with a slash before Chinese words.
 */
export function unknownCommand(
  text: string,
): { readonly word: string; readonly nearest: string | null } | null {
  const [, word] = /^[/／]([A-Za-z]\w{0,31})(?=$|[\s：:])/u.exec(text.trim()) ?? [];
  if (word === undefined || parseCommand(text) !== null) return null;
  const known = [...names.map((name) => words[name][0] as string), ...wordsElsewhere];
  const near = nearest(word, known);
  // Two letters that happen to be the same mean nothing.
  const meant = near !== null && distance(word.toLowerCase(), near) <= Math.max(1, near.length / 3);
  return { word: `/${word}`, nearest: meant ? `/${near}` : null };
}

/** Whether a message asks for one's own case files (我的卷宗), which there are none of: 「/case」 is not meant for 「/cases」. */
export const asksCaseFiles = (text: string): boolean =>
  /^(?:[/／]case|[/／]?(?:我的|本人的?)?卷宗)$/iu.test(text.trim());

/** Tells whether a message asks to stop what is under way. */
export const isStop = (text: string): boolean => parseCommand(text)?.name === "stop";

/** The number a message is, from 1 to 99, in any width; null where it is none: a choice among what was offered. */
export function choiceNumber(text: string): number | null {
  const [, digits] = /^\s*([0-9]{1,2})\s*[.、。)）]?\s*$/.exec(text.normalize("NFKC")) ?? [];
  const number = digits === undefined ? 0 : Number(digits);
  return number > 0 ? number : null;
}
