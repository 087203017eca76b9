/**
 * Checks of a question: form, references, and whether its key can be seen to contradict the provision it is bound to. The
 * last are review rules: they find what can be found by words alone (may for shall, a number that is nowhere, a negation
 * turned round) and prove nothing; each key is still read by a person.
 */
import { enclosing } from "../law/catalogue.ts";
import { checkReference, createMentionCheck, referencesOf } from "../law/curated-consistency.ts";
import { checkPunctuation, type Index, type Report, reportDead } from "../law/findings.ts";
import { fold, wordUnits } from "../law/folding.ts";
import { parseNumeral } from "../law/numerals.ts";
import type { Quiz } from "../law/types.ts";
import { boundText, fingerprintOf, trueFalse } from "./quiz.ts";

/** Checks one question; see {@link Index} for what it may point at. */
export function checkQuiz(quiz: Quiz, index: Index, report: Report): void {
  checkForm(quiz, report);
  checkReferences(quiz, index, report);
  checkBinding(quiz, index, report);
  checkKey(quiz, index, report);
  checkPunctuation(quiz.stem, ["stem"], report);
  for (const [place, { text }] of quiz.options.entries())
    checkPunctuation(text, ["options", place, "text"], report);
}

/** A stem that asks for what does not fit: hard to read, and its key cannot be held against a provision. */
const negativeStem = /(?:不属于|不包括|不正确|不符合|错误|有误|不对)的(?:是|有|一项|说法|做法|选项)/u;

function checkForm({ kind, stem, options }: Quiz, report: Report): void {
  const right = options.filter((option) => option.right).length;
  const wrong = options.length - right;
  if (kind === "multiple" ? right < 2 || wrong === 0 : right !== 1)
    report("quiz.right-count", ["options"], [kind, String(right)]);
  const texts = options.map(({ text }) => text);
  if (kind === "true-false" && texts.join("/") !== trueFalse.join("/"))
    report("quiz.true-false", ["options"], [texts.join("、")]);
  const words = texts.map((text) => wordUnits(fold(text).text));
  for (const [place, text] of texts.entries())
    if (words.indexOf(words[place] ?? "") !== place)
      report("quiz.option-repeated", ["options", place], [text]);
  if (negativeStem.test(stem)) report("quiz.negative-stem", ["stem"], [stem]);
}

function checkReferences(quiz: Quiz, index: Index, report: Report): void {
  if (quiz.case !== null && !index.catalogue.case(quiz.case)) reportDead(quiz.case, index, ["case"], report);
  for (const [place, { misconception, right }] of quiz.options.entries()) {
    const at = ["options", place, "misconception"];
    if (misconception === null) continue;
    if (right) report("quiz.misconception-of-right", at, [misconception]);
    if (index.catalogue.curated(misconception)?.kind !== "misconception")
      reportDead(misconception, index, at, report);
  }
  for (const block of quiz.explanation) {
    const references = referencesOf(block);
    if (references.length === 0) report("statement.without-reference", ["explanation"], [block.text]);
    for (const reference of references) checkReference(reference, index, ["explanation"], report);
  }
  const mentions = createMentionCheck(quiz.explanation, index, report);
  mentions(quiz.stem, ["stem"]);
  for (const [place, { text }] of quiz.options.entries()) mentions(text, ["options", place, "text"]);
  for (const { text } of quiz.explanation) mentions(text, ["explanation"]);
}

/**
 * What the question rests on is there, says what it said, is still in force, and is cited in the explanation; and nothing is
 * cited there that it is not bound to: a wrong option is wrong by some provision, too, which may change.
 */
function checkBinding({ basis, explanation }: Quiz, index: Index, report: Report): void {
  const cited = explanation.flatMap(referencesOf).map(({ passage }) => passage);
  for (const [place, { passage, fingerprint }] of basis.entries()) {
    const at = ["basis", place];
    const words = boundText(index.catalogue, passage);
    if (words === undefined) {
      reportDead(passage, index, at, report);
      continue;
    }
    const now = fingerprintOf(words);
    if (now !== fingerprint) report("quiz.changed", at, [passage, now], "warning");
    if (index.catalogue.provision(passage)?.provision.origin === "unknown")
      report("quiz.basis-of-unknown-origin", at, [passage]);
    const document = index.catalogue.document(passage.split("#", 1)[0] ?? "");
    if (document !== undefined && document.dates.repealed !== null)
      report("quiz.repealed", at, [passage, document.dates.repealed], "warning");
    if (!cited.some((id) => id === passage || id.startsWith(`${passage}.`)))
      report("quiz.basis-not-cited", at, [passage]);
  }
  const bound = new Set(basis.map(({ passage }) => passage));
  // What leads nowhere is reported already.
  for (const id of new Set(cited))
    if (index.wordingOf(id) !== undefined && !enclosing(id).some((unit) => bound.has(unit)))
      report("quiz.cited-not-bound", ["explanation"], [id]);
}

/** A sentence of a question, and where it stands. */
interface Said {
  readonly text: string;
  readonly at: readonly (string | number)[];
}

const optionsThat = ({ options }: Quiz, right: boolean): readonly Said[] =>
  options.flatMap((option, place) =>
    option.right === right ? [{ text: option.text, at: ["options", place, "text"] }] : [],
  );

/** What the key says is so: the right options, or the stem that is marked 对. */
function claimsOf(quiz: Quiz): readonly Said[] {
  if (quiz.kind !== "true-false") return optionsThat(quiz, true);
  return quiz.options[0]?.right === true ? [{ text: quiz.stem, at: ["stem"] }] : [];
}

/** What the key says is not so. Of a question with one answer the others may well be true of something else. */
function denialsOf(quiz: Quiz): readonly Said[] {
  if (quiz.kind === "multiple") return optionsThat(quiz, false);
  return quiz.kind === "true-false" && quiz.options[0]?.right === false
    ? [{ text: quiz.stem, at: ["stem"] }]
    : [];
}

/** Words as short as this stand in many provisions by chance. */
const literalLength = 10;

/** What the provisions of a question say, made ready to be held against. */
interface Held {
  readonly words: string;
  readonly stripped: Stripped;
  readonly numbers: ReadonlySet<string>;
}

function checkKey(quiz: Quiz, index: Index, report: Report): void {
  const texts = quiz.basis.flatMap(({ passage }) => boundText(index.catalogue, passage) ?? []);
  if (texts.length < quiz.basis.length) return;
  const text = texts.join("\n");
  const words = wordsOf(text);
  const held: Held = {
    words,
    stripped: stripped(words),
    numbers: new Set(numbersIn(text).map(({ key }) => key)),
  };
  for (const { text: claim, at } of claimsOf(quiz)) {
    const modal = wrongModal(claim, held);
    if (modal !== null) report("quiz.modality", at, [modal]);
    for (const { key, written } of numbersIn(claim))
      if (!held.numbers.has(key)) report("quiz.number", at, [written]);
    const turned = turnedRound(claim, held);
    if (turned !== null) report("quiz.polarity", at, [turned]);
  }
  const deciding = decidingTexts(quiz, texts.map(wordsOf));
  for (const { text: denial, at } of denialsOf(quiz)) {
    const denied = wordsOf(denial);
    if (denied.length >= literalLength && deciding.some((one) => one.includes(denied)))
      report("quiz.wrong-is-literal", at, [denial]);
  }
}

/**
 * Of the provisions of a question those its key stands in: that another one has the words of a wrong option is what makes it
 * wrong here. All of them where none has the words of a right option, and where the stem itself is the claim.
 */
function decidingTexts(quiz: Quiz, texts: readonly string[]): readonly string[] {
  const claims = quiz.kind === "multiple" ? claimsOf(quiz).map(({ text }) => wordsOf(text)) : [];
  const deciding = texts.filter((text) => claims.some((claim) => text.includes(claim)));
  return deciding.length === 0 ? texts : deciding;
}

const wordsOf = (text: string): string => wordUnits(fold(text).text);

const modals = ["应当", "必须", "不得", "严禁", "一律", "可以"] as const;

/** 「不是“应当”」 speaks of the word and claims nothing. */
const spokenOf =
  /(?:不是|不等于|并非|没有写|而非)[“「]?(?:应当|必须|不得|严禁|一律|可以)|[“「](?:应当|必须|不得|严禁|一律|可以)[”」]/gu;

/** Characters behind a modal word that show which sentence it governs. */
const governed = 4;

/** A modal word of the claim that its provision does not hold, or that stands where the provision has another; or null. */
function wrongModal(claim: string, { words: held }: Held): string | null {
  const said = wordsOf(claim.replace(spokenOf, ""));
  for (const modal of modals) {
    for (let at = said.indexOf(modal); at !== -1; at = said.indexOf(modal, at + 1)) {
      if (modal !== "可以" && !held.includes(modal)) return modal;
      const after = said.slice(at + modal.length, at + modal.length + governed);
      if (after.length < governed || held.includes(`${modal}${after}`)) continue;
      if (modals.some((other) => other !== modal && held.includes(`${other}${after}`))) return modal;
    }
  }
  return null;
}

const amount = /([零〇一二两三四五六七八九十百千\d]+)(个工作日|工作日|个月|年|日|天|万元|倍|%|％)/gu;

/** Periods and sums in a text; years of a date are none. */
const numbersIn = (text: string): { readonly written: string; readonly key: string }[] =>
  [...text.matchAll(amount)].flatMap(([written, digits = "", unit = ""]) => {
    const value = parseNumeral(digits === "两" ? "二" : digits);
    if (value === null || (unit === "年" && value > 1900)) return [];
    return [{ written, key: `${value}${unit.replace(/^个/u, "").replace("天", "日").replace("％", "%")}` }];
  });

const negations = new Set("不未无没非勿");

/** Length of the stretches compared: long enough to be the same clause. */
const stretch = 8;

/** The characters that deny nothing, and before which of them a denial stands. */
interface Stripped {
  readonly text: string;
  readonly denied: readonly boolean[];
}

function stripped(words: string): Stripped {
  const denied: boolean[] = [];
  let kept = "";
  let pending = false;
  for (const character of words) {
    if (negations.has(character)) pending = !pending;
    else {
      kept += character;
      denied.push(pending);
      pending = false;
    }
  }
  return { text: kept, denied };
}

/** A stretch of the claim that the provision has with a denial more or less in it; null where there is none. */
function turnedRound(claim: string, { stripped: held }: Held): string | null {
  const said = stripped(wordsOf(claim));
  // Before the first character of a stretch a denial may belong to the words before.
  const inner = (of: readonly boolean[], at: number) => of.slice(at + 1, at + stretch).join();
  for (let at = 0; at + stretch <= said.text.length; at++) {
    const piece = said.text.slice(at, at + stretch);
    const places: number[] = [];
    for (let found = held.text.indexOf(piece); found !== -1; found = held.text.indexOf(piece, found + 1))
      places.push(found);
    if (places.length > 0 && places.every((place) => inner(held.denied, place) !== inner(said.denied, at)))
      return piece;
  }
  return null;
}
