/**
 * What an editor reads when a knowledge file does not hold: one sentence and one remedy a code. Severity of
 * the problems found while reading stands here too; that of findings across files comes with the finding.
 */
import type { FindingCode } from "../../core/law/findings.ts";
import type { Problem } from "../../ports/knowledge-source.ts";

/** What can be wrong in a single file. Each code has one meaning for good. */
export type ReadingCode =
  | "folder.missing"
  | "folder.empty"
  | "file.unknown"
  | "file.not-regular"
  | "file.too-large"
  | "file.encoding"
  | "front-matter.missing"
  | "front-matter.unclosed"
  | "yaml.syntax"
  | "schema.missing"
  | "schema.unknown-key"
  | "schema.value"
  | "id.file-name"
  | "heading.unknown"
  | "heading.title"
  | "heading.article"
  | "text.outside-provision"
  | "text.markup"
  | "fence.unknown"
  | "fence.unclosed"
  | "fence.stray"
  | "fence.empty"
  | "official.item-order"
  | "official.item-first"
  | "list.unknown-key"
  | "list.value"
  | "reference.malformed"
  | "reference.without-statement"
  | "table.shape"
  | RuleCode;

/** What can be wrong in the rules and in what is laid over them. */
export type RuleCode =
  | "rules.condition"
  | "rules.unknown-fact"
  | "rules.unknown-value"
  | "rules.unknown-conclusion"
  | "rules.unknown-exception"
  | "rules.unknown-rule"
  | "rules.unknown-parameter"
  | "rules.unknown-base"
  | "rules.unknown-jurisdiction"
  | "rules.order"
  | "rules.outcome"
  | "rules.no-basis"
  | "rules.no-source"
  | "rules.cycle"
  | "rules.dates"
  | "rules.version-name"
  | "rules.folder-name"
  | "rules.basis-not-in-force"
  | "rules.not-published"
  | "rules.published-changed"
  | "rules.published-missing"
  | "cases.span-not-literal";

export type ProblemCode = ReadingCode | FindingCode;

/** Reports a problem of the file being read; `values` are the facts its sentence shows. */
export type Tell = (code: ReadingCode, line: number, ...values: string[]) => void;

type Sentence = string | ((...values: string[]) => string);

/** Points at the nearest known name, or else at where the names stand. */
function nearestName(where: string): Sentence {
  return (_name = "", near = "") =>
    near === "" ? `改成 ${where} 里有的，或先补上它` : `最接近的是 ${near}；改过来，或先补上它`;
}

/** [what is wrong, what to do] */
const WORDING = {
  "folder.missing": [(path) => `找不到知识库目录 ${path}`, "检查 KNOWLEDGE_DIR、KNOWLEDGE_OVERLAY 是否写对"],
  "folder.empty": [
    (path) => `知识库目录 ${path} 里没有一份文件（documents/*.md）`,
    "检查 KNOWLEDGE_DIR 是否指向知识库本身，而不是它的上级或下级目录",
  ],
  "file.unknown": ["不认识的文件，没有读取", "放到该放的目录，文档和问答用 .md，案例用 .yaml；用不着就删掉"],
  "file.not-regular": ["不是普通文件", "换成文件本身，不用链接或子目录"],
  "file.too-large": [
    (size, limit) => `文件有 ${size} 字节，超过上限 ${limit}`,
    "拆成几份，或只收与容错有关的条款",
  ],
  "file.encoding": ["文件不是 UTF-8 编码", "用编辑器另存为 UTF-8"],
  "front-matter.missing": ["开头没有 YAML 头", "第一行写 ---，写完各项后再写一行 ---"],
  "front-matter.unclosed": ["YAML 头没有结束", "在各项之后单独写一行 ---"],
  "yaml.syntax": [
    (code) => `YAML 写法不对（${code}）`,
    "检查缩进（用空格）、冒号后的空格、成对的引号和括号；含冒号、# 或 @ 的文字用引号括起来；不用 & 与 *",
  ],
  "schema.missing": [(key) => `缺少“${key}”`, (key) => `补上 ${key}；确实没有就写 null 或 []`],
  "schema.unknown-key": [
    (key) => `不认识的项“${key}”`,
    (_key, page = "docs/knowledge.md") => `改成 ${page} 里的写法，或删掉`,
  ],
  "schema.value": [(key) => `“${key}”的值不对`, (_key, expected = "") => expected],
  "id.file-name": [(id) => `id“${id}”与文件名不同`, (_id, name) => `文件名就是 id，写成 ${name}`],
  "heading.unknown": [
    (text) => `标题“${text}”不是条，也没有锚点，下面的文字无处可归`,
    "在标题末尾写锚点，如 {#overview}（小写字母、数字、连字符）",
  ],
  "heading.title": ["正文里不写一级标题", "题目写在 YAML 头的 title，正文从 ## 开始"],
  "heading.article": [
    (text) => `标题“${text}”写法不对`,
    "条写成“### 第十七条 编者的标题”：条号用汉字，一条一个标题，条号后空一格，不另写锚点；锚点只用小写字母、数字、连字符",
  ],
  "text.outside-provision": ["这段文字不在任何一条之下", "移到某一条或带锚点的标题下面"],
  "text.markup": [(mark) => `正文里有不会显示的记号“${mark}”`, "去掉加粗、链接、表格、HTML 等记号，强调用“”"],
  "fence.unknown": [(label) => `不认识的“::: ${label}”`, "只有“::: 原文”“::: 节选”“::: 节选 第三款”三种"],
  "fence.unclosed": ["这里开始的原文没有结束", "在原文最后一行之后单独写一行 :::"],
  "fence.stray": ["这里的 ::: 没有对应的开头", "开头写“::: 原文”或“::: 节选”"],
  "fence.empty": ["::: 之间没有文字", "写上读到的原文，没有读到就删掉这一块"],
  "official.item-order": [
    (mark) => `项的次序不对：${mark}`,
    "整条原文的项从（一）起连续；节选可以跳过，不可以倒退",
  ],
  "official.item-first": ["整条原文以项开头，缺前面的款", "补上款的第一句，或改成“::: 节选”"],
  "list.unknown-key": [
    (text) => `列表“${text}”不认识`,
    "条的末尾只写“- 关键词：”“- 核验：”“- 提醒：”“- 出处：”；别的内容写成普通段落",
  ],
  "list.value": [
    (key, value) => `“${key}”不能是“${value}”`,
    "核验只能是 verified、secondary、unverified；出处只写“未查明”，查明了就不写；关键词用顿号分开，不重复",
  ],
  "reference.malformed": [
    (text) => `方括号“${text}”不是引用`,
    "写成 [accountability-2019#17] 或 [accountability-2019#17「原文」]，一个方括号引一处；普通说明改用（）",
  ],
  "reference.without-statement": [(text) => `引用 ${text} 前面没有话`, "引用写在它支持的那句话后面"],
  "table.shape": [
    (text) => `表格写法不对：${shorten(text)}`,
    "表格紧接在“## 标题”下面：先表头，再一行 | --- | --- |，以后每行的格数与表头相同，第一格不空；引用写在行内",
  ],

  "id.duplicate": [(id) => `编号 ${id} 用了两次`, "改一个编号；同一条写了两遍就合并"],
  "reference.dead": [(id) => `没有 ${id}`, "检查编号；确有这一条、这个案例就先补上"],
  "reference.unit-not-held": [
    (id) => `没有读到 ${id} 的原文`,
    (_id, provision) => `引到条，写 ${provision}；读到原文的先补进去`,
  ],
  "reference.whole-document": [(id) => `${id} 是整份文件`, (id) => `引到条，如 ${id}#1`],
  "reference.self": [(id) => `${id} 指向自己`, "删掉，或改成别的编号"],
  "quote.not-literal": [
    (id, quote) => `“${quote}”不在 ${id} 的原文里`,
    "逐字照原文抄，不省略、不拼接；引的是项或款时，引文须在该项、该款之内",
  ],
  "quote.no-wording": [
    (id) => `${id} 没有原文，不能引字句`,
    "去掉「」里的引文，只写编号；或先把读到的原文补进去",
  ],
  "statement.without-reference": [
    (text) => `这句话没有引用：${shorten(text)}`,
    "在后面写引用；是做法不是政策的，移到“## 可以这样做”之下",
  ],
  "advice.outside-section": [
    (text) => `这段做法不在做法之下：${shorten(text)}`,
    "移到“## 可以这样做”或“## 需要准备”之下",
  ],
  "mention.title": [
    (title) => `提到《${title}》，但没有引用它的条款`,
    "加上引用，或改用被引文件的名称、简称",
  ],
  "mention.article": [(article) => `提到${article}，但没有引用它`, "加上该条的引用，或删去条号"],
  "mention.quote": [(text) => `「${text}」不在所引条款的原文里`, "照原文改，或改用“”表示强调"],
  "curated.too-few-questions": [(count) => `只有 ${count} 个问法`, "至少写三个，用干部平时的说法"],
  "curated.too-long": [
    (length, limit) => `正文有 ${length} 字，超过 ${limit} 字`,
    "删减，或拆成两篇互相 related",
  ],
  "curated.empty": ["没有一句带引用的陈述", "第一句写结论，后面写引用"],
  "curated.promise": [(words) => `出现承诺性的话“${words}”`, "改成“可以研究”“由有权机关认定”一类的说法"],
  "question.repeated": [(question, id) => `问法“${question}”在 ${id} 里已有`, "同一个问法只留在一篇"],
  "dates.repealed-before-effective": [
    (effective, repealed) => `失效日 ${repealed} 不晚于生效日 ${effective}`,
    "effective 当日有效，repealed 当日失效，后者须晚于前者",
  ],
  "version.dead": [(id) => `被取代的版本 ${id} 不在库里`, "补上该版本，或写 null"],
  "version.not-ended": [(id) => `${id} 已被取代，却没有写失效日`, (id) => `在 ${id} 的 dates 里写 repealed`],
  "version.gap": [
    (id, repealed, start) => `${id} 自 ${repealed} 失效，本版自 ${start} 起算，两日不同`,
    "核对两个日期；确实不同就在 note 里说明",
  ],
  "version.cycle": [
    (...ids) => `互相取代：${ids.join(" → ")}`,
    "后一版的 replaces 写前一版，前一版不写后一版",
  ],
  "version.untied": [
    (title, id) => `《${title}》另有一个没有失效的版本 ${id}`,
    "后一版写 replaces，前一版写 repealed",
  ],
  "verified.without-source": [
    "核验等级是 verified，却没有写读过的发布机关网站和日期",
    "在 source 写 host 与 read，或把等级改成 secondary",
  ],
  "provision.empty": ["这一条既没有要点也没有原文", "写一段要点，或放入读到的原文"],
  "provision.origin-in-note": [
    "提醒里写着不能作为本文件的条文引用，却没有写“- 出处：未查明”",
    "补上“- 出处：未查明”；查明了出处的，改提醒",
  ],
  "gist.quotation": ["要点里有「」", "要点用自己的话写；原文放进“::: 原文”或“::: 节选”"],
  "official.mixed": ["整条原文与别的原文并列", "有了整条原文就不再写节选，也不写两遍"],
  "official.elided": ["原文里有省略号", "整条原文不能省略；省略处分成两个“::: 节选”"],
  "contrast.same-outcome": [(id) => `对照案例 ${id} 的结果相同`, "contrasts 只写结果不同的案例"],
  "synonym.shared": [(word, term) => `“${word}”已在“${term}”一组`, "一个词只留在一组，两可的不收"],
  "synonym.short": [(word) => `“${word}”只有一个字`, "至少两个字"],
  "punctuation.half-width": [(text) => `汉字之间有半角标点：${text}`, "改成全角标点"],
  "review.pending": [
    (count) => `${count} 篇还没有人工审核`,
    "审核后填写 reviewed: { by: 姓名或岗位, on: 日期 }",
  ],

  "quiz.right-count": [
    (kind, count) => `${kind} 题有 ${count} 个对的选项`,
    "single、true-false、case 恰好一个对的；multiple 至少两个对的，至少一个错的",
  ],
  "quiz.true-false": [(texts) => `判断题的选项是“${texts}”`, "判断题的选项依次写“对”“错”"],
  "quiz.option-repeated": [(text) => `选项“${text}”写了两遍`, "改成不同的说法，或删掉一个"],
  "quiz.misconception-of-right": [
    (id) => `对的选项写着误区 ${id}`,
    "误区只写在错的选项上；检查 right 有没有写反",
  ],
  "quiz.negative-stem": [
    (stem) => `题干反着问：${shorten(stem)}`,
    "改成正着问；反着问容易看错，也查不出答案与条文是否相反",
  ],
  "quiz.basis-not-cited": [(id) => `讲解没有引用所绑定的 ${id}`, "在讲解里引用它，或从 basis 里去掉"],
  "quiz.cited-not-bound": [
    (id) => `讲解引用了 ${id}，basis 里却没有它`,
    (id) => `把“${id}@00000000”加进 basis，检查会告诉你指纹；它变了，这道题也要重读`,
  ],
  "quiz.basis-of-unknown-origin": [
    (id) => `${id} 的出处未查明，不能作题目的依据`,
    "改绑查得到出处的条文，题目随条文改写；查明出处以后，去掉那一条的“- 出处：未查明”",
  ],
  "quiz.modality": [
    (word) => `答案里的“${word}”与所绑定条文的用语不同`,
    "照条文写“可以”“应当”“不得”；条文没有的情态词不加",
  ],
  "quiz.number": [
    (number) => `答案里的“${number}”不在所绑定的条文里`,
    "核对期限和数额；在别的条文里的，绑定那一条",
  ],
  "quiz.polarity": [
    (words) => `答案里“${words}”一处的“不”“未”与所绑定的条文相反`,
    "照条文改，或把对错改过来",
  ],
  "quiz.wrong-is-literal": [
    (text) => `判为错的“${shorten(text)}”就是所绑定条文的原话`,
    "检查 right 有没有写反；确实不合题意的，改写选项",
  ],
  "quiz.changed": [
    (id) => `${id} 的文字变了，这道题等待复核，暂不出题`,
    (_id, now) => `重读条文，题目和答案仍对的，把 @ 后面改成 ${now}，reviewed 退回 null`,
  ],
  "quiz.repealed": [
    (id, day) => `${id} 自 ${day} 失效，此后不出这道题`,
    "改绑现行版本的条文，重读题目和讲解",
  ],

  "rules.condition": [
    (what) => `条件写法不对：${what}`,
    "写成 { 事实: [取值] }、{ all: […] }、{ any: […] }、{ not: … } 或 { is: 分结论 }",
  ],
  "rules.unknown-fact": [(name) => `没有事实“${name}”`, nearestName("facts")],
  "rules.unknown-value": [(name) => `这个事实没有取值“${name}”`, nearestName("values")],
  "rules.unknown-conclusion": [(name) => `没有分结论“${name}”`, nearestName("conclusions")],
  "rules.unknown-exception": [(name) => `没有例外“${name}”`, nearestName("exceptions")],
  "rules.unknown-rule": [(name) => `没有规则“${name}”`, nearestName("rules")],
  "rules.unknown-parameter": [(name) => `没有参数“${name}”`, nearestName("parameters")],
  "rules.unknown-base": [(name) => `没有规则集“${name}”`, nearestName("rules 目录")],
  "rules.unknown-jurisdiction": [(name) => `没有地方补充“${name}”`, nearestName("overlays 目录")],
  "rules.order": [(fact) => `${fact} 的 order 没有恰好列出全部取值`, "从好到坏列出每个取值各一次"],
  "rules.outcome": [
    (id) => `${id} 的层级与结论不配`,
    "gate 写 gate 不写 outcome；redline 只写 not_tolerated，refer 只写 consult，favour 只写 lighter 或 exempt",
  ],
  "rules.no-basis": [(id) => `${id} 没有依据`, "在 basis 写上所依据的条款；没有依据的规则不能用"],
  "rules.no-source": [(id) => `参数 ${id} 有值而没有出处`, "在 basis 写上出处；没有读到就把 value 写成 null"],
  "rules.cycle": [(...ids) => `互相引用成了圈：${ids.join(" → ")}`, "去掉其中一个引用"],
  "rules.dates": [
    (from, until) => `until ${until} 不晚于 from ${from}`,
    "from 当日起适用，until 当日起不再适用，后者须晚于前者；没有终日写 null",
  ],
  "rules.version-name": [
    (name, from) => `文件名 ${name} 与生效日 ${from} 对不上`,
    "文件名写 effective.from 的日期；同日的更正版写成“日期.2”“日期.3”",
  ],
  "rules.folder-name": [(id, name) => `id“${id}”与所在目录或文件名“${name}”不同`, "改成一样"],
  "rules.basis-not-in-force": [
    (passage, from, until) => `${passage} 在 ${from} 至 ${until} 之间并非始终有效`,
    "改引当时有效的版本；依据变了，就从变的那天起另立一个版本",
  ],
  "rules.not-published": [
    (version) => `${version} 没有登记`,
    "核对无误后运行 cli rules publish 登记；登记后不再改动",
  ],
  "rules.published-changed": [
    (version) => `${version} 登记后又改动过`,
    "恢复原文件；要改规则，另立一个版本（同日更正写成“日期.2”）再登记",
  ],
  "rules.published-missing": [
    (version) => `登记的 ${version} 不在库里`,
    "把文件放回去：用它作出的预审记录要靠它重算",
  ],
  "cases.span-not-literal": [
    (id, span) => `“${shorten(span)}”不在案例 ${id} 的文字里`,
    "逐字照案例的标题、案情、理由、后续或者处理抄，不省略、不拼接；案例里没有写的事实就不填",
  ],
} satisfies Record<ProblemCode, readonly [Sentence, Sentence]>;

/** Every code there is. */
export const PROBLEM_CODES: readonly string[] = Object.keys(WORDING);

const WARNINGS: ReadonlySet<ProblemCode> = new Set<ReadingCode>(["file.unknown", "text.markup"]);

/** Puts a problem into words. */
export function describe(
  code: ProblemCode,
  file: string,
  line: number,
  values: readonly string[],
  severity: Problem["severity"] = WARNINGS.has(code) ? "warning" : "error",
): Problem {
  const [message, remedy]: readonly [Sentence, Sentence] = WORDING[code];
  return { code, severity, file, line, message: say(message, values), remedy: say(remedy, values) };
}

/** Every problem with its place and remedy, errors marked, a count at the end; for a terminal. */
export function formatProblems(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const lines = problems.map(
    ({ file, line, severity, code, message, remedy }) =>
      `${file}:${line}  ${severity === "error" ? "错误" : "提醒"}  ${message}（${code}）\n    改法：${remedy}`,
  );
  return [...lines, `错误 ${errors} 处，提醒 ${problems.length - errors} 处`].join("\n");
}

const say = (sentence: Sentence, values: readonly string[]): string =>
  typeof sentence === "string" ? sentence : sentence(...values);

function shorten(text = ""): string {
  const characters = [...text];
  return characters.length > 30 ? `${characters.slice(0, 30).join("")}…` : text;
}
