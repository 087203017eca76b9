/**
 * A second family of wrong claims, of what is easily overlooked: each is one sentence of the wording, changed by one thing. Seeded.
 * Made against the checks as they stood before a claim had to repeat one statement, of which they caught four in five.
 */
import type { Catalogue } from "../../../../src/core/law/catalogue.ts";
import { type Mutant, type Sample, wordingSamples } from "./claim-samples.ts";

type Chance = () => number;
type Alter = (sample: Sample, chance: Chance, others: readonly Sample[]) => Sample | null;

const pick = <T>(list: readonly T[], chance: Chance): T | undefined =>
  list[Math.floor(chance() * list.length)];

const told = (sample: Sample, text: string): Sample => ({ ...sample, claim: { ...sample.claim, text } });

const swaps =
  (...pairs: readonly (readonly [RegExp, string])[]): Alter =>
  (sample, chance) => {
    const pair = pick(
      pairs.filter(([from]) => from.test(sample.claim.text)),
      chance,
    );
    return pair === undefined ? null : told(sample, sample.claim.text.replace(pair[0], pair[1]));
  };

const follows = /可以|应当|不得|必须|予以|给予|免予|不予|从轻|减轻|从重|加重|自动/u;

/** Leaves out a clause before the consequence, of those that are chosen. */
const withoutCondition =
  (chosen: (clause: string, at: number) => boolean): Alter =>
  (sample, chance) => {
    const clauses = sample.claim.text.split("，");
    const consequence = clauses.findIndex((clause) => follows.test(clause));
    const places = clauses
      .slice(0, Math.max(0, consequence))
      .flatMap((clause, at) => (chosen(clause, at) ? [at] : []));
    const gone = consequence < 2 ? undefined : pick(places, chance);
    return gone === undefined ? null : told(sample, clauses.filter((_, at) => at !== gone).join("，"));
  };

const qualifier =
  /(?:尚无|没有|未经?|不|明显|非|擅自|故意|情节[^，的]{0,4}|造成[^，的]{2,10}|符合[^，的]{2,10}|经[^，的]{2,10}|确有[^，的]{2,8})[^，。；的]{0,10}的(?=\p{Script=Han}{2})/gu;

/** The same claim with another source beside its own. */
const beside = (
  sample: Sample,
  chance: Chance,
  others: readonly Sample[],
): { own: Sample["evidence"][number]; other: Sample["evidence"][number]; text: string } | null => {
  const found = pick(others, chance);
  const [own] = sample.evidence;
  const [other] = found?.evidence ?? [];
  return found === undefined || own === undefined || other === undefined || own.passage === other.passage
    ? null
    : { own, other: { ...other, id: "zz9q" }, text: found.claim.text };
};

const citingBoth = (text: string, ...evidence: Sample["evidence"]): Sample => ({
  claim: { text, cites: evidence.map(({ id }) => id) },
  evidence,
  from: "wording",
});

export const alterations: Readonly<Record<string, Alter>> = {
  "an opposite": swaps(
    [/主动/u, "被动"],
    [/次要/u, "主要"],
    [/主要/u, "次要"],
    [/明确/u, "含糊"],
    [/反对/u, "支持"],
    [/无意/u, "故意"],
    [/难以预见/u, "容易预见"],
    [/轻微/u, "严重"],
    [/严重/u, "轻微"],
    [/积极/u, "消极"],
    [/过失/u, "故意"],
    [/故意/u, "过失"],
    [/如实/u, "不实"],
    [/以上/u, "以下"],
    [/以下/u, "以上"],
    [/上级/u, "下级"],
    [/及时/u, "延后"],
    [/公开/u, "秘密"],
    [/直接/u, "间接"],
    [/配合/u, "拒绝配合"],
    [/书面/u, "口头"],
    [/口头/u, "书面"],
  ),
  "an exclusion taken out": swaps(
    [/以外的?/u, ""],
    [/除[^，]{1,15}外，?/u, ""],
    [/(?<=\p{Script=Han})不(?=\p{Script=Han})/u, ""],
    [/尚未|尚无/u, ""],
    [/尚未/u, "已"],
    [/没有/u, "有"],
    [/未/u, "已"],
    [/非/u, ""],
    [/无(?=[正法关力])/u, ""],
  ),
  "a further condition left out": withoutCondition((clause) =>
    /^(?:且|并且|经|但|同时|尚|没有|未)/u.test(clause),
  ),
  "a condition left out": withoutCondition((_, at) => at > 0),
  "a qualifier left out": ({ ...sample }, chance) => {
    const { text } = sample.claim;
    const found = pick([...text.matchAll(qualifier)], chance);
    return found === undefined
      ? null
      : told(sample, text.slice(0, found.index) + text.slice(found.index + found[0].length));
  },
  "another subject": swaps(
    [/公职人员/u, "党员"],
    [/党员/u, "公务员"],
    [/国有企业管理人员/u, "公务员"],
    [/公务员/u, "党员"],
    [/党组织/u, "党员领导干部"],
    [/党的领导干部/u, "公职人员"],
    [/领导干部/u, "企业人员"],
    [/干部/u, "党员"],
    [/事业单位工作人员/u, "公务员"],
    [/监察人员/u, "公职人员"],
  ),
  "another connective": swaps(
    [/并且|，且/u, "，或者"],
    [/或者/u, "并且"],
    [/，但/u, "，或者"],
    [/、/u, "或者"],
    [/和/u, "或者"],
    [/以及/u, "或者"],
  ),
  "an intensifier": swaps(
    [/可以(?!说)/u, "一律可以"],
    [/应当/u, "都应当"],
    [/(?=予以)/u, "当然"],
    [/(?<!不)可以/u, "一定可以"],
    [/(?=不予|免予)/u, "自动"],
    [/^/u, "只要"],
    [/应当/u, "必然应当"],
    [/可以/u, "当然可以"],
  ),
  "a finger pointed at somebody": swaps(
    [/^/u, "这属于"],
    [/^/u, "您的情形属于"],
    [/^/u, "上述情形即"],
    [/^/u, "该干部"],
    [/^/u, "提问人"],
    [/^/u, "这"],
    [/^/u, "张某"],
  ),
  "the title of another source": (sample, chance, others) => {
    const both = beside(sample, chance, others);
    return both === null || both.own.title === both.other.title
      ? null
      : citingBoth(`《${both.other.title}》规定，${sample.claim.text}`, both.own, both.other);
  },
  "the article of another source": (sample, chance, others) => {
    const both = beside(sample, chance, others);
    const article = both?.other.article ?? "";
    return both === null ||
      !/^第.*条/u.test(article) ||
      both.own.article === article ||
      both.own.text.includes(article)
      ? null
      : citingBoth(`${article}规定，${sample.claim.text}`, both.own, both.other);
  },
  "two sources joined": (sample, chance, others) => {
    const both = beside(sample, chance, others);
    const [first, ...more] = sample.claim.text.split("，");
    const last = both?.text.split("，").at(-1);
    return both === null || more.length === 0 || last === undefined || last === both.text
      ? null
      : citingBoth(`${first}，${last}`, both.own, both.other);
  },
  "two sentences joined": (sample, chance) => {
    const [own] = sample.evidence;
    // An item with the end of its own lead is no error.
    const sentences = (own?.text.split(/[。\n]/u) ?? []).filter(
      (text) => /，/u.test(text) && !/[：；（]/u.test(text),
    );
    const one = pick(sentences, chance);
    const other = pick(sentences, chance);
    return one === undefined || other === undefined || one === other
      ? null
      : told(sample, `${one.split("，")[0]}，${other.split("，").at(-1)}`);
  },
};

/** As many of each kind as asked for, where so many can be made. */
export function widerMutantsOf(catalogue: Catalogue, each: number, chance: Chance): Mutant[] {
  const sentences = wordingSamples(catalogue);
  return Object.entries(alterations).flatMap(([kind, alter]) => {
    const found = new Map<string, Mutant>();
    for (let tries = 0; tries < sentences.length * 6 && found.size < each; tries++) {
      const sample = pick(sentences, chance);
      const altered = sample === undefined ? null : alter(sample, chance, sentences);
      if (altered !== null && altered.claim.text !== sample?.claim.text)
        found.set(altered.claim.text, { ...altered, kind });
    }
    return [...found.values()];
  });
}
