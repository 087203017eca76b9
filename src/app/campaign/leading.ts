/** Where an item of a campaign leads: by a link in its push, by the code on its poster. */
import type { CampaignItem, ItemContent } from "../../core/campaign/campaign.ts";
import { type LinkTarget, pageOf } from "../../core/dialogue/links.ts";
import type { AnswerBlock } from "../../core/grounding/answer.ts";
import { sourceName } from "../../core/grounding/cite.ts";
import type { Day } from "../../core/law/types.ts";
import { type Held, linkLabel, linkWords, openingQuestion } from "../../text/links.ts";
import { type Ask, createAsk } from "../ask/ask.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

export interface Leading {
  /** What a link of an editor's leads to, whether it is held or not. */
  targetOf(link: Extract<ItemContent, { type: "link" }>): LinkTarget;
  /** The way to something as a block; none where it is gone, or no words lead to it. */
  linkBlocks(target: LinkTarget, day: Day): readonly AnswerBlock[];
  /**
   * Where whoever wants to know more of an item, or to answer it, finds it; null: nowhere but in the push itself (a poll).
   *
   * @param passages those it rests on
   */
  of(item: Pick<CampaignItem, "content">, passages: readonly string[]): LinkTarget | null;
}

export function createLeading(knowledge: PreparedKnowledge): Leading {
  const { catalogue } = knowledge;
  let ask: Ask | undefined;
  /** The editor's text that is shown for a question. */
  const entryOf = (question: string, asOf: Day): string | null => {
    // Made where a link leads to such a text, which few do.
    ask ??= createAsk(knowledge, { contact: "", firstQuestions: [] });
    return ask(question, { asOf, context: null, meaning: null }).context?.entry ?? null;
  };
  /** Asking takes a while, and every push of an item asks the same. */
  const questions = new Map<string, string | undefined>();
  const questionOf = (id: string, day: Day): string | undefined => {
    const key = `${id}/${day}`;
    const asked = catalogue.curated(id)?.questions ?? [];
    if (!questions.has(key))
      questions.set(
        key,
        openingQuestion(id, asked, (question) => entryOf(question, day)),
      );
    return questions.get(key);
  };

  const heldOn = (day: Day): Held => ({
    source(id) {
      const published = catalogue.case(id);
      if (published !== undefined) return { kind: "case", title: published.title, article: null };
      const provision = catalogue.provision(id)?.provision;
      const document = catalogue.document(provision?.documentId ?? id);
      if (document === undefined) return undefined;
      const kind = provision === undefined ? "document" : "provision";
      return { kind, title: document.title, article: provision?.article ?? null };
    },
    question: (id) => questionOf(id, day),
  });

  const nameOf = (target: LinkTarget): string => {
    if (target.type === "source") return sourceName(catalogue, target.id) ?? target.id;
    return target.type === "entry" ? (catalogue.curated(target.id)?.title ?? target.id) : "";
  };

  const targetOf: Leading["targetOf"] = ({ to, quiz }) => {
    if (to === "precheck") return { type: "precheck" };
    if (to === "learn") return { type: "learn", quiz };
    return catalogue.curated(to) === undefined ? { type: "source", id: to } : { type: "entry", id: to };
  };

  return {
    targetOf,
    linkBlocks(target, day) {
      const words = linkWords(target, heldOn(day));
      const label = linkLabel(target, nameOf(target));
      return words === null ? [] : [{ type: "link", label, target, path: pageOf(target), words }];
    },
    of({ content }, [first]) {
      switch (content.type) {
        case "article":
          return { type: "source", id: content.passage };
        case "answer":
          return { type: "entry", id: content.entry };
        case "case":
          return { type: "source", id: content.case };
        case "quiz":
          return { type: "learn", quiz: content.quiz };
        case "poll":
          return null;
        case "link":
          return targetOf(content);
        case "text":
          return first === undefined ? null : { type: "source", id: first };
      }
    },
  };
}
