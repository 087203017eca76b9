/** A report (预审报告) as a document that stands in a meeting: printed as Markdown, or as HTML for paper. */
import type { Report, ReportCitation, ReportJurisdiction, ReportRule } from "../core/precheck/report.ts";
import { dueWording, lookNames, tierNames, verdictWording } from "./precheck.ts";
import { type Block, type Cell, markdown, type Printed } from "./printed.ts";
import { sourceText } from "./render.ts";
import {
  answerBlocks,
  caseBlocks,
  clearedBlocks,
  noteText,
  recordBlocks,
  sourceBlocks,
} from "./report-annexes.ts";
import {
  answerText,
  cautions,
  changeText,
  furtherEvidence,
  lookRemarks,
  lookStates,
  marksOf,
  parameterText,
  rangeWords,
  reportTitle,
  stepWords,
  suppliers,
  unnamedWords,
  versionsWords,
} from "./report-words.ts";
import { dayInChinese, versionName } from "./zh.ts";

/** Whom to ask, as the organisation names it: 「本单位组织人事或纪检监察部门」. */
export interface ReportSettings {
  readonly contact: string;
}

export const reportMarkdown = (report: Report, settings: ReportSettings): string =>
  markdown(reportPrinted(report, settings));

/** A part of the report, with its numbered heading: 「一、六看」. */
export interface ReportSection {
  readonly key: SectionKey;
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type SectionKey =
  | "looks"
  | "fired"
  | "open"
  | "corrections"
  | "changes"
  | "evidence"
  | "steps"
  | "nearest"
  | "cases"
  | "cleared"
  | "answers"
  | "sources"
  | "record";

/** In the order of a meeting: the result, why, what is missing, what to do, then what it was made from; none is empty. */
export function reportSections(report: Report, { contact }: ReportSettings): readonly ReportSection[] {
  const sections: readonly (readonly [SectionKey, string, readonly Block[]])[] = [
    ["looks", "六看", lookBlocks(report)],
    ["fired", "依据的规则", firedBlocks(report)],
    ["open", "待查明的事实", openBlocks(report)],
    ["corrections", "要做的改正", correctionBlocks(report)],
    ["changes", "改正以后的变化", changeBlocks(report)],
    ["steps", "下一步", [{ list: report.steps.map((step) => ({ text: stepWords(step, contact) })) }]],
    ["evidence", "要准备的材料", evidenceBlocks(report)],
    ["nearest", "最接近的有利情形", nearestBlocks(report)],
    ["cases", "相近的公开案例", caseBlocks(report)],
    ["cleared", "红线核对", clearedBlocks(report)],
    ["answers", "所填情况", answerBlocks(report)],
    ["sources", "引用的出处", sourceBlocks(report)],
    ["record", "记录", recordBlocks(report)],
  ];
  return sections
    .filter(([, , blocks]) => blocks.length > 0)
    .map(([key, heading, blocks], at) => ({ key, heading: `${numerals[at]}、${heading}`, blocks }));
}

export const reportPrinted = (report: Report, settings: ReportSettings): Printed => ({
  title: reportTitle,
  blocks: [
    { label: verdictWording(report) },
    ...reportOpening(report),
    ...reportSections(report, settings).flatMap(({ heading, blocks }): Block[] => [
      { heading, level: 2 },
      ...blocks,
    ]),
  ],
});

const numerals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"];

/** What stands under the result: how far it may still move, days, measures, version. */
export function reportOpening(report: Report): Block[] {
  const { id, actDate, decisionDate, jurisdictions, ruleset } = report;
  const range = rangeWords(report);
  const versions = versionsWords(report);
  const measures = jurisdictions.map(({ title, applied }) =>
    applied ? title : `${title}（当时还没有施行，没有适用）`,
  );
  return [
    ...(range === "" ? [] : [{ paragraph: range }]),
    ...(versions === "" ? [] : [{ paragraph: versions }]),
    {
      head: ["项目", "内容"],
      rows: [
        ...(id === null ? [] : [["编号", id]]),
        ["行为日", dayInChinese(actDate)],
        ["决定日", dayInChinese(decisionDate)],
        ["地方办法", measures.length === 0 ? "没有选，只按全国性规定" : measures],
        ["规则", versionName(ruleset.version)],
      ],
    },
    ...jurisdictions.flatMap(measureBlocks),
  ];
}

/** What a local measure sets, and what could not be read of it. */
function measureBlocks({ title, parameters, unread }: ReportJurisdiction): Block[] {
  return [
    ...(parameters.length === 0
      ? []
      : [
          { label: title },
          {
            list: parameters.map((parameter) => ({
              text: `${parameter.title}：${parameterText(parameter.value, parameter.unit)}${marksOf(parameter.basis)}`,
            })),
          },
        ]),
    ...(unread.length === 0 ? [] : [{ paragraph: `${title}没有读到的：${unread.join("；")}。` }]),
  ];
}

const lookBlocks = ({ looks: rows, range }: Report): Block[] => [
  range === null
    ? { paragraph: cautions.gated }
    : {
        head: ["看", "情况", "说明"],
        rows: rows.map((row, at): Cell[] => [
          `${numerals[at]}看${lookNames[row.look]}`,
          `${lookStates[row.state].symbol} ${lookStates[row.state].word}`,
          lookRemarks(row),
        ]),
      },
];

function firedBlocks(report: Report): Block[] {
  const unnamed = unnamedWords(report);
  if (unnamed !== null) return [{ paragraph: unnamed }];
  const told = new Set<number>();
  return report.fired.flatMap((rule) => firedRule(rule, report.citations, told));
}

/** A rule with its sources quoted in place; what was quoted above is named only. */
function firedRule(rule: ReportRule, citations: readonly ReportCitation[], told: Set<number>): Block[] {
  const blocks: Block[] = [
    { heading: ruleTitle(rule), level: 3 },
    { paragraph: `${rule.text}${rule.local === null ? "" : `（${rule.local}）`}` },
    { label: "凭所填的" },
    { list: rule.answers.map((answer) => ({ text: answerText(answer) })) },
  ];
  for (const { n, why } of rule.basis) {
    const source = citations.find((citation) => citation.n === n);
    if (source === undefined) continue;
    const note = noteText(why, told.has(n) ? null : source.note);
    if (told.has(n)) blocks.push({ paragraph: `依据：${sourceText(source)}〔${n}〕。${note}` });
    else
      blocks.push({
        source: `〔${n}〕${sourceText(source)}`,
        quote: sourceWords(source),
        note: note === "" ? null : note,
      });
    told.add(n);
  }
  return blocks;
}

const ruleTitle = ({ rule, title, tier }: Pick<ReportRule, "rule" | "title" | "tier">): string =>
  `${title}（${tierNames[tier]}，${rule}）`;

/** What a source says: its wording as a quotation, else the gist, said to be one by {@link sourceText}. */
const sourceWords = ({ quote, gist }: ReportCitation): string =>
  quote === null ? (gist ?? "") : `“${quote}”`;

function openBlocks({ open }: Report): Block[] {
  if (open.length === 0) return [];
  return [
    {
      head: ["事实", "谁能提供、凭什么", "等它的规则"],
      rows: open.map(({ look, label, question, unsure, evidence, rules }): Cell[] => [
        [label, unsure ? "（填的是不清楚）" : "（还没有问）", question],
        [suppliers[look], ...(evidence.length === 0 ? [] : [evidence.join("、")])],
        rules.map(({ title, tier }) => `${title}（${tierNames[tier]}）`),
      ]),
    },
  ];
}

function correctionBlocks({ corrections }: Report): Block[] {
  if (corrections.length === 0) return [];
  return [
    {
      head: ["要做的改正", "理由", "期限"],
      rows: corrections.map(({ title, because, dueDays, dueUnit, basis }): Cell[] => [
        `□ ${title}`,
        `${because}${marksOf(basis)}`,
        dueWording(dueDays, dueUnit),
      ]),
    },
  ];
}

function changeBlocks({ changes }: Report): Block[] {
  if (changes.length === 0) return [];
  return [{ list: changes.map((change) => ({ text: changeText(change) })) }, { paragraph: cautions.changes }];
}

function evidenceBlocks({ evidence }: Report): Block[] {
  const needed = evidence.filter(({ documents }) => documents.length > 0);
  const further = evidence.filter((entry) => entry.further.length > 0);
  return [
    ...(needed.length === 0
      ? []
      : [
          {
            list: needed.map(({ look, documents }) => ({
              text: lookNames[look],
              items: documents.map((document) => ({ text: `□ ${document}` })),
            })),
          },
        ]),
    ...(further.length === 0
      ? []
      : [
          { label: furtherEvidence },
          {
            list: further.map((entry) => ({ text: `${lookNames[entry.look]}：${entry.further.join("、")}` })),
          },
        ]),
  ];
}

function nearestBlocks({ nearest }: Report): Block[] {
  if (nearest.length === 0) return [];
  return [
    {
      list: nearest.map(({ title, looks: lacking }) => ({
        text: `${title}（还不具备的：${lacking.map((look) => lookNames[look]).join("、")}）`,
      })),
    },
    { paragraph: cautions.nearest },
  ];
}
