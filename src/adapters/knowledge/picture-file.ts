/** A picture beside a campaign's file: checked by what its bytes say, never by its name. */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { type Picture, pictureLimits, readPicture } from "../../core/campaign/picture.ts";

export interface ReadPicture {
  readonly picture: Omit<Picture, "alt">;
  readonly bytes: Uint8Array;
}

const megabyte = 1024 * 1024;

const remedies = {
  type: "不是完整的 PNG 或 JPEG 图片",
  bytes: `超过 ${pictureLimits.bytes / megabyte} MB，请先缩小`,
  side: `长或宽超过 ${pictureLimits.side} 像素，请先缩小`,
  ratio: `太窄，长宽比不超过 ${pictureLimits.ratio}`,
} as const;

/**
 * @param beside the file that names it
 * @param file relative to that file, not above its folder
 * @returns a text is what is wrong, for the author
 */
export function readPictureFile(beside: string, file: string): ReadPicture | string {
  if (isAbsolute(file) || file.split(/[\\/]/).includes(".."))
    return "写这个文件所在文件夹里的图片，如 海报.png";
  const path = join(dirname(beside), file);
  let bytes: Uint8Array;
  try {
    // Asked first, so that a huge file is not read.
    if (statSync(path).size > pictureLimits.bytes) return remedies.bytes;
    bytes = readFileSync(path);
  } catch (error) {
    return `读不到图片 ${file}（${(error as NodeJS.ErrnoException).code ?? "unreadable"}）`;
  }
  const head = readPicture(bytes);
  if (typeof head === "string") return remedies[head];
  return { picture: { hash: createHash("sha256").update(bytes).digest("hex"), ...head }, bytes };
}
