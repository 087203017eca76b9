/** What keeps a campaign from being sent: what the knowledge base does not hold or carry, and what nobody may be told. */
import { type Campaign, type CampaignItem, itemName } from "../../core/campaign/campaign.ts";
import { compulsionRule, isCompulsion } from "../../core/grounding/compulsion.ts";
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { isPromise } from "../../core/grounding/promise.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { FreeTextCheck, FreeTextProblem } from "../../core/law/free-text.ts";
import type { Day, Quiz } from "../../core/law/types.ts";
import { isReliable, validityOf } from "../../core/law/validity.ts";
import { boundText, fingerprintOf } from "../../core/learning/quiz.ts";
import { posterWords } from "../../text/campaign.ts";

/** Something in an item that cannot be sent; for editors, in English. */
export interface ContentProblem {
  readonly item: string;
  readonly message: string;
}

export interface ContentChecks {
  /**
   * What keeps a campaign from being sent as it stands; empty: nothing.
   *
   * @param beside other texts that it may quote
   */
  problems(campaign: Campaign, beside: readonly string[]): readonly ContentProblem[];
  /** @throws {TypeError} the knowledge base does not hold what an item shows */
  mustHold(campaign: Campaign, item: CampaignItem): void;
}

export interface ContentChecksOptions {
  readonly catalogue: Catalogue;
  readonly freeText: FreeTextCheck;
  readonly quizOf: (id: string) => Quiz | undefined;
  readonly headingOf: (item: CampaignItem) => string;
  readonly passagesOf: (item: CampaignItem) => readonly string[];
}

/** Options a poll may have; buttons and numbers show all of them. */
const optionsAtMost = 8;

/** What is wrong with words of an editor's own, and what to do about it. */
const freeTextMessage = ({ type, words }: FreeTextProblem): string =>
  ({
    title: `《${words}》 is none of the sources: cite a passage of that document, or leave it out`,
    article: `${words} is none of the sources: name its document in 《》 and cite the article, or leave it out`,
    quotation: `「${words}」 does not stand word for word in the official wording of the sources: quote it exactly, or say it without quotation marks`,
  })[type];

/** What nobody may be told whatever its source: that somebody will be spared, that learning is a duty, anything of a person. */
function unfitProblems(text: string): readonly string[] {
  return [
    ...(isPromise(text)
      ? [
          `promises that somebody is spared, or judges an outcome; say what the provision says, 可以 as 可以, or quote its wording in 「」: ${text}`,
        ]
      : []),
    ...(isCompulsion(text)
      ? [`makes learning a duty, or counts or compares who learns; leave it out, ${compulsionRule}: ${text}`]
      : []),
    ...(maskPersonalData(text).found.length > 0
      ? [`holds a name or another personal detail; leave it out, or write 某: ${text}`]
      : []),
  ];
}

/** Options that read the same, whatever their spaces, width or last mark. */
function repeatedOption(options: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const option of options) {
    const words = option
      .normalize("NFKC")
      .replace(/\s+/gu, "")
      .replace(/[。.]$/u, "")
      .toLowerCase();
    if (seen.has(words)) return option;
    seen.add(words);
  }
  return null;
}

const repeatedProblems = (options: readonly string[]): readonly string[] => {
  const repeated = repeatedOption(options);
  return repeated === null ? [] : [`the poll offers ${repeated} twice: give each option once`];
};

export function createContentChecks({
  catalogue,
  freeText,
  quizOf,
  headingOf,
  passagesOf,
}: ContentChecksOptions): ContentChecks {
  /** Whether a text may be cited for new learning on that day. */
  const passageProblem = (id: string, day: Day): string | null => {
    const found = catalogue.provision(id);
    const document = catalogue.document(found?.provision.documentId ?? id);
    if (catalogue.case(id) !== undefined) return null;
    if (document === undefined) return `no source has the id ${JSON.stringify(id)}; "cli search" finds ids`;
    return isReliable(validityOf(document, day))
      ? null
      : `${id} is not in force on ${day}; name the version that is`;
  };

  const quizProblem = (id: string, day: Day): string | null => {
    const quiz = quizOf(id);
    if (quiz === undefined) return `no quiz has the id ${JSON.stringify(id)}`;
    const stale = quiz.basis.find(
      ({ passage, fingerprint }) => fingerprintOf(boundText(catalogue, passage) ?? "") !== fingerprint,
    );
    if (stale !== undefined) return `${id} waits for review: ${stale.passage} has changed since`;
    const ended = quiz.basis.find(({ passage }) => passageProblem(passage, day) !== null);
    return ended === undefined
      ? null
      : `${id} rests on ${ended.passage}, which is not in force on ${day}; choose another question, or another day`;
  };

  const answerProblem = (id: string): string | null =>
    catalogue.curated(id) === undefined ? `no entry has the id ${JSON.stringify(id)}` : null;

  const targetProblem = (
    { to, quiz }: Extract<CampaignItem["content"], { type: "link" }>,
    day: Day,
  ): string | null => {
    if (to === "precheck") return null;
    if (to === "learn") return quiz === null ? null : quizProblem(quiz, day);
    const entry = catalogue.curated(to);
    if (entry === undefined) return passageProblem(to, day);
    return entry.questions.length === 0 ? `${to} is no text that people may ask for: lead to another` : null;
  };

  const problemsOf = ({ content, day }: CampaignItem): (string | null)[] => {
    switch (content.type) {
      case "article":
        return [
          catalogue.provision(content.passage) === undefined
            ? `no provision has the id ${JSON.stringify(content.passage)}; "cli search" finds ids`
            : passageProblem(content.passage, day),
        ];
      case "answer":
        return [answerProblem(content.entry)];
      case "case":
        return [
          catalogue.case(content.case) === undefined
            ? `no case has the id ${JSON.stringify(content.case)}`
            : null,
        ];
      case "quiz":
        return [quizProblem(content.quiz, day)];
      case "poll":
        return [
          content.options.length < 2 || content.options.length > optionsAtMost
            ? `a poll has 2 to ${optionsAtMost} options`
            : null,
        ];
      case "link":
        return [targetProblem(content, day)];
      case "text":
        return content.statements.flatMap(({ text, cites }) => [
          cites.length === 0 && !content.notice ? `a sentence has no source: ${text}` : null,
          ...cites.map((id) => passageProblem(id, day)),
        ]);
    }
  };

  /** What is wrong with words of an editor's own, wherever they stand. @param beside other texts that they may quote */
  const ownProblems = (
    text: string,
    sources: readonly string[],
    beside: readonly string[] = [],
  ): readonly string[] => [
    ...freeText.problems(text, sources, beside).map(freeTextMessage),
    ...unfitProblems(text),
  ];

  /**
   * What an item says in the editor's own words and its sources do not carry. A poll and a title have no sources: what they
   * name must be held, and no more. Those of a link are what it leads to, and what it names.
   */
  const freeProblemsOf = (item: CampaignItem, beside: readonly string[]): readonly string[] => {
    const { content, day } = item;
    switch (content.type) {
      case "poll":
        return [
          // What was approved before this was asked is still sent.
          ...repeatedProblems(content.options),
          ...[content.question, ...content.options].flatMap((text) =>
            ownProblems(text, freeText.named(text, day), beside),
          ),
        ];
      case "link":
        return ownProblems(content.text, passagesOf({ ...item, content }), beside);
      case "text":
        return content.statements.flatMap(({ text, cites }) => ownProblems(text, cites, beside));
      default:
        return [];
    }
  };

  /** What the words for a picture say and neither the item's sources nor those they name carry; its poster's are not an editor's. */
  const altProblemsOf = (title: string, item: CampaignItem): readonly string[] => {
    const alt = item.picture?.alt;
    if (alt === undefined || alt === posterWords.alt(title, headingOf(item))) return [];
    const sources = [...passagesOf(item), ...freeText.named(alt, item.day)];
    return ownProblems(alt, sources);
  };

  const brokenOf = (item: CampaignItem): readonly string[] =>
    problemsOf(item).filter((message) => message !== null);

  return {
    problems({ title, from, items }, beside) {
      const inTitle = ownProblems(title, freeText.named(title, from));
      return [
        ...inTitle.map((message) => ({ item: "title", message })),
        ...items.flatMap((item) => {
          const broken = brokenOf(item);
          // The sources of what is broken cannot be told.
          const ofPicture = broken.length > 0 ? [] : altProblemsOf(title, item);
          return [...broken, ...freeProblemsOf(item, beside), ...ofPicture].map((message) => ({
            item: item.id,
            message,
          }));
        }),
      ];
    },
    mustHold({ id }, item) {
      const [problem] = brokenOf(item);
      if (problem !== undefined) throw new TypeError(`${itemName(id, item.id)}: ${problem}`);
    },
  };
}
