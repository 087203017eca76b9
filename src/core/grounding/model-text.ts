/**
 * The one gate before a language model (大模型): every text of a person passes here on its way into a prompt, and nothing
 * that does not pass is sent. What is refused is answered without a model.
 */
import { maskAllNames, type PersonalDatum, personalMark } from "./personal-data.ts";
import { bearsInternalMark, bearsSecrecyMark } from "./secrecy.ts";

/** More pieces of personal data than one account of a matter needs: a register pasted in. */
export const personalDataLimit = 20;
/** More people than one matter concerns. */
export const peopleLimit = 10;

/** Why a text is kept from the model: it bears a secrecy mark, or one that it is internal (内部), or is about too many people at once. */
export type Withholding = "classified" | "internal" | "too-many-people";

export type ModelText =
  | {
      readonly ok: true;
      /** Masked; positions lead back to the text given by way of `found`. */
      readonly text: string;
      readonly found: readonly PersonalDatum[];
    }
  | { readonly ok: false; readonly reason: Withholding };

/** @param text as it was typed, or masked already: marks that stand in it count as what they stand for */
export function forModel(text: string): ModelText {
  if (bearsSecrecyMark(text)) return { ok: false, reason: "classified" };
  if (bearsInternalMark(text)) return { ok: false, reason: "internal" };
  const masked = maskAllNames(text);
  const marks = masked.text.match(personalMark) ?? [];
  const people = new Set(marks.filter((mark) => mark.startsWith("〔姓名")));
  // The numbered name is one however often it stands there; of other kinds each place counts.
  const pieces = marks.length - marks.filter((mark) => mark.startsWith("〔姓名")).length + people.size;
  if (pieces > personalDataLimit || people.size > peopleLimit)
    return { ok: false, reason: "too-many-people" };
  return { ok: true, ...masked };
}
