/**
 * What a person types of a numbered list that is to be confirmed item by item:
 *
 *   对 · 都对 · 没错 · 都不对           all of it
 *   1和2 · 1、2对 · 第一条不对          by number; a number alone confirms
 *   1对，2不对 · 除了第2条都对 · 只有1对   both
 *
 * Whole texts only: whoever says more than that is not guessed at.
 */

/** Counted from 1, each once, rising. */
export interface Verdicts {
  readonly right: readonly number[];
  readonly wrong: readonly number[];
  /** Some of the right ones were not named by their numbers: 「都对」, 「其他都对」. */
  readonly unnamed: boolean;
}

const chineseDigits = "一二三四五六七八九十";
const digits = `(?:[0-9]{1,2}|[${chineseDigits}]{1,3})`;
const and = "(?:、|和|跟|与|及|还有|以及)+";
// 「第1、3条」, yet not 「3条」, which is how many.
const ordinal = `第${digits}[条项个点]?(?:${and}第?${digits}[条项个点]?)*`;
const cardinal = `${digits}号?(?:${and}(?:${ordinal}|${digits}号?))*`;
const list = `(?:${ordinal}|${cardinal})`;
const all = "(?:(?:上面|以上)?(?:这|那)?[几些]?[条项个点]?的?)";
const others = "(?:其他|其它|其余|剩下|余下|别|另外)(?:的|几[条项个])*";
const how = "(?:都|全部?|也|是|应该)*";
const right = "(?:正确|没错|没问题|没有错|属实|准确|无误|确认|同意|对|是)的?";
const wrong =
  "(?:不对|不是|不正确|不准确?|不属实|不符合?|不同意|不确认|不认|不算|有误|有错|错误|错|没有?这回事|没有?这么说|没这么说)的?";
const verdict = `(?:(?<wrong>${how}${wrong})|(?<right>${how}${right}))`;

const clause = {
  except: new RegExp(`除了?(?<list>${list})(?:以外|之外|外)?、?(?:${others}|${all})?${verdict}`, "uy"),
  alone: new RegExp(`(?:只有|就|仅)(?<list>${list})${verdict}`, "uy"),
  named: new RegExp(`(?:确认|同意)(?<list>${list})`, "uy"),
  listed: new RegExp(`(?<list>${list})${verdict}?`, "uy"),
  others: new RegExp(`${others}${verdict}`, "uy"),
} as const;

const whole = new RegExp(`^${all}${verdict}$`, "u");
/** 「三条都对」: how many there are. */
const counted = new RegExp(
  `^(?:这|那)?(?<count>[0-9]{1,2}|[两${chineseDigits}])[条项个点]都${verdict}$`,
  "u",
);
const none = /^(?:一[条项个点][都也](?:没有?|不)(?:对|是|正确)的?|没有?一[条项个点](?:是)?(?:对|正确)的?)$/u;

/** Stops and spaces as 、, and neither what opens a sentence nor what closes it. */
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .trim()
    .replace(/[\s,;.。!]+/gu, "、")
    .replace(/^(?:、|(?:嗯+|哦|好的?|那|我看|我觉得)、)+/u, "")
    .replace(/[、吧啊呀哦噢呢嘛啦了]+$/u, "");

/**
 * @param count how many there are
 * @returns `beyond`: a number is none of the list; null: it says nothing of the list, or something else as well
 */
export function verdictsIn(text: string, count: number): Verdicts | "beyond" | null {
  const said = folded(text);
  if (none.test(said)) return ofAll(count, false);
  const everything = whole.exec(said)?.groups;
  if (everything !== undefined) return ofAll(count, everything.wrong === undefined);
  const many = counted.exec(said)?.groups;
  if (many === undefined) return byNumber(said, count);
  // 「两条都对」 of three leaves open which.
  return numbersIn(many.count === "两" ? "二" : (many.count ?? ""))[0] === count
    ? ofAll(count, many.wrong === undefined)
    : null;
}

const ofAll = (count: number, isRight: boolean): Verdicts => {
  const numbers = upTo(count);
  return { right: isRight ? numbers : [], wrong: isRight ? [] : numbers, unnamed: isRight };
};

/** Clause by clause, from the first character to the last. */
function byNumber(said: string, count: number): Verdicts | "beyond" | null {
  const marks = new Map<number, boolean>();
  let rest: boolean | null = null;
  for (let at = 0; at < said.length; ) {
    if (/[、但而]/u.test(said[at] ?? "")) {
      at++;
      continue;
    }
    const found = clauseAt(said, at);
    if (found === null) return null;
    const { kind, groups, end } = found;
    const isRight = groups.wrong === undefined;
    const turned = kind === "except" ? !isRight : isRight;
    for (const number of numbersIn(groups.list ?? "")) {
      if (number > count || number < 1) return "beyond";
      if (marks.has(number) && marks.get(number) !== turned) return null;
      marks.set(number, turned);
    }
    const left = kind === "except" || kind === "others" ? isRight : kind === "alone" ? !isRight : null;
    if (left !== null && rest !== null) return null;
    rest = left ?? rest;
    at = end;
  }
  // 「其他都对」 alone: other than what?
  if (marks.size === 0) return null;
  const marked = (wanted: boolean) => upTo(count).filter((number) => (marks.get(number) ?? rest) === wanted);
  return { right: marked(true), wrong: marked(false), unnamed: rest === true };
}

function clauseAt(said: string, at: number) {
  for (const kind of ["except", "alone", "named", "listed", "others"] as const) {
    const pattern = clause[kind];
    pattern.lastIndex = at;
    const found = pattern.exec(said);
    if (found !== null) return { kind, groups: found.groups ?? {}, end: pattern.lastIndex };
  }
  return null;
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1);

const numbersIn = (text: string): readonly number[] =>
  (text.match(new RegExp(digits, "gu")) ?? []).map((found) =>
    /[0-9]/.test(found) ? Number(found) : chinese(found),
  );

/** 「三」 → 3, 「十二」 → 12; 0 where it is no number. */
function chinese(text: string): number {
  const [, tens = "", ten = "", ones = ""] = /^([一二]?)(十?)([一二三四五六七八九]?)$/u.exec(text) ?? [];
  const value = (digit: string): number => chineseDigits.indexOf(digit) + 1;
  if (ten === "") return tens !== "" && ones !== "" ? 0 : value(tens || ones);
  return (tens === "" ? 1 : value(tens)) * 10 + (ones === "" ? 0 : value(ones));
}

/** The numbers that a text is, in any of these forms: 「1 3」, 「第1、3条」, 「1和3有」; null where it says anything else. */
export function numbersAlone(text: string): readonly number[] | null {
  const said = folded(text).replace(/(?:都|也)*(?:有|选|勾选?)$/u, "");
  return new RegExp(`^(?:选|勾选?)?${list}[条项个点]?$`, "u").test(said) ? numbersIn(said) : null;
}
