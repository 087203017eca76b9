/**
 * 「把经过说一说」 within an interview: a notice, the story, then its proposals page by page.
 *
 *   notice ── telling ── reading ── confirming ── (gone)
 *                              └ untold ── (gone with the next move)
 *
 * The story itself is never part of a matter; what is kept of it, until the last page is settled, are the proposals with the
 * words they rest on. They are no answers: result and record are computed from the answers alone.
 */
import type { FactId } from "../rules/types.ts";
import { pageOfFact, type QuestionPage } from "./answers.ts";
import { mayBeProposed, type Proposal } from "./extraction.ts";
import type { StoryFact } from "./story-facts.ts";

export type StoryState =
  /** What is sent to whom is told, and consent is awaited; `to` are the recipients that are named. */
  | { readonly stage: "notice"; readonly to: readonly string[] }
  | { readonly stage: "telling" }
  /** A model is reading it; `since` is the revision it was told with, which no other story of the matter has. */
  | { readonly stage: "reading"; readonly since: number }
  /** Nothing came of it; why, as a code of whoever had it read. The questions go on. */
  | { readonly stage: "untold"; readonly why: string }
  | {
      readonly stage: "confirming";
      /** The model that read the story. */
      readonly model: string;
      /** At least one. */
      readonly proposals: readonly Proposal[];
    };

/** The models that may read stories, to be named before anything is sent: a fallback may stand with another company. */
export interface StoryModel {
  /** The one asked first in front; at least one. */
  readonly names: readonly string[];
  /** Each model with the service it is asked of, as a set: consent to one set is none to another. */
  readonly recipients: readonly string[];
  /** 备案号; null: none is given. */
  readonly filing: string | null;
}

/** Tells whether consent was given to just these recipients. */
export const agreedTo = (to: readonly string[] | null, recipients: readonly string[]): boolean =>
  to !== null && to.length === recipients.length && to.every((one) => recipients.includes(one));

/** The pages in the order in which they are shown. */
const pages: readonly QuestionPage[] = [
  "threshold",
  "checklist",
  "nature",
  "basis",
  "motive",
  "decision",
  "consequence",
  "correction",
];

/** A page of proposals to confirm. */
export interface ProposalPage {
  readonly page: QuestionPage;
  /** At least one. */
  readonly proposals: readonly Proposal[];
  /** On later pages. */
  readonly later: number;
}

/** The first page of what fits the facts; null where nothing does. */
export function proposalPage(
  proposals: readonly Proposal[],
  facts: readonly StoryFact[],
): ProposalPage | null {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const placed = proposals.flatMap((proposal) => {
    const fact = byId.get(proposal.fact);
    return fact === undefined || !fits(fact, proposal) ? [] : [{ proposal, page: pageOfFact(fact) }];
  });
  const page = pages.find((candidate) => placed.some((one) => one.page === candidate));
  if (page === undefined) return null;
  const shown = placed.filter((one) => one.page === page).map(({ proposal }) => proposal);
  return { page, proposals: shown, later: placed.length - shown.length };
}

const fits = (fact: StoryFact, { value }: Proposal): boolean =>
  (value === "unsure" || fact.values.some(({ id }) => id === value)) && mayBeProposed(fact, value);

/** The proposals that can be shown: of facts that are asked and were not answered by the person. */
export const openProposals = (
  proposals: readonly Proposal[],
  facts: readonly StoryFact[],
  answered: ReadonlySet<FactId>,
): readonly Proposal[] =>
  proposals.filter(
    (proposal) =>
      !answered.has(proposal.fact) && facts.some((fact) => fact.id === proposal.fact && fits(fact, proposal)),
  );

/** What is left when some facts are settled; null: nothing. */
export function settled(story: StoryState | null, facts: readonly FactId[]): StoryState | null {
  if (story?.stage === "untold") return null;
  if (story?.stage !== "confirming") return story;
  const left = story.proposals.filter(({ fact }) => !facts.includes(fact));
  return left.length === 0 ? null : { ...story, proposals: left };
}

/** Tells whether a proposal may be confirmed together with its page: what speaks against a person is confirmed by itself. */
export const confirmedTogether = ({ guarded }: Pick<StoryFact, "guarded">): boolean => !guarded;
