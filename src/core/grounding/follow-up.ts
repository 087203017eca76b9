/**
 * Completion (补全) of a question that leans on the one before: 「那第十八条呢」, 「那第二款呢」, 「它什么时候施行」, 「依据是什么」.
 * Patterns and slots only; what was filled in is shown, so that a wrong completion is seen.
 */
import { contentOf } from "../retrieval/content.ts";
import type { Context } from "./answer.ts";

export type Completion =
  /** Stands by itself. */
  | { readonly type: "none" }
  /** Asks for the sources of the answer before. */
  | { readonly type: "basis" }
  /** Means the last document, and its last article where only a paragraph or item is named. */
  | { readonly type: "document" }
  /** Goes on with the last topic; `question` is the two joined. */
  | { readonly type: "topic"; readonly question: string };

const unitAlone = /^[^条]{0,16}第\(?[0-9〇零一二两三四五六七八九十]{1,4}\)?[款项][^条]*$/;
const opening =
  /^(?:那么|那|还有|另外|再|然后|接着|至于|这|它|他|该|此|本|上面|上述|前面|刚才|如果|要是|假如|万一|但是|可是|但|不过|反过来|同样|换成|具体|比如|例如|[^，。？！]{1,8}呢[，,？?])/;
const pronoun =
  /(?:它|这个|该|本|此|上述|前述|这部|这份|那个|那部|那份|刚才(?:那|说)的?)(?:条例|办法|规定|法|文件|意见|准则|规则|条款|条|制度)?/;
const basis =
  /^(?:那|这)?(?:个|条|些|里)?(?:回答|答案|说法|结论|话)?(?:的)?(?:依据|根据|出处|来源|原文|法条|条文)(?:是|在)?(?:什么|哪里|哪儿|哪条|哪个文件|呢|在哪)?(?:规定的?)?[？?。呢吗]*$|^(?:依据|根据)(?:的)?是?(?:什么|哪(?:一)?条|哪个|哪里)[？?。呢]*$|^(?:哪里|哪条|哪个文件|什么文件)(?:规定|写|说)的?[？?。呢]*$|^有(?:什么)?(?:依据|出处|根据)吗?[？?。]*$/;
const nextArticle = /^(?:那|那么)?(?:下|后|上|前)一条(?:呢|说了?什么|讲什么|是什么|的内容)?[？?。]*$/;

/** Short remarks that only make sense after another question: 「国企的也一样吗」「还是这样吗」「要不要先执行」. */
const elliptical =
  /(?:也|还)(?:是|能|要|会|得|算)?(?:一样|这样|如此|适用|管用)|一样吗|(?:这|那)(?:期间|之后|以后|样|种)/;
const strip = (text: string): string => text.trim().replace(/[？?。！!，,\s]+$/u, "");

/** Words to the program, days and numbers: no question goes on with them. */
const toTheProgram =
  /^(?:取消|订阅|退订|停止|关闭|开始|返回|结束|结果|暂停|继续|退出|重来|确认|好的?|行|可以|不用了?|没事|嗯+|哦+|昨天|今天|明天|前天|我的.{1,4}|.{0,4}预审)[吧了啊呀呗吗]*$/;

/** Whether a text says something of a matter: two characters of content, and no word to the program. */
const saysSomething = (text: string): boolean =>
  !toTheProgram.test(strip(text)) && (contentOf(text).match(/\p{Script=Han}/gu)?.length ?? 0) >= 2;

/** A question of this length without a topic of its own goes on with the last one. */
const remarkLimit = 12;

/** Longest question that may be a continuation; a longer one tells its own story. */
const continuationLimit = 40;
const joinedLimit = 160;

/**
 * Tells how a question leans on the turn before.
 *
 * @param namesTopic whether the question by itself names a document or a term of the field
 */
export function completionOf(question: string, context: Context | null, namesTopic: boolean): Completion {
  if (context === null) return { type: "none" };
  const text = question.normalize("NFKC").trim();
  if (basis.test(text)) return { type: "basis" };
  if (text.length > continuationLimit) return { type: "none" };
  if (context.document !== null && context.article !== null && unitAlone.test(text))
    return { type: "document" };
  if (nextArticle.test(text) && context.document !== null && context.article !== null)
    return { type: "document" };
  if (context.document !== null && pronoun.test(text) && text.length <= 24) return { type: "document" };
  const remark =
    text.length <= remarkLimit &&
    (/呢[？?]?$/.test(text) || elliptical.test(text) || (!namesTopic && saysSomething(text)));
  if (!opening.test(text) && !remark) return { type: "none" };
  if (namesTopic && text.length > 14 && !/呢[？?]?$/.test(text)) return { type: "none" };
  const rest = strip(text)
    .replace(/^(?:那么|那)/, "")
    .replace(/呢$/, "");
  // Cut before it is stripped: the context comes from outside and may be long.
  return {
    type: "topic",
    question: `${strip(context.question.slice(-joinedLimit))}，${rest}`.slice(-joinedLimit),
  };
}

/** Longest question that is tried as a follow-up where patterns could not complete it. */
const leaningLimit = 80;

/** Tells whether a question seems to lean on the one before, though patterns and slots could not complete it. */
export function seemsToLean(question: string): boolean {
  const text = question.normalize("NFKC").trim();
  return (
    text.length <= leaningLimit &&
    (text.length <= remarkLimit || opening.test(text) || pronoun.test(text) || elliptical.test(text))
  );
}

/** Which way 「下一条」「上一条」 points from the last article: +1, −1, or 0 where the question is none. */
export function neighbourOf(question: string): -1 | 0 | 1 {
  const text = question.normalize("NFKC").trim();
  if (!nextArticle.test(text)) return 0;
  return /^(?:那|那么)?[下后]/.test(text) ? 1 : -1;
}
