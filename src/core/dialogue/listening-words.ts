/** Words by which a person asks to be told of an answer, and an editor answers a complaint. */
import { readPairingCode } from "../access/pairing-code.ts";

/** On a choice under an answer that found nothing. */
export const wishWord = "有答案时告诉我";
/** Takes such a wish back. */
export const unwishWord = "不用告诉我了";
/** Before the receipt number of a complaint and the answer to it. */
export const replyWord = "答复投诉";

export type ListeningMove =
  /** `note`: which question; null where none is named. */
  | { readonly type: "wish"; readonly wanted: boolean; readonly note: string | null }
  /** `note` null: no receipt number was read, or no text after it. */
  | { readonly type: "reply"; readonly note: string | null; readonly text: string };

/** What a message asks for in this matter; null: nothing. */
export function parseListening(text: string): ListeningMove | null {
  const [, word = "", rest = ""] =
    new RegExp(`^(${wishWord}|${unwishWord}|${replyWord})(?:[\\s：:]+(.*))?$`, "su").exec(text.trim()) ?? [];
  if (word === "") return null;
  if (word !== replyWord) return { type: "wish", wanted: word === wishWord, note: readPairingCode(rest) };
  const [, receipt = "", answer = ""] = /^(\S+)\s+(.+)$/su.exec(rest.trim()) ?? [];
  return { type: "reply", note: readPairingCode(receipt), text: answer.trim() };
}
