/** Several forms of one matter side by side, in words: for officials, printed as Markdown or as HTML for paper. */
import type {
  ComparedAnswer,
  ComparedMove,
  FormComparison,
  RuleStanding,
} from "../core/precheck/compare-forms.ts";
import { lookNames, resultCaution, tierNames } from "./precheck.ts";
import { type Block, type Cell, markdown, type Printed } from "./printed.ts";
import { findingWords, lookStates, rangeWords, unsure, valuesText } from "./report-words.ts";
import { dayInChinese, versionName } from "./zh.ts";

const standings = {
  decides: "成立，起作用",
  holds: "成立，不由它决定",
  fails: "不成立",
  open: "待定",
  absent: "当时没有这条",
} satisfies Record<RuleStanding, string>;

const notAsked = "没有填";

export const comparisonMarkdown = (comparison: FormComparison): string =>
  markdown(comparisonPrinted(comparison));

export function comparisonPrinted(comparison: FormComparison): Printed {
  const { columns } = comparison;
  const labels = columns.map(({ label }) => label);
  return {
    title: "同一事项的几种填法对照",
    blocks: [
      { paragraph: `供有权机关核对事实时使用，不提供给当事人。${resultCaution}。` },
      { heading: "一、结果", level: 2 },
      { head: ["项目", ...labels], rows: resultRows(comparison) },
      ...columns.flatMap((column): Block[] => {
        const range = rangeWords(column);
        return range === "" ? [] : [{ paragraph: `${column.label}：${range}` }];
      }),
      { heading: "二、为什么不同", level: 2 },
      ...comparison.moves.flatMap((move) => moveBlocks(move, labels)),
      { heading: "三、不同的回答", level: 2 },
      ...(comparison.answers.length === 0
        ? [{ paragraph: "所填的回答完全相同。" }]
        : [
            {
              head: ["看", "事实", ...labels],
              rows: comparison.answers.map(({ look, label, given }): Cell[] => [
                lookNames[look],
                label,
                ...given.map(answerWords),
              ]),
            },
          ]),
      { heading: "四、六看", level: 2 },
      {
        head: ["看", ...labels],
        rows: comparison.looks.map(({ look, states }): Cell[] => [
          lookNames[look],
          ...states.map((state) => `${lookStates[state].symbol} ${lookStates[state].word}`),
        ]),
      },
      { heading: "五、变动的规则", level: 2 },
      ...ruleBlocks(comparison, labels),
      { heading: "六、记录", level: 2 },
      {
        list: columns.map(({ label, ruleset, recordHash }) => ({
          text: `${label}：规则集${ruleset.id}，版本${ruleset.version}；记录${recordHash}`,
        })),
      },
    ],
  };
}

const answerWords = (given: ComparedAnswer): string =>
  given === null ? notAsked : given.length === 0 ? unsure : valuesText(given);

const resultRows = ({ columns }: FormComparison): Cell[][] => [
  ["结果", ...columns.map(findingWords)],
  ["行为日", ...columns.map(({ actDate }) => dayInChinese(actDate))],
  ["决定日", ...columns.map(({ decisionDate }) => dayInChinese(decisionDate))],
  ["规则", ...columns.map(({ ruleset }) => versionName(ruleset.version))],
];

function moveBlocks({ from, to, moved, byRules, byFacts }: ComparedMove, labels: readonly string[]): Block[] {
  const heading = `从“${labels[from]}”到“${labels[to]}”`;
  return [
    { label: heading },
    ...(moved ? [] : [{ paragraph: "结果没有变。" }]),
    ...(byRules === null
      ? []
      : [{ paragraph: `只换日期或者地方，不换回答，结果就是：${findingWords(byRules)}。` }]),
    ...(byFacts.length === 0
      ? []
      : [
          {
            paragraph: `${byFacts.length === 1 ? "下列一项回答就足以" : `下列${byFacts.length}项回答合起来才`}得到后一个结果，其余不同的回答可以不计：`,
          },
          {
            list: byFacts.map(({ look, label, was, is }) => ({
              text: `${lookNames[look]}，${label}：从“${answerWords(was)}”到“${answerWords(is)}”`,
            })),
          },
        ]),
  ];
}

/** Why a rule stands otherwise though nothing it names was answered otherwise. */
const becauseOfRules = (states: readonly RuleStanding[]): string =>
  states.every((state) => state === "decides" || state === "holds")
    ? "有没有层级更高的规则成立"
    : "规则的版本或者地方不同";

function ruleBlocks({ rules }: FormComparison, labels: readonly string[]): Block[] {
  if (rules.length === 0) return [{ paragraph: "没有规则变动。" }];
  return [
    {
      head: ["规则", ...labels, "因为这些回答不同"],
      rows: rules.map(({ rule, title, tier, standings: states, because }): Cell[] => [
        [`${title}（${rule}）`, tierNames[tier]],
        ...states.map((state) => standings[state]),
        because.length > 0 ? because.map(({ label }) => label) : becauseOfRules(states),
      ]),
    },
  ];
}
