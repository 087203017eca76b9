/** The use cases behind pages and commands: ask, open a source, first questions. */
import { captionOf } from "../core/law/catalogue.ts";
import type { Case, Day, LegalDocument, OfficialText, Provision } from "../core/law/types.ts";
import { validityOf } from "../core/law/validity.ts";
import type { VectorIndex } from "../core/retrieval/vectors.ts";
import type { Assistant, Holdings, SourceLine, SourceView } from "../ports/assistant.ts";
import * as zh from "../text/zh.ts";
import { createAsk } from "./ask/ask.ts";
import type { PreparedKnowledge } from "./ask/knowledge.ts";
import { versionLabel } from "./ask/look-up.ts";

/** What an installation says for itself. */
export interface AssistantSettings {
  /** Human contact named in notices. */
  readonly contact: string;
  /** Today in Beijing. */
  readonly today: () => Day;
  /** The vectors of the passages, in the order of the index, once they are ready; absent: words alone are searched by. */
  readonly vectors?: () => VectorIndex | null;
}

/** What a new user is shown first: one of each kind of question. */
export const firstQuestions: readonly string[] = [
  "没走政府采购程序先施工，事后补办了手续，能容错吗？",
  "问责条例第十七条说了什么？",
  "集体研究过的是不是就没事？",
  "三个区分开来有几种提法？",
  "被举报不实，怎么申请澄清？",
];

const lines = ({ paragraphs }: OfficialText): SourceLine[] =>
  paragraphs.flatMap(({ id, text, items }) => [
    ...(text === "" ? [] : [{ id, text, item: false }]),
    ...items.map((item) => ({ id: item.id, text: item.text, item: true })),
  ]);

const sourceLine = ({ title, host, read }: LegalDocument["source"]): string =>
  host === null ? title : `${title}（${host}${read === null ? "" : `，${zh.dayInChinese(read)}核对`}）`;

function dateFacts({ issuer, number, dates, kind }: LegalDocument): SourceView["facts"] {
  const { factLabels } = zh;
  const day = (label: string, value: Day | null) =>
    value === null ? [] : [{ label, value: zh.dayInChinese(value) }];
  return [
    { label: factLabels.kind, value: zh.kinds[kind] },
    { label: factLabels.issuer, value: issuer },
    ...(number === null ? [] : [{ label: factLabels.number, value: number }]),
    ...day(factLabels.adopted, dates.adopted),
    ...day(factLabels.published, dates.published),
    ...day(factLabels.effective, dates.effective),
    ...day(factLabels.repealed, dates.repealed),
  ];
}

function caseFacts(published: Case): SourceView["facts"] {
  const { factLabels, silent } = zh;
  return [
    { label: factLabels.level, value: published.level },
    { label: factLabels.field, value: published.field },
    { label: factLabels.year, value: published.year === null ? silent : `${published.year}年` },
    { label: factLabels.outcome, value: zh.outcomes[published.outcome] },
    { label: factLabels.decision, value: published.decision },
    { label: factLabels.decidedBy, value: published.decidedBy },
    { label: factLabels.reason, value: published.reason ?? silent },
    { label: factLabels.correction, value: published.correction ?? silent },
  ];
}

/** The assistant over a knowledge base that is ready: one object for the page, the terminal and the commands. */
export function createAssistant(knowledge: PreparedKnowledge, settings: AssistantSettings): Assistant {
  const { catalogue } = knowledge;
  const ask = createAsk(knowledge, {
    contact: settings.contact,
    firstQuestions,
    vectors: settings.vectors ?? null,
  });

  const related = (passage: string): SourceView["related"] => {
    const { curated, cases } = catalogue.citedBy(passage);
    return [
      ...curated.flatMap((id) => {
        const entry = catalogue.curated(id);
        return entry === undefined || entry.kind === "refusal"
          ? []
          : [{ id, label: entry.title, question: entry.questions[0] ?? null }];
      }),
      ...cases.flatMap((id) => {
        const published = catalogue.case(id);
        return published === undefined ? [] : [{ id, label: published.title, question: null }];
      }),
    ].slice(0, 8);
  };

  const documentView = (document: LegalDocument, asOf: Day): SourceView => ({
    id: document.id,
    kind: "document",
    title: document.title,
    heading: null,
    path: [],
    excerpts: [],
    gist: null,
    facts: dateFacts(document),
    validity: validityOf(document, asOf),
    verification: document.verification,
    notes: document.note === null ? [] : [document.note],
    source: sourceLine(document.source),
    versions: versions(document, null),
    related: document.provisions.map((provision) => ({
      id: provision.id,
      label: captionOf(provision),
      question: null,
    })),
  });

  /** The versions of a document; with a provision, the same provision of each that holds it. */
  const versions = (document: LegalDocument, provision: Provision | null): SourceView["versions"] =>
    catalogue.versions(document.title).map((version) => {
      const same =
        provision === null ? null : catalogue.provision(provision.id.replace(/^[^#]+/, version.id));
      return {
        id: same?.provision.id ?? version.id,
        label: versionLabel(version),
        current: version.id === document.id,
      };
    });

  const provisionView = (provision: Provision, document: LegalDocument, asOf: Day): SourceView => ({
    id: provision.id,
    kind: "provision",
    title: document.title,
    heading: captionOf(provision),
    path: provision.path,
    excerpts: provision.official.map((official) => ({ complete: official.complete, lines: lines(official) })),
    gist: provision.gist,
    facts: dateFacts(document),
    validity: validityOf(document, asOf),
    verification: provision.verification,
    notes: [provision.note, document.note].filter((note) => note !== null),
    source: sourceLine(document.source),
    versions: versions(document, provision),
    related: related(provision.id),
  });

  const caseView = (published: Case): SourceView => ({
    id: published.id,
    kind: "case",
    title: published.title,
    heading: null,
    path: [],
    excerpts: [],
    gist: published.facts,
    facts: caseFacts(published),
    validity: "not_binding",
    verification: published.verification,
    notes: [...(published.caution === null ? [] : [published.caution]), zh.notices.caseCaution],
    source: sourceLine(published.source),
    versions: [],
    related: [
      ...published.provisions.flatMap((id) => {
        const provision = catalogue.provision(id)?.provision;
        const document = provision === undefined ? undefined : catalogue.document(provision.documentId);
        return provision === undefined || document === undefined
          ? []
          : [
              {
                id,
                label: `《${document.title}》${provision.article ?? provision.heading ?? ""}`,
                question: null,
              },
            ];
      }),
      ...published.contrasts.flatMap(({ case: other, because }) => {
        const contrast = catalogue.case(other);
        return contrast === undefined
          ? []
          : [{ id: other, label: `${contrast.title}（${because}）`, question: null }];
      }),
    ],
  });

  return {
    knowledgeVersion: catalogue.base.version,
    ask: (question, options = {}) =>
      ask(question, {
        asOf: options.asOf ?? settings.today(),
        context: options.context ?? null,
        meaning: options.meaning ?? null,
      }),
    source(id, asOf = settings.today()) {
      const provision = catalogue.provision(id)?.provision;
      const document = catalogue.document(provision?.documentId ?? id);
      if (provision !== undefined && document !== undefined) return provisionView(provision, document, asOf);
      if (document !== undefined) return documentView(document, asOf);
      const published = catalogue.case(id);
      return published === undefined ? undefined : caseView(published);
    },
    firstQuestions: () => firstQuestions,
    holdings: holdingsOf(knowledge.catalogue.base),
  };
}

function holdingsOf({ documents, cases }: PreparedKnowledge["catalogue"]["base"]): Holdings {
  const counts = new Map<string, number>();
  for (const field of cases.flatMap(({ field }) => field.split("、")))
    counts.set(field, (counts.get(field) ?? 0) + 1);
  return {
    documents: documents.length,
    provisions: documents.reduce((total, { provisions }) => total + provisions.length, 0),
    cases: cases.length,
    caseFields: [...counts].sort(([, left], [, right]) => right - left).map(([field]) => field),
  };
}
