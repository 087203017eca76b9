/** The commands of campaigns (宣传活动). Whoever changes one names themselves, and must hold the role in the store. */

import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readCampaignFile } from "../adapters/knowledge/campaign-file.ts";
import { formatProblems } from "../adapters/knowledge/problems.ts";
import type { PaperSize } from "../adapters/pictures/poster.ts";
import type { Act, ActResult, CampaignView } from "../app/campaign/campaigns.ts";
import type { PushContent } from "../app/campaign/content.ts";
import { saidToBeApproved } from "../app/campaign/pushed-turn.ts";
import { resendUnknown } from "../app/campaign/resend.ts";
import { approvedFor } from "../app/campaign/results.ts";
import { type CampaignDesk, composeCampaignDesk } from "../compose/campaigns.ts";
import { readPrepared } from "../compose/knowledge.ts";
import { composeAccess, openSecrets } from "../compose/store.ts";
import { today } from "../compose/today.ts";
import type { Config } from "../config.ts";
import { isPersonId } from "../core/access/terms.ts";
import { type Campaign, type CampaignItem, pictureShown } from "../core/campaign/campaign.ts";
import { toldCount } from "../core/campaign/disclosure.ts";
import type { Picture } from "../core/campaign/picture.ts";
import type { CampaignReport } from "../core/campaign/report.ts";
import type { LinkTarget } from "../core/dialogue/links.ts";
import type { PersonId } from "../ports/channel.ts";
import type { Pseudonyms } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";
import { approvalWords, campaignProblems, editorWords } from "../text/campaign.ts";
import { censusLines, reportBlocks, statusLines } from "../text/campaign-report.ts";
import { answerText, blockText, pictureText } from "../text/render.ts";
import { drawPoster, type PosterSettings, png, telegramAddress, withPosters } from "./campaign-poster.ts";
import { type Command, type ExitCode, readArguments, type Terminal, UsageError } from "./command.ts";
import { orKnowledgeProblems } from "./open.ts";
import { withStore } from "./store.ts";

/** Options of all these commands; each takes those its usage names. */
const options = {
  as: { type: "string" },
  json: { type: "boolean", default: false },
  channel: { type: "string", default: "terminal" },
  html: { type: "string" },
  charts: { type: "string" },
  text: { type: "string" },
  item: { type: "string" },
  size: { type: "string", default: "A4" },
  format: { type: "string", default: "svg" },
  out: { type: "string" },
  bot: { type: "string" },
  pictures: { type: "string" },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];

interface Opened extends CampaignDesk {
  readonly values: Values;
  readonly words: readonly string[];
  readonly terminal: Terminal;
  readonly config: Config;
  readonly store: Store;
  readonly secret: string;
  readonly pseudonyms: Pseudonyms;
}

interface Usage {
  readonly words: readonly string[];
  readonly takes: readonly (keyof Values)[];
  readonly summary: string;
  readonly help: string;
}

function command(
  word: string,
  { words, takes, summary, help }: Usage,
  run: (opened: Opened) => Promise<ExitCode>,
): Command {
  return {
    name: `campaign ${word}`,
    summary,
    help: `cli campaign ${word} ${help}`,
    run: async (args, terminal, config) => {
      const known = Object.fromEntries(takes.map((name) => [name, options[name]])) as typeof options;
      const { values, positionals } = readArguments(args, known);
      if (positionals.length !== words.length)
        throw new UsageError(`campaign ${word} takes ${words.join(" ") || "no argument"}; see --help`);
      return withStore(config, async ({ store }) => {
        const knowledge = await orKnowledgeProblems(terminal, () => readPrepared(config));
        const secrets = await openSecrets(config, store);
        const { pseudonyms, secret } = secrets;
        const access = composeAccess(config, store, secrets);
        const desk = composeCampaignDesk({ config, store, access, pseudonyms, knowledge });
        return run({ ...desk, values, words: positionals, terminal, config, store, secret, pseudonyms });
      });
    },
  };
}

/** Who acts. @throws {UsageError} nobody is named */
function actor({ values }: Pick<Opened, "values">): PersonId {
  const { as } = values;
  if (as === undefined || !isPersonId(as))
    throw new UsageError("--as channel:id must name who acts, who holds the role publicity-editor or admin");
  return as;
}

const viewJson = ({ campaign, state, asApproved }: CampaignView) => ({
  id: campaign.id,
  title: campaign.title,
  phase: state.phase,
  from: campaign.from,
  to: campaign.to,
  items: campaign.items.length,
  approved: asApproved,
  ...(state.approval?.counted === undefined ? {} : { approved_for: approvedFor(state) }),
});

/** Prints what became of an act; what was refused is exit 1. */
function finish({ terminal }: Opened, result: ActResult): ExitCode {
  if (result.ok) {
    terminal.out(`${JSON.stringify(viewJson(result.view))}\n`);
    const { warnings = [] } = result;
    if (warnings.length > 0) terminal.err(`${editorWords.warnings}\n`);
    for (const { item, message } of warnings) terminal.err(`  ${item}: ${message}\n`);
    return 0;
  }
  terminal.err(`${campaignProblems[result.problem]}（${result.problem}）\n`);
  if (result.problem === "content")
    for (const { item, message } of result.found) terminal.err(`  ${item}: ${message}\n`);
  return 1;
}

/** @throws {UsageError} there is no campaign of that id */
async function viewOf({ campaigns, words }: Opened): Promise<CampaignView> {
  const [id = ""] = words;
  const view = await campaigns.read(id);
  if (view === null)
    throw new UsageError(`no campaign ${JSON.stringify(id)}; "cli campaign list" shows them`);
  return view;
}

const posterSettings = ({ content, config, secret, values }: Opened): PosterSettings => ({
  content,
  config,
  secret,
  bot: values.bot,
});

/** @throws {UsageError} the file cannot be read or written */
async function usable<Value>(file: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw new UsageError(`cannot use ${file}: ${(error as NodeJS.ErrnoException).code ?? "unreadable"}`, {
      cause: error,
    });
  }
}

const write = command(
  "new",
  {
    words: ["FILE"],
    takes: ["as", "bot"],
    summary: "write a campaign, or what one is to be from now on",
    help: `FILE --as PERSON [--bot NAME]

FILE is YAML; docs/campaigns.md says how to write it. Pictures are read beside it; the code of a poster leads to the Telegram bot NAME, else
to the page under PUBLIC_URL. A campaign of that id that is a draft, handed in, approved or paused becomes
a draft again, and whatever was approved is approved no more. PERSON (channel:id) holds the role publicity-editor or admin.`,
  },
  async (opened) => {
    const { words, campaigns, calendar, bounds, terminal } = opened;
    const by = actor(opened);
    const [file = ""] = words;
    const bytes = await usable(file, () => readFile(file));
    const read = readCampaignFile(bytes, file, calendar, bounds);
    if (!read.ok) {
      terminal.err(`${formatProblems(read.problems)}\n`);
      return 2;
    }
    const { campaign } = read;
    const unknown = [...new Set(campaign.items.map(({ day }) => Number(day.slice(0, 4))))].filter(
      (year) => !calendar.years.has(year),
    );
    for (const year of unknown)
      terminal.err(
        `holidays of ${year} are not in knowledge/holidays.yaml: only weekends count as days off\n`,
      );
    // A poster quotes what the knowledge base says; what it does not say is told by the writing.
    const drawn =
      (await campaigns.problems(campaign)).length > 0
        ? { campaign, pictures: new Map<string, Uint8Array>() }
        : await withPosters(campaign, read.posters, posterSettings(opened));
    const pictures = new Map([...read.pictures, ...drawn.pictures]);
    return finish(opened, await campaigns.write(by, drawn.campaign, pictures));
  },
);

const list = command(
  "list",
  { words: [], takes: [], summary: "list campaigns", help: "\n\nOne object a line." },
  async ({ campaigns, terminal }) => {
    for (const view of await campaigns.list()) terminal.out(`${JSON.stringify(viewJson(view))}\n`);
    return 0;
  },
);

/** Each item as a channel shows it. */
const preview = command(
  "preview",
  {
    words: ["ID"],
    takes: ["channel", "pictures"],
    summary: "show what a campaign sends, as a channel shows it",
    help: `ID [--channel terminal|web|telegram] [--pictures FOLDER]

Every item with what may be chosen of it; nothing is sent and nothing counted. --pictures writes the pictures as they will be sent into
FOLDER, each under the id of its item.`,
  },
  async (opened) => {
    const { content, values, terminal } = opened;
    const { channel } = values;
    if (!["terminal", "web", "telegram"].includes(channel))
      throw new UsageError("--channel takes terminal, web or telegram");
    const { campaign, asApproved } = await viewOf(opened);
    terminal.out(
      `${[approvalWords(asApproved), ...censusLines(await opened.expander.count(campaign))].join("\n")}\n\n`,
    );
    for (const item of campaign.items) {
      // As whoever looks at it now is shown it: a draft until it is approved.
      const made = { ...content.push(campaign, item, item.day), picture: pictureShown(item, asApproved) };
      const pushed = asApproved ? saidToBeApproved(made) : made;
      const shown =
        channel === "telegram" ? await inTelegram(pushed, opened.secret) : inText(pushed, channel);
      terminal.out(
        `── ${item.id}　${item.day} ${item.time ?? campaign.hours.from} ──\n${pushed.picture === undefined ? "" : `${pictureLine(pushed.picture)}\n`}${shown}\n\n`,
      );
    }
    if (values.pictures !== undefined) await writePictures(campaign, asApproved, values.pictures, opened);
    return 0;
  },
);

/** Choices are typed by their numbers in a terminal, and pressed on a page, where what leads on has an address. */
const inText = ({ answer, choices }: PushContent, channel: string): string => {
  if (channel === "terminal") {
    const offered = choices.map(({ label }, at) => `  ${at + 1}. ${label}`);
    return `${answerText(answer)}\n${offered.join("\n")}`;
  }
  const links = answer.blocks.flatMap((block) => (block.type === "link" ? [block] : []));
  const blocks = answer.blocks.filter(({ type }) => type !== "link");
  const pressed = [
    ...links.map(({ label, path }) => `${label} → ${path}`),
    ...choices.map(({ label }) => label),
  ];
  return `${answerText({ ...answer, blocks })}\n${pressed.map((label) => `  [ ${label} ]`).join("\n")}`;
};

/** Message by message, as the bot would send them; which bot it is, nobody said. */
async function inTelegram({ answer, choices, picture }: PushContent, secret: string): Promise<string> {
  const { previewOf } = await import("../adapters/channels/telegram/preview.ts");
  const linkTo = (target: LinkTarget) => telegramAddress("NAME_OF_THE_BOT", target, secret);
  const messages = await previewOf({ answer, choices, picture, push: true }, linkTo);
  return messages.join(`\n${editorWords.nextMessage}\n`);
}

const pictureLine = ({ alt, type, width, height, hash }: Picture): string =>
  `${pictureText(alt)}（${type}，${width}×${height}，sha256:${hash.slice(0, 16)}…）`;

async function writePictures(
  { items }: Campaign,
  approved: boolean,
  folder: string,
  { pictures }: Opened,
): Promise<void> {
  for (const item of items) {
    const { id } = item;
    const picture = pictureShown(item, approved);
    const bytes = picture === undefined ? null : await pictures.read(picture.hash);
    if (picture === undefined || bytes === null) continue;
    const file = join(folder, `${id}.${picture.type === "png" ? "png" : "jpg"}`);
    await usable(file, () => writeFile(file, bytes));
  }
}

const dryRun = command(
  "dry-run",
  {
    words: ["ID"],
    takes: [],
    summary: "count whom a campaign would go to now",
    help: 'ID\n\nPrints {"id","audience","channels","items","problems"}: subscribers that fit now, before cap and hours, rounded down to tens, null below ten; exit 1 where something cannot be sent, or not on its day: no time is left, nothing goes on that day, or the cap leaves it out.',
  },
  async (opened) => {
    const { expander, campaigns, terminal } = opened;
    const { campaign } = await viewOf(opened);
    const problems = [...(await campaigns.problems(campaign)), ...(await campaigns.hindrances(campaign))];
    const { total: audience, channels } = await expander.count(campaign);
    terminal.out(
      `${JSON.stringify({ id: campaign.id, audience, channels, items: campaign.items.map(({ id, day, time }) => ({ id, day, time: time ?? campaign.hours.from })), problems })}\n`,
    );
    return problems.length === 0 ? 0 : 1;
  },
);

const actSummaries = {
  submit: "hand a campaign in for approval",
  approve: "approve a campaign; nobody approves what they wrote or handed in",
  return: "give a campaign back to whoever wrote it",
  start: "begin a campaign that is approved, or go on with one that is paused",
  pause: "hold a campaign; what is in hand is still sent",
  stop: "end a campaign for good",
} as const satisfies Record<Act, string>;

const acts = Object.entries(actSummaries).map(([act, summary]) =>
  command(
    act,
    {
      words: ["ID"],
      takes: ["as"],
      summary,
      help: `ID --as PERSON\n\nPERSON (channel:id) holds the role publicity-editor or admin. Prints the campaign as it stands then; exit 1 where it may not be.`,
    },
    async (opened) =>
      finish(opened, await opened.campaigns.act(actor(opened), opened.words[0] ?? "", act as Act)),
  ),
);

const status = command(
  "status",
  {
    words: ["ID"],
    takes: ["json"],
    summary: "how a campaign stands, with counts of its messages",
    help: "ID [--json]\n\nCounts are rounded down to tens and not told (null) below ten; failed and unknown are exact where the audience has no unit and no role.",
  },
  async (opened) => {
    const view = await viewOf(opened);
    const found = await opened.results.status(view);
    const census = await opened.expander.count(view.campaign);
    const { campaign, phase, asApproved, counted, items } = found;
    const { id, title } = campaign;
    opened.terminal.out(
      opened.values.json
        ? `${JSON.stringify({ id, title, phase, as_approved: asApproved, approved_for: counted ?? null, audience: census, items })}\n`
        : `${[...statusLines(found), ...censusLines(census)].join("\n")}\n`,
    );
    return 0;
  },
);

const report = command(
  "report",
  {
    words: ["ID"],
    takes: ["json", "html", "charts", "format"],
    summary: "what came of a campaign, in totals",
    help: `ID [--json] [--html FILE] [--charts FOLDER [--format svg|png]]

Reached, chosen, missed, asked: counts of the whole audience, rounded down to tens; none of fewer than ten, none of a person or a unit,
no rate.
--html writes a page with charts that prints on A4; --charts writes the chart of each item with options, where any is told, into
FOLDER, under the id of the item.`,
  },
  async (opened) => {
    const { values, terminal, results } = opened;
    const found = await results.report(await viewOf(opened));
    const { html } = values;
    if (html !== undefined) {
      const { reportPage } = await import("../adapters/pictures/report-page.ts");
      const page = await reportPage(found, today());
      await usable(html, () => writeFile(html, page));
    }
    if (values.charts !== undefined) await writeCharts(found, values.charts, values.format);
    const { campaign, ...rest } = found;
    terminal.out(
      values.json
        ? `${JSON.stringify({ id: campaign.id, ...rest })}\n`
        : `${reportBlocks(found)
            .map((block) => blockText(block))
            .join("\n")}\n`,
    );
    return 0;
  },
);

/** Pixels: sharp on a screen, and on half of an A4 page. */
const chartWidth = 1_360;

/** @throws {UsageError} there is no such format, or the folder cannot be written into */
async function writeCharts({ items }: CampaignReport, folder: string, format: string): Promise<void> {
  if (format !== "svg" && format !== "png") throw new UsageError("--format takes svg or png");
  const { optionChart } = await import("../adapters/pictures/report-page.ts");
  for (const item of items) {
    const svg = await optionChart(item);
    if (svg === null) continue;
    const file = join(folder, `${item.id}.${format}`);
    const made = format === "png" ? await png(svg, chartWidth) : svg;
    await usable(file, () => writeFile(file, made));
  }
}
const correct = command(
  "correct",
  {
    words: ["ID", "ITEM"],
    takes: ["as", "text"],
    summary: "set a wrong push right",
    help: `ID ITEM --text TEXT --as PERSON

Writes and hands in a campaign of its own (ID-fix1 …) whose notice goes to those whom ITEM reached, beside the weekly cap but never to
whoever has stopped pushes. Somebody else approves and starts it.`,
  },
  async (opened) => {
    const { words, values, campaigns } = opened;
    const text = values.text?.trim() ?? "";
    if (text === "" || text.length > 500) throw new UsageError("--text must have 1 to 500 characters");
    return finish(opened, await campaigns.correct(actor(opened), words[0] ?? "", words[1] ?? "", text));
  },
);

const resend = command(
  "resend-unknown",
  {
    words: ["ID"],
    takes: ["as"],
    summary: "send pushes of unknown fate once more",
    help: 'ID --as PERSON\n\nThey may have arrived: somebody may see one twice. Prints {"id","resent"}, rounded down to tens, null below ten; the server sends them, within the hours.',
  },
  async (opened) => {
    const { store, pseudonyms, campaigns, terminal } = opened;
    const by = actor(opened);
    const { campaign } = await viewOf(opened);
    if (!(await campaigns.mayEdit(by))) return finish(opened, { ok: false, problem: "forbidden" });
    const resent = await resendUnknown(
      { store, pseudonyms, clock: Date.now, newId: randomUUID },
      campaign.id,
      by,
    );
    terminal.out(`${JSON.stringify({ id: campaign.id, resent: toldCount(resent) })}\n`);
    return 0;
  },
);

/** @throws {UsageError} there is no such item */
function itemOf({ campaign }: CampaignView, { values }: Opened): CampaignItem {
  const [first] = campaign.items;
  const item = values.item === undefined ? first : campaign.items.find(({ id }) => id === values.item);
  if (item === undefined)
    throw new UsageError(
      `no item ${JSON.stringify(values.item)}; it has ${campaign.items.map(({ id }) => id).join(", ")}`,
    );
  return item;
}

/** Pixels of a PNG's width at 150 to the inch. */
const pngWidths = { A4: 1_240, A3: 1_754 } as const satisfies Record<PaperSize, number>;

const poster = command(
  "poster",
  {
    words: ["ID"],
    takes: ["item", "size", "format", "out", "bot"],
    summary: "make a poster of an item, with a code that leads to it",
    help: `ID --out FILE [--item ITEM] [--size A4|A3] [--format svg|png|html] [--bot NAME]

The code leads to https://t.me/NAME?start=… (signed, works as long as the application secret stays) with --bot, else to the page under
PUBLIC_URL: of the source, of the editor's text, of the question where it is answered. A poll is answered in its push alone: its code leads
to the assistant, and the poster says so. Without --item the first item. PNG needs a font with Chinese characters (exit 3).`,
  },
  async (opened) => {
    const { values, content, terminal } = opened;
    const { size, format, out } = values;
    if (size !== "A4" && size !== "A3") throw new UsageError("--size takes A4 or A3");
    if (!["svg", "png", "html"].includes(format)) throw new UsageError("--format takes svg, png or html");
    if (out === undefined) throw new UsageError("--out FILE is needed");
    const view = await viewOf(opened);
    const item = itemOf(view, opened);
    const pushed = content.push(view.campaign, item, item.day);
    const { svg, poster } = await drawPoster(
      view.campaign,
      item,
      pushed,
      size,
      view.asApproved,
      posterSettings(opened),
    );
    const { posterPage } = await import("../adapters/pictures/poster.ts");
    const made =
      format === "html"
        ? posterPage(svg, poster, size)
        : format === "png"
          ? await png(svg, pngWidths[size])
          : svg;
    await usable(out, () => writeFile(out, made));
    terminal.out(
      `${JSON.stringify({ id: view.campaign.id, item: item.id, link: poster.link, file: out })}\n`,
    );
    return 0;
  },
);

export const campaignCommands: readonly Command[] = [
  write,
  list,
  preview,
  dryRun,
  ...acts,
  status,
  report,
  correct,
  resend,
  poster,
];
