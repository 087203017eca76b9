/** A campaign's status as lines of text, and its results as they are shown in chat. */
import { excessesOf, hasHours } from "../core/campaign/bounds.ts";
import type { Census } from "../core/campaign/census.ts";
import type { CampaignReport, CampaignStatus, ItemResult } from "../core/campaign/report.ts";
import type { AnswerBlock } from "../core/grounding/answer.ts";
import {
  channelNames,
  editorWords,
  endNames,
  personsTold,
  phaseNames,
  reportWords,
  timesTold,
} from "./campaign.ts";

/** Whom it would go to now, in a few lines. */
export function censusLines({ total, channels: { groups, others } }: Census): string[] {
  const told = groups.map(({ name, count }) => `${channelNames[name] ?? name}${personsTold(count)}`);
  const rest = others ? [editorWords.others] : [];
  // Where every group is small, the total says all there is to say.
  const byChannel = told.length === 0 ? [] : [`${editorWords.byChannel}：${[...told, ...rest].join("，")}。`];
  return [editorWords.counts(total), ...byChannel];
}

/** How it is sent, where the installation allows less than it asks for. */
function narrowedLines({ campaign, pace }: CampaignStatus): string[] {
  if (excessesOf(campaign, pace).length === 0) return [];
  return [hasHours(pace) ? editorWords.narrowed(pace) : editorWords.noHours];
}

export function statusLines(status: CampaignStatus): string[] {
  const { campaign, phase, asApproved, counted, items } = status;
  const held = phase === "running" && !asApproved;
  return [
    `${campaign.title}（${campaign.id}）：${phaseNames[phase]}`,
    reportWords.period(campaign.from, campaign.to),
    ...(held ? [editorWords.held] : []),
    ...narrowedLines(status),
    ...(counted === undefined ? [] : [editorWords.approvedFor(counted)]),
    ...items.map(({ id, queued, waiting, ends }) => {
      const told = ends
        .filter(({ count }) => count !== null && count > 0)
        .map(({ end, count, exact }) => `${endNames[end]}${exact ? `${count}人` : personsTold(count)}`);
      const others = ends.some(({ count }) => count === null) ? [editorWords.otherEnds] : [];
      return `${id}：${[editorWords.queued(queued), editorWords.waiting(waiting), ...told, ...others].join("，")}`;
    }),
  ];
}

const notice = (text: string): AnswerBlock => ({ type: "notice", text });

/** A table of totals; none where there is nothing to total. */
const totals = (
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): AnswerBlock[] =>
  rows.length === 0
    ? []
    : [{ type: "table", caption, head, rows: rows.map((cells) => ({ cells, citations: [] })) }];

function itemBlocks({ heading, reached, options }: ItemResult): AnswerBlock[] {
  const told = `${heading}：${reportWords.reached}${personsTold(reached)}`;
  if (options.length === 0) return [notice(told)];
  const rows = options.map(({ label, count, right }) => [
    `${label}${right ? reportWords.answer : ""}`,
    personsTold(count),
  ]);
  return totals(told, [reportWords.option, reportWords.people], rows);
}

/** The results, totals side by side. */
export const reportBlocks = ({ campaign, items, missed, asked }: CampaignReport): AnswerBlock[] => [
  notice(reportWords.title(campaign.title)),
  notice(reportWords.period(campaign.from, campaign.to)),
  ...items.flatMap(itemBlocks),
  ...totals(
    reportWords.missed,
    [reportWords.question, reportWords.missedCount, reportWords.provisions],
    missed.map(({ heading, count, passages }) => [
      heading,
      personsTold(count),
      passages.map(({ name }) => name).join("、"),
    ]),
  ),
  ...totals(
    reportWords.asked,
    [reportWords.provisions, reportWords.askedCount],
    asked.map(({ name, count }) => [name, timesTold(count)]),
  ),
  notice(reportWords.note),
];
