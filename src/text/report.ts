/** A report (预审报告) as a document that stands in a meeting: printed as Markdown, or as HTML for paper. */
import type { Report, ReportCase, ReportCitation, ReportRule } from "../core/precheck/report.ts";
import { looks } from "../core/rules/types.ts";
import { dueWording, lookNames, tierNames, verdictWording } from "./precheck.ts";
import { type Block, type Cell, markdown, type Printed } from "./printed.ts";
import { sourceText } from "./render.ts";
import {
  answersText,
  answerText,
  cautions,
  findingWords,
  gradeText,
  lookStates,
  marksOf,
  rangeWords,
  reportTitle,
  stepWords,
  suppliers,
  valuesText,
} from "./report-words.ts";
import { dayInChinese, labels, notices, outcomes, verifications } from "./zh.ts";

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
    ["evidence", "要准备的材料", evidenceBlocks(report)],
    ["steps", "下一步", [{ list: report.steps.map((step) => ({ text: stepWords(step, contact) })) }]],
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
  const { id, actDate, decisionDate, jurisdictions, ruleset, byVersion } = report;
  const range = rangeWords(report);
  const measures = jurisdictions.map(({ title, applied }) =>
    applied ? title : `${title}（行为日还没有施行，没有适用）`,
  );
  return [
    ...(range === "" ? [] : [{ paragraph: range }]),
    ...(byVersion.length === 0
      ? []
      : [
          {
            paragraph: `行为日和决定日适用的规则不同：${byVersion.map((entry) => `${entry.ruleset.version}版，${findingWords(entry)}`).join("；")}。`,
          },
        ]),
    {
      head: ["项目", "内容"],
      rows: [
        ...(id === null ? [] : [["编号", id]]),
        ["行为日", dayInChinese(actDate)],
        ["决定日", dayInChinese(decisionDate)],
        ["地方办法", measures.length === 0 ? "没有选，只按全国性规定" : measures],
        ["规则", `${ruleset.version}版`],
      ],
    },
    ...jurisdictions
      .filter(({ unread }) => unread.length > 0)
      .map(({ title, unread }): Block => ({ paragraph: `${title}没有读到的：${unread.join("；")}。` })),
  ];
}

const lookBlocks = ({ looks: rows }: Report): Block[] => [
  {
    head: ["看", "情况", "说明"],
    rows: rows.map(({ look, state, grades, rules, open }, at): Cell[] => [
      `${numerals[at]}看${lookNames[look]}`,
      `${lookStates[state].symbol} ${lookStates[state].word}`,
      [
        ...grades.map((grade) => gradeText(grade, lookNames[look])),
        ...rules.map(({ rule, title, tier }) => `${tierNames[tier]}：${title}（${rule}）`),
        ...(open.length === 0 ? [] : [`待查明：${open.join("、")}`]),
      ],
    ]),
  },
];

function firedBlocks({ fired, byDefault, citations, status, outcome }: Report): Block[] {
  if (byDefault) return [{ paragraph: cautions.byDefault }];
  if (fired.length === 0)
    return status === "decided" && outcome !== null ? [{ paragraph: cautions.candidates }] : [];
  const told = new Set<number>();
  return fired.flatMap((rule) => firedRule(rule, citations, told));
}

/** A rule with its sources quoted in place; what was quoted above is named only. */
function firedRule(rule: ReportRule, citations: readonly ReportCitation[], told: Set<number>): Block[] {
  const blocks: Block[] = [
    { heading: ruleTitle(rule), level: 3 },
    { paragraph: `${rule.text}${rule.local === null ? "" : `（${rule.local}）`}` },
    { paragraph: `所填：${answersText(rule.answers)}。` },
  ];
  for (const { n, why } of rule.basis) {
    const source = citations.find((citation) => citation.n === n);
    if (source === undefined) continue;
    const note = why === null ? null : `编者：${why}。`;
    if (told.has(n)) blocks.push({ paragraph: `依据：${sourceText(source)}〔${n}〕。${note ?? ""}` });
    else blocks.push({ source: `〔${n}〕${sourceText(source)}`, quote: sourceWords(source), note });
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
      head: ["做到打勾", "要做的改正", "理由", "期限"],
      rows: corrections.map(({ title, because, dueDays, basis }): Cell[] => [
        "□",
        title,
        `${because}${marksOf(basis)}`,
        dueWording(dueDays),
      ]),
    },
  ];
}

function changeBlocks({ changes }: Report): Block[] {
  if (changes.length === 0) return [];
  return [
    {
      list: changes.map(({ set, outcome }) => ({
        text: `做到“${answersText(set)}”：${findingWords({ status: "decided", outcome })}`,
      })),
    },
    { paragraph: cautions.changes },
  ];
}

function evidenceBlocks({ evidence }: Report): Block[] {
  if (evidence.length === 0) return [];
  return [
    {
      list: evidence.map(({ look, documents }) => ({
        text: lookNames[look],
        items: documents.map((document) => ({ text: `□ ${document}` })),
      })),
    },
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

function caseBlocks({ cases, contrast }: Report): Block[] {
  if (cases.length === 0 && contrast === null) return [];
  return [
    ...cases.flatMap((published) => caseBlock(published, "")),
    ...(contrast === null ? [] : caseBlock(contrast, "对照：")),
    { paragraph: notices.caseCaution },
  ];
}

function caseBlock(published: ReportCase, before: string): Block[] {
  const { n, title, outcome, decision, decidedBy, year, verification, caution, because } = published;
  return [
    {
      together: [
        { heading: `${before}${title}〔${n}〕`, level: 3 },
        {
          paragraph: `${outcomes[outcome]}（${[year === null ? "" : `${year}年`, verifications[verification]].filter((part) => part !== "").join("；")}）`,
        },
        {
          list: [
            { text: `处理：${decision}${decidedBy === "" ? "" : `（${decidedBy}）`}` },
            ...(because === null ? [] : [{ text: `结果不同的原因：${because}` }]),
            ...comparison(published).map((text) => ({ text })),
            ...(caution === null ? [] : [{ text: `注意：${caution}` }]),
          ],
        },
      ],
    },
  ];
}

/** What a case shares with the form and where it differs, a line each. */
export const comparison = ({ shared, differing }: ReportCase): string[] => [
  ...(shared.length === 0 ? [] : [`相同：${answersText(shared)}`]),
  ...differing.map(
    ({ here, there }) =>
      `不同：${here.label}，本事项是“${valuesText(here.values)}”，案例是“${valuesText(there.values)}”`,
  ),
];

function clearedBlocks({ cleared, unsettled }: Report): Block[] {
  return [
    ...(cleared.length === 0
      ? []
      : [
          {
            head: ["已排除的红线", "凭所填的", "依据"],
            rows: cleared.map(({ title, rule, answers, basis }): Cell[] => [
              `${title}（${rule}）`,
              answers.map(answerText),
              marksOf(basis),
            ]),
          },
        ]),
    ...(unsettled.length === 0
      ? []
      : [{ paragraph: `${cautions.unsettled}${unsettled.map(({ title }) => title).join("、")}。` }]),
  ];
}

function answerBlocks({ answers }: Report): Block[] {
  return looks.flatMap((look): Block[] => {
    const own = answers.filter((answer) => answer.look === look);
    if (own.length === 0) return [];
    return [
      {
        head: [lookNames[look], "所填"],
        rows: own.map(({ label, values, matters }): Cell[] => [
          label,
          matters ? valuesText(values) : `${valuesText(values)}（${cautions.irrelevant}）`,
        ]),
      },
    ];
  });
}

/** Every source that was not quoted beside its rule. */
function sourceBlocks({ citations, fired }: Report): Block[] {
  const quoted = new Set(fired.flatMap(({ basis }) => basis.map(({ n }) => n)));
  const rest = citations.filter(({ n }) => !quoted.has(n));
  if (rest.length === 0) return [];
  return [
    {
      head: ["号", "出处", "原文，或者要点"],
      rows: rest.map((source): Cell[] => [
        `〔${source.n}〕`,
        sourceText(source),
        source.quote !== null
          ? [{ quote: `“${source.quote}”` }]
          : source.gist === null
            ? "见上文"
            : `${labels.gist}：${source.gist}`,
      ]),
    },
  ];
}

const recordBlocks = ({ ruleset, byVersion, recordHash }: Report): Block[] => [
  {
    list: [
      { text: `规则集：${ruleset.id}，版本${ruleset.version}，${ruleset.hash}` },
      ...byVersion.slice(1).map((entry) => ({
        text: `决定日的规则集：${entry.ruleset.id}，版本${entry.ruleset.version}，${entry.ruleset.hash}`,
      })),
      { text: `记录散列：${recordHash}` },
    ],
  },
  { paragraph: cautions.record },
];
