/** A campaign's results as one page that prints on A4 and needs nothing from elsewhere. */
import type { CampaignReport } from "../../core/campaign/report.ts";
import { personsTold, reportWords, timesTold } from "../../text/campaign.ts";
import { type Bar, barChart } from "./chart.ts";
import { escaped } from "./svg.ts";

const style = `@page{size:A4;margin:20mm 18mm}
body{font:11pt/1.7 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1d2733;
max-width:174mm;margin:0 auto;padding:8mm 4mm}
h1{font-size:18pt;margin:0 0 1mm}h2{font-size:13pt;margin:7mm 0 1mm}section{break-inside:avoid}
p{margin:1mm 0}.quiet{color:#5b6672}table{border-collapse:collapse;width:100%;margin:2mm 0}
th,td{border-bottom:1px solid #cfd6dd;padding:1.2mm 2mm;text-align:left;vertical-align:top}td.n,th.n{text-align:right;white-space:nowrap}
.chart{overflow-x:auto}.chart svg{min-width:150mm;max-width:100%;height:auto}@media print{body{padding:0}}`;

const element = (name: string, text: string, more = ""): string =>
  `<${name}${more}>${escaped(text)}</${name}>`;

const row = (cells: readonly string[], name: "td" | "th"): string =>
  `<tr>${cells.map((cell, at) => element(name, cell, at === cells.length - 1 ? ' class="n"' : "")).join("")}</tr>`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table><thead>${row(head, "th")}</thead><tbody>${rows.map((cells) => row(cells, "td")).join("")}</tbody></table>`;

type Item = CampaignReport["items"][number];

const barsOf = ({ options }: Item): readonly Bar[] =>
  options.map(({ label, count, right }) => ({
    label: `${label}${right ? reportWords.answer : ""}`,
    count,
    marked: right,
  }));

/** How many chose each option, as SVG; null where none is told: bars of nothing tell less than the table does. */
export async function optionChart(item: Item): Promise<string | null> {
  const bars = barsOf(item);
  return bars.some(({ count }) => count !== null) ? barChart(bars, item.heading, personsTold) : null;
}

async function itemSection(item: Item): Promise<string> {
  const { heading, reached, options } = item;
  const parts = [element("h2", heading), element("p", `${reportWords.reached}：${personsTold(reached)}`)];
  if (options.length > 0) {
    const labelled = barsOf(item);
    // What the chart shows, the table says.
    parts.push(`<div class="chart">${(await optionChart(item)) ?? ""}</div>`);
    parts.push(
      table(
        [reportWords.option, reportWords.people],
        labelled.map(({ label, count }) => [label, personsTold(count)]),
      ),
    );
  }
  return `<section>${parts.join("")}</section>`;
}

/** @param made the day it is made on */
export async function reportPage(report: CampaignReport, made: string): Promise<string> {
  const { campaign, items, missed, asked } = report;
  const title = reportWords.title(campaign.title);
  const sections: string[] = [];
  for (const item of items) sections.push(await itemSection(item));
  if (missed.length > 0)
    sections.push(
      `<section>${element("h2", reportWords.missed)}${table(
        [reportWords.question, reportWords.provisions, reportWords.missedCount],
        missed.map(({ heading, passages, count }) => [
          heading,
          passages.map(({ name }) => name).join("、"),
          personsTold(count),
        ]),
      )}</section>`,
    );
  if (asked.length > 0)
    sections.push(
      `<section>${element("h2", reportWords.asked)}${table(
        [reportWords.provisions, reportWords.askedCount],
        asked.map(({ name, count }) => [name, timesTold(count)]),
      )}</section>`,
    );
  return (
    `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(title)}</title><style>${style}</style></head><body>` +
    element("h1", title) +
    element(
      "p",
      `${reportWords.period(campaign.from, campaign.to)}　${reportWords.made(made)}`,
      ' class="quiet"',
    ) +
    element("p", reportWords.note, ' class="quiet"') +
    sections.join("") +
    "</body></html>\n"
  );
}
