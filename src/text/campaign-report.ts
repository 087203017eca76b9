/** A campaign's status and results as lines of text. */
import type { Census, Groups } from "../core/campaign/census.ts";
import type { CampaignReport, CampaignStatus } from "../core/campaign/report.ts";
import { channelNames, editorWords, endNames, phaseNames, reportWords, shownNumber } from "./campaign.ts";

/** Whom it would go to now, in a few lines. */
export function censusLines({ total, channels, units }: Census): string[] {
  // Where every group is small, the total says all there is to say.
  const line = (heading: string, { groups, others }: Groups, nameOf: (name: string) => string): string[] => {
    const told = groups.map(({ name, count }) => `${nameOf(name)}${count}人`);
    const rest = others === 0 ? [] : [editorWords.othersIn(others)];
    return told.length === 0 ? [] : [`${heading}：${[...told, ...rest].join("，")}。`];
  };
  return [
    editorWords.counts(total),
    ...line(editorWords.byChannel, channels, (name) => channelNames[name] ?? name),
    ...line(editorWords.byUnit, units, (name) => (name === "" ? editorWords.noUnit : name)),
  ];
}

export function statusLines({ campaign, phase, asApproved, counted, items }: CampaignStatus): string[] {
  const held = phase === "running" && !asApproved;
  return [
    `${campaign.title}（${campaign.id}）：${phaseNames[phase]}`,
    reportWords.period(campaign.from, campaign.to),
    ...(held ? [editorWords.held] : []),
    ...(counted === null ? [] : [editorWords.approvedFor(counted)]),
    ...items.map(({ id, queued, waiting, ends }) => {
      const counts = ends.map(({ end, count }) => `${endNames[end]}${shownNumber(count)}`);
      return `${id}：已排入${queued}，待发${waiting}${counts.map((text) => `，${text}`).join("")}`;
    }),
  ];
}

export function reportLines({ campaign, items, missed, asked }: CampaignReport): string[] {
  return [
    reportWords.title(campaign.title),
    reportWords.period(campaign.from, campaign.to),
    ...items.flatMap(({ heading, reached, options }) => [
      `${heading}：${reportWords.reached}${shownNumber(reached)}`,
      ...options.map(
        ({ label, count, right }) => `　${label}${right ? reportWords.answer : ""}：${shownNumber(count)}`,
      ),
    ]),
    ...(missed.length === 0 ? [] : [reportWords.missed]),
    ...missed.map(({ heading, count, passages }) => `　${heading}：${count}（${passages.join("、")}）`),
    ...(asked.length === 0 ? [] : [reportWords.asked]),
    ...asked.map(({ passage, count }) => `　${passage}：${shownNumber(count)}`),
    reportWords.note,
  ];
}
