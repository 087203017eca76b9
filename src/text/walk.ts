/** What is said while a published case is walked through (案例推演). */

import type { Leaning, WalkOutcome } from "../core/learning/walk.ts";
import type { Comparison } from "../core/learning/walk-findings.ts";
import type { Ends } from "../core/rules/open-ends.ts";
import { type Outcome, outcomes, type Tier } from "../core/rules/types.ts";
import { outcomeWording } from "./precheck.ts";

export const leaningNames = {
  for: "有利",
  against: "不利",
  open: "还要再问",
} satisfies Record<Leaning, string>;

export const walkOutcomeNames = {
  exempt: "容错免责",
  lighter: "从轻、减轻",
  not_tolerated: "给予处分、追究责任",
} satisfies Record<WalkOutcome, string>;

/** Quotation marks inside of a quotation become single ones. */
const quote = (text: string): string => `“${text.replaceAll("“", "‘").replaceAll("”", "’")}”`;
const quoted = (texts: readonly string[]): string => texts.map(quote).join("、");
const wording = (outcome: Outcome): string => `“${outcomeWording[outcome]}”`;

const ruleKinds = {
  gate: "门槛",
  redline: "红线",
  refer: "研判事由",
  favour: "有利情形",
  default: "默认",
} satisfies Record<Tier, string>;

const notThePublished =
  "规则按事实的类别从严提示，看不到没有公布的情况，也不权衡个案；案例由有权机关查清全部事实以后决定，以决定为准。";

/** A source that reports a sanction reports no refusal of tolerance. */
const noRefusal =
  "来源报告的是处分或者追究，没有写当事人申请过容错，所以不能读成“申请容错被驳回”，也不能当作这样的先例。";

export const walkWords = {
  look: (at: number, name: string, told: readonly string[]) =>
    [
      `第${"一二三四五六"[at] ?? at + 1}看，${name}：`,
      told.length === 0 ? "" : `来源另外写明${quoted(told)}。`,
      "只看来源写的，这一看是有利、不利，还是要再问？",
    ].join(""),
  judged: (name: string, leaning: string) => `${name}，您判断：${leaning}。`,
  stated: (span: string, label: string, values: readonly string[]) =>
    `来源写${quote(span)}，预审里填：${label}——${values.join("，或者")}。`,
  silent: (labels: readonly string[]) =>
    `来源写的没有一项填在这一看（同一处事实只填一次）；没有写的不能当成有利，要再问：${labels.join("；")}。`,
  /** @param short none of the facts is at its best @param unstated what else is asked of the look */
  read: (leaning: Leaning, short: boolean, unstated: readonly string[]) =>
    [
      "照预审规则看，这些事实",
      leaning !== "open" ? "" : short ? "不算有利，轻重还定不下来" : "还定不下有利或者不利",
      leaning === "open" ? `，${leaningNames.open}。` : `：${leaningNames[leaning]}。`,
      leaning === "against" || unstated.length === 0 ? "" : `没有写的不能当成有利：${unstated.join("；")}。`,
    ].join(""),
  guess: "六看都看过了。您觉得组织当时怎么定的？",
  guessed: (guess: string, same: boolean) => `您估计：${guess}${same ? "，与公布的结果一致。" : "。"}`,
  official: "公布的结果",
  correction: (text: string) => `后续：${text}。`,

  rules: "规则怎么看",
  rulesSay: (verdict: string) =>
    `按今天的规则，只填来源写明的事实：${verdict}这是推演，不是对这个案例的评判。`,
  range: ({ worst, best }: Ends) => `还可能的结果：从${wording(worst)}到${wording(best)}。`,
  holds: (tier: Tier, title: string, spans: readonly string[]) =>
    `${ruleKinds[tier]}“${title}”成立，凭的是${quoted(spans)}。`,
  noneHolds: "只凭来源写明的事实，红线、研判事由和有利情形都还没有哪一条成立。",

  beside: "和公布的结果对照",
  comparison: (comparison: Comparison, official: string, rules: Outcome): string =>
    comparisonWords[comparison](official, wording(rules)),

  open: "来源没有写、又会定结果的",
  settles: (isFirst: boolean, outcome: Outcome, reasons: readonly string[]) =>
    `${isFirst ? "" : "以上都没有，但"}查明有下面任何一项，结果就是${wording(outcome)}：${reasons.join("；")}。`,
  rest: ({ worst, best }: Ends) =>
    worst === best
      ? `以上都没有，结果就是${wording(worst)}。`
      : `以上都没有，结果在${wording(worst)}和${wording(best)}之间，要看其余各项。`,
  /** @param isFirst nothing was named before that settles the result by itself */
  way: (
    isFirst: boolean,
    title: string,
    outcome: Outcome,
    needs: readonly string[],
    rests: readonly string[],
  ) =>
    [
      `${isFirst ? "" : "以上都没有，又"}查明${needs.join("；")}，就符合“${title}”：${wording(outcome)}。`,
      rests.length === 0 ? "" : `来源已经写明、这里用得上的：${rests.join("；")}。`,
    ].join(""),

  otherwise: "什么会不一样",
  supposed: (title: string, outcome: Outcome) =>
    `假定“${title}”要查明的都查明了，结果是${wording(outcome)}。来源写明的事实这时换一项，又没有别的有利情形，结果就不同：`,
  single: "来源写明的事实换一项，没有写的仍然没有查明：",
  changes: (now: Ends, to: Ends, facts: readonly string[]) => `${become(now, to)}：${facts.join("；")}。`,
  together: (now: Ends, to: Ends, facts: readonly string[]) =>
    `只换一项不够，下面几项一起换，${become(now, to)}：${facts.join("；")}。`,
  nothingChanges: "来源写明的事实换哪一项，结果都一样。",
  contrasts: "做法相像、结果不同的案例：",
  anotherCase: "再推一个案例",
} as const;

function become(now: Ends, { worst, best }: Ends): string {
  if (worst === best) return `结果就是${wording(best)}`;
  return outcomes.indexOf(best) < outcomes.indexOf(now.best)
    ? `最好也只到${wording(best)}`
    : `排除了红线、查明没有写的以后，最好可以到${wording(best)}`;
}

/** The rules are a prompt and know what was published; the organ knew the case. Neither is put right by the other. */
const comparisonWords: Record<Comparison, (official: string, rules: string) => string> = {
  same: (official, rules) =>
    `公布的是“${official}”，规则是${rules}，方向相同。规则只是提示，决定由组织作出。`,
  within: (official, rules) =>
    `公布的是“${official}”；没有写的查明以后，规则可以到${rules}，两者不矛盾。规则现在定不下来，是因为来源没有写全；组织决定时查清了哪些事实，这里看不到。`,
  otherwise: (official, rules) =>
    `公布的是“${official}”；没有写的查明以后，规则最接近${rules}，方向相同，程度不同。${notThePublished}`,
  people: (official, rules) =>
    `公布的是“${official}”；规则最好到${rules}，不自行给出有利结果。两者不矛盾：研判、会商以后怎么定，本来就由组织决定。`,
  apart: (official, rules) =>
    `公布的是“${official}”，规则是${rules}，两者不同。${notThePublished}规则是提示，不是法律；不同不等于哪一方有错，也不能由这个案例推定同类情形都可以容错。`,
  "sanctioned-alike": (_official, rules) => `规则是${rules}，与公布的处理不矛盾。但是${noRefusal}`,
  "sanctioned-within": (_official, rules) =>
    `规则还定不下来，最好到${rules}，也可能是不予容错，与公布的处理不矛盾；组织处理时查清了哪些事实，这里看不到。另外，${noRefusal}`,
  "sanctioned-apart": (_official, rules) =>
    `公布的是处分或者追究，规则最好到${rules}，两者不同。${notThePublished}另外，${noRefusal}`,
  gated: () => "照来源写明的事实，这件事不在预审范围之内，没有可以对照的。",
};
