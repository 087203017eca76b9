/**
 * Cues (线索词): what words of a story (经过) must hold to say a value of a fact, to be read by a lawyer. What is not recognised is
 * asked, as everything else; so a cue is rather too narrow than too wide.
 *
 * A cue is a regular expression, with
 *
 *   …      up to twelve characters of the same clause, none of which denies
 *   ……     up to twenty-four of the same sentence, likewise
 *   〈…〉  the words of that name, below
 */
import type { ValueId } from "../../rules/types.ts";

export interface FactCues {
  /** Whether the fact is spoken of at all, for 「不清楚」 and for what is put right later. */
  readonly about: string;
  /** Any of them is enough. */
  readonly says: Readonly<Record<ValueId, readonly string[]>>;
}

/** Words that several cues are made of. */
export const words: Readonly<Record<string, string>> = {
  否: "(没有|没能|没|未曾|未能|未(?!来)|不曾|无(?!锡|论|法))",
  我: "(我|本人)",
  亲: "(亲戚|亲属|妻子|爱人|老婆|丈夫|儿子|女儿|女婿|弟弟|哥哥|姐夫|妹夫|小舅子|外甥|侄子|妹妹|姐姐)",
  会: "(党委|党组|班子|局务|馆务|所务|院务|校务|行务|委务|处务|办公|常务|常委|常委扩大|董事|股东|投决|支委|支部|总支|村委|居委|两委|代表|村民|村民代表|居民|职工|理事|委员|主任|专题|联席|协调|行政|全体|领导小组|评审|评标)",
  定: "(研究|讨论|决定|定|同意|通过|审议|表决|商定|拍板|敲定|点头|举手|点了头|举了手|议过|过了会|上过会)",
  手续: "(手续|程序|审批|审批单|许可|许可证|批文|批复|招标|招投标|挂网|采购|比选|询价|立项|环评|用地|报批|合同|备案|公示|听证|论证|评估|验收|核查|预审|决定书|采伐证|施工证|证)",
  灾: "(洪水|洪灾|暴雨|台风|地震|冰雹|雪灾|霜冻|寒潮|旱灾|大旱|鸡瘟|猪瘟|疫病|山洪|雷击|自然灾害)",
};

/** What says that something is not clear. */
export const unclear =
  "不(太)?(清楚|确定|知道|记得|了解)|记不(清|得|太清)|说不(清|准|好)|拿不(准|定)|弄不清|搞不清|吃不准|忘了";

/** As a regular expression. @throws {RangeError} words are named that do not stand here */
export const expression = (cue: string): string =>
  cue
    .replace(/〈(.+?)〉/gu, (_, name: string) => wordsNamed(name))
    .replaceAll("……", `(?:${notDenying}[^。！？\\n]){0,24}?`)
    .replaceAll("…", `(?:${notDenying}[^，。；！？：\\n]){0,12}?`);

const notDenying = "(?!没|无法|未(?!来)|并非|不(?!少|动产|断|仅|但|久|到|足|良))";

function wordsNamed(name: string): string {
  const found = words[name];
  if (found === undefined)
    throw new RangeError(`〈${name}〉 stands in a cue, but not among the words in cues/cue.ts`);
  return found;
}
