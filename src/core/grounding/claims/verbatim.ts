/** A long stretch taken literally from a source: to be shown as a quotation, not as the model's own words. */

/** Longer runs are quotations. */
export const longestUnmarked = 30;

/** The longest stretch of a text that stands literally in a source, where it is longer than {@link longestUnmarked}; null: none. */
export function verbatimRun(text: string, source: string): string | null {
  let best = "";
  for (let start = 0; start + longestUnmarked < text.length; start++) {
    if (start + best.length >= text.length) break;
    let end = Math.max(start + longestUnmarked + 1, start + best.length + 1);
    if (end > text.length || !source.includes(text.slice(start, end))) continue;
    while (end < text.length && source.includes(text.slice(start, end + 1))) end += 1;
    best = text.slice(start, end);
  }
  const trimmed = best.replace(/^[，。；：、\s]+|[，；：、\s]+$/gu, "");
  return trimmed.length > longestUnmarked ? trimmed : null;
}
