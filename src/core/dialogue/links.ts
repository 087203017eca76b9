/** Where a message leads: to a page on the web, by a signed deep link (深链) in a messenger, by words anywhere. */
import { learningText } from "./learning-words.ts";

export type LinkTarget =
  /** A provision, its paragraph or item, a case or a document. */
  | { readonly type: "source"; readonly id: string }
  /** An editor's text. */
  | { readonly type: "entry"; readonly id: string }
  | { readonly type: "precheck" }
  /** `quiz` null: the ways to learn. */
  | { readonly type: "learn"; readonly quiz: string | null };

/** The address of its page, from the root. */
export function pageOf(target: LinkTarget): string {
  switch (target.type) {
    case "source":
      return `/sources/${encodeURIComponent(target.id)}`;
    case "entry":
      return `/answers/${encodeURIComponent(target.id)}`;
    case "precheck":
      return "/precheck";
    case "learn": {
      const { quiz } = target;
      return quiz === null
        ? "/learn"
        : `/learn?move=${encodeURIComponent(learningText({ type: "question", quiz }))}`;
    }
  }
}
