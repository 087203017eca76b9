/** A report (预审报告) as an answer in chat: the most important first, what does not fit left to the page. */
import type { Answer, AnswerBlock, Citation } from "../core/grounding/answer.ts";
import { renumberedBlock } from "../core/grounding/blocks.ts";
import type { Report, ReportBasis, ReportCase } from "../core/precheck/report.ts";
import { dueWording, lookNames, tierNames, verdictWording } from "./precheck.ts";
import { wholeText } from "./render.ts";
import type { ReportSettings } from "./report.ts";
import { comparison } from "./report-annexes.ts";
import {
  cautions,
  changeText,
  lookRemarks,
  lookStates,
  rangeWords,
  stepWords,
  suppliers,
  unnamedWords,
  versionsWords,
} from "./report-words.ts";
import { dayInChinese, notices, outcomes, versionName } from "./zh.ts";

/** Longest text of a report with its sources, so that what a dialogue says around it still fits the limit of an answer. */
const reportLimit = 3_400;

const looksCaption = "六看";
const looksHead = ["看", "情况", "说明"];

/** Facts and cases listed at most. */
const mostOpen = 8;
const mostCasesTold = 2;

/** A part of the report; of the parts that do not fit those of the highest rank are left out first. */
interface Part {
  readonly rank: number;
  readonly blocks: readonly AnswerBlock[];
}

/** Blocks and citations of a report, at most {@link reportLimit} characters as text. */
export function reportAnswer(report: Report, settings: ReportSettings): Pick<Answer, "blocks" | "citations"> {
  let parts = partsOf(report, settings).filter(({ blocks }) => blocks.length > 0);
  let answer = assemble(report, parts, false);
  while (lengthOf(answer) > reportLimit && parts.some(({ rank }) => rank > 0)) {
    const last = Math.max(...parts.map(({ rank }) => rank));
    parts = parts.filter(({ rank }) => rank !== last);
    answer = assemble(report, parts, true);
  }
  return answer;
}

function assemble(
  report: Report,
  parts: readonly Part[],
  cut: boolean,
): Pick<Answer, "blocks" | "citations"> {
  const blocks = parts.flatMap((part) => part.blocks);
  return renumbered([...blocks, ...(cut ? [notice(cautions.cut)] : [])], report.citations);
}

/** Numbers the citations from 1 in the order of their first use in these blocks. */
function renumbered(
  blocks: readonly AnswerBlock[],
  citations: readonly Citation[],
): Pick<Answer, "blocks" | "citations"> {
  const numbers = new Map<number, number>();
  const numberOf = (n: number): number => {
    const known = numbers.get(n) ?? numbers.size + 1;
    numbers.set(n, known);
    return known;
  };
  const numbered = blocks.map((block) => renumberedBlock(block, numberOf));
  return {
    blocks: numbered,
    citations: citations
      .flatMap((citation) => {
        const n = numbers.get(citation.n);
        return n === undefined ? [] : [{ ...citation, n }];
      })
      .sort((one, other) => one.n - other.n),
  };
}

const lengthOf = (parts: Pick<Answer, "blocks" | "citations">): number => partsText(parts).length;

/** The report as text, as it stands in chat. */
export const reportText = (report: Report, settings: ReportSettings): string =>
  partsText(reportAnswer(report, settings));

const partsText = (parts: Pick<Answer, "blocks" | "citations">): string =>
  wholeText({
    ...parts,
    kind: "answer",
    mode: "curated",
    refusalReason: null,
    suggestions: [],
    knowledgeVersion: "",
    asOf: "",
    understoodAs: null,
    context: null,
  });

const notice = (text: string): AnswerBlock => ({ type: "notice", text });
const advice = (text: string): AnswerBlock => ({ type: "advice", text, bullet: true });
const policy = (text: string, basis: readonly Pick<ReportBasis, "n">[]): AnswerBlock =>
  basis.length === 0
    ? advice(text)
    : {
        type: "sentence",
        text,
        citations: [...new Set(basis.map(({ n }) => n))],
        origin: "curated",
        bullet: true,
        continues: false,
      };

const part = (rank: number, heading: string, blocks: readonly AnswerBlock[]): Part => ({
  rank,
  blocks: blocks.length === 0 ? [] : [{ type: "heading", text: heading }, ...blocks],
});

function partsOf(report: Report, { contact }: ReportSettings): Part[] {
  const { changes, contrast, corrections, evidence, nearest, steps } = report;
  return [
    { rank: 0, blocks: resultBlocks(report) },
    { rank: 0, blocks: looksTable(report) },
    part(0, "依据的规则", firedLines(report)),
    part(1, "待查明的事实", openLines(report)),
    part(
      0,
      "下一步",
      steps.map((step) => advice(stepWords(step, contact))),
    ),
    // Tolerance without correction would be indulgence: never left out.
    part(
      0,
      "要做的改正",
      corrections.map(({ title, because, dueDays, dueUnit, basis }) =>
        policy(`${title}（${because}；期限${dueWording(dueDays, dueUnit)}）`, basis),
      ),
    ),
    part(2, "改正以后的变化", [
      ...changes.map((change) => advice(changeText(change))),
      ...(changes.length === 0 ? [] : [notice(cautions.changes)]),
    ]),
    part(
      4,
      "要准备的材料",
      evidence
        .filter(({ documents }) => documents.length > 0)
        .map(({ look, documents }) => advice(`${lookNames[look]}：${documents.join("、")}`)),
    ),
    part(3, "相近的公开案例", [
      ...report.cases.slice(0, mostCasesTold).map((published) => caseLine(published, "")),
      ...(contrast === null ? [] : [caseLine(contrast, "对照：")]),
      ...(report.cases.length === 0 && contrast === null ? [] : [notice(notices.caseCaution)]),
    ]),
    part(6, "最接近的有利情形", [
      ...nearest.map(({ title, looks }) =>
        advice(`${title}（还不具备的：${looks.map((look) => lookNames[look]).join("、")}）`),
      ),
      ...(nearest.length === 0 ? [] : [notice(cautions.nearest)]),
    ]),
    part(5, "红线核对", clearedLines(report)),
    { rank: 0, blocks: [notice(`规则${versionName(report.ruleset.version)}；记录${report.recordHash}`)] },
  ];
}

function resultBlocks(report: Report): AnswerBlock[] {
  const { actDate, decisionDate, jurisdictions } = report;
  const range = rangeWords(report);
  const versions = versionsWords(report);
  const local = jurisdictions.filter(({ applied }) => applied).map(({ title }) => title);
  return [
    notice(verdictWording(report)),
    ...(range === "" ? [] : [notice(range)]),
    ...(versions === "" ? [] : [notice(versions)]),
    notice(
      `行为日${dayInChinese(actDate)}，决定日${dayInChinese(decisionDate)}；${local.length === 0 ? "只按全国性规定" : `适用${local.join("、")}`}。`,
    ),
  ];
}

/** Where a gate stands, no look was taken. */
const looksTable = ({ looks, range }: Report): AnswerBlock[] =>
  range === null
    ? [{ type: "heading", text: looksCaption }, notice(cautions.gated)]
    : [
        {
          type: "table",
          caption: looksCaption,
          head: looksHead,
          rows: looks.map((row) => {
            const { symbol, word } = lookStates[row.state];
            const cells = [`${symbol} ${lookNames[row.look]}`, word, lookRemarks(row).join("；")];
            return { cells, citations: [] };
          }),
        },
      ];

function firedLines(report: Report): AnswerBlock[] {
  const unnamed = unnamedWords(report);
  if (unnamed !== null) return [notice(unnamed)];
  return report.fired.map(({ title, tier, text, basis }) =>
    policy(`${title}（${tierNames[tier]}）：${text}`, basis),
  );
}

function openLines({ open }: Report): AnswerBlock[] {
  const shown = open.slice(0, mostOpen).map(({ look, label, unsure, evidence }) => {
    const papers = evidence.length === 0 ? "" : `；材料：${evidence.join("、")}`;
    return advice(`${label}${unsure ? "（填的是不清楚）" : ""}：可以问${suppliers[look]}${papers}`);
  });
  const left = open.length - shown.length;
  return left > 0 ? [...shown, notice(`另有${left}项没有列出。`)] : shown;
}

const caseLine = (published: ReportCase, before: string): AnswerBlock =>
  policy(
    `${before}${published.title}：${[
      outcomes[published.outcome],
      ...(published.because === null
        ? []
        : [`与前面第一个案例结果不同的原因：${published.because.replace(/。$/, "")}`]),
      ...comparison(published),
    ].join("；")}。`,
    [published],
  );

function clearedLines({ cleared, unsettled }: Report): AnswerBlock[] {
  return [
    ...(cleared.length === 0
      ? []
      : [notice(`按所填情况已排除：${cleared.map(({ title }) => title).join("；")}。`)]),
    ...(unsettled.length === 0
      ? []
      : [notice(`${cautions.unsettled}${unsettled.map(({ title }) => title).join("；")}。`)]),
  ];
}
