/**
 * Sound claims made from the shipped knowledge base, and mutants of them, each wrong by one thing. Seeded: the same in every run.
 *
 *   sound    what an editor wrote with its passages; a sentence of the wording; an item with what leads it in, or put in the place
 *            of 有下列情形之一; a list with all its items
 *   mutants  number, day, modality, negation, organ, sanction, grade of treatment, source, title, article, verdict
 */
import type { Claim, Evidence } from "../../../../src/core/grounding/claims/claim.ts";
import { evidenceFor } from "../../../../src/core/grounding/claims/evidence.ts";
import type { Catalogue } from "../../../../src/core/law/catalogue.ts";
import { chineseNumeral, parseNumeral } from "../../../../src/core/law/numerals.ts";

export interface Sample {
  readonly claim: Claim;
  readonly evidence: readonly Evidence[];
  readonly from: "curated" | "wording";
}

export interface Mutant extends Sample {
  readonly kind: string;
}

/** Numbers from 0 to 1, the same in every run. */
export function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const evidenceOf = (catalogue: Catalogue, passage: string, id: string): Evidence | null => {
  const evidence = evidenceFor(catalogue, passage, id, "2026-11-26");
  // Repealed versions make as good samples of wording.
  return evidence === null ? null : { ...evidence, usable: true };
};

/** What editors wrote, with the whole articles it rests on. */
export function curatedSamples(catalogue: Catalogue): Sample[] {
  return catalogue.base.curated.flatMap(({ blocks }) =>
    blocks.flatMap((block): Sample[] => {
      if (block.type !== "statement" || block.references.length === 0) return [];
      const evidence = block.references.flatMap(
        ({ passage }, at) => evidenceOf(catalogue, passage, `e${at}x`) ?? [],
      );
      if (evidence.length < block.references.length || evidence.length > 4) return [];
      return [
        { claim: { text: block.text, cites: evidence.map(({ id }) => id) }, evidence, from: "curated" },
      ];
    }),
  );
}

const itemNumber = /^[（(][^）)]{1,3}[）)]|^[一二三四五六七八九十]+是/u;
/** A sentence that means nothing, or something else, without the one before. */
const fragment = /^(?:其|该|情节|同时|此后|因此|还要)|前款|前述|这类|^有?第[一二三四]+[款项]/u;
const longest = 280;

/** Each line of a text as sentences, a list as its lead with each item where one of them is enough, else with all. */
function* toldOf(text: string): Generator<string> {
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    if (itemNumber.test(line)) continue;
    const sentences = line.split(/(?<=[。！？])(?!但|除)/u).filter((sentence) => sentence !== "");
    const lead = line.endsWith("：") ? sentences.pop() : undefined;
    yield* sentences.filter((sentence) => !fragment.test(sentence));
    if (lead === undefined) continue;
    const rest = lines.slice(at + 1);
    const end = rest.findIndex((other) => !itemNumber.test(other));
    const items = rest
      .slice(0, end === -1 ? rest.length : end)
      .map((item) => item.replace(itemNumber, "").replace(/[；。]$/u, ""));
    if (!lead.includes("之一")) {
      yield lead + items.join("；");
      continue;
    }
    for (const item of items) {
      yield lead + item;
      const ending = item.endsWith("的") || !/之一的/u.test(lead) ? "" : "的";
      yield lead.replace(/有下列[^，。；：]{1,8}之一的?/u, item + ending).replace(/：$/u, "");
    }
  }
}

/** What the wording and the gists say, sentence by sentence, as the instruction to a model asks for it. */
export function wordingSamples(catalogue: Catalogue): Sample[] {
  return catalogue.base.documents.flatMap(({ provisions }) =>
    provisions.flatMap((provision): Sample[] => {
      const evidence = evidenceOf(catalogue, provision.id, "k7p2");
      if (evidence === null) return [];
      return [...toldOf(evidence.text)]
        .filter((text) => text.length >= 12 && text.length <= longest)
        .map((text) => ({ claim: { text, cites: [evidence.id] }, evidence: [evidence], from: "wording" }));
    }),
  );
}

type Change = (text: string, chance: () => number) => string | null;

const swapOf =
  (pairs: readonly (readonly [RegExp, string])[]): Change =>
  (text, chance) => {
    const fitting = pairs.filter(([from]) => from.test(text));
    const pair = fitting[Math.floor(chance() * fitting.length)];
    return pair === undefined ? null : text.replace(pair[0], pair[1]);
  };

const number: Change = (text, chance) => {
  const found = [
    ...text.matchAll(/([0-9]+|[一二三四五六七八九十百]+)(?=个?(?:工作日|月|年|日|天|次|倍|万元|元|名))/gu),
  ];
  const match = found[Math.floor(chance() * found.length)];
  const value =
    match === undefined ? null : /^[0-9]/u.test(match[0]) ? Number(match[0]) : parseNumeral(match[0]);
  if (match === undefined || value === null) return null;
  const other = value + 1 + Math.floor(chance() * 8);
  const written = /^[0-9]/u.test(match[0]) ? String(other) : chineseNumeral(other);
  return text.slice(0, match.index) + written + text.slice(match.index + match[0].length);
};

/** Each makes a text wrong, or gives null where it cannot. */
export const changes: Readonly<Record<string, Change>> = {
  number,
  modality: swapOf([
    [/可以(?!说)/u, "应当"],
    [/可以(?!说)/u, "必须"],
    [/应当/u, "可以"],
    [/不得/u, "可以"],
    [/必须/u, "可以"],
    [/(?<!不)可以(?=免|不予|从轻|减轻|给予|予以)/u, ""],
    [/一般应当/u, "可以"],
  ]),
  negation: swapOf([
    [/不得/u, "得"],
    [/不予(?=问责|处分|容错|追究|受理)/u, "予以"],
    [/免予(?=问责|处分|追究)/u, "给予"],
    [/(?<!不)应当/u, "不应当"],
    [/(?<![不应])可以/u, "不可以"],
    [/没有(?=谋取|造成|明确|违反|证据)/u, "有"],
    [/未(?=谋取|造成|经|按|履行)/u, "已"],
    [/不(?=属于|构成|能|是|影响)/u, ""],
  ]),
  organ: swapOf([
    [/纪检监察机关/u, "人民法院"],
    [/组织(?:人事)?部门/u, "公安机关"],
    [/党委（党组）|党委/u, "国务院"],
    [/任免机关/u, "审计机关"],
    [/监察机关/u, "财政部门"],
    [/党组织/u, "人民检察院"],
    [/(?:县级|各级)?人民政府/u, "人民法院"],
  ]),
  sanction: swapOf([
    [/警告/u, "撤职"],
    [/记过/u, "降职"],
    [/诫勉/u, "开除党籍"],
    [/开除/u, "记大过"],
    [/通报/u, "留党察看"],
    [/批评教育/u, "撤销党内职务"],
    [/政务处分/u, "责令辞职"],
  ]),
  treatment: swapOf([
    [/从轻(?!或)/u, "从重"],
    [/减轻(?!或)/u, "加重"],
    [/从轻或者减轻|从轻、减轻/u, "从重或者加重"],
    [/免予/u, "从重"],
    [/从重/u, "从轻"],
    [/加重/u, "减轻"],
  ]),
  "added number": (text) => `${text.replace(/。$/u, "")}，期限为37个工作日`,
  title: (text) => `按照《干部免责实施条例》，${text}`,
  article: (text) => `按照第三百零九条，${text}`,
  quotation: (text) => `${text.replace(/。$/u, "")}，“凡改革皆可免责”`,
  verdict: swapOf([[/。?$/u, "，所以您的情况肯定可以免责"]]),
  promise: swapOf([[/。?$/u, "，您放心去做，不会被追究"]]),
};

/** As many mutants of each kind as asked for, where so many can be made. */
export function mutantsOf(samples: readonly Sample[], each: number, chance: () => number): Mutant[] {
  return Object.entries(changes).flatMap(([kind, change]) => {
    const found: Mutant[] = [];
    const seen = new Set<string>();
    for (let tries = 0; tries < samples.length * 6 && found.length < each; tries++) {
      const sample = samples[Math.floor(chance() * samples.length)];
      if (sample === undefined) break;
      const text = change(sample.claim.text, chance);
      if (text === null || text === sample.claim.text || seen.has(text)) continue;
      seen.add(text);
      found.push({ ...sample, kind, claim: { ...sample.claim, text } });
    }
    return found;
  });
}
