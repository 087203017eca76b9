/**
 * Names where a word says outright that one comes: 举报人牟其中, 姓名:扎西多吉, 我叫冼雅, 姓冯名雅, 麦局长. The word decides, whatever
 * the surname is; only after words of which sentences of policy tell as well (负责人, 局长) must a surname, or a character that
 * hardly begins a word, come. What follows is no name where it is a word (举报人保护), begins with what no name
 * begins with (举报人的, 我叫不准), or stands for nobody (姓名:略).
 *
 *   举报人  牟其中   反映      two or three characters, as many as end where a word or the clause begins
 *   姓名:   张 三              letter-spaced
 *   证人    Feng Ya            in Latin letters
 */
import { isWord, wordsFrom } from "./common-words.ts";
import type { Find } from "./personal-finds.ts";
import { doubleSurnames, otherSurnames, plainSurnames, publicFigures } from "./personal-name-lists.ts";

const han = "\\u3400-\\u9fff";

/** Whoever stands after these is somebody, whatever the first character. */
const tellers =
  "被?(?:举报|检举|控告|投诉|申诉|信访|反映|告密|揭发|爆料)(?:人|者)|线人|知情[人者]|见证人|证人|报案人|受害人|嫌疑人|行贿人|受贿人";
/** Of whom sentences of policy tell what they do. */
const parties =
  "当事人|联系人|经办人|承办人|签字人|审批人|验收人|采购人|负责人|责任人|法定代表人|法人代表|承包人|中间人|介绍人|收款人|付款人|户主";
const roles = `${tellers}|${parties}`;
/** Words that say it themselves. */
const namings = "姓名|名字|本名|真名|署名|大名|名叫|名为|名唤|[我他她]叫|叫做|[我他她]的名字";

const tie = "(?:就|即)?(?:是|为|叫|系|名叫|姓名|名为|[:\\s\"',\\-·]|\\p{Ps}|\\p{Pi}){0,4}";
const cued = new RegExp(`((?:${roles})(?![员们])|${namings})(${tie})(?=[${han}A-Za-z])`, "gu");

const telling = new RegExp(`^(?:${tellers})$`, "u");
const naming = new RegExp(`^(?:${namings})$`, "u");

/** 姓冯名雅, 姓冯，名叫雅琴. */
const surnameTold = new RegExp(
  `姓(?:氏)?\\s?([${han}]{1,2})[,\\s]{0,2}(?:单名)?(?:一个)?(?:名|叫)(?:叫|为|字)?\\s?([${han}]{1,2})(?=$|[^${han}]|[的在是反举提说和])`,
  "gu",
);

/** Function words and beginnings of what people do: no name begins with them. */
const neverFirst = new Set(
  "的是人在有不和与被把向从对同我你他她它们了着过于或及并且又也都就而但则所其这那哪某副正原兼总任吗呢吧啊谁何什怎说称讲叫让给要能应该已曾将可若如因由当仍却只才还使以按依据经至到来去做作问答喊拿拆查交提搞写寄找打骂送收领退逃跑死刚拟须需想请均各每两几第一二三四五六七八九十个为自本该此些等姓另甲乙丙丁无没未非否再更最很太较先后前上下里外内中间用得没或与便即托求陪劝逼骗帮替告派见约催瞒套",
);
/** No name holds them at its second place, or its third. */
const neverInside = new Set(
  "的是了着过们吗呢吧啊么被把对给让在于与及或并且就都也但则这那哪某什怎说称讲你我他她它您谁很还没不",
);
/** Where a name of two has ended. */
const functionWords = new Set(
  "的是了着过在和与及同跟对把被给向从由说称讲让等也都又就还因将曾已于为到去来拿送收签带请打要没不未有做办找以或",
);

/** Given names that begin with what else is a function word: 仇和平. */
const wordsAsNames = new Set(
  "和平 和平 建党 正中 其中 为民 自强 向前 向阳 可心 从军 同心 正义 正明 正刚 有才 有福 有为 来福 来喜 得胜 得志 可欣 可人 在明 自立 同生 和生".split(
    " ",
  ),
);

const nobody =
  /^(?:不详|保密|匿名|略去?|某某|某人|待定|待查|不明|不便|暂无|无|空白|同上|见附|详见|如下|以下|隐去|化名|代号|编者)/u;

const moreDoubleSurnames =
  "呼延|公冶|轩辕|拓跋|百里|东郭|西门|南门|钟离|宗政|濮阳|淳于|单于|太叔|仲孙|公羊|赫连|鲜于|闾丘|亓官|司寇|子车|颛孙|巫马|公西|漆雕|乐正|壤驷|公良|夹谷|宰父|谷梁|段干|梁丘|左丘|东门|第五";
const double = new RegExp(`^(?:${doubleSurnames}|${moreDoubleSurnames})`, "u");

/** Characters that names of several peoples are written with; where two of them begin it, it reaches as far as the next word. */
const sounds =
  /^(?:阿[不布]都|其美|斯琴|[阿依古丽买提艾力木江热合曼努尔卡德玛扎西顿珠次仁旦增卓央金格桑罗布巴特乌云娜达娃吐孙麦迪亚库尼斯拉比坚参姆吉普琼多索朗强边平措拥旺堆列赛帕孜克哈萨沙塔什玉素甫伊明祖农苏莱满夏海别胡都凯瑟汗吾福托洛丹晋美仓贡嘎班禅穆罕默赫鲁日勒图森朝孟根其额敦宝白音加央米尔则仓决琴娃瓦]){2,8}/u;

/** Surnames that begin other words too, beside those of the lists. */
const moreSurnames =
  "么鄢谌谯郗妫禤訾芈辜蹇麴眭邝隗琚戢龑兰迟敬楼母展谯税植资衣相招矫苑庹但仵邰尉危漆揣郁虎操冉盘钮闾隋晏栗腾达官海青解占练揭麦苟邸牟冼郇佟洗钭侴逄过还查盖折黑铁英有油勇海沃明招召门青森水底种撒尧肇信昂旷贯";
const surnames = new Set(`${plainSurnames}${otherSurnames}任${moreSurnames}`);

/** Words that may begin with a character that is still taken for the beginning of a name. */
const fewWords = 3;

/** Tells whether a name may begin with a character: it is a surname, or hardly begins anything else. */
const mayBegin = (first: string): boolean =>
  !neverFirst.has(first) && (surnames.has(first) || wordsFrom(first) <= fewWords);

/** Tells whether a word or the clause's end stands at a place of a stretch, so that a name may have ended before it. */
const endsAt = (stretch: string, at: number): boolean =>
  at >= stretch.length ||
  functionWords.has(stretch[at] as string) ||
  isWord(stretch[at] as string, stretch[at + 1] ?? "");

const mayHold = (stretch: string, from: number, to: number): boolean =>
  wordsAsNames.has(stretch.slice(from, to)) ||
  [...stretch.slice(from, to)].every((character) => !neverInside.has(character));

/** Length of the name at the beginning of a stretch of Han characters; 0: there is none. */
function nameLength(stretch: string, told: boolean, anyFirst = told): number {
  const [first = "", second = ""] = stretch;
  const sounded = sounds.exec(stretch)?.[0];
  if (stretch.length < 2 || nobody.test(stretch)) return 0;
  if (publicFigures.has(stretch.slice(0, 3)) || publicFigures.has(stretch.slice(0, 2))) return 0;
  if (sounded !== undefined && !isWord(first, second)) return soundedLength(stretch, sounded.length);
  if (neverFirst.has(first)) return 0;
  if (told && stretch.length === 3 && surnames.has(first) && !/[的是吗呢了]/u.test(stretch)) return 3;
  const surname = double.test(stretch) ? 2 : 1;
  // 姓名:高明。 is one, 姓名和职务 is none; where a sentence goes on, a word is a word.
  const stands = told && stretch.length <= 4;
  if (surname === 1 && !stands && (isWord(first, second) || !(anyFirst || mayBegin(first)))) return 0;
  const lengths = [surname + 2, surname + 1].filter(
    (length) => length <= stretch.length && mayHold(stretch, surname, length),
  );
  const ending = lengths.find((length) => endsAt(stretch, length));
  return ending ?? (stretch.length === 4 && lengths.length > 0 ? 4 : (lengths[0] ?? 0));
}

function soundedLength(stretch: string, least: number): number {
  for (let length = least; length <= 8; length++) if (endsAt(stretch, length)) return length;
  return least > 2 ? least : 3;
}

const allHan = new RegExp(`^[${han}]+$`, "u");
const stretchAt = new RegExp(`[${han}]{1,12}`, "yu");
const pointedAt = new RegExp(`[${han}]{1,8}(?:·[${han}]{1,8}){1,3}`, "yu");
const spacedAt = new RegExp(`[${han}](?: {1,3}[${han}]){1,3}(?![${han}])`, "yu");
const latinAt =
  /(?:[A-Z][a-z]{1,9}(?:[ ·.-][A-Z][a-z]{1,11}){0,3}|[a-z]{2,7} [a-z]{2,12}|[A-Z]{2,8} [A-Z]{2,12})(?![A-Za-z0-9@])/y;

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** The end of a pointed name: 买买提·艾力反映 ends before the word. */
function pointedLength(matched: string): number {
  const last = matched.lastIndexOf("·") + 1;
  for (let at = last + 2; at < matched.length; at++) if (endsAt(matched, at)) return at;
  return matched.length;
}

/** UTF-16 units of the name at a place after a cue; 0: none. */
function lengthAt(text: string, at: number, told: boolean, anyFirst: boolean): number {
  const pointed = matchAt(pointedAt, text, at);
  if (pointed !== undefined && !neverFirst.has(pointed[0] ?? "")) return pointedLength(pointed);
  const spaced = matchAt(spacedAt, text, at);
  if (spaced !== undefined && !neverFirst.has(spaced[0] ?? "")) return spaced.length;
  const stretch = matchAt(stretchAt, text, at);
  if (stretch !== undefined) return nameLength(stretch, told, anyFirst);
  return matchAt(latinAt, text, at)?.length ?? 0;
}

const offices =
  "总经理|总裁|书记|局长|处长|科长|股长|主任|厅长|部长|所长|院长|校长|园长|站长|行长|队长|组长|班长|社长|台长|馆长|庭长|检察长|大队长|支队长|秘书长|董事长|经理|总监|总工|主席|常委|委员|支书|教授|老师|医生|律师|法官|检察官|警官|科员|干事|秘书|同志|先生|女士";
/** Offices of a place, of which the characters before may be the name. */
const placeOffices = "县长|镇长|乡长|村长|市长|区长|州长";
/** What stands before an office and is no surname. */
const neverBeforeOffice = new Set(
  "省市县区乡镇村州厅局处科股所站队组团班社校院部委党政工妇纪监审税检警财教农林水路土田河湖链街楼车船厂矿店馆台园行司会支大小老新旧好坏老多少各位任首全代理常务名誉执行值班男女那这哪某本贵我你他她们其前现原时后副正总分主兼助特高低上下中东西南北内外公私人民军法府军医护保安清政策群部门当选是为由向找和请跟让给被同对的在与及或到从把叫等就也都还又",
);
/** 高沟镇书记, 城建办主任. */
const unitEnds = new Set("省市县区乡镇村州厅局处科股站队组室院部委会办校厂司");
const clauseBegins = new RegExp(`(?:^|[^${han}·]|[向找和请跟让给由被是同与])$`, "u");
const office = new RegExp(`副?(?:${offices}|${placeOffices})`, "gu");
const placeOffice = new RegExp(`^副?(?:${placeOffices})`, "u");

/** Tells whether what stands before an office is a name and no part of an organisation (教育局长) or of a word (冷处理). */
function isBeforeOffice(name: string, held: string): boolean {
  const surname = double.test(name) ? 2 : 1;
  if (name.length < surname || name.length > surname + 2) return false;
  if (surname === 1 && (!mayBegin(name[0] ?? "") || neverBeforeOffice.has(name[0] ?? ""))) return false;
  if (name.length > surname && (placeOffice.test(held) || !mayHold(name, surname, name.length))) return false;
  if (name.length > 1 && unitEnds.has(name.at(-1) ?? "")) return false;
  return surname === 2 || !isWord(name[0] ?? "", name[1] ?? held[0] ?? "");
}

/** 麦局长, 牟其中局长, 呼延主任: at the head of a clause, or after whom something is done to. */
function beforeOffice(text: string): readonly Find[] {
  return [...text.matchAll(office)].flatMap(({ 0: held, index: end }): Find[] => {
    const length = [4, 3, 2, 1].find((one) => {
      const name = text.slice(Math.max(0, end - one), end);
      return (
        end >= one &&
        allHan.test(name) &&
        clauseBegins.test(text.slice(Math.max(0, end - one - 1), end - one)) &&
        isBeforeOffice(name, held)
      );
    });
    return length === undefined ? [] : [{ kind: "name", start: end - length, end }];
  });
}

/** 局长揭建国, as far as a surname begins it. */
function afterOffice(text: string): readonly Find[] {
  return [...text.matchAll(office)].flatMap(({ 0: held, index }): Find[] => {
    const start = index + held.length;
    const stretch = matchAt(stretchAt, text, start) ?? "";
    if (!surnames.has(stretch[0] ?? "") && !double.test(stretch)) return [];
    const length = nameLength(stretch, false);
    // Two characters and a word after them are too often something else: 支书管高标准农田.
    const ends = length > 2 ? endsAt(stretch, length) : functionWords.has(stretch[length] ?? "的");
    return length > 1 && ends ? [{ kind: "name", start, end: start + length }] : [];
  });
}

/** 本人占军, 我是冼雅: anything may follow these, so a surname begins it and the clause ends after it. */
const selfTold = new RegExp(`(?<=本人|我是)(?:叫|,)?([${han}]{2,4})(?=$|[^${han}])`, "gu");

function afterSelf(text: string): readonly Find[] {
  return [...text.matchAll(selfTold)].flatMap(({ 0: matched, 1: name = "", index }): Find[] => {
    const start = index + matched.length - name.length;
    const surname = double.test(name) ? 2 : 1;
    const holds =
      (surname === 2 || mayBegin(name[0] ?? "")) &&
      name.length <= surname + 2 &&
      nameLength(name, false) === name.length;
    return holds ? [{ kind: "name", start, end: start + name.length }] : [];
  });
}

/** Every name that a word gives away, in a text in the plain form. */
export function findCuedNames(text: string): readonly Find[] {
  const finds: Find[] = [];
  for (const match of text.matchAll(cued)) {
    const [whole, cue = "", between = ""] = match;
    const start = match.index + whole.length;
    const told =
      /[:"'\p{Ps}\p{Pi}]/u.test(between) || (naming.test(cue) && (cue.endsWith("叫") || /\s/.test(between)));
    const length = lengthAt(text, start, told, told || telling.test(cue));
    if (length > 0) finds.push({ kind: "name", start, end: start + length });
  }
  for (const match of text.matchAll(surnameTold)) {
    if (neverFirst.has(match[1]?.[0] ?? "")) continue;
    const start = match.index + match[0].indexOf(match[1] ?? "", 1);
    finds.push({ kind: "name", start, end: match.index + match[0].length });
  }
  return [...finds, ...beforeOffice(text), ...afterOffice(text), ...afterSelf(text)];
}
