/** What an item of a campaign asks: its options as they are counted, and as they are shown. */
import { type CampaignItem, itemName } from "../../core/campaign/campaign.ts";
import { itemText } from "../../core/dialogue/campaign-words.ts";
import type { Quiz } from "../../core/law/types.ts";
import { rightOptions, shownOrder } from "../../core/learning/quiz.ts";
import type { Choice } from "../../ports/channel.ts";
import { learningWords } from "../../text/learning.ts";

export interface Asked {
  /** As they are counted, from 1: a press of long ago means what it meant then. Empty: nothing is asked. */
  readonly options: readonly string[];
  /** The right options, counted from 1; empty: none is right or wrong. */
  readonly right: readonly number[];
  /** The options as they are shown, counted from 1. */
  readonly order: readonly number[];
}

/** Places in the order in which they are shown. */
export const asShown = ({ order }: Pick<Asked, "order">, places: readonly number[]): readonly number[] =>
  order.filter((place) => places.includes(place));

const places = (options: readonly string[]): readonly number[] => options.map((_, at) => at + 1);

/**
 * What an item asks, whatever has become of it since. A quiz is written with its key first: the options are mixed by the names
 * of campaign and item, for everybody alike; those of a poll stand as its editor put them.
 */
export function askedBy(
  campaign: string,
  { id, content }: CampaignItem,
  quizOf: (id: string) => Quiz | undefined,
): Asked {
  if (content.type === "poll") return { options: content.options, right: [], order: places(content.options) };
  const quiz = content.type === "quiz" ? quizOf(content.quiz) : undefined;
  if (quiz === undefined) return { options: [], right: [], order: [] };
  return {
    options: quiz.options.map(({ text }) => text),
    right: rightOptions(quiz).map((at) => at + 1),
    order: shownOrder(quiz, itemName(campaign, id)).map((at) => at + 1),
  };
}

/** What may be pressed, as shown; of a question with several right options each press changes a tick. */
export function choicesOf(
  campaign: string,
  item: string,
  { options, right, order }: Asked,
  ticked: readonly number[],
): readonly Choice[] {
  const several = right.length > 1;
  return order.map((place): Choice => {
    const label = options[place - 1] ?? "";
    if (!several) return { label, text: itemText("vote", campaign, item, [place]) };
    const on = ticked.includes(place);
    const after = on ? ticked.filter((one) => one !== place) : [...ticked, place];
    return {
      label: learningWords.ticked(label, on),
      text: itemText(
        "tick",
        campaign,
        item,
        after.toSorted((left, right) => left - right),
      ),
    };
  });
}
