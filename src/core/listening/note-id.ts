/** Ids of notes and gaps as people read them to one another. */
import { pairingCode, pairingCodeBytes, readPairingCode } from "../access/pairing-code.ts";
import { gapIdOf } from "./gap-list.ts";

/**
 * Id of a note: the receipt number (编号) of a complaint. Made from the place where the note stands, so that the same note
 * has the same id each time it is read, and the id tells nothing of whose it is.
 *
 * @param pseudonym of the note's place, at least 16 hexadecimal digits
 */
export const noteId = (pseudonym: string): string =>
  pairingCode(
    Uint8Array.from({ length: pairingCodeBytes }, (_, at) =>
      Number.parseInt(pseudonym.slice(2 * at, 2 * at + 2), 16),
    ),
  );

/** The id of a note or gap as it is written, from what somebody typed; null: neither. */
export function readGapId(typed: string): string | null {
  const [, gap, rest = ""] = /^\s*([GgＧｇ]\s*[\p{Dash}])?(.*)$/su.exec(typed.slice(0, 64)) ?? [];
  const note = readPairingCode(rest);
  if (note === null) return null;
  return gap === undefined ? note : gapIdOf(note);
}
