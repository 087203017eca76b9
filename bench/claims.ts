/** Time of all checks of one generated answer: six claims over eight passages of the shipped knowledge, as a model would hand them in. */
import { checkClaims } from "../src/core/grounding/claims/check.ts";
import type { Claim, Evidence } from "../src/core/grounding/claims/claim.ts";
import { evidenceFor } from "../src/core/grounding/claims/evidence.ts";
import { contentOf } from "../src/core/retrieval/content.ts";
import { assistant, knowledge, today } from "../tests/knowledge-base.ts";

export interface ClaimsRow {
  readonly answers: number;
  readonly claims: number;
  readonly p50Milliseconds: number;
  readonly p95Milliseconds: number;
}

const claimsAnAnswer = 6;

/** What a model that copies faithfully would say of an answer's grounds. */
function handedIn(question: string): { claims: Claim[]; evidence: Evidence[]; topic: string } | null {
  const { grounds = [] } = assistant.ask(question, { asOf: today });
  const evidence = grounds.flatMap(
    (passage, at) => evidenceFor(knowledge.catalogue, passage, `e${at}`, today) ?? [],
  );
  const claims = evidence
    .flatMap(({ id, text }) =>
      text
        .split(/[。\n]/u)
        .filter((sentence) => sentence !== "")
        .map((sentence) => ({ text: `${sentence}。`, cites: [id] })),
    )
    .slice(0, claimsAnAnswer);
  return claims.length === 0 ? null : { claims, evidence, topic: contentOf(question) };
}

export function measureClaims(questions: readonly string[]): ClaimsRow {
  const answers = questions.flatMap((question) => handedIn(question) ?? []);
  const times: number[] = [];
  for (let round = 0; round < 4; round++)
    for (const { claims, evidence, topic } of answers) {
      const started = performance.now();
      checkClaims(claims, evidence, { topic, canary: "k3v9canary" });
      // The first round warms up.
      if (round > 0) times.push(performance.now() - started);
    }
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return {
    answers: answers.length,
    claims: answers.reduce((sum, { claims }) => sum + claims.length, 0),
    p50Milliseconds: at(0.5),
    p95Milliseconds: at(0.95),
  };
}
