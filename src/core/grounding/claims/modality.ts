/**
 * Modality (情态): 应当, 可以, 不得 and what softens or grades them. 可以 becomes no 应当 and does not vanish; 从轻 becomes no 减轻.
 * A clause is compared with the sentence of its source that says most of it.
 */
import { clausesOf, coverageBy, nearestPart, pairsOf, sentencesOf } from "./clauses.ts";

/** Words by what they mean; the first of a class that stands in a text stands for the class. */
const classes = {
  obligation: /应当|应该|必须|务必|有义务|(?<!不)须(?!要不)/u,
  permission:
    /(?<!不)可以|(?<!不)可(?=予|不予|免|从|依|按|结|酌|根据|给)|有权|允许|(?<![不才])能够?(?=予以|不予|免|从轻|减轻|容错)/u,
  prohibition: /不得|禁止|严禁|不许|不允许|不可以|不准|不能够?(?=予以|免|从轻|减轻|容错)|不应当/u,
  generally: /一般(?![性人情])|原则上|通常/u,
} as const;

/** Grades of treatment: each must stand in the source itself. */
const grades = /从轻|减轻|从重|加重|从宽|从严|免予|免除|免责|不予|予以容错|酌情/gu;

/** Where a class says the same as others: an order not to do is kept by either word. */
const kept: Readonly<Record<keyof typeof classes, RegExp>> = {
  ...classes,
  prohibition: /不得|禁止|严禁|不许|不允许|不可以|不准|不能|不应|不予/u,
  permission: /可以|可(?=予|不予|免|从|依|按|结|酌|根据|给)|有权|允许|能够/u,
  generally: /一般|原则上|通常/u,
  obligation: /应当|应该|必须|务必|有义务|须|应(?=予|由|按|依|给|及|当)/u,
};

/** What follows 可以 in a source, by which a clause that drops the word is known. */
const following = 6;

/** A clause with fewer pairs is compared with the whole sentence of its source. */
const tellingPairs = 4;
/** A clause of the source must say so much of a clause to be its own. */
const ownShare = 0.6;

/** Why the modality of a text does not hold; null where it does. */
export function modalityFault(text: string, source: string): string | null {
  const sentences = sentencesOf(source);
  const clauses = clausesOf(source);
  for (const clause of clausesOf(text)) {
    const sentence = nearestPart(clause, sentences) ?? "";
    const near = ownClause(clause, clauses) ?? sentence;
    for (const name of Object.keys(classes) as (keyof typeof classes)[])
      if (classes[name].test(clause) && !kept[name].test(near)) return `${name}: ${clause}`;
    for (const [grade] of clause.matchAll(grades)) if (!source.includes(grade)) return `${grade}: ${clause}`;
    const lost = lostSoftening(clause, text, sentence);
    if (lost !== null) return `${lost} is lost: ${clause}`;
  }
  return null;
}

/** The clause of the source that says what a clause says, where one says enough of it. */
function ownClause(clause: string, clauses: readonly string[]): string | null {
  const pairs = pairsOf(clause);
  if (pairs.size < tellingPairs) return null;
  const nearest = nearestPart(clause, clauses);
  return nearest !== null && coverageBy(pairs, nearest) >= ownShare ? nearest : null;
}

/** 可以 or 一般 of the source that a clause leaves out although it says what follows. */
function lostSoftening(clause: string, text: string, nearest: string): string | null {
  if (kept.permission.test(text) || kept.generally.test(text) || softer.test(text)) return null;
  for (const match of nearest.matchAll(/(?<!不)可以|一般(?![性人情])|原则上/gu)) {
    const after = nearest.slice(match.index + match[0].length, match.index + match[0].length + following);
    const pairs = pairsOf(after);
    if (pairs.size > 0 && coverageBy(pairs, clause) >= 0.6) return match[0];
  }
  return null;
}

/** Other words that leave open whether it comes to it. */
const softer = /可能|未必|不一定|不必然|视情|酌情|研究|看情况/u;
