/**
 * An item of a campaign as a message: policy is printed from the knowledge base with its sources, as in any answer, and what
 * an editor writes is checked against it.
 */
import type { Campaign, CampaignItem } from "../../core/campaign/campaign.ts";
import type { Picture } from "../../core/campaign/picture.ts";
import { itemText } from "../../core/dialogue/campaign-words.ts";
import type { LinkTarget } from "../../core/dialogue/links.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import { sourceName } from "../../core/grounding/cite.ts";
import {
  caseBlocks,
  curatedBlocks,
  provisionBlocks,
  sentence,
  unitBlocks,
} from "../../core/grounding/compose.ts";
import { createFreeTextCheck } from "../../core/law/free-text.ts";
import type { Day, Quiz } from "../../core/law/types.ts";
import { explanationBlocks } from "../../core/learning/explanation.ts";
import type { Choice } from "../../ports/channel.ts";
import { pushHeading, pushWords } from "../../text/campaign.ts";
import { learningWords, questionText } from "../../text/learning.ts";
import { createDraft, type Draft } from "../ask/draft.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { misreadOf } from "../learning/asking.ts";
import { type Asked, askedBy, choicesOf } from "./asked.ts";
import { type ContentProblem, createContentChecks } from "./content-checks.ts";
import { createLeading } from "./leading.ts";

/** An item made ready to be sent. */
export interface PushContent {
  readonly answer: Answer;
  readonly choices: readonly Choice[];
  /** What may be chosen, as it is shown; empty: nothing is asked. */
  readonly options: readonly string[];
  /** The right ones of these, counted from 1; empty: none is right or wrong. */
  readonly right: readonly number[];
  readonly picture: Picture | undefined;
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
  asked(campaign: Campaign, item: CampaignItem): Asked;
  /** A question with several right options, as far as it is ticked: its words, and what may be pressed next. */
  ticked(
    campaign: Campaign,
    item: CampaignItem,
    options: readonly number[],
  ): { readonly question: string; readonly choices: readonly Choice[] };
  /** What an item is about in a line, and the passages it rests on. */
  about(item: CampaignItem): { readonly heading: string; readonly passages: readonly string[] };
  /** Where whoever wants to know more of an item, or to answer it, finds it; null: nowhere but in the push itself (a poll). */
  leadsTo(item: CampaignItem): LinkTarget | null;
  /** A passage in words, 《…》第十七条 or the title of a case; the id itself where nothing is held under it any more. */
  nameOf(passage: string): string;
  /**
   * What is told after a choice: which misconception it was, and why, with its sources; null: there is nothing to tell.
   *
   * @param chosen options counted from 1; empty: nothing was chosen now
   */
  explanation(item: CampaignItem, chosen: readonly number[], day: Day): Answer | null;
  /**
   * All that is sent, as text to be hashed: the campaign and every word and source of its items, so that what was approved is
   * what the knowledge base still says.
   */
  fingerprint(campaign: Campaign): string;
}

export function createCampaignContent(
  knowledge: PreparedKnowledge,
  canonical: (value: unknown) => string,
): CampaignContent {
  const { catalogue } = knowledge;
  const freeText = createFreeTextCheck(catalogue, knowledge.retriever.resolver);
  const leading = createLeading(knowledge);
  const quizOf = (id: string): Quiz | undefined => catalogue.base.quizzes.find((quiz) => quiz.id === id);

  /** A question of the quizzes with its kind, as learning asks it. */
  const stemOf = (id: string): string | null => {
    const quiz = quizOf(id);
    return quiz === undefined ? null : questionText(quiz, null);
  };

  const fill = (draft: Draft, { content, day }: CampaignItem): void => {
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
        draft.notice(stemOf(content.quiz) ?? "");
        break;
      case "poll":
        draft.notice(content.question);
        break;
      case "link": {
        const target = leading.targetOf(content);
        const named = freeText.named(content.text, day);
        const sources = new Set([...(target.type === "source" ? [target.id] : []), ...named]);
        if (sources.size === 0) draft.notice(content.text);
        else {
          const cited = [...sources].map((id) => draft.citer.cite(id));
          draft.add({ type: "label", label: "campaign" }, sentence(content.text, cited, "curated"));
        }
        draft.add(...leading.linkBlocks(target, day));
        break;
      }
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

  const askedOf = (campaign: string, item: CampaignItem): Asked => askedBy(campaign, item, quizOf);

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
        return stemOf(content.quiz) ?? content.quiz;
      case "poll":
        return content.question;
      case "link":
        return content.text;
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
  const wordsOf = (campaign: string, item: CampaignItem): readonly string[] => {
    const draft = createDraft(knowledge, "", item.day);
    fill(draft, item);
    const { blocks } = draft.close({ kind: "answer" });
    const { options } = askedOf(campaign, item);
    return [...blocks.flatMap((block) => ("text" in block ? [block.text] : [])), ...options];
  };

  const push: CampaignContent["push"] = (campaign, item, day) => {
    const draft = createDraft(knowledge, "", day);
    draft.heading(pushHeading(campaign.title));
    fill(draft, item);
    const asked = askedOf(campaign.id, item);
    const { options, order } = asked;
    const right = order.flatMap((place, at) => (asked.right.includes(place) ? [at + 1] : []));
    if (options.length > 0) draft.notice(right.length > 1 ? pushWords.chooseSeveral : pushWords.choose);
    draft.notice(campaign.corrects === null ? pushWords.footer : pushWords.correctionFooter);
    const answer = draft.close({ kind: draft.hasPolicy ? "answer" : "smalltalk" });
    return {
      answer,
      choices: [
        ...choicesOf(campaign.id, item.id, asked, []),
        { label: pushWords.stop, text: pushWords.stop },
      ],
      options: order.map((place) => options[place - 1] ?? ""),
      right,
      picture: item.picture,
    };
  };

  const checks = createContentChecks({ catalogue, freeText, quizOf, headingOf, passagesOf });

  return {
    problems: (campaign, corrected) =>
      checks.problems(
        campaign,
        corrected === null ? [] : wordsOf(campaign.corrects?.split(".")[0] ?? campaign.id, corrected),
      ),
    named: freeText.named,
    push(campaign, item, day) {
      checks.mustHold(campaign, item);
      return push(campaign, item, day);
    },
    about: (item) => ({ heading: headingOf(item), passages: passagesOf(item) }),
    leadsTo: (item) => leading.of(item, passagesOf(item)),
    nameOf,
    asked: ({ id }, item) => askedOf(id, item),
    ticked: (campaign, item, options) => ({
      question: headingOf(item),
      choices: [
        ...choicesOf(campaign.id, item.id, askedOf(campaign.id, item), options),
        ...(options.length === 0
          ? []
          : [{ label: learningWords.done, text: itemText("vote", campaign.id, item.id, options) }]),
      ],
    }),
    explanation({ content }, chosen, day) {
      const quiz = content.type === "quiz" ? quizOf(content.quiz) : undefined;
      if (quiz === undefined) return null;
      const draft = createDraft(knowledge, "", day);
      const picked = chosen.map((option) => option - 1);
      for (const { said } of misreadOf(catalogue, quiz, picked)) draft.notice(said);
      draft.add(...explanationBlocks(quiz, draft.citer));
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
