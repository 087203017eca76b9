/** Conditions of rules in words a lawyer reads: facts and values by their labels, combinations as lists. */
import type { Condition, RuleSet, ValueId } from "../core/rules/types.ts";
import type { Item } from "./printed.ts";

/** Puts the conditions of one rule set into words. */
export interface Words {
  /** One item a condition; combinations have theirs below, those of the same kind in one list. */
  condition(condition: Condition): Item;
  fact(id: string): string;
  value(fact: string, id: ValueId): string;
  conclusion(id: string): string;
}

export function wordsOf({ facts, conclusions }: Pick<RuleSet, "facts" | "conclusions">): Words {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const titles = new Map(conclusions.map(({ id, title }) => [id, title]));
  const words: Words = {
    fact: (id) => byId.get(id)?.label ?? id,
    value: (fact, id) => byId.get(fact)?.values.find((value) => value.id === id)?.label ?? id,
    conclusion: (id) => titles.get(id) ?? id,
    condition(condition) {
      if ("fact" in condition) return { text: atom(words, condition.fact, condition.in, "") };
      if ("conclusion" in condition)
        return { text: `${words.conclusion(condition.conclusion)}（见“分结论”）` };
      if ("not" in condition) return negated(words, condition.not);
      const [text, parts] =
        "all" in condition
          ? ["以下都符合：", condition.all.flatMap((part) => ("all" in part ? part.all : [part]))]
          : ["以下有一项符合：", condition.any.flatMap((part) => ("any" in part ? part.any : [part]))];
      const [only] = parts;
      if (parts.length === 1 && only !== undefined) return words.condition(only);
      return { text, items: parts.map(words.condition) };
    },
  };
  return words;
}

const atom = (words: Words, fact: string, values: readonly ValueId[], verb: "" | "不是"): string =>
  `${words.fact(fact)}：${verb}${values.map((id) => `“${words.value(fact, id)}”`).join("或")}`;

function negated(words: Words, condition: Condition): Item {
  if ("fact" in condition) return { text: atom(words, condition.fact, condition.in, "不是") };
  if ("conclusion" in condition)
    return { text: `没有“${words.conclusion(condition.conclusion)}”（见“分结论”）` };
  return { text: "以下不成立：", items: [words.condition(condition)] };
}
