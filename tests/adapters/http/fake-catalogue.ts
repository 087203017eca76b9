/** A catalogue written by hand around the sources of the fake assistant. */
import type { Assistant } from "../../../src/ports/assistant.ts";
import type { Catalogue, EntryLink } from "../../../src/ports/catalogue.ts";

const counts = { document: 0, provision: 1, case: 0, answer: 0, misconception: 0, procedure: 0 };

const article: EntryLink = {
  id: "accountability-2019#17",
  kind: "provision",
  label: "《中国共产党问责条例》第十七条",
  remark: null,
  validity: "in_force",
};

export const createFakeCatalogue = (assistant: Pick<Assistant, "source">): Catalogue => ({
  knowledgeVersion: "sha256:0123456789abcdef",
  documents: () => ({ national: [], local: [], counts: { current: 0, past: 0 } }),
  cases: () => ({ groups: [], outcomes: [], fields: [], years: [] }),
  texts: () => [],
  search: (_query, { from }) => ({
    taken: true,
    found: [{ ...article, official: true, snippet: [{ text: "可以不予问责", marked: true }] }],
    counts,
    from,
    earlier: null,
    later: null,
  }),
  source(id, asOf = "2026-11-23") {
    const source = assistant.source(id);
    return source === undefined
      ? undefined
      : {
          source,
          asOf,
          unit: null,
          citation: null,
          document: null,
          versions: [],
          inForce: null,
          previous: null,
          next: null,
          contents: [],
          related: [],
          question: `${source.title}说了什么？`,
        };
  },
  text: () => undefined,
  nearest: () => [article],
});
