/** Words by which a person agrees, declines or turns back, typed in place of pressing a button of the pre-check (预审). */

/** Without spaces, stops and particles: 「那好的，同意吧！」 → 「好的同意」. A question mark stays: 「同意？」 agrees to nothing. */
const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s,，、;.。!~…—“”"]+/gu, "")
    .replace(/^(?:那就?|还是|唉|哎|呃)+(?=.)/u, "")
    .replace(/[吧啊呀哦噢呢嘛啦了]+$/u, "");

/** A text that is nothing but such words, up to three. */
const only = (...words: readonly string[]): RegExp => new RegExp(`^(?:${words.join("|")}){1,3}$`, "u");

const agreeing = only(
  "好+的?|嗯+|行|可以|没问题|没意见|是的?|对的?|ok(?:ay)?|yes",
  "我?(?:已经?|都)?(?:同意|愿意|了解|知道|明白|看过|看完|确认|接受)",
  "(?:我们?|就|现在|可以)?开始(?:说|填|做|预审)?",
);

const declining = [
  "不(?:要|用|必|想|愿意?|同意|开始|可以|行|好|做|填|说|送|接受)?|我不(?:想|愿意?|同意|接受)?(?:做|填|说|开始)?|不想(?:说|做|填|开始|弄)|不愿意?(?:说|做|填)",
  "就?算|(?:暂|先|暂时)不(?:开始|做|填|说|要|用|弄)?|取消|退出|拒绝|不方便",
  "(?:以后|下次|改天|回头|过后)再(?:说|来|做|填)|再说",
];

const turningBack = [
  "[就我]?(?:一题一题|逐题|按题目?|照题目?|直接)(?:地)?(?:来|问|答|回答|填)?(?:我|题)?",
  "[你您]?来?问我|返回|回去|停|停下来?|停止(?:整理)?|别(?:整理|等|弄)|不(?:想)?等",
];

const refusing = only(...declining);
const leaving = only(...declining, ...turningBack);

/** What is answered to 「是否同意」; null: it answers nothing of the kind. */
export function agreementIn(text: string): "yes" | "no" | null {
  const words = folded(text);
  return agreeing.test(words) ? "yes" : refusing.test(words) ? "no" : null;
}

/** Whether a person rather answers question by question than tells a story (经过), or waits for one: 「算了」, 「一题一题问」. */
export const turnsBack = (text: string): boolean => leaving.test(folded(text));

/** Whether a person leaves off for now: 「算了」, 「不想填了」. */
export const leavesOff = (text: string): boolean =>
  /^(?:就?算|我?不想?再?(?:做|填|弄|答|搞)|(?:以后|下次|改天|回头|过后)再(?:说|来|做|填)|取消|退出|先到这[里儿]?|先不(?:做|填|弄))$/u.test(
    folded(text),
  );

/** Whether what was told is to be told anew: 「重新说」. */
export const tellsAnew = (text: string): boolean =>
  /^(?:我(?:想|要))?(?:重新?(?:再)?(?:说|讲|写|来)|再(?:说|讲|写)|重来)(?:一?[遍下次])?(?:经过)?$/u.test(
    folded(text),
  );

/** 「不清楚」 in other words. */
export const isUnsure = (text: string): boolean =>
  /^(?:我)?(?:也)?(?:不(?:太|大|是很)?(?:清楚|知道|确定|记得|晓得)|不好说|说不(?:清|准|好|上来)|拿不准|记不(?:清|得|准)(?:楚)?|没印象|难说)$/u.test(
    folded(text),
  );

/** 「有」, 「没有」 and their like, which are an answer only where an option says just that. */
export const isBareAnswer = (text: string): boolean =>
  agreementIn(text) !== null ||
  saysNone(text) ||
  /^(?:没?有(?:的|过)?|没|不是的?|不对|无|下一[步题个]|跳过|略过?|过)$/u.test(folded(text));

/** 「没有」 where one of a list is asked for: none of it. */
export const saysNone = (text: string): boolean =>
  /^(?:都|全|也|这里|里面|以上|上面)*(?:没有?|没得|不是|不在)(?:我(?:们)?)?(?:这里|这边|这儿|的|那|单位|里面|上面|其中|地方)*$/u.test(
    folded(text),
  );

/** 「还没有」 where it is asked when something was decided. */
export const saysNotYet = (text: string): boolean =>
  /^(?:目前|现在)?(?:还|尚|都)?(?:没有?|未)(?:人)?(?:有)?(?:作出|做出|作|做|下)?(?:决定|处理|结果|结论|定|说法)?(?:呢|的)?$/u.test(
    folded(text),
  );
