/** What a person types to steer an interview (预审): words of its own, which count only while one goes on. */
import { readPairingCode } from "../access/pairing-code.ts";
import { choiceNumber } from "../dialogue/commands.ts";
import type { Day } from "../law/types.ts";

type Word = "back" | "why" | "pause" | "result" | "complete" | "another" | "recompute" | "answers" | "story";

export type Steering =
  | { [One in Word]: { readonly type: One } }[Word]
  /** Of a matter by its number; null: the last one. */
  | { readonly type: "resume"; readonly number: number | null }
  /** Of a matter begun in another channel, by its code. */
  | { readonly type: "fetch"; readonly code: string }
  | { readonly type: "edit"; readonly number: number };

const fixed: Readonly<Record<string, Word>> = {
  上一步: "back",
  返回上一步: "back",
  为什么: "why",
  为什么问: "why",
  为什么问这个: "why",
  暂停: "pause",
  结果: "result",
  看结果: "result",
  补全六看: "complete",
  另一件事: "another",
  按新规则重算: "recompute",
  已答的题: "answers",
  把经过说一说: "story",
  说一说经过: "story",
  说经过: "story",
};

/** 「改第3题」, 「继续」, 「继续 事项2」, 「继续 ABCD-EFGH」; null for anything else. */
export function parseSteering(text: string): Steering | null {
  const word = text
    .normalize("NFKC")
    .replace(/[\s。.!?？！]+/gu, "")
    .replace(/^\//u, "");
  const type = Object.hasOwn(fixed, word) ? fixed[word] : undefined;
  if (type !== undefined) return { type };
  const [, edited] = /^(?:修?改|修改)第?([0-9]{1,2})题?$/u.exec(word) ?? [];
  if (edited !== undefined) return { type: "edit", number: Number(edited) };
  const [resumed, number] = /^继续(?:事项)?([0-9]{1,3})?$/u.exec(word) ?? [];
  if (resumed !== undefined) return { type: "resume", number: number === undefined ? null : Number(number) };
  const code = word.startsWith("继续") ? readPairingCode(word.slice(2)) : null;
  return code === null ? null : { type: "fetch", code };
}

/** A day as people write it: 2024-05-01, 2024年5月1日, 2024.5.1, 20240501; null where it is none. */
export function parseDay(text: string): Day | null {
  const folded = text.normalize("NFKC").replace(/\s+/gu, "");
  const [, year, month, day] =
    /^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?$/u.exec(folded) ??
    /^([0-9]{4})([0-9]{2})([0-9]{2})$/u.exec(folded) ??
    [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return null;
  return `${year}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
}

/** Whether a text is meant as a day, though it may be none: figures with what stands between them, or a day told by another. */
export const meansDay = (text: string): boolean => {
  const folded = text.normalize("NFKC").replace(/\s+/gu, "");
  return (
    /^(?=.*[0-9])[0-9〇零一二三四五六七八九十年月日号.\-/]{3,}$/u.test(folded) ||
    /^(?:大?前|昨|今|明)[天日]$|^(?:上|这|本|下)?(?:个?月|周|星期|季度)[初中底末]?$|^(?:去|前|今)年.{0,6}$/u.test(
      folded,
    )
  );
};

const daysIn = (year: number, month: number): number =>
  month === 2
    ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31;

/** Several numbers in one message: 「1 3」, 「1、3，4」; null where anything else stands in it. */
export function parseNumbers(text: string): readonly number[] | null {
  const parts = text
    .normalize("NFKC")
    .split(/[\s,、;和]+/u)
    .filter((part) => part !== "");
  const numbers = parts.map(choiceNumber);
  return numbers.length > 0 && numbers.every((number) => number !== null) ? numbers : null;
}
