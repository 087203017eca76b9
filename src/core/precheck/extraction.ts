/**
 * From a story (经过) to facts (事实): what a model proposes is checked against the story and the facts, and nothing of it is
 * taken on trust. A proposal is a fact, a value and the literal words it rests on; it has no effect until a person confirms it.
 *
 *   known fact? ─ known value? ─ words that stand in the story? ─ not in the person's favour where that must be asked
 *     ─ words that say this value of this fact?
 *     └ two values of one fact: neither
 */
import type { PersonalDatum } from "../grounding/personal-data.ts";
import type { FactId } from "../rules/types.ts";
import type { GivenAnswer } from "./answers.ts";
import { canBeSaid, isSaid } from "./said.ts";
import type { StoryFact } from "./story-facts.ts";

/** Words of the story, in UTF-16 units of it. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Proposal {
  readonly fact: FactId;
  readonly value: GivenAnswer;
  readonly span: Span;
}

/** Why a proposal was dropped, the first that holds. */
export const dropReasons = [
  "malformed",
  "unknown-fact",
  "unknown-value",
  "not-in-text",
  "must-be-asked",
  // The words stand in the story, but they do not say it.
  "not-said",
  "repeated",
  "contradiction",
  // One phrase that is to carry this many facts carries none of them.
  "overstretched",
] as const;
export type DropReason = (typeof dropReasons)[number];

/** A proposal that was not taken, as the model gave it; an empty text for what it did not give. */
export interface Dropped {
  readonly fact: string;
  readonly value: string;
  readonly quote: string;
  readonly reason: DropReason;
}

export interface Extraction {
  /** In the order of the facts. */
  readonly facts: readonly Proposal[];
  readonly dropped: readonly Dropped[];
}

/** The story as it was given, and as the model saw it. */
export interface Story {
  readonly original: string;
  readonly masked: string;
  readonly found: readonly PersonalDatum[];
}

/** Proposals looked at; whoever sends more wants something else. */
export const proposalLimit = 100;
/** UTF-16 units of a quotation. A single character rests on nothing; a paragraph is the story over again. */
const quoteLength = { least: 2, most: 200 };

/** Tells whether what a model returned has the form of a list of proposals, whatever stands in them. */
export const isProposalList = (value: unknown): boolean =>
  Array.isArray((value as { readonly facts?: unknown } | null | undefined)?.facts);

/** @param value what the model returned: `{"facts": [{"fact", "value", "quote"}]}`, or anything else */
export function checkProposals(value: unknown, story: Story, facts: readonly StoryFact[]): Extraction {
  const checked = itemsOf(value).map((item) => checkOne(item, story, facts));
  const taken = new Map<FactId, Proposal>();
  const torn = new Set<FactId>();
  for (const { proposal } of checked) {
    if (proposal === null) continue;
    const before = taken.get(proposal.fact);
    if (before === undefined) taken.set(proposal.fact, proposal);
    else if (before.value !== proposal.value) torn.add(proposal.fact);
  }
  const overstretched = factsOfStretchedSpans([...taken.values()]);
  return {
    facts: facts.flatMap(({ id }) => {
      const proposal = taken.get(id);
      return proposal === undefined || torn.has(id) || overstretched.has(id) ? [] : [proposal];
    }),
    dropped: checked.flatMap(({ item, proposal, reason }) => {
      if (proposal === null) return [{ ...item, reason }];
      if (torn.has(proposal.fact)) return [{ ...item, reason: "contradiction" as const }];
      if (overstretched.has(proposal.fact)) return [{ ...item, reason: "overstretched" as const }];
      return taken.get(proposal.fact) === proposal ? [] : [{ ...item, reason: "repeated" as const }];
    }),
  };
}

/** As many facts as the same words may carry. */
const factsOfSpan = 2;

/** Facts whose words are to carry more facts than words can: the model gave them for want of others. */
function factsOfStretchedSpans(proposals: readonly Proposal[]): ReadonlySet<FactId> {
  const bySpan = Map.groupBy(proposals, ({ span }) => `${span.start}-${span.end}`);
  return new Set(
    [...bySpan.values()].flatMap((sharing) =>
      sharing.length > factsOfSpan ? sharing.map(({ fact }) => fact) : [],
    ),
  );
}

type Item = Pick<Dropped, "fact" | "value" | "quote">;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function itemsOf(value: unknown): readonly Item[] {
  const list = (value as { readonly facts?: unknown } | null | undefined)?.facts;
  if (!Array.isArray(list)) return [];
  return list.slice(0, proposalLimit).map((given: Readonly<Record<string, unknown>> | null) => ({
    fact: textOf(given?.fact),
    value: textOf(given?.value),
    quote: textOf(given?.quote),
  }));
}

type Checked =
  | { readonly item: Item; readonly proposal: Proposal; readonly reason: null }
  | { readonly item: Item; readonly proposal: null; readonly reason: DropReason };

function checkOne(item: Item, story: Story, facts: readonly StoryFact[]): Checked {
  const dropped = (reason: DropReason): Checked => ({ item, proposal: null, reason });
  const { fact: id, value, quote } = item;
  if (id === "" || value === "" || quote === "") return dropped("malformed");
  const fact = facts.find((candidate) => candidate.id === id);
  if (fact === undefined) return dropped("unknown-fact");
  if (value !== "unsure" && !fact.values.some((one) => one.id === value)) return dropped("unknown-value");
  const span = spanOf(quote, story);
  if (span === null) return dropped("not-in-text");
  if (!mayBeProposed(fact, value)) return dropped("must-be-asked");
  if (!isSaid(id, value, story.original, span)) return dropped("not-said");
  return { item, proposal: { fact: id, value, span }, reason: null };
}

/**
 * Tells whether a value may be proposed at all: one that words of a story can say. Of a guarded fact only what speaks against the
 * person may be, the worst there is, or 不清楚: that a red line (红线) is not crossed is never read out of a story, it is asked; and
 * so is what would end the pre-check at its threshold (门槛).
 */
export function mayBeProposed(
  { id, guarded, order }: Pick<StoryFact, "id" | "guarded" | "order">,
  value: GivenAnswer,
): boolean {
  if (!canBeSaid(id, value)) return false;
  return !guarded || value === "unsure" || order?.at(-1) === value;
}

/** The words in the story as it was given; null where they do not stand in what the model saw. */
function spanOf(quote: string, { original, masked, found }: Story): Span | null {
  const words = quote.trim();
  if (words.length < quoteLength.least || words.length > quoteLength.most) return null;
  const at = masked.indexOf(words);
  if (at === -1) return null;
  const start = originalAt(at, found, "start");
  const end = originalAt(at + words.length, found, "end");
  return { start, end, text: original.slice(start, end) };
}

/** Where a place of the masked text stands in the original; inside of a mark, before or after the whole of what it hides. */
function originalAt(place: number, found: readonly PersonalDatum[], side: "start" | "end"): number {
  /** How far the original is ahead of the masked text. */
  let shift = 0;
  for (const { start, end, mark } of found) {
    const from = start - shift;
    const to = from + mark.length;
    if (place <= from) break;
    if (place < to) return side === "start" ? start : end;
    shift = end - to;
  }
  return place + shift;
}
