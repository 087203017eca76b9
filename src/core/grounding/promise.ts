/**
 * Promises to cadres in words of an editor's own: that nobody will be held responsible, or that somebody will answer for them.
 * Words cannot hold all of them: about half of those written without a look at the patterns are found, so that whoever
 * approves a campaign reads it for them too.
 */
import { isVerdict } from "./claims/output.ts";

const spared =
  "(?:免责|免予|不予?追究|不予?追责|不予?问责|不(?:予)?处分|不予?处理|不会?被?(?:追究|追责|问责|处分|处理)|免予(?:问责|处分)|(?<!不|不予|不得|不能)容错)";

/** What a verdict's words do not hold: said to all, or as protection. */
const promises = new RegExp(
  [
    `(?:一律|一概|全部|统统|通通|全都|全体)[^，。；]{0,6}${spared}`,
    "(?:不会|绝不|决不)(?:再)?(?:被)?(?:追究|追责|问责|处分|处理)",
    "(?:没有|无)(?:任何)?后顾之忧",
    "(?:组织|单位|上级|党委|领导|我们|纪委)[^，。；]{0,8}(?:兜底|兜着|扛(?!起)|顶着|来?承担(?=[。！]|$)|撑腰到底|担着|负全责)",
    `凡(?:是)?[^，。；]{1,14}(?:都|均|皆)${spared}`,
    `(?:保证|承诺|确保)[^，。；]{0,6}${spared}`,
    "零(?:追责|问责|处分)|(?:不用|不必|无需)(?:害?怕|担心)[^，。；]{0,4}(?:处分|问责|追责|追究)",
    "错了(?:也)?(?:不要紧|没关系|没事|算我们的)|(?:纪委|组织)不会(?:来)?找(?:你|您|大家)|就能免责",
    "(?:尽管|只管|大胆|放手|放心)(?:去|地)?(?:干|闯|试|做)[^。；]{0,6}(?:不会|没事|有我们|有组织|出不了)",
  ].join("|"),
  "u",
);

/** A promise said not to be one, right before its words; a question in form (难道不是…？) asserts it. */
const denied = new RegExp(
  `(?<!难道|岂|是|可)(?:不是|并非|绝非|不等于|不意味着|不代表)(?:简单地?|无条件地?)?(?:一律|一概|全部)?(?:就)?${spared}(?![^。；]*[？?吗])`,
  "gu",
);

/** A misconception told to be corrected in the same sentence. */
const misconception =
  /(?:有人|有的同志|有的人|有些人|有些同志|不少人)?(?:误以为|以为|认为|觉得)[^。；]{0,40}，(?:其实不是|其实并非如此|这是误解|这是误读|这种理解不对|这种看法不对|并不是这样)/gu;

/** Tells whether a text promises that somebody will be spared, or judges an outcome. */
export function isPromise(text: string): boolean {
  const rest = text.replace(misconception, "").replace(denied, "");
  return isVerdict(rest) || promises.test(rest);
}
