/**
 * What of a sentence is said in earnest: less what it puts as a misconception, tells of a case, leaves to somebody's decision,
 * asks, or denies. A promise told to be refused is none.
 */

const without =
  (...patterns: readonly RegExp[]) =>
  (sentence: string): string =>
    patterns.reduce((rest, pattern) => rest.replace(pattern, ""), sentence);

/** Marks what is said as somebody's error. */
const misread =
  "(?:误区|误解|误读|误传|谣言|传言|没有(?:任何)?依据|于法无据|站不住脚?|不对|不正确|不准确|不成立|不可信|并非如此|不是这样|没有这样|没这么|错误(?:的)?(?:认识|观念|想法|理解|说法)|骗局|骗子|谎言|曲解|是错(?:误)?的|不可取|要不得|没有(?:任何)?效力|不作数|想当然)";
const toldAsError = new RegExp(`${misread}|谁说`, "u");

/** Tells whether a sentence calls what it tells an error. */
export const isToldAsError = (sentence: string): boolean => toldAsError.test(sentence);

const somebody = "(?:有人|有的|有些|少数|不少|很多|许多|一些|个别|网上|坊间|社会上|部分)";
/** Turns from a misconception to what holds. */
const turn = "其实|实际上|事实上|殊不知|结果|然而|但|不过|而是|却";

/** What is put as a misconception; what stands after it is said in earnest. */
const withoutMisread = without(
  // A heading and what stands under it: 「误区一：…」.
  /^[^：。]{0,8}(?:误区|误解|误读|谣言|错误认识)[^：，。]{0,6}：.*$/u,
  new RegExp(`^.*${misread}[^，。；]*`, "u"),
  new RegExp(`${somebody}[^，。；“]{0,10}(?:以为|认为|觉得|说|传|讲|问)(?:(?!${turn}).)*(?=${turn})`, "u"),
  new RegExp(`${somebody}[^，。；“]{0,8}(?:把|将|当[成作])[^，。；]*`, "gu"),
);

/** Whoever says it of all leaves nobody anything to decide. */
const leavesNothing = /一律|一概|全部|统统|通通|凡|所有|保证|肯定|今后|以后/u;

/** A case names whom it is about. */
const isCase = (sentence: string): boolean =>
  /某(?!些)|这[名位个]|有关(?:机关|部门)|该(?:同志|干部|局|镇|县|区|公司|人)|当事人|本案|案例|案中|[其他她](?=不予|免予|被|未)|对[其他她]|被(?:不予|免予|予以)|未予/u.test(
    sentence,
  ) && !leavesNothing.test(sentence);

const withoutOutcome = without(
  /(?:决定)?(?:对其|对该[^，。；]{0,8}|对[他她]|(?<![会再要得])被|获|作出|给予)?(?:予以)?(?:不予|免予|予以|免于|未予|未被)(?:追究|追责|问责|处分|处理|容错)(?:的?责任|的决定)?/gu,
);

/** What was decided of somebody in a case. */
const withoutTold = (sentence: string): string => (isCase(sentence) ? withoutOutcome(sentence) : sentence);

/** 可以 as in provisions: somebody may decide so. Not 可以放心, nor what leaves nothing to decide. */
const mayBe = without(
  /(?:可以(?![^，。；]{0,2}(?:高枕|放心|大胆|放手|安心|不用|不必|不被|不受|不会|不再|不怕|没有|零|无需|尽管|一律|全部|统统|直接|自动|完全|绝对|无罪|原谅|谅|恕|万事|没事|平安))|(?<![不大尽皆许])可(?=从轻|减轻|免予|免除|不予|酌)|(?<![不怎么])可能|也许|或许|酌情|视情)[^，。；]*/gu,
  /(?:依规依纪依法|依规依纪|依照[^，。；]{0,4}规定|按照?[^，。；]{0,2}规定|依规|依法)(?=予以|给予|可|应当|不予|免予|从轻|减轻|免除|不作|不追究)[^，。；]*/gu,
  /经(?:确定|认定|核查)[^，。；]{0,6}(?:予以|给予|符合)[^，。；]*/gu,
  // One outcome or another: somebody chooses.
  /(?:从轻|减轻|不予|免予|免于)[^，。；]{0,6}(?:、|或者?)[^，。；]{0,4}(?:从轻|减轻|免予|免于|不予)[^，。；、]{0,6}/gu,
);

/** What is asked within a sentence, 会不会…, and what is so by itself when a time is over. */
const isOpen = without(
  /(?<![不无]论[^，。；]{0,8}|不管[^，。；]{0,8})[^，。；]*(?:([会能要该算是受可])不\1|是否|有没有|怎么办)[^，。；]*/gu,
  /(?:期满|解除(?:处分)?(?:以)?后|处分解除)[^。；]*/gu,
);

const withoutHedged = (sentence: string): string =>
  isOpen(
    leavesNothing.test(sentence)
      ? sentence.replace(/可以(?=从轻|减轻|免予|不予)[^，。；]*/gu, "")
      : mayBe(sentence),
  );

/** From a denial to the end of its clause, and what is denied after it was named. */
const withoutDenied = without(
  /(?:不会|不能|不可能|无法)替[^，。；]*|(?:不要|别|不能|切勿)以为[^，。；]*/gu,
  /不会仅?仅?因[^，。；]{0,14}就(?![^，。；]*[您你])[^，。；]*/gu,
  /(?:即使|即便|哪怕|虽然)(?:免予|不予|免于|容错|从轻|减轻)[^，。；]*/gu,
  /[^，。；：]*(?:不等于|不代表|不意味着?|≠|不等同|不是说)[^，。；]*/gu,
  /(?:免予|不予|从轻|减轻)[^，。；]{0,4}，?(?:是指|指的?是)[^。；]*/gu,
  /(?:不能|不应|不可(?!能)|不会|无法|难以|没有?(?:任何|哪|一)?[^，。；]{0,8}(?:能够?|可以|有权|规定)?|不得|禁止|严禁)(?:提前|事先|随意|擅自)?(?:承诺|许诺|保证|推出|推定|得出|说|作出|担保|理解成|理解为|当作|当成|看作|视为)[^，。；]*/gu,
  /(?<!难道|岂|可)(?:不是|并不(?:是|能|会因|因此|必然|当然)|并非|绝非|绝不是|决不是|而不是|而非|(?:防止|避免)(?!了)|杜绝|切忌|不要把|别把|不能把|不得将|不得以(?!任何)|不得把|不能以|反对|不搞(?!秋后|追究|问责|处分)|不能只|没有(?:任何|哪)[^，。；]{0,8}(?:规定|写|说))[^，。；]*/gu,
  /(?:凡|对)?[^，。；]{0,16}(?:不得|不能|坚决不|一律不予?|不予)再?(?:容错|从宽|从轻|减轻|免责|免予|适用)[^，。；]*/gu,
  // The name of an outcome or of a rule: 「免予处分须有书面结论」「免责清单」.
  /(?:免予|不予|免于)(?:(?:、|或者?)?(?:免予|不予|免于))?(?:追究|问责|处分|处理|政务处分)(?=须|应|要|需|由|的|、|和|与|同|或|之|，?是|时|决定|情形|后|前|不|三|两)/gu,
  /(?:免予|不予|从轻|减轻)(?:追究|问责|处分|处理)?(?:与|和|同)(?:免予|不予|从轻|减轻)(?:追究|问责|处分|处理)?/gu,
  /“[^”]*”(?=的(?:人|同志|干部|想法|念头|心态|问题)|一说|之说)/gu,
  /免责(?:机制|清单|条款|情形|条件|事项|制度|正面|申请|认定|程序|办法|规定)/gu,
  // 「该问责的不问责」 finds fault.
  /该(?:容|免|问责|追责|追究|处分|处理|查处|管|办)的?[^，。；]{0,3}不[^，。；]{1,6}/gu,
  /[“](?:[^”]*)(?:可以|应当)(?:从轻|减轻|免|不予|予以|不作|不追究)[^”]*”/gu,
);

/** The sentence less all of that; 「」 holds the wording of a provision, and other quotation marks are dropped. */
export const saidInEarnest = (sentence: string): string =>
  [withoutMisread, withoutTold, withoutHedged, withoutDenied]
    .reduce((rest, cut) => cut(rest), sentence)
    .replace(/「[^」]*」|[“”『』"]/gu, "");
