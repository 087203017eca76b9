/**
 * What an editor writes freely (a sentence of a campaign, a correction, an answer to a complaint), held against the knowledge
 * base: what it names must be held there and be among its sources, what it quotes must stand in them word for word.
 */
import type { Catalogue } from "./catalogue.ts";
import { createCitedCheck } from "./curated-consistency.ts";
import { createIndex } from "./findings.ts";
import type { Resolver } from "./resolver.ts";
import type { Day } from "./types.ts";

/** Something that the sources of a text do not carry; `words` are those of the text, a title without its 《》. */
export interface FreeTextProblem {
  readonly type: "title" | "article" | "quotation";
  readonly words: string;
}

export interface FreeTextCheck {
  /** Ids of what a text names by itself and the knowledge base holds: articles, and documents in 《》; in reading order. */
  named(text: string, day: Day): readonly string[];
  /**
   * What the sources do not carry: a title in 《》, 第…条, a quotation in 「」, and one in “” that gives a figure or a time limit.
   * Without a figure “” may stand for any way of speaking.
   *
   * @param beside other texts that may be quoted
   */
  problems(text: string, sources: readonly string[], beside?: readonly string[]): readonly FreeTextProblem[];
}

const types = {
  "mention.title": "title",
  "mention.article": "article",
  "mention.quote": "quotation",
} as const;

const isKnown = (code: string): code is keyof typeof types => Object.hasOwn(types, code);

/** A number that is counted in something, or written in digits. 八项规定 and 三个区分开来 are names. */
const figure =
  /\d|[〇零一二两三四五六七八九十百千万亿半]+(?:个?工作日|个?月|周?年|日|天|周|小时|元|倍|成)|百分之|分之[一二三四五六七八九十]/u;

export function createFreeTextCheck(
  catalogue: Catalogue,
  resolver: Pick<Resolver, "resolve">,
): FreeTextCheck {
  const index = createIndex(catalogue);
  return {
    named(text, day) {
      const found = resolver.resolve(text, { day }).flatMap(({ reference, passages, entry, start }) => {
        if (reference !== null && passages.length > 0) return passages.slice(0, 1);
        return text[start] === "《" ? [entry.id] : [];
      });
      return [...new Set(found)];
    },
    problems(text, sources, beside = []) {
      const found: FreeTextProblem[] = [];
      const check = createCitedCheck(sources, beside, index, (code, _, [words = ""] = []) => {
        if (isKnown(code)) found.push({ type: types[code], words });
      });
      // What gives a figure is checked as any other quotation.
      check(
        text.replace(/“([^“”]*)”/gu, (whole, inside: string) =>
          figure.test(inside) ? `「${inside}」` : whole,
        ),
        [],
      );
      return found;
    },
  };
}
