/**
 * Names of people, as far as words beside them give them away:
 *
 *   举报人张三丰反映        a role or relation before          姓名：张三
 *   王建国副局长, 王局长     an office after                    张伟同志, 李女士
 *   张三、李四和王五         others in a row with one found     (again, wherever it stands in the text)
 *   张建国去了工地           no cue, but all three characters are those of names
 *   由李娜经办, 赵总说       the place in the sentence, where nothing else can be meant
 *
 * A name that nothing gives away is not found. Rather one name too few than a sentence of policy torn up: an office takes
 * only surnames that are hardly ever anything else.
 */
import type { Finder } from "./personal-finds.ts";
import {
  actionsLikeNames,
  commonSurnames,
  doubleSurnames,
  givenCharacters,
  loneGiven,
  otherSurnames,
  plainSurnames,
  publicFigures,
  wordsAfter,
  wordsBefore,
} from "./personal-name-lists.ts";

const han = "\\u4e00-\\u9fff";

/** A surname that an office may follow at once (王局长), or with a given name between. */
const surname = `(?:${doubleSurnames}|(?!${doubleSurnames})[${plainSurnames}])`;
/** Any surname: where a word before says that a name comes. */
const anySurname = `(?:${doubleSurnames}|[${plainSurnames}任${otherSurnames}])`;

/** What no given name holds: parts of offices, organisations and function words. */
const noGiven =
  "的是人在有不和与被把向从对同我你他她它们了着过于或及并且又也都就而但则所其这那哪某副正原兼代总任局处科院校委办部厅厂所站组室社街党政司会团队位级区县市镇乡村省州业务目职权责岗项件款条证案申请上下前后里外内中间吗呢吧啊么谁何什怎说称讲叫让给要能会可应该已曾将可";

const boundaryWords =
  "反映|举报|检举|控告|投诉|实名|匿名|告诉|表示|认为|提出|要求|承认|证明|证实|交代|陈述|负责|担任|分管|主持|签字|签名|签订|联系|电话|手机|身份|住在?|家住|家里|家中|家属|通过|提供|出具|出示|利用|私自|擅自|违规|违反|收受|收了|拿了|没有|已经|当时|后来|随后|现在|现任|时任|原任|同志|先生|女士|本人|两人|二人|三人|等人|一行|之间|的|是|在|和|与|及|同|跟|对|把|被|给|向|从|由|说|称|讲|让|等|也|都|又|就|还|因|将|曾|已|于|为|系(?![统列])|任|来|去|到|找|送|收|签|带|拿|请|打|写|以|或|不|未|没|有|做|办|查|可";
/** Where a name ends. */
const end = `(?=$|[^${han}]|${boundaryWords})`;

const roles =
  "被举报人|举报人|检举人|被控告人|控告人|反映人|信访人|投诉人|申诉人|线人|知情人|知情者|当事人|见证人|证人|报案人|受害人|嫌疑人|联系人|经办人|承办人|签字人|审批人|验收人|采购人|负责人|责任人|法定代表人|法人代表|法人|股东|老板|包工头|承包人|中间人|介绍人|姓名|名字|本名|真名|署名|名叫|名为|我叫|他叫|她叫|叫做";
/** What may stand before anything else as well. */
const weakRoles = "我是|本人|举报我的人是|举报我的是|举报了我的是";
const relations =
  "爱人|妻子|老婆|丈夫|老公|配偶|儿子|女儿|父亲|母亲|爸爸|妈妈|哥哥|弟弟|姐姐|妹妹|岳父|岳母|女婿|儿媳|侄子|外甥|表哥|表弟|堂哥|堂弟|舅舅|叔叔|亲属|亲戚|同学|战友|同事|邻居|朋友|村民|居民|群众|职工|学生|家长|司机|秘书|会计|出纳|商人|护士|医生|老师|干部|科员|办事员";
const offices =
  "总经理|总裁|书记|局长|处长|科长|股长|主任|县长|镇长|乡长|村长|市长|区长|州长|厅长|部长|所长|院长|校长|园长|站长|行长|队长|组长|班长|社长|台长|馆长|庭长|检察长|大队长|支队长|秘书长|董事长|经理|总监|总工|工程师|会计师|主席|常委|委员|支书|会计|出纳|教授|老师|医生|律师|法官|检察官|警官|巡视员|调研员|科员|干事|秘书|司机|老板|同志|先生|女士";

const ahead = '(?:是|为|叫|系|:|、|,|“|"|\\s){0,2}';

const given = `(?:(?![${noGiven}])[${han}]){1,2}(?<!长)`;

const point = /·/;
const pointed = `[${han}]{2,6}(?:·[${han}]{2,6}?){1,3}(?=$|[^${han}·]|${boundaryWords}|副?(?:${offices}))`;

const ofNames = new RegExp(`^[${plainSurnames}][${givenCharacters}]{2}$`, "u");

/** What somebody does right after his name. */
const actions =
  "反映|举报|检举|告|说|讲|提|签|经办|承办|负责|牵头|主持|商量|同意|反对|去|来|到|在|把|将|被|对|给|向|和|与|跟|同|也|都|没|不|未|已|曾|又|先|后|当时|拿|收|送|借|打|找|做|办|写|付|买|卖|验收|审批|承包|中标|介绍|参与|参加|带|的|两人|等|是|有|要|让|请|接|代|帮|知道|看|一起|一同|两次|开的";

/** Tells whether a name is none of the ordinary words that look like one, by itself or with what stands before it. */
export const isNameAlike = (name: string, before = ""): boolean => {
  const [first = "", second = ""] = name;
  return (
    !publicFigures.has(name) &&
    !(wordsAfter[first] ?? "").includes(second || " ") &&
    !(wordsBefore[first] ?? "").includes(before.at(-1) ?? " ")
  );
};

/** As {@link isNameAlike}, where the word before is a cue of its own. */
const afterCue = (name: string): boolean => isNameAlike(name);

const cued = (words: string, pattern: string): RegExp =>
  new RegExp(`(?<=(?:${words})${ahead})${pattern}`, "g");

/** Looked for in this order, after everything with a structure. */
export const nameFinders: readonly Finder[] = [
  { kind: "name", pattern: cued(roles, `${anySurname}${given}${end}`), holds: afterCue },
  { kind: "name", pattern: cued(weakRoles, `${surname}${given}${end}`), holds: afterCue },
  // 买买提·艾力: names of several peoples, told by the point in them.
  { kind: "name", needs: point, pattern: cued(`${roles}|${weakRoles}|${relations}|${offices}`, pointed) },
  { kind: "name", needs: point, pattern: new RegExp(`(?<![${han}])${pointed}(?=副?(?:${offices}))`, "g") },
  { kind: "name", pattern: cued(relations, `${surname}${given}${end}`), holds: afterCue },
  { kind: "name", pattern: cued(offices, `${surname}${given}${end}`), holds: afterCue },
  // No end that is known: two characters of names, or one.
  {
    kind: "name",
    pattern: cued(
      roles,
      `(?:${surname}|[方向])(?:[${givenCharacters}]{2}|[${givenCharacters}三四五六七八九])`,
    ),
    holds: afterCue,
  },
  {
    kind: "name",
    pattern: new RegExp(`(?:${surname}|[任方])${given}(?=副?(?:${offices}))`, "g"),
    holds: isNameAlike,
  },
  {
    kind: "name",
    pattern: new RegExp(`${surname}(?=副?(?:${offices}))`, "g"),
    holds: isNameAlike,
  },
  {
    kind: "name",
    pattern: new RegExp(
      `${surname}[${givenCharacters}](?!${actionsLikeNames})[${givenCharacters}](?![${givenCharacters}])`,
      "g",
    ),
    holds: (name, before) => isNameAlike(name, before) && (name.length > 3 || ofNames.test(name)),
  },
  // 由李娜经办, 跟王芳商量: nothing but the place in the sentence gives it away, so both ends and every character must fit.
  {
    kind: "name",
    pattern: new RegExp(
      `(?<=(?:由|和|跟|与|同|请|让|找|叫|派|会上|给|向|对|经|被|是|、|,|。|;|^|\\n|\\s)(?:安排|通知|联系|告诉|交给|送给|转给|委托)?)(?:${doubleSurnames}|[${commonSurnames}])(?:[${givenCharacters}]{2}|[${loneGiven}])(?=$|[^${han}]|${actions})`,
      "g",
    ),
    holds: isNameAlike,
  },
  // 任局长, 方书记: surnames that are words as well, where a sentence begins or somebody is spoken to.
  {
    kind: "name",
    pattern: new RegExp(`(?<=^|[^${han}]|[向找和请跟让给])[任方](?=副?(?:${offices}))`, "g"),
  },
  // 赵总, 李局, 王处: said for short, where nothing else can be meant.
  {
    kind: "name",
    pattern: new RegExp(
      `[${commonSurnames}](?=[总局处科董工](?:$|[^${han}]|说|讲|让|叫|同意|反对|要求|在|也|没|的|给|那))`,
      "g",
    ),
    holds: (name, before) => name !== "何" && isNameAlike(name, before),
  },
  // 老王说, 小李去办: not 小金库, 老高速.
  {
    kind: "name",
    pattern: new RegExp(
      `(?<=[老小阿])[王李张刘陈杨赵吴周徐孙朱胡郭罗郑谢宋唐韩冯邓曹彭曾萧蒋蔡潘袁董苏吕魏卢姚姜崔谭汪范廖贾邹孟熊秦邱](?=$|[^${han}]|说|讲|让|叫|在|和|跟|给|把|被|对|向|是|去|来|的|也|都|就|找|送|拿|等)`,
      "g",
    ),
  },
];

/** 李某某, 张某甲: no name, but whom it stands for may be clear to others. */
export const maskedNameFinder: Finder = {
  kind: "name",
  pattern: new RegExp(`${surname}某{1,2}[甲乙丙丁戊]?`, "g"),
};

/** Names that follow one that was found: 张三、李四和王五. */
export const nextInRow = new RegExp(`(?:[、,/ ]|和|与|及|以及|同|跟){1,2}(${anySurname}${given})${end}`, "y");
