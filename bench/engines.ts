/** The libraries a search is measured against, each behind the same two functions. */

import { DatabaseSync } from "node:sqlite";
import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict.js";
import { Index } from "flexsearch";
import MiniSearch from "minisearch";
import { loadSimplifiedTable } from "../src/adapters/script/simplified.ts";
import type { Passage } from "../src/core/retrieval/index.ts";
import { buildIndex } from "../src/core/retrieval/index.ts";

/** A built engine. */
export interface Built {
  /** Ids of the best passages, best first, `top` at most. */
  search(query: string, top: number): string[];
  /** What it holds outside the heap's objects: typed arrays or an SQLite file in memory, in bytes; null where that is not known. */
  bytes(): number | null;
}

export interface Engine {
  readonly name: string;
  build(passages: readonly Passage[]): Built;
}

const script = await loadSimplifiedTable();
const jieba = Jieba.withDict(dict);

const WORD = /[\p{L}\p{N}]/u;

/** Words of a text by jieba's search mode, lower case, without punctuation. */
export function segment(text: string): string[] {
  return jieba.cutForSearch(text.normalize("NFKC").toLowerCase(), true).filter((word) => WORD.test(word));
}

export const own: Engine = {
  name: "own BM25F : characters + pairs",
  build(passages) {
    const index = buildIndex(passages, { script });
    return {
      search: (query, top) => index.search(query, { top }).map(({ id }) => id),
      bytes: () => index.bytes(),
    };
  },
};

export const miniSearch: Engine = {
  name: "MiniSearch : jieba",
  build(passages) {
    const index = new MiniSearch<Passage>({
      fields: ["title", "section", "text", "keywords"],
      tokenize: segment,
      processTerm: (term) => term,
    });
    index.addAll(passages);
    return {
      search: (query, top) =>
        index
          .search(query)
          .slice(0, top)
          .map(({ id }) => String(id)),
      bytes: () => null,
    };
  },
};

/** FlexSearch has one field an index: the fields are joined. It ranks by place in the text, not by BM25. */
export const flexSearch: Engine = {
  name: "FlexSearch : jieba",
  build(passages) {
    const index = new Index({ encode: segment, tokenize: "strict" });
    passages.forEach((passage, at) => {
      index.add(at, joined(passage));
    });
    return {
      search: (query, top) =>
        index.search({ query, limit: top, suggest: true }).map((at) => passages[Number(at)]?.id ?? ""),
      bytes: () => null,
    };
  },
};

export const sqliteJieba: Engine = {
  name: "SQLite FTS5 : jieba",
  build(passages) {
    return buildTable(passages, "unicode61", (text) => segment(text).join(" "), segment);
  },
};

export const sqliteTrigram: Engine = {
  name: "SQLite FTS5 : trigram",
  build(passages) {
    const trigrams = (query: string): string[] => {
      const characters = [...query].filter((character) => WORD.test(character));
      return characters.slice(2).map((_, at) => characters.slice(at, at + 3).join(""));
    };
    return buildTable(passages, "trigram", (text) => text, trigrams);
  },
};

function buildTable(
  passages: readonly Passage[],
  tokenizer: string,
  prepare: (text: string) => string,
  terms: (query: string) => string[],
): Built {
  const database = new DatabaseSync(":memory:");
  database.exec(
    `CREATE VIRTUAL TABLE passages USING fts5(title, section, text, keywords, tokenize = '${tokenizer}')`,
  );
  const insert = database.prepare(
    "INSERT INTO passages(rowid, title, section, text, keywords) VALUES (?, ?, ?, ?, ?)",
  );
  database.exec("BEGIN");
  passages.forEach(({ title, section, text, keywords }, at) => {
    insert.run(at, prepare(title), prepare(section), prepare(text), prepare(keywords));
  });
  database.exec("COMMIT");
  const select = database.prepare(
    "SELECT rowid AS at FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
  );
  return {
    search(query, top) {
      const any = [...new Set(terms(query))].map((term) => `"${term.replaceAll('"', '""')}"`).join(" OR ");
      return any === "" ? [] : select.all(any, top).map(({ at }) => passages[Number(at)]?.id ?? "");
    },
    bytes() {
      const pages = database.prepare("PRAGMA page_count").get() ?? {};
      const size = database.prepare("PRAGMA page_size").get() ?? {};
      return Number(Object.values(pages)[0]) * Number(Object.values(size)[0]);
    },
  };
}

function joined({ title, section, text, keywords }: Passage): string {
  return `${title} ${section} ${text} ${keywords}`;
}

/** Plain BM25 over jieba's words, all fields as one: what a better tokenizer alone would give. For quality, not speed. */
export const plainBm25: Engine = {
  name: "plain BM25 : jieba",
  build(passages) {
    const [k1, b] = [1.2, 0.75];
    const postings = new Map<string, Map<number, number>>();
    const lengths = passages.map((passage, at) => {
      const words = segment(joined(passage));
      for (const word of words) {
        const found = postings.get(word) ?? new Map<number, number>();
        found.set(at, (found.get(at) ?? 0) + 1);
        postings.set(word, found);
      }
      return words.length;
    });
    const mean = lengths.reduce((total, length) => total + length, 0) / Math.max(1, passages.length);
    return {
      search(query, top) {
        const scores = new Map<number, number>();
        for (const word of new Set(segment(query))) {
          const found = postings.get(word);
          if (found === undefined) continue;
          const idf = Math.log(1 + (passages.length - found.size + 0.5) / (found.size + 0.5));
          for (const [at, frequency] of found) {
            const norm = 1 - b + (b * (lengths[at] ?? 0)) / mean;
            const impact = (idf * frequency * (k1 + 1)) / (frequency + k1 * norm);
            scores.set(at, (scores.get(at) ?? 0) + impact);
          }
        }
        return [...scores]
          .sort(([left, leftScore], [right, rightScore]) => rightScore - leftScore || left - right)
          .slice(0, top)
          .map(([at]) => passages[at]?.id ?? "");
      },
      bytes: () => null,
    };
  },
};
