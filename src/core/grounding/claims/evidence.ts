/** What a model is handed of a passage, and which unit of it carries a sentence made from it. */
import { type Catalogue, captionOf, officialText } from "../../law/catalogue.ts";
import type { Day, LegalDocument, Provision } from "../../law/types.ts";
import type { Evidence } from "./claim.ts";
import { coverageBy, pairsOf } from "./coverage.ts";

/** More of one passage is no help to an answer. */
const longestText = 1_500;

/** A passage under an id of this request; null where the id names neither provision nor case. */
export function evidenceFor(catalogue: Catalogue, passage: string, id: string, day: Day): Evidence | null {
  const provision = catalogue.provision(passage)?.provision;
  const document = provision === undefined ? undefined : catalogue.document(provision.documentId);
  if (provision !== undefined && document !== undefined)
    return {
      id,
      passage: provision.id,
      kind: kindOf(document),
      text: provisionText(catalogue, provision).slice(0, longestText),
      wording: officialText(provision),
      title: document.title,
      article: provision.article ?? captionOf(provision),
      usable: catalogue.inForce(document.id, day),
    };
  const published = catalogue.case(passage);
  if (published === undefined) return null;
  const { facts, decision, reason, correction, title } = published;
  const text = [facts, decision, reason, correction]
    .filter((part) => part !== null && part !== "")
    .join("\n");
  return {
    id,
    passage,
    kind: "case",
    text: text.slice(0, longestText),
    wording: "",
    title,
    article: null,
    usable: true,
  };
}

/** Guiding cases (指导性案例) are published as documents, and are cases none the less. */
const kindOf = ({ kind, title }: LegalDocument): Evidence["kind"] =>
  kind === "report" ? "report" : /指导性案例/u.test(title) ? "case" : "provision";

/** The wording, and the gist where that is not the whole of it. */
function provisionText(catalogue: Catalogue, { id, gist, official }: Provision): string {
  const text = catalogue.passageText(id) ?? "";
  const whole = official.some(({ complete }) => complete);
  return gist === null || whole || text.includes(gist) ? text : `${text}\n${gist}`;
}

/** The smallest unit of the wording that says most of a sentence, to be cited for it; the passage itself where only a gist is held. */
export function unitFor(
  catalogue: Catalogue,
  passage: string,
  sentence: string,
): { readonly passage: string; readonly quote: string | null } {
  const provision = catalogue.provision(passage)?.provision;
  const units = (provision?.official ?? []).flatMap(({ paragraphs }) =>
    paragraphs.flatMap((paragraph) => [
      ...(paragraph.text === "" ? [] : [{ id: paragraph.id, text: paragraph.text }]),
      ...paragraph.items.map((item) => ({ id: item.id, text: item.text })),
    ]),
  );
  const pairs = pairsOf(sentence);
  const shares = units.map((unit) => ({ ...unit, share: coverageBy(pairs, unit.text) }));
  const best = shares.reduce<(typeof shares)[number] | null>(
    (left, right) => (left === null || right.share > left.share ? right : left),
    null,
  );
  // An article held in gist alone says more of the sentence than its excerpts do.
  const gist = provision?.gist ?? null;
  if (best === null || (gist !== null && coverageBy(pairs, gist) > best.share + gistLead))
    return { passage, quote: null };
  return { passage: best.id ?? passage, quote: best.text };
}

const gistLead = 0.2;
