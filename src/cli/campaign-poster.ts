/** Posters of what a campaign sends: what stands on one, where its code leads, and one as the picture of a message. */
import { createHash } from "node:crypto";
import { createTokens } from "../adapters/channels/telegram/tokens.ts";
import type { PaperSize } from "../adapters/pictures/poster.ts";
import type { CampaignContent } from "../app/campaign/content.ts";
import { telegramKey } from "../compose/telegram.ts";
import type { Config } from "../config.ts";
import type { Campaign, CampaignItem } from "../core/campaign/campaign.ts";
import { type Picture, readPicture } from "../core/campaign/picture.ts";
import { statementsOf } from "../core/grounding/blocks.ts";
import { posterWords } from "../text/campaign.ts";
import { sourceText } from "../text/render.ts";
import { labels } from "../text/zh.ts";
import { AbsentError, UsageError } from "./command.ts";

export interface PosterSettings {
  readonly content: Pick<CampaignContent, "about" | "push" | "nameOf">;
  readonly config: Pick<Config, "PUBLIC_URL">;
  readonly secret: string;
  /** User name of the Telegram bot its code leads to; undefined: to the source's page. */
  readonly bot: string | undefined;
}

export interface DrawnPoster {
  readonly svg: string;
  /** Where its code leads. */
  readonly link: string;
  /** What it shows, in words. */
  readonly alt: string;
}

/** @throws {UsageError} neither bot nor public address is known */
function linkTo(passage: string, { bot, config, secret }: PosterSettings): string {
  if (bot !== undefined) {
    if (!/^[A-Za-z0-9_]{5,32}$/.test(bot)) throw new UsageError("--bot takes the bot's user name, without @");
    const payload = createTokens(telegramKey(secret)).link({ type: "source", id: passage });
    if (payload === null)
      throw new UsageError(`the id ${passage} is too long for a deep link; leave --bot out`);
    return `https://t.me/${bot}?start=${payload}`;
  }
  if (config.PUBLIC_URL === undefined)
    throw new UsageError("nothing to lead to: set PUBLIC_URL, or name the Telegram bot with --bot NAME");
  return new URL(`/sources/${encodeURIComponent(passage)}`, config.PUBLIC_URL).href;
}

/**
 * @param approved what it says of itself
 * @throws {UsageError} the item says nothing that could stand on a poster or more than fits, or the code has nothing to lead to
 */
export async function drawPoster(
  { title }: Campaign,
  item: CampaignItem,
  answer: ReturnType<CampaignContent["push"]>["answer"],
  size: PaperSize,
  approved: boolean,
  settings: PosterSettings,
): Promise<DrawnPoster> {
  const { heading: about, passages } = settings.content.about(item);
  const statements = answer.blocks.flatMap(statementsOf);
  const [passage] = passages;
  if (passage === undefined || statements.length === 0)
    throw new UsageError(`item ${item.id} quotes nothing that could stand on a poster`);
  // An editor's own first sentence stands on it already.
  const heading = statements[0]?.text === about ? settings.content.nameOf(passage) : about;
  const link = linkTo(passage, settings);
  const { PosterRoomError, posterSvg } = await import("../adapters/pictures/poster.ts");
  const [label = ""] = answer.blocks.flatMap((block) =>
    block.type === "label" ? [labels[block.label]] : [],
  );
  const sources = answer.citations.map((citation) => ({ n: citation.n, text: sourceText(citation) }));
  try {
    const svg = posterSvg(
      { title, heading, label, statements, sources, link, approved, words: posterWords },
      size,
    );
    return { svg, link, alt: posterWords.alt(title, about) };
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
    const { answer } = settings.content.push(campaign, item, item.day);
    const drawn = async (approved: boolean): Promise<Picture> => {
      const { svg, alt } = await drawPoster(campaign, item, answer, "A4", approved, settings);
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
