/** What a report was made from, for the second half of its document: cases, red lines, answers, sources, the record. */
import type { Report, ReportCase, ReportCitation } from "../core/precheck/report.ts";
import { looks } from "../core/rules/types.ts";
import { lookNames } from "./precheck.ts";
import type { Block, Cell } from "./printed.ts";
import { sourceText } from "./render.ts";
import { answersText, answerText, cautions, marksOf, seeCases, valuesText } from "./report-words.ts";
import { labels, notices, outcomes, verifications } from "./zh.ts";

export function caseBlocks({ cases, contrast }: Report): Block[] {
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
            ...(because === null ? [] : [{ text: `与前面第一个案例结果不同的原因：${because}` }]),
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

export function clearedBlocks({ cleared, unsettled }: Report): Block[] {
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

export function answerBlocks({ answers }: Report): Block[] {
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
export function sourceBlocks({ citations, fired }: Report): Block[] {
  const quoted = new Set(fired.flatMap(({ basis }) => basis.map(({ n }) => n)));
  const rest = citations.filter(({ n }) => !quoted.has(n));
  if (rest.length === 0) return [];
  return [
    {
      head: ["号", "出处", "原文，或者要点"],
      rows: rest.map((source): Cell[] => [`〔${source.n}〕`, sourceText(source), sourceCell(source)]),
    },
  ];
}

function sourceCell(source: ReportCitation): Cell {
  const { kind, quote, gist, note } = source;
  if (kind === "case") return seeCases;
  const words = quote === null ? `${labels.gist}：${gist ?? ""}` : { quote: `“${quote}”` };
  return note === null ? [words] : [words, `${notices.reminder}${note}`];
}

export const recordBlocks = ({ ruleset, byVersion, recordHash }: Report): Block[] => [
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

/** What an editor adds to a source: why it carries the rule, and what to mind. */
export const noteText = (why: string | null, reminder: string | null): string =>
  [why === null ? "" : `编者：${why}。`, reminder === null ? "" : `${notices.reminder}${reminder}`].join("");
