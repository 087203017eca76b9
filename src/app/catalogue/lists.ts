/** Documents, cases and editors' texts as lists under headings. */
import type { CaseOutcome, CuratedText, Day, KnowledgeBase, LegalDocument } from "../../core/law/types.ts";
import { firstDay, isReliable, validityOf } from "../../core/law/validity.ts";
import type {
  CaseFilter,
  CaseList,
  DocumentList,
  DocumentState,
  Group,
  ListedCase,
  ListedDocument,
  ListedText,
} from "../../ports/catalogue.ts";
import { otherTopic, topics } from "../../text/topics.ts";
import * as zh from "../../text/zh.ts";
import { versionLabel } from "../ask/look-up.ts";

const listed = (document: LegalDocument, day: Day): ListedDocument => ({
  id: document.id,
  title: document.title,
  kind: document.kind,
  issuer: document.issuer,
  number: document.number,
  place: isNational(document) ? null : document.jurisdiction,
  version: versionLabel(document),
  repealed: document.dates.repealed,
  validity: validityOf(document, day),
  verification: document.verification,
  provisions: document.provisions.length,
});

const isNational = ({ jurisdiction }: LegalDocument): boolean => jurisdiction === "national";

/** 云南省昆明市 → 云南省: places of one province stand together. */
const provinceOf = (jurisdiction: string): string =>
  /^.+?(?:省|自治区|特别行政区|市|州)/u.exec(jurisdiction)?.[0] ?? jurisdiction;

const stateOn = (document: LegalDocument, day: Day): DocumentState =>
  isReliable(validityOf(document, day)) ? "current" : "past";

/** Newest first; a document without dates comes last. */
const byAge = (left: LegalDocument, right: LegalDocument): number =>
  compare(firstDay(right) ?? "", firstDay(left) ?? "") || compare(left.id, right.id);

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Documents of one state on a day: national ones by kind, local ones by province. */
export function listDocuments({ documents }: KnowledgeBase, state: DocumentState, day: Day): DocumentList {
  const ofState = documents.filter((document) => stateOn(document, day) === state).sort(byAge);
  const byKind = Map.groupBy(ofState.filter(isNational), ({ kind }) => kind);
  const byProvince = Map.groupBy(
    ofState.filter((document) => !isNational(document)),
    ({ jurisdiction }) => provinceOf(jurisdiction),
  );
  const group = (title: string, members: readonly LegalDocument[]): Group<ListedDocument> => ({
    title,
    members: members.map((document) => listed(document, day)),
  });
  return {
    national: (Object.keys(zh.kinds) as (keyof typeof zh.kinds)[]).flatMap((kind) => {
      const members = byKind.get(kind);
      return members === undefined ? [] : [group(zh.kinds[kind], members)];
    }),
    local: [...byProvince]
      .sort(([, left], [, right]) => right.length - left.length)
      .map(([province, members]) => group(province, members)),
    counts: {
      current: documents.filter((document) => stateOn(document, day) === "current").length,
      past: documents.filter((document) => stateOn(document, day) === "past").length,
    },
  };
}

/** 「扶贫资金、工程建设」 are two fields. */
const fieldsOf = (field: string): string[] => field.split("、");

/** Cases that fit the filter, by outcome, the newest first; a case of unknown year comes last. */
export function listCases({ cases }: KnowledgeBase, { outcome, field, year }: CaseFilter): CaseList {
  const fitting = cases
    .filter(
      (published) =>
        (outcome === null || published.outcome === outcome) &&
        (field === null || fieldsOf(published.field).includes(field)) &&
        (year === null || published.year === year),
    )
    .sort((left, right) => (right.year ?? 0) - (left.year ?? 0) || compare(left.id, right.id));
  const byOutcome = Map.groupBy(fitting, (published) => published.outcome);
  const order = Object.keys(zh.outcomes) as CaseOutcome[];
  const held = new Set(cases.map((published) => published.outcome));
  return {
    groups: order.flatMap((one) => {
      const members = byOutcome.get(one);
      return members === undefined ? [] : [{ title: zh.outcomes[one], members: members.map(listedCase) }];
    }),
    outcomes: order.filter((one) => held.has(one)),
    fields: [...new Set(cases.flatMap((published) => fieldsOf(published.field)))].sort((left, right) =>
      left.localeCompare(right, "zh-Hans-CN"),
    ),
    years: [...new Set(cases.flatMap((published) => published.year ?? []))].sort(
      (left, right) => right - left,
    ),
  };
}

const listedCase = ({ id, title, outcome, level, field, year }: ListedCase): ListedCase => ({
  id,
  title,
  outcome,
  level,
  field,
  year,
});

/** Tells a text of an editor that is found and shown by itself from what is said with a refusal. */
export const isReadable = (entry: CuratedText): entry is CuratedText & Pick<ListedText, "kind"> =>
  entry.kind !== "refusal";

/** The topic most of whose words stand in title or keywords. */
export function topicOf({ title, keywords }: Pick<CuratedText, "title" | "keywords">): string {
  const text = [title, title, ...keywords].join("\n");
  let best = otherTopic;
  let most = 0;
  for (const topic of topics) {
    const count = topic.words.reduce((sum, word) => sum + text.split(word).length - 1, 0);
    if (count > most) {
      most = count;
      best = topic.title;
    }
  }
  return best;
}

/** Answers, misconceptions and procedures by topic, in the order of the topics. */
export function listTexts({ curated }: KnowledgeBase): readonly Group<ListedText>[] {
  const byTopic = Map.groupBy(curated.filter(isReadable), topicOf);
  return [...topics.map(({ title }) => title), otherTopic].flatMap((title) => {
    const members = byTopic.get(title);
    return members === undefined
      ? []
      : [
          {
            title,
            members: members.map((entry) => ({
              id: entry.id,
              kind: entry.kind,
              title: entry.title,
              reviewed: entry.reviewed !== null,
            })),
          },
        ];
  });
}
