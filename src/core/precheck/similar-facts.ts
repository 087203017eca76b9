/**
 * Published cases (公开案例) by the facts they share with a form. Compared is only what their sources state: silence of a source
 * is neither shared nor differing.
 */
import type { Case } from "../law/types.ts";
import type { Answer, FactId, Form, ValueId } from "../rules/types.ts";

export interface SimilarByFacts {
  readonly id: string;
  /** Above 0; comparable within one list only. */
  readonly score: number;
  /** The value that both have. */
  readonly shared: Readonly<Record<FactId, ValueId>>;
  /** What cannot be the same in both. */
  readonly differing: Readonly<Record<FactId, { readonly here: Answer; readonly case: Answer }>>;
}

/** A published case with the facts it shares with a form. */
export interface SimilarPublished extends SimilarByFacts {
  readonly case: Case;
}

/**
 * The cases that share the most telling facts, nearest first: a value counts the more, the fewer cases have it; of equal
 * ones those come first that differ in less, then by id. A case that shares nothing is left out.
 */
export function similarByFacts(form: Form, cases: ReadonlyMap<string, Form>, top: number): SimilarByFacts[] {
  const weight = (fact: FactId, value: ValueId): number =>
    Math.log2((cases.size + 1) / [...cases.values()].filter((facts) => facts[fact] === value).length);
  return [...cases]
    .map(([id, facts]): SimilarByFacts => {
      const both = Object.keys(form)
        .filter((fact) => facts[fact] !== undefined)
        .sort();
      const shared = both.flatMap((fact) => {
        const [here, there] = [only(form[fact]), only(facts[fact])];
        return here !== null && here === there ? [[fact, here] as const] : [];
      });
      const differing = both.filter((fact) => !compatible(form[fact], facts[fact]));
      const score = shared.reduce((sum, [fact, value]) => sum + weight(fact, value), 0);
      return {
        id,
        score: Math.round(score * 100) / 100,
        shared: Object.fromEntries(shared),
        differing: Object.fromEntries(
          differing.map((fact) => [fact, { here: form[fact] ?? "unsure", case: facts[fact] ?? "unsure" }]),
        ),
      };
    })
    .filter(({ score }) => score > 0)
    .sort(
      (one, other) =>
        other.score - one.score ||
        Object.keys(one.differing).length - Object.keys(other.differing).length ||
        (one.id < other.id ? -1 : 1),
    )
    .slice(0, top);
}

/** The one value of an answer; null where it has none or several. */
function only(answer: Answer | undefined): ValueId | null {
  if (answer === undefined || answer === "unsure") return null;
  if (typeof answer === "string") return answer;
  return answer.length === 1 ? (answer[0] ?? null) : null;
}

/** Whether two answers may be the same value. */
function compatible(one: Answer | undefined, other: Answer | undefined): boolean {
  if (one === undefined || other === undefined || one === "unsure" || other === "unsure") return true;
  const values = typeof one === "string" ? [one] : one;
  return (typeof other === "string" ? [other] : other).some((value) => values.includes(value));
}
