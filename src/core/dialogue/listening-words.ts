/** Words by which a person asks to be told of an answer, and an editor answers a complaint or reads the digest of a month. */
import { readPairingCode } from "../access/pairing-code.ts";

/** On a choice under an answer that found nothing. */
export const wishWord = "有答案时告诉我";
/** Takes such a wish back. */
export const unwishWord = "不用告诉我了";
/** Before the receipt number of a complaint and the answer to it. */
export const replyWord = "答复投诉";

/** Alone, or before a month: `月报 2026-10`. */
export const digestWord = "月报";

export type ListeningMove =
  /** `month`: `YYYY-MM`; null: the one before this. */
  | { readonly type: "digest"; readonly month: string | null }
  /** `note`: which question; null where none is named. */
  | { readonly type: "wish"; readonly wanted: boolean; readonly note: string | null }
  /** `note` null: no receipt number was read, or no text after it. */
  | { readonly type: "reply"; readonly note: string | null; readonly text: string };

/** What a message asks for in this matter; null: nothing. */
export function parseListening(text: string): ListeningMove | null {
  const [, word = "", rest = ""] =
    new RegExp(`^(${wishWord}|${unwishWord}|${replyWord})(?:[\\s：:]+(.*))?$`, "su").exec(text.trim()) ?? [];
  if (word === "") return parseDigest(text);
  if (word !== replyWord) return { type: "wish", wanted: word === wishWord, note: readPairingCode(rest) };
  const [, receipt = "", answer = ""] = /^(\S+)\s+(.+)$/su.exec(rest.trim()) ?? [];
  return { type: "reply", note: readPairingCode(receipt), text: answer.trim() };
}

const digestMonth = new RegExp(`^${digestWord}(?:\\s+(\\d{4}-(?:0[1-9]|1[0-2])))?$`, "u");

function parseDigest(text: string): ListeningMove | null {
  const found = digestMonth.exec(text.trim());
  return found === null ? null : { type: "digest", month: found[1] ?? null };
}
