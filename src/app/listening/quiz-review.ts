/** A question that readers found wrong (题目复核), put before whoever reads it again: nothing in it is a proposal of another key. */
import { type Catalogue, captionOf } from "../../core/law/catalogue.ts";
import type { Binding } from "../../core/law/types.ts";
import { boundText, fingerprintOf } from "../../core/learning/quiz.ts";
import { type Gap, reasonsOf } from "../../core/listening/gap-list.ts";
import type { GapDraft } from "../../ports/listening.ts";
import { type BoundPassage, quizReviewMarkdown } from "../../text/quiz-review.ts";

/** @returns null: the question is gone from the knowledge base */
export function quizReview(
  catalogue: Catalogue,
  id: string,
  gap: Pick<Gap, "id" | "notes">,
): GapDraft | null {
  const quiz = catalogue.base.quizzes.find((one) => one.id === id);
  if (quiz === undefined) return null;
  return {
    file: `review-${id}.md`,
    text: quizReviewMarkdown({
      gap: gap.id,
      quiz,
      bound: quiz.basis.map((binding) => boundPassage(catalogue, binding)),
      said: reasonsOf(gap).map((reason) => ({
        reason,
        count: gap.notes.filter((note) => note.reason === reason).length,
      })),
      silent: gap.notes.filter(({ reason }) => reason === undefined).length,
    }),
  };
}

function boundPassage(catalogue: Catalogue, { passage, fingerprint }: Binding): BoundPassage {
  const words = boundText(catalogue, passage) ?? null;
  const provision = catalogue.provision(passage)?.provision;
  const document = provision && catalogue.document(provision.documentId);
  return {
    id: passage,
    source:
      provision === undefined || document === undefined
        ? (catalogue.case(passage)?.title ?? null)
        : `《${document.title}》${captionOf(provision)}`,
    official: catalogue.resolveText(passage)?.official === true,
    words,
    standing: words === null ? "gone" : fingerprintOf(words) === fingerprint ? "same" : "changed",
    repealed: document?.dates.repealed ?? null,
  };
}
