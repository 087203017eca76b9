/**
 * Proposals that a story does not bear out, made from what it does say: each wrong by one thing, the same for the same seed.
 * What a story says of nearly any act, that it was a duty, that the person was involved, that something went wrong, is never
 * the wrong fact of a corruption, because it would be true.
 */
import { readFileSync } from "node:fs";
import { mayBeProposed } from "../../../src/core/precheck/extraction.ts";
import type { StoryFact } from "../../../src/core/precheck/story-facts.ts";

export interface Proposed {
  readonly fact: string;
  readonly value: string;
  readonly quote: string;
}

export interface ToldStory {
  readonly id: string;
  /** The cues were tuned on `calibration`; `test` was written before that, and counted once. */
  readonly half: "calibration" | "test";
  readonly text: string;
  /** Everything that is said of any fact a model is asked about, but for what is favourable and must be asked. */
  readonly says: readonly Proposed[];
  /** What a hasty reader would take from it. */
  readonly does_not_say: readonly (Proposed & { readonly kind: string })[];
}

export interface Corruption extends Proposed {
  readonly kind: string;
  readonly story: string;
  readonly text: string;
}

export const toldStories: readonly ToldStory[] = readFileSync(
  new URL("../../questions/stories.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as ToldStory);

type Chance = () => number;

const impliedByAnyStory = ["report", "involved", "duty", "error", "work"];

/** What takes a clause back, and how the clause then reads; null: it would not be Chinese. */
const frames: Readonly<Record<string, (clause: string) => string | null>> = {
  "put in denial": (clause) => `并不是${clause}`,
  "put as hearsay": (clause) => `听说${clause}`,
  "put in another's mouth": (clause) => `有群众说${clause}`,
  "put as a supposition": (clause) => `如果${clause}`,
  "put as doubt": (clause) => `可能${clause}`,
  "put as an intention": (clause) =>
    `${clause.startsWith("我") ? "" : "我们"}本来打算${clause}`.replaceAll("了", ""),
  "said of others": (clause) => {
    if (/^我/u.test(clause)) return clause.replace(/^我们?/u, "隔壁单位的人");
    return clause.includes("我") ? null : `隔壁单位那边${clause}`;
  },
};

/** What is said at the end, to put right what was told of a fact. */
const corrections: Readonly<Record<string, string>> = {
  decision: "前面说错了，那次没有开会研究，也不是我定的。",
  urgency: "前面记错了，当时紧急不紧急现在想来要两说。",
  procedure: "更正一下，手续那一段前面讲错了。",
  asked: "请示那件事前面说错了，以档案为准。",
  consequence: "损失那一句前面记错了，要重新算。",
  diligence: "前面说错了，检查记录的事我要更正。",
};

const clauseMark = /[，。；：！？\n]/u;

/** The clause that holds a quotation, where one does. */
function clauseOf(text: string, quote: string): { readonly start: number; readonly end: number } | null {
  const at = text.indexOf(quote);
  if (clauseMark.test(quote)) return null;
  let start = at;
  while (start > 0 && !clauseMark.test(text[start - 1] ?? "")) start--;
  const to = text.slice(at).search(clauseMark);
  return { start, end: to === -1 ? text.length : at + to };
}

const sentencesOf = (text: string): readonly string[] =>
  text.split("。").filter((sentence) => sentence !== "");

export function corruptionsOf(
  story: ToldStory,
  facts: readonly StoryFact[],
  chance: Chance,
): readonly Corruption[] {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
  const wrong = (kind: string, { fact, value, quote }: Proposed, text = story.text): Corruption => ({
    kind,
    story: story.id,
    text,
    fact,
    value,
    quote,
  });
  const values = (id: string): readonly string[] => {
    const fact = facts.find((one) => one.id === id);
    return fact?.values.filter((value) => mayBeProposed(fact, value.id)).map((value) => value.id) ?? [];
  };
  const isTold = (id: string): boolean =>
    story.says.some(({ fact }) => fact === id) || impliedByAnyStory.includes(id);
  const made: Corruption[] = story.does_not_say.map(({ kind, ...proposed }) =>
    wrong(`written: ${kind}`, proposed),
  );
  for (const said of story.says) {
    const { fact, value, quote } = said;
    const told = story.says.filter((one) => one.fact === fact);
    const otherValue = pick(values(fact).filter((one) => told.every((each) => each.value !== one)));
    if (otherValue !== undefined) made.push(wrong("another value", { fact, value: otherValue, quote }));
    const otherFact = pick(facts.filter(({ id }) => !isTold(id) && values(id).length > 0));
    const valueOfIt = otherFact && pick(values(otherFact.id));
    if (otherFact !== undefined && valueOfIt !== undefined)
      made.push(wrong("another fact", { fact: otherFact.id, value: valueOfIt, quote }));
    const elsewhere = pick(
      sentencesOf(story.text).filter((sentence) =>
        told.every((each) => !sentence.includes(each.quote.split("。")[0] ?? "")),
      ),
    );
    if (elsewhere !== undefined && !impliedByAnyStory.includes(fact))
      made.push(wrong("words of another sentence", { fact, value, quote: elsewhere }));
    // What is not clear is no clearer for being supposed.
    if (value === "unsure") continue;
    const clause = clauseOf(story.text, quote);
    if (clause !== null)
      for (const [kind, frame] of Object.entries(frames)) {
        const framed = frame(story.text.slice(clause.start, clause.end));
        if (framed === null) continue;
        const text = story.text.slice(0, clause.start) + framed + story.text.slice(clause.end);
        made.push(wrong(kind, { fact, value, quote: framed.includes(quote) ? quote : framed }, text));
      }
    const correction = corrections[fact];
    if (correction !== undefined) made.push(wrong("put right at the end", said, story.text + correction));
  }
  return [...made, ...asideFrom(story, facts, pick, wrong)];
}

/** What is dropped whatever the words: they are not there, or it is to be asked. */
function asideFrom(
  story: ToldStory,
  facts: readonly StoryFact[],
  pick: <T>(list: readonly T[]) => T | undefined,
  wrong: (kind: string, proposed: Proposed) => Corruption,
): readonly Corruption[] {
  const said = pick(story.says);
  const quote = pick(sentencesOf(story.text));
  const favourable = (kind: string, among: readonly StoryFact[]): readonly Corruption[] => {
    const fact = pick(among);
    const value = fact?.order?.[0];
    return fact === undefined || value === undefined || quote === undefined
      ? []
      : [wrong(kind, { fact: fact.id, value, quote })];
  };
  return [
    ...(said === undefined ? [] : [wrong("words not in the story", { ...said, quote: `确实${said.quote}` })]),
    ...favourable(
      "a red line denied",
      facts.filter(({ checklist }) => checklist),
    ),
    ...favourable(
      "a motive praised",
      facts.filter(({ checklist, look }) => !checklist && look === "motive"),
    ),
  ];
}
