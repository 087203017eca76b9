/** Posters of what a campaign sends: what stands on one, where its code leads, and one as the picture of a message. */
import { createHash } from "node:crypto";
import { createTokens, deepLink } from "../adapters/channels/telegram/tokens.ts";
import type { PaperSize, Poster } from "../adapters/pictures/poster.ts";
import type { CampaignContent, PushContent } from "../app/campaign/content.ts";
import { telegramKey } from "../compose/telegram.ts";
import type { Config } from "../config.ts";
import type { Campaign, CampaignItem } from "../core/campaign/campaign.ts";
import { type Picture, readPicture } from "../core/campaign/picture.ts";
import { type LinkTarget, pageOf } from "../core/dialogue/links.ts";
import { statementsOf } from "../core/grounding/blocks.ts";
import { posterWords } from "../text/campaign.ts";
import { sourceText } from "../text/render.ts";
import { labels } from "../text/zh.ts";
import { AbsentError, UsageError } from "./command.ts";

export interface PosterSettings {
  readonly content: Pick<CampaignContent, "about" | "leadsTo" | "push" | "nameOf">;
  readonly config: Pick<Config, "PUBLIC_URL">;
  readonly secret: string;
  /** User name of the Telegram bot its code leads to; undefined: to the source's page. */
  readonly bot: string | undefined;
}

export interface DrawnPoster {
  readonly svg: string;
  readonly poster: Poster;
  /** What it shows, in words. */
  readonly alt: string;
}

/** The signed deep link to something, with a bot's user name; null: its id is too long for one. */
export const telegramAddress = (bot: string, target: LinkTarget, secret: string): string | null =>
  deepLink(createTokens(telegramKey(secret)), bot, target);

/**
 * Where a code leads.
 *
 * @param target null: to the assistant itself
 * @throws {UsageError} neither bot nor public address is known
 */
function addressOf(target: LinkTarget | null, { bot, config, secret }: PosterSettings): string {
  if (bot !== undefined) {
    if (!/^[A-Za-z0-9_]{5,32}$/.test(bot)) throw new UsageError("--bot takes the bot's user name, without @");
    const address = target === null ? `https://t.me/${bot}` : telegramAddress(bot, target, secret);
    if (address === null) throw new UsageError("its id is too long for a deep link; leave --bot out");
    return address;
  }
  if (config.PUBLIC_URL === undefined)
    throw new UsageError("nothing to lead to: set PUBLIC_URL, or name the Telegram bot with --bot NAME");
  return new URL(target === null ? "/" : pageOf(target), config.PUBLIC_URL).href;
}

/** What stands between heading and code: what is to be answered, what is quoted with its sources, or what it leads to. */
function bodyOf(
  { content }: CampaignItem,
  { answer, options }: PushContent,
): Pick<Poster, "label" | "statements" | "sources" | "whole" | "words"> & Partial<Pick<Poster, "heading">> {
  const words = posterWords.general;
  if (options.length > 0)
    return {
      label: posterWords.asks,
      // Without letters: where they are answered, learning mixes them anew each day.
      statements: options.map((text) => ({ text: `· ${text}`, citations: [] })),
      sources: [],
      whole: true,
      words: { ...words, ...(content.type === "poll" ? posterWords.poll : posterWords.quiz) },
    };
  const [label = ""] = answer.blocks.flatMap((block) =>
    block.type === "label" ? [labels[block.label]] : [],
  );
  const stated = answer.blocks.flatMap(statementsOf);
  const quoted = {
    label,
    statements: stated,
    sources: answer.citations.map((citation) => ({ n: citation.n, text: sourceText(citation) })),
    whole: false,
    words,
  };
  if (content.type !== "link") return quoted;
  const [way] = answer.blocks.flatMap((block) => (block.type === "link" ? [block.label] : []));
  return {
    ...quoted,
    ...(way === undefined ? {} : { heading: way }),
    statements: stated.length > 0 ? stated : [{ text: content.text, citations: [] }],
    words: { ...words, ...posterWords.link },
  };
}

/**
 * @param approved what it says of itself
 * @throws {UsageError} the item says nothing that could stand on a poster or more than fits, or the code has nothing to lead to
 */
export async function drawPoster(
  { title }: Campaign,
  item: CampaignItem,
  pushed: PushContent,
  size: PaperSize,
  approved: boolean,
  settings: PosterSettings,
): Promise<DrawnPoster> {
  const { heading: about, passages } = settings.content.about(item);
  const body = bodyOf(item, pushed);
  const [passage] = passages;
  // An editor's own first sentence stands on it already.
  const isRepeated = passage !== undefined && body.statements[0]?.text === about;
  const heading = isRepeated ? settings.content.nameOf(passage) : about;
  const link = addressOf(settings.content.leadsTo(item), settings);
  const { PosterRoomError, posterSvg } = await import("../adapters/pictures/poster.ts");
  const poster: Poster = { title, heading, ...body, link, approved };
  if (poster.statements.length === 0)
    throw new UsageError(`item ${item.id} says nothing that could stand on a poster`);
  try {
    return { svg: posterSvg(poster, size), poster, alt: posterWords.alt(title, about) };
  } catch (error) {
    if (error instanceof PosterRoomError)
      throw new UsageError(`the poster of item ${item.id}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** @throws {AbsentError} no font has Chinese characters */
export async function png(svg: string, width: number): Promise<Uint8Array> {
  const { NoChineseFontError, pngOf } = await import("../adapters/pictures/png.ts");
  try {
    return pngOf(svg, width);
  } catch (error) {
    if (error instanceof NoChineseFontError) throw new AbsentError(error.message, { cause: error });
    throw error;
  }
}

/** Pixels: as wide as a telephone shows, so that every line can be read without opening it. */
const messageWidth = 1_080;

/**
 * The campaign with the posters of those items drawn: once for all who get them, when it is written, and each once more as the
 * draft that is shown until somebody approves it. Both are part of what is approved, and neither changes by that.
 *
 * @returns bytes by hash
 * @throws {UsageError} as {@link drawPoster}; {@link AbsentError} no font has Chinese characters
 */
export async function withPosters(
  campaign: Campaign,
  wanted: ReadonlySet<string>,
  settings: PosterSettings,
): Promise<{ readonly campaign: Campaign; readonly pictures: ReadonlyMap<string, Uint8Array> }> {
  const pictures = new Map<string, Uint8Array>();
  const items: CampaignItem[] = [];
  for (const item of campaign.items) {
    if (!wanted.has(item.id)) {
      items.push(item);
      continue;
    }
    const pushed = settings.content.push(campaign, item, item.day);
    const drawn = async (approved: boolean): Promise<Picture> => {
      const { svg, alt } = await drawPoster(campaign, item, pushed, "A4", approved, settings);
      const bytes = await png(svg, messageWidth);
      const head = readPicture(bytes);
      if (typeof head === "string")
        throw new UsageError(`the poster of ${item.id} is too large to be sent (${head})`);
      const hash = createHash("sha256").update(bytes).digest("hex");
      pictures.set(hash, bytes);
      return { hash, ...head, alt: approved ? alt : posterWords.draftAlt(alt) };
    };
    items.push({ ...item, picture: await drawn(true), draftPicture: await drawn(false) });
  }
  return { campaign: { ...campaign, items }, pictures };
}
