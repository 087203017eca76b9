import { describe, expect, it } from "vitest";
import { readCurated } from "../../../src/adapters/knowledge/curated-markdown.ts";
import { draftPassages } from "../../../src/app/listening/drafting.ts";
import { checkKnowledge } from "../../../src/core/law/consistency.ts";
import type { CuratedText } from "../../../src/core/law/types.ts";
import { draftMarkdown } from "../../../src/text/gap-draft.ts";
import { knowledge, today } from "../../knowledge-base.ts";

const { base } = knowledge.catalogue;
/** Every tenth way to ask of the shipped knowledge base. */
const questions = base.curated.flatMap((entry) => entry.questions).filter((_, at) => at % 10 === 0);

describe("the passages of a draft", () => {
  it("are provisions in force, each once, at most four", () => {
    for (const question of questions) {
      const passages = draftPassages(knowledge, [question], today);
      expect(passages.length).toBeLessThanOrEqual(4);
      const provisions = passages.map(({ id }) => knowledge.catalogue.provision(id)?.provision);
      expect(new Set(provisions.map((provision) => provision?.id)).size).toBe(passages.length);
      for (const provision of provisions)
        expect(knowledge.catalogue.inForce(provision?.documentId ?? "", today), provision?.id).toBe(true);
    }
  });

  it("make drafts that the check of the knowledge base accepts, whatever is asked", () => {
    const drafts = questions.flatMap((question, at): CuratedText[] => {
      const passages = draftPassages(knowledge, [question], today);
      if (passages.length === 0) return [];
      const id = `draft-${at}`;
      const source = draftMarkdown({ id, topic: null, wordings: [question], passages });
      const read = readCurated(source, id, "answer", (...problem) => expect(problem).toEqual([]));
      return read === null ? [] : [read.text];
    });
    expect(drafts.length).toBeGreaterThan(questions.length / 2);
    const findings = checkKnowledge({ ...base, curated: [...base.curated, ...drafts] });
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("are none where nothing is near", () => {
    expect(draftPassages(knowledge, ["zzz qqq"], today)).toEqual([]);
    expect(draftPassages(knowledge, [], today)).toEqual([]);
  });
});
