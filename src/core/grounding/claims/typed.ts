/**
 * What a model types although the program prints it: titles in 《》, article numbers, quotations. A title may only be that of a
 * cited document, an article only a cited one, or either as the cited wording itself names it; a quotation only words of a cited
 * passage, or what stands in quotation marks there.
 */
import { articleLabel, findArticleReferences } from "../../law/references.ts";
import { quotes } from "../cite.ts";
import type { Evidence } from "./claim.ts";

const quoted = /[“"「『]([^”"」』]{1,400})[”"」』]/gu;
const titled = /《([^》]{1,200})》/gu;
/** An opening without an end, or an end without an opening. */
const unpaired = /^[^“「『]*[”」』]|[“「『][^”」』]*$|^[^《]*》|《[^》]*$/u;

const foldTitle = (title: string): string => title.normalize("NFKC").replace(/[《》〈〉\s]/gu, "");

/** Why what is typed cannot stand; null where it can. */
export function typedFault(text: string, cited: readonly Evidence[]): string | null {
  if (unpaired.test(text)) return "an opening or closing mark stands alone";
  for (const [, title = ""] of text.matchAll(titled))
    if (
      !cited.some(
        (evidence) =>
          foldTitle(evidence.title) === foldTitle(title) || evidence.text.includes(`《${title}》`),
      )
    )
      return `title ${title}`;
  for (const [marked, words = ""] of text.matchAll(quoted))
    if (
      !cited.some(
        (evidence) => evidence.text.includes(marked) || quotes(evidence.wording ?? evidence.text, words),
      )
    )
      return `quotation ${words}`;
  for (const { article, branch, start, end } of findArticleReferences(text)) {
    // 四条标准 counts, it names no article.
    if (text[start] !== "第") continue;
    const label = articleLabel(article, branch);
    const typed = text.slice(start, end);
    // A title right before it is of the same source.
    const [, title = null] = /《([^》]{1,200})》$/u.exec(text.slice(0, start)) ?? [];
    const names = (evidence: Evidence): boolean =>
      title === null
        ? evidence.article === label || evidence.text.includes(typed)
        : (evidence.article === label && foldTitle(evidence.title) === foldTitle(title)) ||
          evidence.text.includes(`《${title}》${typed}`);
    if (!cited.some(names)) return `article ${label}`;
  }
  return null;
}
