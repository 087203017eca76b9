/** The words of a report (预审报告) that the program says by itself: states of looks, next steps, headings. No policy. */
import type {
  LookRow,
  LookState,
  NextStep,
  Report,
  ReportBasis,
  ReportChange,
} from "../core/precheck/report.ts";
import type { VersionResult } from "../core/rules/by-version.ts";
import type { Look } from "../core/rules/types.ts";
import { lookNames, outcomeWording, statusWording, tierNames } from "./precheck.ts";
import { versionName } from "./zh.ts";

export const reportTitle = "容错纠错预审报告";

/** A symbol that is told apart in black and white, and the word beside it. */
export const lookStates = {
  clear: { symbol: "●", word: "未见欠缺" },
  attention: { symbol: "◐", word: "有欠缺，或者须研判" },
  against: { symbol: "▲", word: "涉及红线" },
  open: { symbol: "○", word: "待查明" },
  unasked: { symbol: "－", word: "没有问完，不影响本提示" },
} satisfies Record<LookState, { readonly symbol: string; readonly word: string }>;

/** Who may hold what shows a fact, by look. */
export const suppliers = {
  threshold: "核查这件事的机关、本单位组织人事部门",
  nature: "业务主管部门、出具反馈的单位、本单位纪检监察部门",
  basis: "本单位办公室和档案部门、上级主管部门",
  motive: "本人说明，本单位组织人事、纪检监察部门",
  decision: "本单位办公室（会议记录和纪要）、参会人员",
  consequence: "财务、审计、评估单位，主管部门",
  correction: "本人、承办整改的部门",
} satisfies Record<Look, string>;

export const unsure = "不清楚";

/** What to do next. @param contact whom to ask, as the organisation names it */
export const stepWords = (step: NextStep, contact: string): string =>
  ({
    "supply-open-facts": "先把待查明的事实弄清楚，再预审一次；弄不清的照实选“不清楚”，不要猜。",
    "gather-evidence": "按“要准备的材料”逐项备齐，注明来源和形成日期；没有的写明没有，不补造。",
    "do-corrections": "现在就做“要做的改正”，做一项记一项；改正不必等处理结果。",
    submit: `把本报告和材料交给${contact}，由其按程序研究；用不用、怎样用，由组织决定。`,
    "ask-for-consultation": `把本报告和材料交给${contact}，请组织研判、会商。`,
    "explain-to-organisation": `直接向${contact}如实说明全部情况；细节当面说，不必填在这里。`,
    "state-disagreement": "对事实有不同看法的，把事实和证据写清楚，一并如实说明。",
    "check-both-days": "行为日和决定日的规则说法不同，先核对两个日期，再请组织研究适用哪一版。",
    clarify: `把核查结论等材料交给${contact}，询问怎样申请澄清或者申诉。`,
    "look-elsewhere": `这件事不用本预审。不清楚适用什么规定的，向${contact}询问。`,
  })[step];

export const cautions = {
  changes:
    "只列今后还能如实做到的，别的回答照旧。当时怎样做的、是不是经人督促，都改不了，也不能改填；确实做到以后，再预审一次。",
  nearest:
    "只说明最接近哪一条、哪一看还不具备，不是填报的建议：事实是怎样就怎样填。即使具备，仍要先排除红线和提交研判的事由。",
  byDefault: "没有规则成立，也没有规则还能成立，因此由人研判、会商。",
  versions: "两个日期的规则得出的结果不同，因此不单按哪一版，由人研判、会商。",
  gated: "按门槛的回答，到这里为止，没有进入六看。",
  candidates: "结果已经确定，由哪一条规则得出还没有确定，候选的见“待查明的事实”。",
  unsettled: "结果已经确定，下列红线没有再问，不等于已经排除：",
  cut: "（这里只列主要内容，完整的报告请在网页上看。）",
  irrelevant: "不影响结论",
  record: "本报告由规则按所填情况逐条推出，没有模型参与；同样的回答、同样的规则，得到同样的记录。",
} as const;

/** 「需人工研判、会商」, with nothing around it. */
export const findingWords = ({
  status,
  outcome,
}: Pick<VersionResult<unknown>, "status" | "outcome">): string =>
  status === "decided"
    ? outcome === null
      ? statusWording.insufficient
      : outcomeWording[outcome]
    : statusWording[status];

/** 「行为日和决定日适用的规则不同：…」; empty where they agree. */
export const versionsWords = ({ byVersion }: Pick<Report, "byVersion">): string =>
  byVersion.length === 0
    ? ""
    : `行为日和决定日适用的规则不同：${byVersion.map((entry) => `${versionName(entry.ruleset.version)}，${findingWords(entry)}`).join("；")}。`;

/** Why no rule is named under the result; null where one is, or where nothing is settled. */
export function unnamedWords({ fired, byDefault, byVersion, status }: Report): string | null {
  if (byDefault) return cautions.byDefault;
  if (fired.length > 0 || status !== "decided") return null;
  return byVersion.length > 0 ? cautions.versions : cautions.candidates;
}

/** What the result may still turn out to be, the worst first; empty where it is settled. */
export function rangeWords({ status, range }: Pick<Report, "status" | "range">): string {
  if (status !== "insufficient" || range === null) return "";
  const ends = [...new Set([range.worst, range.best])].flatMap((end) =>
    end === null ? [] : [`“${outcomeWording[end]}”`],
  );
  const gates = (range.gates ?? []).map((gate) => `“${statusWording[gate]}”`);
  const between = ends.length === 2 ? [`从${ends.join("到")}`] : ends;
  return `按已填的情况，结果还没有确定，可能的范围：${[...between, ...gates].join("；或者")}。`;
}

/** What is said beside the state of a look. */
export function lookRemarks({ look, state, grades, rules, open, answers }: LookRow): string[] {
  const remarks = [
    ...rules.map(({ title, tier }) => `${tierNames[tier]}：${title}`),
    ...grades.map((grade) => gradeText(grade, lookNames[look])),
  ];
  const given = answers.filter(({ checklist }) => !checklist);
  if (remarks.length === 0 && state === "attention" && given.length > 0)
    remarks.push(`所填：${answersText(given)}`);
  if (open.length > 0) remarks.push(`${state === "open" ? "" : "另有待查明的："}${open.join("、")}`);
  return remarks;
}

/** 「手续：“当时没有办，事后已如实补办”」; the marks keep apart what has a semicolon of its own. */
export const answerText = ({
  label,
  values,
}: {
  readonly label: string;
  readonly values: readonly string[];
}): string => `${label}：${values.length === 0 ? unsure : `“${valuesText(values)}”`}`;

export const valuesText = (values: readonly string[]): string =>
  values.length === 0 ? unsure : values.map((value) => value.replace(/。$/, "")).join("，或者");

export const answersText = (
  answers: readonly { readonly label: string; readonly values: readonly string[] }[],
): string => answers.map(answerText).join("；");

/** What a correction still possible would lead to. */
export const changeText = ({ set, outcome }: ReportChange): string =>
  `${answersText(set)}。都做到的，按规则是：${findingWords({ status: "decided", outcome })}`;

export const furtherEvidence = "其余回答的材料，备查：";
export const seeCases = "见“相近的公开案例”";

/** 「500万元」, 「30日」, or a word as it is. */
export const parameterText = (value: number | string, unit: string | null): string =>
  typeof value === "number" && unit === "元" && value % 10_000 === 0
    ? `${value / 10_000}万元`
    : `${value}${unit ?? ""}`;

/** Numbers of sources, as they are marked in a text. */
export const marksOf = (basis: readonly Pick<ReportBasis, "n">[]): string =>
  [...new Set(basis.map(({ n }) => n))].map((n) => `〔${n}〕`).join("");

/** The title of a sub-conclusion without the name of the look it stands under. */
const gradeText = (grade: string, look: string): string =>
  grade.startsWith(`${look}：`) ? grade.slice(look.length + 1) : grade;
