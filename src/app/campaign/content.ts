/**
 * An item of a campaign as a message: policy is printed from the knowledge base with its sources, as in any answer, and what
 * an editor writes is checked against it.
 */
import { type Campaign, type CampaignItem, itemName } from "../../core/campaign/campaign.ts";
import type { Picture } from "../../core/campaign/picture.ts";
import { itemText } from "../../core/dialogue/campaign-words.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import { sourceName } from "../../core/grounding/cite.ts";
import {
  caseBlocks,
  curatedBlocks,
  provisionBlocks,
  sentence,
  unitBlocks,
} from "../../core/grounding/compose.ts";
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { isPromise } from "../../core/grounding/promise.ts";
import { createFreeTextCheck, type FreeTextProblem } from "../../core/law/free-text.ts";
import type { Day, Quiz } from "../../core/law/types.ts";
import { isReliable, validityOf } from "../../core/law/validity.ts";
import { boundText, fingerprintOf, rightOptions } from "../../core/learning/quiz.ts";
import type { Choice } from "../../ports/channel.ts";
import { posterWords, pushHeading, pushWords } from "../../text/campaign.ts";
import { learningWords } from "../../text/learning.ts";
import { createDraft, type Draft } from "../ask/draft.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";

/** An item made ready to be sent. */
export interface PushContent {
  readonly answer: Answer;
  readonly choices: readonly Choice[];
  /** What may be chosen; empty: nothing is asked. */
  readonly options: readonly string[];
  /** The right options, counted from 1; empty: none is right or wrong. */
  readonly right: readonly number[];
  readonly picture: Picture | undefined;
}

/** Something in an item that cannot be sent; for editors, in English. */
export interface ContentProblem {
  readonly item: string;
  readonly message: string;
}

export interface CampaignContent {
  /**
   * What keeps it from being sent as it stands; empty: nothing.
   *
   * @param corrected the item it sets right, whose words it may quote; null: there is none
   */
  problems(campaign: Campaign, corrected: CampaignItem | null): readonly ContentProblem[];
  /** The passages and documents that a text names by itself. */
  named(text: string, day: Day): readonly string[];
  /** @throws {TypeError} the item has a problem */
  push(campaign: Campaign, item: CampaignItem, day: Day): PushContent;
  /** What may be chosen, and what is right of it; whatever has become of the item since. */
  asked(item: CampaignItem): Pick<PushContent, "options" | "right">;
  /** A question with several right options, as far as it is ticked: its words, and what may be pressed next. */
  ticked(
    campaign: Campaign,
    item: CampaignItem,
    options: readonly number[],
  ): { readonly question: string; readonly choices: readonly Choice[] };
  /** What an item is about in a line, and the passages it rests on. */
  about(item: CampaignItem): { readonly heading: string; readonly passages: readonly string[] };
  /** A passage in words, 《…》第十七条 or the title of a case; the id itself where nothing is held under it any more. */
  nameOf(passage: string): string;
  /** What is told after a choice: why, with its sources; null: there is nothing to tell. */
  explanation(item: CampaignItem, day: Day): Answer | null;
  /**
   * All that is sent, as text to be hashed: the campaign and every word and source of its items, so that what was approved is
   * what the knowledge base still says.
   */
  fingerprint(campaign: Campaign): string;
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

/** What nobody may be told whatever its source: that somebody will be spared, and anything of a person. */
function unfitProblems(text: string): readonly string[] {
  return [
    ...(isPromise(text)
      ? [
          `promises that somebody is spared, or judges an outcome; say what the provision says, 可以 as 可以, or quote its wording in 「」: ${text}`,
        ]
      : []),
    ...(maskPersonalData(text).found.length > 0
      ? [`holds a name or another personal detail; leave it out, or write 某: ${text}`]
      : []),
  ];
}

export function createCampaignContent(
  knowledge: PreparedKnowledge,
  canonical: (value: unknown) => string,
): CampaignContent {
  const { catalogue } = knowledge;
  const freeText = createFreeTextCheck(catalogue, knowledge.retriever.resolver);
  const quizOf = (id: string): Quiz | undefined => catalogue.base.quizzes.find((quiz) => quiz.id === id);

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

  const quizProblem = (id: string): string | null => {
    const quiz = quizOf(id);
    if (quiz === undefined) return `no quiz has the id ${JSON.stringify(id)}`;
    const stale = quiz.basis.find(
      ({ passage, fingerprint }) => fingerprintOf(boundText(catalogue, passage) ?? "") !== fingerprint,
    );
    return stale === undefined ? null : `${id} waits for review: ${stale.passage} has changed since`;
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
        return [
          catalogue.curated(content.entry) === undefined
            ? `no entry has the id ${JSON.stringify(content.entry)}`
            : null,
        ];
      case "case":
        return [
          catalogue.case(content.case) === undefined
            ? `no case has the id ${JSON.stringify(content.case)}`
            : null,
        ];
      case "quiz":
        return [quizProblem(content.quiz)];
      case "poll":
        return [
          content.options.length < 2 || content.options.length > optionsAtMost
            ? `a poll has 2 to ${optionsAtMost} options`
            : null,
        ];
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
   * name must be held, and no more.
   */
  const freeProblemsOf = ({ content, day }: CampaignItem, beside: readonly string[]): readonly string[] => {
    switch (content.type) {
      case "poll":
        return [content.question, ...content.options].flatMap((text) =>
          ownProblems(text, freeText.named(text, day), beside),
        );
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

  const fill = (draft: Draft, { content }: CampaignItem): void => {
    switch (content.type) {
      case "article": {
        const found = catalogue.provision(content.passage);
        if (found === undefined) break;
        draft.add(
          ...(found.paragraph === undefined
            ? provisionBlocks(found.provision, draft.citer)
            : unitBlocks(catalogue, content.passage, draft.citer)),
        );
        break;
      }
      case "answer": {
        const entry = catalogue.curated(content.entry);
        if (entry === undefined) break;
        draft.heading(entry.title);
        draft.add(...curatedBlocks(entry, draft.citer));
        break;
      }
      case "case": {
        const published = catalogue.case(content.case);
        if (published === undefined) break;
        draft.heading(published.title);
        draft.add(...caseBlocks(published, draft.citer));
        break;
      }
      case "quiz":
        draft.notice(quizOf(content.quiz)?.stem ?? "");
        break;
      case "poll":
        draft.notice(content.question);
        break;
      case "text":
        if (!content.notice) draft.add({ type: "label", label: "campaign" });
        for (const { text, cites } of content.statements)
          if (cites.length === 0) draft.notice(text);
          else
            draft.add(
              sentence(
                text,
                cites.map((id) => draft.citer.cite(id)),
                "curated",
              ),
            );
    }
  };

  const optionsOf = ({ content }: CampaignItem): readonly string[] => {
    if (content.type === "poll") return content.options;
    return content.type === "quiz" ? (quizOf(content.quiz)?.options.map(({ text }) => text) ?? []) : [];
  };

  const rightOf = ({ content }: CampaignItem): readonly number[] => {
    const quiz = content.type === "quiz" ? quizOf(content.quiz) : undefined;
    return quiz === undefined ? [] : rightOptions(quiz).map((at) => at + 1);
  };

  /** What may be pressed; of a question with several right options each press changes a tick. */
  const choicesOf = (campaign: Campaign, item: CampaignItem, ticked: readonly number[]): Choice[] => {
    const several = rightOf(item).length > 1;
    const text = (type: "vote" | "tick", options: readonly number[]) =>
      itemText(type, campaign.id, item.id, options);
    return optionsOf(item).map((label, at) => {
      if (!several) return { label, text: text("vote", [at + 1]) };
      const on = ticked.includes(at + 1);
      const after = on ? ticked.filter((one) => one !== at + 1) : [...ticked, at + 1];
      return {
        label: learningWords.ticked(label, on),
        text: text(
          "tick",
          after.toSorted((left, right) => left - right),
        ),
      };
    });
  };

  const nameOf = (passage: string): string => sourceName(catalogue, passage) ?? passage;

  const headingOf = ({ content }: CampaignItem): string => {
    switch (content.type) {
      case "article":
        return nameOf(content.passage);
      case "answer":
        return catalogue.curated(content.entry)?.title ?? content.entry;
      case "case":
        return catalogue.case(content.case)?.title ?? content.case;
      case "quiz":
        return quizOf(content.quiz)?.stem ?? content.quiz;
      case "poll":
        return content.question;
      case "text":
        return content.statements[0]?.text ?? "";
    }
  };

  const passagesOf = (item: CampaignItem): readonly string[] => {
    const { content, day } = item;
    if (content.type === "quiz") return quizOf(content.quiz)?.basis.map(({ passage }) => passage) ?? [];
    const draft = createDraft(knowledge, "", day);
    fill(draft, item);
    return [...new Set(draft.citer.citations.map(({ passage }) => passage))];
  };

  /** All that an item says. */
  const wordsOf = (item: CampaignItem): readonly string[] => {
    const draft = createDraft(knowledge, "", item.day);
    fill(draft, item);
    const { blocks } = draft.close({ kind: "answer" });
    return [...blocks.flatMap((block) => ("text" in block ? [block.text] : [])), ...optionsOf(item)];
  };

  const push: CampaignContent["push"] = (campaign, item, day) => {
    const draft = createDraft(knowledge, "", day);
    draft.heading(pushHeading(campaign.title));
    fill(draft, item);
    const options = optionsOf(item);
    const right = rightOf(item);
    if (options.length > 0) draft.notice(right.length > 1 ? pushWords.chooseSeveral : pushWords.choose);
    draft.notice(campaign.corrects === null ? pushWords.footer : pushWords.correctionFooter);
    const answer = draft.close({ kind: draft.hasPolicy ? "answer" : "smalltalk" });
    return {
      answer,
      choices: [...choicesOf(campaign, item, []), { label: pushWords.stop, text: pushWords.stop }],
      options,
      right,
      picture: item.picture,
    };
  };

  return {
    problems({ title, from, items }, corrected) {
      const beside = corrected === null ? [] : wordsOf(corrected);
      const inTitle = ownProblems(title, freeText.named(title, from));
      return [
        ...inTitle.map((message) => ({ item: "title", message })),
        ...items.flatMap((item) => {
          const broken = problemsOf(item).filter((message) => message !== null);
          // The sources of what is broken cannot be told.
          const ofPicture = broken.length > 0 ? [] : altProblemsOf(title, item);
          return [...broken, ...freeProblemsOf(item, beside), ...ofPicture].map((message) => ({
            item: item.id,
            message,
          }));
        }),
      ];
    },
    named: freeText.named,
    push(campaign, item, day) {
      const [problem] = problemsOf(item).filter((one) => one !== null);
      if (problem !== undefined) throw new TypeError(`${itemName(campaign.id, item.id)}: ${problem}`);
      return push(campaign, item, day);
    },
    about: (item) => ({ heading: headingOf(item), passages: passagesOf(item) }),
    nameOf,
    asked: (item) => ({ options: optionsOf(item), right: rightOf(item) }),
    ticked: (campaign, item, options) => ({
      question: headingOf(item),
      choices: [
        ...choicesOf(campaign, item, options),
        ...(options.length === 0
          ? []
          : [{ label: learningWords.done, text: itemText("vote", campaign.id, item.id, options) }]),
      ],
    }),
    explanation({ content }, day) {
      const quiz = content.type === "quiz" ? quizOf(content.quiz) : undefined;
      if (quiz === undefined) return null;
      const draft = createDraft(knowledge, "", day);
      draft.add(...curatedBlocks({ reviewed: quiz.reviewed, blocks: quiz.explanation }, draft.citer));
      return draft.close({ kind: "answer" });
    },
    fingerprint(campaign) {
      const said = campaign.items.map((item) => {
        // The day of the item, not today: what was approved must not change by the passing of time.
        const { answer, options, right } = push(campaign, item, item.day);
        const { blocks, citations } = answer;
        const sources = citations.map(({ passage, document, place, wording, quote }) => ({
          passage,
          document,
          place,
          wording,
          quote,
        }));
        // One right option stands for itself, as it did before there could be several: what was approved then still is.
        return { blocks, sources, options, right: right.length > 1 ? right : (right[0] ?? null) };
      });
      return canonical({ campaign, said });
    },
  };
}
