/** What is said in the middle of a pre-check (预审) and is none of its business. */
import { guardOf } from "../grounding/guards.ts";
import { smallTalkOf, speaksOfStress } from "../grounding/kind.ts";

/** Beyond so many characters, words of asking may stand in what is only told: 「当时问过领导怎么办」. */
const longestQuestion = 60;

const asking =
  /吗|呢$|么$|怎么|如何|怎样|咋|能不能|能否|可否|可不可以|会不会|要不要|是不是|有没有|哪|什么|啥|多久|多长|多少|谁|几[个天年]|《[^》]+》|(?:条例|[法规]|规定|办法|准则|规则|意见)第.{1,6}条/u;

/**
 * Whether a text is meant for the assistant: a question, a greeting, or what it has words for (distress, a verdict wanted). What
 * is not may be a part of somebody's own matter, which is neither searched for nor kept.
 */
export const isAside = (text: string): boolean =>
  /[?？]/u.test(text) ||
  smallTalkOf(text) !== null ||
  isDistress(text) ||
  (text.length <= longestQuestion && (asking.test(text) || speaksOfStress(text) || guardOf(text) !== null));

/** Whether a text speaks of harming oneself: answered as such whatever it was said in place of. */
export const isDistress = (text: string): boolean => guardOf(text)?.type === "distress";
