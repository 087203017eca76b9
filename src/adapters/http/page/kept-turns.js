// @ts-check
/**
 * The conversation kept for a reload of this tab; gone with the tab.
 *
 * @import { Turn } from "./view-types.ts"
 */

const storageKey = "rongcuo.conversation.1";

/** As many turns as are kept for a reload. */
const turnLimit = 40;

/** The turns kept; none where storage is switched off or holds something else. @returns {Turn[]} */
export function restoreTurns() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isTurn) : [];
  } catch {
    return [];
  }
}

/** @param {unknown} value @returns {value is Turn} */
function isTurn(value) {
  if (typeof value !== "object" || value === null) return false;
  const { question, asOf, answer, failure } = /** @type {Partial<Turn>} */ (value);
  const whole =
    typeof answer === "object" &&
    answer !== null &&
    [answer.blocks, answer.citations, answer.suggestions].every(Array.isArray);
  const dated = asOf === null || typeof asOf === "string";
  return typeof question === "string" && dated && (whole || typeof failure === "string");
}

/** Keeps what is answered or has failed; drops the oldest where the browser gives less room. @param {readonly Turn[]} turns */
export function keepTurns(turns) {
  let kept = turns.filter(({ answer, failure }) => answer !== null || failure !== null).slice(-turnLimit);
  while (true) {
    try {
      if (kept.length === 0) sessionStorage.removeItem(storageKey);
      else sessionStorage.setItem(storageKey, JSON.stringify(kept));
      return;
    } catch {
      if (kept.length === 0) return;
      kept = kept.slice(Math.ceil(kept.length / 2));
    }
  }
}
