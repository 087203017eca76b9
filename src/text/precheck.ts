/** What a pre-check says to people. The words for its results are fixed by contract; nothing else is said of them. */
import type { PrecheckResult, PrecheckSchema } from "../core/precheck/result.ts";
import type { Status } from "../core/rules/decision.ts";
import type { Answer, FactId, Look, Outcome, RuleId, Tier } from "../core/rules/types.ts";
import { verifications } from "./zh.ts";

export const outcomeWording = {
  exempt: "倾向：可研究予以容错免责",
  lighter: "倾向：可研究从轻、减轻",
  consult: "需人工研判、会商",
  not_tolerated: "提示：所填情况涉及不予容错的情形",
} satisfies Record<Outcome, string>;

export const statusWording = {
  insufficient: "材料不足",
  not_applicable: "所填情况不属本预审范围",
  clarification: "所填情况为反映失实或与本人无关，可了解澄清、申诉途径",
} satisfies Record<Exclude<Status, "decided">, string>;

/** Follows every result. */
export const resultCaution = "本提示依所填情况生成，不是认定，以有权机关认定为准";

export const lookNames = {
  threshold: "门槛",
  nature: "问题性质",
  basis: "工作依据",
  motive: "主观动机",
  decision: "决策过程",
  consequence: "后果影响",
  correction: "纠错态度",
} satisfies Record<Look, string>;

export const tierNames = {
  gate: "门槛",
  redline: "红线",
  refer: "提交研判",
  favour: "有利情形",
  default: "默认",
} satisfies Record<Tier, string>;

/** 「由组织确定」 where no term is known. */
export const dueWording = (days: number | null, unit = "日"): string =>
  days === null ? "由组织确定" : unit === "日" ? `${days}日` : `${days}个${unit}`;

/** The result in one line, with the caution that always follows. */
export const verdictWording = ({ status, outcome }: Pick<PrecheckResult, "status" | "outcome">): string =>
  `${status === "decided" ? (outcome === null ? statusWording.insufficient : outcomeWording[outcome]) : statusWording[status]}。${resultCaution}。`;

/** Puts facts and answers into words; ids stand for themselves where the rules of the day do not know them. */
function labelsOf(facts: PrecheckSchema["facts"]) {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const labelOf = (fact: FactId, id: string): string =>
    id === "unsure" ? "不清楚" : (byId.get(fact)?.values.find((value) => value.id === id)?.label ?? id);
  return {
    fact: (id: FactId): string => byId.get(id)?.label ?? id,
    answers: (answers: Readonly<Record<FactId, Answer>>): string =>
      Object.entries(answers)
        .map(
          ([fact, answer]) =>
            `${byId.get(fact)?.label ?? fact}：${(typeof answer === "string" ? [answer] : answer).map((id) => labelOf(fact, id)).join("或")}`,
        )
        .join("；"),
  };
}

/**
 * A result for people: the verdict, then what it rests on, what is open, what to do.
 *
 * @param titles of rules; one that is not there is called by its id alone
 */
export function resultText(
  result: PrecheckResult,
  facts: PrecheckSchema["facts"],
  titles: ReadonlyMap<RuleId, string>,
): string {
  const named = (rule: RuleId): string => [rule, titles.get(rule) ?? []].flat().join("  ");
  const { fact, answers } = labelsOf(facts);
  const facetsOf = (ids: readonly FactId[]): string => ids.map(fact).join("、");
  const range = result.range;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["依据的规则", result.fired.flatMap((fired) => firedLines(fired, answers))],
    ["已排除的红线", result.cleared.map(({ rule, by }) => `${named(rule)}（${answers(by)}）`)],
    [
      "尚未确定的规则",
      result.open.map(
        ({ rule, tier, facts: open }) => `${named(rule)}（${tierNames[tier]}）  待定：${facetsOf(open)}`,
      ),
    ],
    ["接下来要问", result.next_questions.map(fact)],
    ["离有利情形还差", result.nearest.map(({ rule, failed }) => `${named(rule)}  尚缺：${facetsOf(failed)}`)],
    [
      "改正可以带来的变化",
      result.what_would_change.map(({ set, outcome }) => `${answers(set)} → ${outcomeWording[outcome]}`),
    ],
    [
      "要做的改正",
      result.corrections.map(
        ({ id, title, due_days, due_unit, because }) =>
          `${id}  ${title}（期限：${dueWording(due_days, due_unit)}）：${because}`,
      ),
    ],
    [
      "要准备的材料",
      result.evidence.map(({ look, documents }) => `${lookNames[look]}：${documents.join("、")}`),
    ],
    [
      "两个日期的规则结论不同",
      (result.by_version ?? []).map((entry) => `${entry.ruleset.version}：${shortVerdict(entry)}`),
    ],
  ];
  return [
    ...(result.id === null ? [] : [`【${result.id}】`]),
    verdictWording(result),
    ...(range !== null && range.best !== null && range.worst !== null && range.best !== range.worst
      ? [`可能的范围：${outcomeWording[range.worst]} 至 ${outcomeWording[range.best]}`]
      : []),
    ...sections.flatMap(([title, lines]) =>
      lines.length === 0 ? [] : [`■ ${title}`, ...lines.map((line) => `  ${line}`)],
    ),
    `规则：${result.ruleset.id} ${result.ruleset.version}  ${result.ruleset.hash}`,
    `记录：${result.record_hash}`,
  ].join("\n");
}

const shortVerdict = ({ status, outcome }: Pick<PrecheckResult, "status" | "outcome">): string =>
  status === "decided" && outcome !== null
    ? outcomeWording[outcome]
    : status === "decided"
      ? ""
      : statusWording[status];

function firedLines(
  { rule, title, tier, basis, facts }: PrecheckResult["fired"][number],
  answers: (facts: Readonly<Record<FactId, Answer>>) => string,
): string[] {
  if (tier === "default") return ["没有规则适用，按默认处理"];
  return [
    `${rule}  ${title}（${tierNames[tier]}）`,
    ...(Object.keys(facts).length > 0 ? [`  所填：${answers(facts)}`] : []),
    ...basis.map(
      ({ document, article, passage, verification }) =>
        `  依据：《${document}》${article ?? ""}（${passage}；${verifications[verification]}）`,
    ),
  ];
}

/** The questions of a pre-check, by look. */
export function schemaText({ ruleset, jurisdictions, facts }: PrecheckSchema): string {
  return [
    `规则：${ruleset.id} ${ruleset.version}  ${ruleset.hash}`,
    ...facts.flatMap(({ id, look, question, help, values, corrective }) => [
      "",
      `${id}  【${lookNames[look]}】${question}`,
      `  ${help}`,
      ...values.map((value) => `  · ${value.id}  ${value.label}`),
      ...(corrective ? ["  （可以通过改正改变）"] : []),
    ]),
    "",
    `地方补充：${jurisdictions.length === 0 ? "无" : jurisdictions.map(({ id, title }) => `${id}（${title}）`).join("、")}`,
  ].join("\n");
}

/** What a published case shares with a form, and what differs, a line each. */
export function similarFactsText(
  shared: Readonly<Record<FactId, Answer>>,
  differing: Readonly<Record<FactId, { readonly here: Answer; readonly case: Answer }>>,
  facts: PrecheckSchema["facts"],
): string {
  const { answers } = labelsOf(facts);
  const lines = [
    `相同：${answers(shared)}`,
    ...Object.entries(differing).map(
      ([fact, { here, case: there }]) =>
        `不同：此处${answers({ [fact]: here })}；案例${answers({ [fact]: there })}`,
    ),
  ];
  return lines.map((line) => `${" ".repeat(13)}${line}\n`).join("");
}
