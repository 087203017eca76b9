/** The passages a draft for a gap starts from: provisions in force, the nearest to how people asked, in words that can be cited. */
import { officialText } from "../../core/law/catalogue.ts";
import type { Day, Item, Paragraph, Provision } from "../../core/law/types.ts";
import { type Gap, quizOf, wordingsOf } from "../../core/listening/gap-list.ts";
import { contentOf, contentTokens } from "../../core/retrieval/content.ts";
import type { GapDraft } from "../../ports/listening.ts";
import { type DraftPassage, draftMarkdown } from "../../text/gap-draft.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { quizReview } from "./quiz-review.ts";

/** As many passages as a draft begins with. */
const passageLimit = 4;
/** Hits looked at: cases and editors' texts among them are passed over. */
const hitLimit = 40;
/** Longest text put down, in UTF-16 units. */
const textLimit = 200;

/** What could not stand in a statement: marks of quotation and reference, other titles and articles. */
const uncitable = /[《》「」[\]\n#]|第[零〇一二三四五六七八九十百千\d]+条/u;

/** @param wordings how people asked, the commonest first */
export function draftPassages(
  { catalogue, retriever, normalise }: Pick<PreparedKnowledge, "catalogue" | "retriever" | "normalise">,
  wordings: readonly string[],
  day: Day,
): readonly DraftPassage[] {
  const query = wordings.slice(0, 5).join(" ");
  const tokens = contentTokens(contentOf(normalise(query)));
  const shared = (text: string): number =>
    [...contentTokens(contentOf(normalise(text)))].filter((token) => tokens.has(token)).length;
  const found: DraftPassage[] = [];
  for (const { id } of retriever.search(query, { top: hitLimit, day })) {
    const provision = catalogue.provision(id)?.provision;
    if (provision === undefined || found.some((one) => one.id.startsWith(provision.id))) continue;
    if (!catalogue.inForce(provision.documentId, day)) continue;
    const passage = passageOf(provision, catalogue.document(provision.documentId)?.title ?? "", shared);
    if (passage !== null) found.push(passage);
    if (found.length === passageLimit) break;
  }
  return found;
}

/** The unit of the wording that has most in common with the question; else the gist; null where neither can be cited. */
function passageOf(
  provision: Provision,
  document: string,
  shared: (text: string) => number,
): DraftPassage | null {
  const { id, article, gist } = provision;
  const units = provision.official
    .flatMap(({ paragraphs }) => paragraphs.flatMap(unitsOf))
    .map((unit) => ({ ...unit, id: unit.id ?? id, common: shared(unit.text) }))
    .filter(({ text }) => isCitable(text))
    .sort((left, right) => right.common - left.common);
  const [best] = units;
  if (best !== undefined) return { id: best.id, document, article, official: true, text: best.text };
  return gist !== null && isCitable(gist) && officialText(provision) === ""
    ? { id, document, article, official: false, text: gist }
    : null;
}

const unitsOf = ({ id, text, items }: Paragraph): readonly Pick<Item, "id" | "text">[] => [
  { id, text },
  ...items.map((item) => ({ id: item.id, text: item.text.replace(/^[（(][^）)]+[）)]/u, "") })),
];

const isCitable = (text: string): boolean => text !== "" && text.length <= textLimit && !uncitable.test(text);

/**
 * The file an editor starts from: of a quiz question that was found wrong, the question as it stands, to be read again.
 *
 * @returns null: nothing in force is near enough to start from, or the question is gone
 */
export function draftOf(
  knowledge: Parameters<typeof draftPassages>[0],
  gap: Pick<Gap, "id" | "notes" | "work">,
  day: Day,
): GapDraft | null {
  const quiz = quizOf(gap);
  if (quiz !== null) return quizReview(knowledge.catalogue, quiz, gap);
  const wordings = wordingsOf(gap);
  const passages = draftPassages(knowledge, wordings, day);
  if (passages.length === 0) return null;
  const id = `draft-${gap.id.toLowerCase()}`;
  return {
    file: `${id}.md`,
    text: draftMarkdown({ id, topic: gap.work?.topic ?? null, wordings, passages }),
  };
}
