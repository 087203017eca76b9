import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkClaims } from "../../../../src/core/grounding/claims/check.ts";
import type { Evidence } from "../../../../src/core/grounding/claims/claim.ts";
import { evidenceFor } from "../../../../src/core/grounding/claims/evidence.ts";
import { contentOf } from "../../../../src/core/retrieval/content.ts";
import { knowledge } from "../../../knowledge-base.ts";

/**
 * Claims written to mislead by two people who had read the checks, and with each what is shown for it: nothing, or a sentence of
 * the source. Read one by one.
 */
interface Misleading {
  readonly kind: string;
  readonly passages: readonly string[];
  readonly text: string;
  readonly shown: string | null;
}
const misleading = readFileSync(new URL("./misleading.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Misleading => JSON.parse(line));

const evidenceOf = (passages: readonly string[]): Evidence[] =>
  passages.map((passage) => {
    const found = evidenceFor(knowledge.catalogue, passage, passage, "2026-11-27");
    if (found === null) throw new Error(`${passage} is not held any more`);
    return found;
  });

const shownFor = ({ passages, text }: Misleading) =>
  checkClaims([{ text, cites: passages }], evidenceOf(passages), {
    topic: contentOf(text),
    canary: "q7canary",
  }).sound;

/** A clause is a stretch of the source, or two of them put together: an item in the place of 有下列情形之一. */
const isOf = (source: string, clause: string): boolean =>
  Array.from({ length: clause.length }, (_, at) => [clause.slice(0, at), clause.slice(at)]).some((parts) =>
    parts.every((part) => source.includes(part) || source.includes(part.replace(/的$/u, ""))),
  );

describe("claims written to mislead", () => {
  it("are many, of many kinds", () => {
    expect(misleading.length).toBeGreaterThanOrEqual(400);
    expect(new Set(misleading.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(10);
  });

  it("show nothing, or for what they say the sentence of the source itself", () => {
    const other = misleading.filter((one) => (shownFor(one)[0]?.text ?? null) !== one.shown);
    expect(other.map(({ text }) => text)).toEqual([]);
  });

  it("never show a clause that the source does not say", () => {
    const added = misleading.flatMap((one) => {
      const [sound] = shownFor(one);
      if (sound === undefined) return [];
      const source = evidenceOf([sound.passage])[0]?.text ?? "";
      return sound.text.split(/[，；：。]/u).filter((clause) => clause !== "" && !isOf(source, clause));
    });
    expect(added).toEqual([]);
  });
});
