/** What must not stand in anything a model wrote: verdicts and promises, leaks and links, marked-up text, sensitive words. */
import { maskPersonalData } from "../personal-data.ts";
import { bearsSecrecyMark } from "../secrecy.ts";

/** Verdicts on somebody and promises of an outcome: the rules and people decide. */
const verdicts =
  /(?:保证|肯定|一定|必定|必然|绝对|铁定|百分之百|100%|必须|(?<!不)当然|完全)(?:能|会|可以|能够|要|给|予以|应当)?[^，。；]{0,8}(?:免责|免予|容错|没事|不处理|不追究|不受处分|不会被|不问责|不承担)|(?<!不等于|不是|并非)没事(?:的|了|儿)?(?:$|[，。；！])|不会(?:被|受到?|有)(?:任何)?(?:处理|处分|追究|问责|影响)|(?:你|您|该同志|他|她|本案|这件事|此事|你的情况|您的情况|这种情况)[^，。；]{0,12}(?:符合|满足|属于|构成|应(?:当|予)|可以(?:免|不予)|不构成|不属于)[^，。；]{0,10}(?:容错|免责|免予|违纪|违法|犯罪|失职|问责|处分)|(?:你|您)[^，。；]{0,6}(?:不用|不必|无需|不需要)(?:担心|承担|负责)|放心(?:去|大胆|吧)|(?:一律|一概|凡[^，。；]{1,10}(?:都|均|皆))(?:可以?|予以|应当)?(?:免责|免予|不予问责|不追究|不处分|容错)|包(?:过|没事)|可以(?:放心|大胆)/u;

/** Tells whether a text judges somebody or promises an outcome. */
export const isVerdict = (text: string): boolean => verdicts.test(text);

/** Addresses of any kind, markup, and control or invisible characters. */
const links =
  /https?:|www\.|\b[a-z0-9-]+\.(?:com|cn|net|org|io|me|gov|top|xyz|cc)\b|t\.me|@[A-Za-z0-9_]{3,}|微信号|加我|联系我|扫码|二维码|QQ群|公众号/iu;
const markup = /[<>{}[\]`\\|]|\*\*|__|^#{1,6}\s|!\[|\]\(|&[a-z]+;|&#/imu;
// A line end is no more than a wrong form.
const invisible = /(?![\n\r])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
/** Speaks of itself or of what it was told. */
const ofItself =
  /系统提示|提示词|system prompt|作为(?:一个)?(?:AI|人工智能|语言模型|助手)|我是(?:一个)?(?:AI|人工智能|语言模型|DeepSeek|通义|GPT|Qwen)|(?:我|本助手)(?:无法|不能|可以)|忽略(?:以上|之前|前面)|instruction|JSON|evidence|证据编号|依据编号|根据(?:所给|提供的)(?:材料|证据|JSON)/iu;

/** Tells whether a text carries out what it must not. @param canary stands in the instructions alone; a text with it quotes them */
export const isLeak = (text: string, canary: string): boolean =>
  (canary !== "" && text.toLowerCase().includes(canary.toLowerCase())) ||
  links.test(text) ||
  markup.test(text) ||
  invisible.test(text) ||
  ofItself.test(text) ||
  bearsSecrecyMark(text) ||
  maskPersonalData(text).found.length > 0;

/** No statement about tolerance and correction needs these words; where one comes, something led the model away. */
const sensitive =
  /台独|港独|疆独|藏独|法轮|六四|天安门事件|颠覆国家|政变|习近平(?!总书记|在|关于|新时代|谈)|毛泽东|邓小平(?!理论)|领导人(?:家属|子女)|赌博网|色情|嫖|毒品制作|炸弹|枪支|自杀方法|翻墙|VPN|操你|傻逼|滚蛋|去死/iu;

/** Tells whether a text touches what the product does not speak of; words of the sources themselves are theirs. */
export function isSensitive(text: string, sources: readonly string[]): boolean {
  const [word] = sensitive.exec(text) ?? [];
  return word !== undefined && !sources.some((source) => source.includes(word));
}
