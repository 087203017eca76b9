/** Words of the pre-check interview (预审) in the chat. */
import type { AnswerSource, GivenAnswer, MoveProblem, QuestionPage } from "../core/precheck/interview.ts";
import type { StoryModel } from "../core/precheck/story.ts";
import type { Fact } from "../core/rules/types.ts";
import { modelNames } from "./model.ts";
import { dayInChinese, versionName } from "./zh.ts";

export const unsureWord = "不清楚";

/** Words of an answer. */
export const answerWords = ({ values }: Pick<Fact, "values">, answer: GivenAnswer): string =>
  answer === "unsure" ? unsureWord : (values.find(({ id }) => id === answer)?.label ?? answer);

export const pageNames = {
  threshold: "门槛",
  checklist: "红线清单",
  nature: "问题性质",
  basis: "工作依据",
  motive: "主观动机",
  decision: "决策过程",
  consequence: "后果影响",
  correction: "纠错态度",
} satisfies Record<QuestionPage, string>;

export const moveProblems = {
  "out-of-step": "这一步现在做不了，没有作任何改动。",
  "unknown-name": "没有看懂这个回答，没有作任何改动。",
  "date-order": "作出决定的日期不能早于行为发生的日期，请核对后再写。",
  "date-future": "日期不能晚于今天，请核对后再写。",
  "date-uncovered":
    "这个日期早于本预审所收规则覆盖的时间，不能预审，需人工研判，请向组织人事或者纪检监察机关了解。",
  "rules-gone": "这件事原来依据的规则已经不在，没有作任何改动；可以按现行规则重算。",
  "nothing-before": "前面没有别的问题了。",
  "no-model": "现在没有接大模型，不能从经过里整理。请按题目回答，结果是一样的。",
} satisfies Record<MoveProblem, string>;

/** Why nothing came of a story; the questions go on. */
export const untoldWords = {
  nothing:
    "从这段经过里没有整理出可以请您确认的内容：只认写得明确的话。请按题目回答；也可以再选“把经过说一说”，写得具体些。",
  "too-long": "经过太长了，没有送出。请按题目回答；也可以再选“把经过说一说”，写短一些。",
  classified:
    "这段文字像是带有密级标志，没有送给大模型，也没有保存。请不要在这里写国家秘密、工作秘密；预审请按题目回答。",
  "too-many-people":
    "这段文字里的个人信息太多，像是名单或者登记表，没有送给大模型。请只写这件事的经过，不写人名和号码；也可以按题目回答。",
  recipients:
    "接入的大模型在这之间换了，经过没有送出。请按题目回答；也可以再选“把经过说一说”，看过说明再说。",
  off: "大模型已停用，请按题目回答，结果是一样的。",
  budget: "您今天用大模型的次数已经用完，请按题目回答，结果是一样的。",
  timeout: "大模型没有在规定时间内答复，请按题目回答，结果是一样的。",
  unavailable: "大模型暂时用不了，请按题目回答，结果是一样的。",
  refused: "大模型没有处理这段文字，请按题目回答，结果是一样的。",
  cut: "大模型的答复不完整，没有采用，请按题目回答。",
  malformed: "大模型的答复不合要求，没有采用，请按题目回答。",
  stopped: "已经停下，请按题目回答。",
} as const;

/** How long it takes to read a story, as chat and page tell it. */
export const readingTime = "一般不到一分钟";

/** Of what a story is to tell, and what it leaves out, as chat and page tell it. */
export const storyScope =
  "最多2000字：什么事、怎样决定的、办了哪些手续、结果怎样、后来怎样补救。不写人名、单位名和涉密内容。";

/** A proposal with its value. */
const factAndValue = ({ label, answerLabel }: { readonly label: string; readonly answerLabel: string }) =>
  `${label}——${answerLabel}`;

/** Characters of a story, at least: anything shorter is a word that was meant otherwise. */
export const shortestStory = 10;

/** Leaves the step at which a story is told; its texts name it. */
const storyEnd = "不说了，按题目回答";

/** Beside an answer that was proposed out of a story. */
const fromStory = "（从经过整理、经您确认）";

const day = (at: number): string => {
  const beijing = new Date(at + 8 * 3_600_000).toISOString();
  return `${Number(beijing.slice(5, 7))}月${Number(beijing.slice(8, 10))}日`;
};

/** What makes a question matter. */
interface Why {
  readonly label: string;
  readonly why: readonly { readonly title: string; readonly basis: readonly string[] }[];
}

const whyText = ({ label, why }: Why): string =>
  `${label}：关系到${why
    .slice(0, 3)
    .map(({ title, basis }) => `“${title}”${basis[0] === undefined ? "" : `（${basis[0]}）`}`)
    .join("、")}${why.length > 3 ? `等${why.length}条规则` : ""}。`;

export const interviewWords = {
  consent: "我已了解，开始",
  notNow: "暂不开始",
  back: "上一步",
  pause: "暂停",
  end: "先到这里",
  why: "为什么问这个",
  complete: "补全六看",
  answers: "已答的题",
  another: "另一件事",
  nationalOnly: "只按全国规定",
  notDecided: "还没有作出决定，按今天",
  today: "今天",
  noneOfThem: ["都没有", "以上都没有", "没有", "0", "下一步"] as readonly string[],
  tick: (label: string, ticked: boolean) => `${ticked ? "☑" : "☐"} ${label}`,
  ticked: (count: number) => (count === 0 ? "以上都没有，下一步" : `其余都没有，逐项说明勾选的${count}项`),
  consentText: (contact: string) =>
    `预审先请您知悉：
· 用途：按您选的情况对照现行规定，给出预审提示，供您自查和准备材料；不是认定，也不会自动报送任何机关。
· 您没有义务在此自证其错，随时可以停下、修改或者删除。
· 涉嫌犯罪的细节请直接向组织说明，不在此填写；这里只选有没有。
· 不要填写国家秘密、工作秘密和他人隐私。预审只用选项，不需要写人名和单位名。
· 拿不准的选“不清楚”，不会按“没有”处理。
有疑问请联系${contact}。是否开始？`,
  /** In the middle of something else, as the notices themselves stand above. */
  consentWaits: "预审还没有开始，说明见上面。要开始，请发“同意”；暂时不做，请发“不同意”。",
  /** Where it was not begun. */
  notBegun: (number: number) =>
    `好的，预审没有开始，什么也没有填。想做的时候，发送“继续 事项${number}”就行；政策问题随时可以问。`,
  jurisdictionText:
    "在哪里工作？有的地方、单位另有容错办法，会一并对照。几项都适用的，可以一次发几个编号，如“2 3”；没有您所在的地方，选“只按全国规定”。",
  /** A place was named instead of its rules. */
  placesFound: (place: string, found: readonly { readonly number: number; readonly title: string }[]) =>
    `同“${place}”有关的有：${found.map(({ number, title }) => `${number}. ${title}`).join("；")}。适用的，请发编号，可以几个一起发；都不适用的，请发“没有”。`,
  actDateText: (firstDay: string) =>
    `这件事是哪一天发生的？请写日期，如2024年5月1日。持续了一段时间的，写最后一天。本预审的规则从${dayInChinese(firstDay)}起。`,
  decisionDateText: (act: string) =>
    `行为发生在${dayInChinese(act)}。有关机关是哪一天作出处理决定的？还没有决定的，选“还没有作出决定，按今天”。`,
  checklistText:
    "红线清单。逐项核对，有的、或者不清楚的请勾选（发送编号，可以一次几个，如“1 3”）；都没有的，选“以上都没有，下一步”。",
  checklistLine: ({ question }: { readonly question: string }, at: number) => `${at + 1}. ${question}`,
  questionText: (
    question: {
      readonly number: number;
      readonly question: string;
      readonly help: string;
      readonly example: string | null;
      readonly evidence: readonly string[];
    },
    page: QuestionPage,
    left: number,
  ) =>
    [
      `【${pageNames[page]}】第${question.number}题${left > 1 ? `，最多还有${left}题` : ""}`,
      question.question,
      question.help === "" ? "" : `说明：${question.help}`,
      question.example === null ? "" : `例：${question.example}`,
      question.evidence.length === 0 ? "" : `能说明的材料：${question.evidence.join("、")}`,
    ]
      .filter((line) => line !== "")
      .join("\n"),
  /** A line for each that bears on a rule, and one for all others together. */
  whyTexts: (questions: readonly Why[]) => {
    const others = questions.filter(({ why }) => why.length === 0).map(({ label }) => label);
    return [
      ...questions.filter(({ why }) => why.length > 0).map(whyText),
      ...(others.length === 0 ? [] : [`${others.join("、")}：用于把六看填完整，不影响现在的结论。`]),
    ];
  },
  chooseAbove: "请继续选择，或者发送编号。",
  nothingAsked: "现在没有正在问的题。",
  noResultYet: "还没有填到能对照规则的地方。",
  backTo: "—— 回到预审 ——",
  story: "把经过说一说",
  /** Where it is asked for too early. */
  storyLater: "经过稍后再说：请先完成现在这一步，答完地方和日期，就可以选“把经过说一说”。",
  storyConsent: "同意，开始说",
  storyEnd,
  storyNotice: ({ names, filing }: StoryModel) =>
    `把经过说一说，先请您知悉：
· 您写的经过会送给大模型${modelNames(names)}${filing === null ? "" : `（备案号${filing}）`}${names.length > 1 ? "（前一个用不了才送给后一个）" : ""}，由它从中摘出可能的答案。送出前先遮盖找得到的姓名、电话、证件号、住址等；可能遮不全，请不要写人名和单位名。
· 摘出的每一项都附上您的原话，请您逐页核对；确认了才算回答，不确认的不起任何作用。结论由规则得出，不经过大模型。
· 红线和动机方面有利的回答，不会从经过里摘取，仍要一项一项问您。
· 不要写国家秘密、工作秘密和他人隐私；涉嫌犯罪的细节请直接向组织说明，不在这里写。
· 经过的原文不保存，遮盖过的只留到整理完；摘出的原话核对完就删去。
不同意也不影响什么，照常一题一题回答。是否同意？`,
  storyNoticeWaits:
    "还没有送出什么，说明见上面。同意送给大模型整理的，请发“同意”；不同意的，请发“不同意”，照常一题一题回答。",
  storyText: `请把经过写成一段话发来，${storyScope}
您接下来发的一段话会当作经过送给大模型。要问别的，或者不想说了，请先选“${storyEnd}”。`,
  storyShort: `这句话太短，没有当作经过，也没有送出。请写得具体一些再发，最多2000字；要问别的，或者不想说了，请选“${storyEnd}”。`,
  storyLong: `这段经过太长（超过2000字），没有送出，也没有保存。请写短一些再发；不想说了，请选“${storyEnd}”。`,
  storyUnreadable: `目前只能读文字，没有送出什么。请把经过写成文字发来；不想说了，请选“${storyEnd}”。`,
  storyReading: `正在整理您写的经过，${readingTime}，整理好了会告诉您。不想等的，可以停下来按题目回答。`,
  storyStop: "停止整理，按题目回答",
  /** What stands where the question of a turn stands, when a story was read. */
  storyReadShown: "（经过整理完了）",
  /** What stands in the conversation where a story was told. */
  storyConcealed: "（说了一段经过，原文不保存）",
  /** What stands where proposals were shown. */
  proposalsConcealed: "（从经过里整理出的内容，核对后已删去原话）",
  proposalsText: (
    page: QuestionPage,
    proposals: readonly {
      readonly label: string;
      readonly answerLabel: string;
      readonly words: string;
      readonly together: boolean;
    }[],
    later: number,
  ) =>
    [
      `【${pageNames[page]}】AI 从您的经过里整理出下面${proposals.length}项，还不算回答，请对照您的原话核对：`,
      ...proposals.map(
        ({ label, answerLabel, words }, at) =>
          `${at + 1}. ${label}：${answerLabel}\n　依据您的话：“${words}”`,
      ),
      proposals.length === 1
        ? "说得对，请发“对”；不对，请发“不对”。没有确认的，需要时会按题目问您。"
        : proposals.some(({ together }) => together)
          ? "都对的，请发“都对”；有对有不对的，写上编号，比如“1对2不对”。没有确认的，需要时会按题目问您。"
          : "这一页要一项一项来：对的写上编号，比如“1对”，不对的，比如“2不对”。没有确认的，需要时会按题目问您。",
      later === 0 ? "" : `后面还有${later}项。`,
    ]
      .filter((line) => line !== "")
      .join("\n"),
  /** In the middle of something else: the words themselves are not shown again. */
  proposalsWait: "还有从经过里整理出的内容等您核对，见上面。",
  /** The words it rests on stand above, where they pass; a label is kept. */
  confirm: (proposal: { readonly label: string; readonly answerLabel: string }) =>
    `确认：${factAndValue(proposal)}`,
  confirmAll: "这几项都对",
  confirmTogether: (count: number) => `其中${count}项都对（红线和动机要逐项确认）`,
  rejectOne: "不对，按题目问我",
  rejectAll: "这几项都不对，按题目问我",
  confirmed: (proposals: readonly { readonly label: string; readonly answerLabel: string }[]) =>
    proposals.length === 0 ? "" : `已确认，算作您的回答：${proposals.map(factAndValue).join("；")}。`,
  rejected: (proposals: readonly { readonly label: string }[]) =>
    proposals.length === 0
      ? ""
      : `没有采用：${proposals.map(({ label }) => label).join("、")}；需要时会按题目问您。`,
  /** After the last page. */
  confirmedAll: "整理出的内容都核对完了。要查看、修改已确认的，发送“已答的题”。",
  /** Asked before what was proposed goes. */
  leaveProposals: (count: number, retellable: boolean) =>
    `还有${count}项没有核对。离开这一步，这${count}项就不留了；已经确认的回答不变，要改的发送“已答的题”。您可以接着核对，${retellable ? "可以重新说一遍经过，" : ""}也可以不要这${count}项、按题目回答。`,
  look: "接着核对",
  retell: "重新说一遍经过",
  drop: "不要了，按题目回答",
  dropped: (count: number) => `没有核对的${count}项已经放下，没有算作您的回答。`,
  readingStopped: "已经停下，那段经过没有留下。",
  /** An answer given in other words than those of its option. */
  taken: (label: string) => `记下了：${label}。不是这个意思的，发送“上一步”重选。`,
  /** Asked for in the middle of a story. */
  editLater: (number: number) => `第${number}题记着要改，先完成这一步，接着就问。`,
  noDay: "没有认出这一天。请写清年、月、日，例如2024年5月1日，写成2024-05-01、2024.5.1也可以。",
  stale: "这个选项已经过时，没有作任何改动。请看下面最新的一步。",
  stopped: (contact: string) =>
    `您选择了涉及犯罪的情况。预审到此为止，不再往下问；有关情况请直接向组织说明，可以联系${contact}。`,
  paused: (number: number) =>
    `事项${number}已保存，随时可以接着填：发送“继续 事项${number}”。要删除全部内容，发送“删除我的数据”。`,
  resume: (number: number) => `继续 事项${number}`,
  resumed: (number: number) => `接着填事项${number}，以前的回答都在。`,
  movable: (code: string) =>
    `要换到别的渠道（网页、终端或者消息软件）接着填，请在10分钟内到那里发送“继续 ${code}”。这个码只能用一次，不要给别人。`,
  fetch: (code: string) => `继续 ${code}`,
  fetched: (number: number) =>
    `已取来在别处填的事项，在这里是事项${number}；原来那里的一份仍在，可以在那里删除。`,
  unknownCode: "没有找到这个码：可能过了10分钟，或者已经用过。请在原来的地方重新发送“继续”。",
  whichElsewhere: "这里还没有预审。本机的其他窗口里有下面这些，接着哪一件？",
  elsewhereChoice: (startedAt: number, answers: number) => `${day(startedAt)}开始，已答${answers}题`,
  setAside: (number: number) => `事项${number}已放在一边，发送“继续 事项${number}”可以接着填。`,
  matterChoice: (number: number, startedAt: number) => `继续 事项${number}（${day(startedAt)}开始）`,
  whichMatter: "您有没填完或者可以再看的预审，接着哪一件？",
  chooseMatterFirst: "还没有选定是哪一件。请先选一件，再看结果、改答案或者接着填。",
  noMatters: "还没有预审。发送“预审”开始。",
  noSuchQuestion: (count: number) => (count === 0 ? "还没有答过题。" : `已答的题从1到${count}，请核对题号。`),
  answersText: (
    answered: readonly {
      readonly number: number;
      readonly label: string;
      readonly answerLabel: string;
      readonly source: AnswerSource;
      readonly matters: boolean;
    }[],
  ) =>
    answered.length === 0
      ? "还没有答过题。"
      : `${answered
          .map(
            ({ number, label, answerLabel, source, matters }) =>
              `${number}. ${label}：${answerLabel}${source === "confirmed" ? fromStory : ""}${matters ? "" : "（不影响结论）"}`,
          )
          .join("\n")}\n要修改，发送“改第${answered[0]?.number}题”这样的话。`,
  recompute: "按新规则重算",
  unheld: (version: string) =>
    `这件事原来依据的规则（${versionName(version)}）已经不在知识库里，得不出原来的结果。填过的回答都在，可以按现行规则重算；现行规则没有的题，重算后不再保留。`,
  continuedElsewhere: (at: number) =>
    `这件事${day(at)}已用码取到别处，在那里接着填。这里的一份停在当时；在这里再改，就是两份。`,
  newer: (version: string, differs: boolean) =>
    `提示：规则有了新的版本（${versionName(version)}）。这件事仍按开始时的规则填完；发送“按新规则重算”可以改用新规则，${differs ? "结果会有不同" : "结果不变"}。`,
} as const;
