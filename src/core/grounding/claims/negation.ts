/**
 * Negation (否定): what a claim denies, its source denies, and what its source denies the claim does not assert. Compared where
 * both speak of the same: the characters after the word of negation.
 */
import { clausesOf, coverageBy, nearestPart, pairsOf, sentencesOf } from "./clauses.ts";

/** Words that deny what follows. 不仅, 不同, 不断 … deny nothing. */
const negation =
  /(?:并不|并非|不再|没有|未曾|未经|从未|不得|不予|不应当|不可以|不能|不会|不是|不属于|不构成|不|未|无|没|非|免予|免于|免除|禁止|严禁|拒不)/gu;
const noNegation =
  /不仅|不但|不同|不断|不少|不久|不论|不管|无论|不可抗力|不良|不正之风|不实|无意|不当|不力|未来|非常|除非|并非常|不足|不法|不动产|是不是|能不能|可不可以|该不该|会不会|有没有|非法|非公|无私|非党员|非主观|不作为|不担当|不履行|不正确履行|不确定|不平衡|不充分/gu;

/** Characters after a negation that tell what is denied. */
const reach = 4;

interface Denial {
  readonly word: string;
  /** What is denied: the content right after. */
  readonly what: string;
}

function denialsOf(text: string): Denial[] {
  const masked = text.replace(noNegation, (word) => "·".repeat(word.length));
  return [...masked.matchAll(negation)].flatMap((match) => {
    const after = text
      .slice(match.index + match[0].length)
      // 免予或者不予政务处分: both deny the same.
      .replace(/^(?:或者|或|、)(?:免予|不予)/u, "")
      .replace(/^(?:予以|予|给予|进行|对其|对|被|受|作|追究|再)/u, "");
    const [what = ""] = /^\p{Script=Han}+/u.exec(after) ?? [];
    return what === "" ? [] : [{ word: match[0], what: what.slice(0, reach) }];
  });
}

/** Whether a text speaks of what is denied without denying it. */
function asserts(text: string, { what }: Denial): boolean {
  const masked = text.replace(noNegation, (word) => "·".repeat(word.length));
  const key = what.slice(0, 2);
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const before = masked.slice(Math.max(0, at - 7), at);
    if (!deniedBefore.test(before)) return true;
  }
  return false;
}

/** A negation shortly before, with nothing between that ends its reach. */
const deniedBefore =
  /(?:不|未|无|没有|没|非|免予|免于|免除|禁止|严禁)(?:应当|得|予以|予|给予|进行|对其|对|被|受|作|能|会|可以|可|是|属于|构成|再|经|曾|必|一律|追究|负|承担)*[^，。；：、]{0,2}$/u;

/** Fewer pairs do not tell what a clause speaks of. */
const tellingPairs = 3;
/** A clause of the source must say so much of a clause for the two to be compared word by word. */
const ownShare = 0.7;

/** Why the polarity of a text is not that of its source; null where it is. */
export function negationFault(text: string, source: string): string | null {
  const sentences = sentencesOf(source);
  const clauses = clausesOf(source);
  for (const clause of clausesOf(text)) {
    const pairs = pairsOf(clause);
    const nearest = pairs.size < tellingPairs ? null : nearestPart(clause, sentences);
    if (nearest === null) continue;
    const denied = denialsOf(clause);
    for (const denial of denied)
      if (asserts(nearest, denial) && !denies(source, denial)) return `denies ${denial.what}: ${clause}`;
    for (const denial of denialsOf(nearest))
      if (asserts(clause, denial) && !asserts(source, denial)) return `asserts ${denial.what}: ${clause}`;
    const own = nearestPart(clause, clauses) ?? "";
    if (coverageBy(pairs, own) >= ownShare) {
      for (const denial of denialsOf(own))
        if (asserts(clause, denial) && !asserts(own, denial)) return `asserts ${denial.what}: ${clause}`;
      for (const denial of denied)
        if (asserts(own, denial) && !denies(own, denial)) return `denies ${denial.what}: ${clause}`;
    }
    if (denied.length > 0 && denialsOf(source).length === 0) return `denies without ground: ${clause}`;
  }
  return null;
}

const denies = (text: string, { what }: Denial): boolean =>
  denialsOf(text).some((other) => other.what.slice(0, 2) === what.slice(0, 2));
