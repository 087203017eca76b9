/** The steps of 「把经过说一说」 in the chat: what each says, and what can be chosen. */
import type { Move } from "../../core/precheck/interview.ts";
import type { FactId } from "../../core/rules/types.ts";
import type { ProposalView, Step } from "../../ports/interviews.ts";
import { interviewWords as words } from "../../text/interview.ts";

export type StoryStep = Extract<Step, { type: "story-notice" | "story" | "story-reading" | "proposals" }>;

export type ProposalsStep = Extract<Step, { type: "proposals" }>;

/** What is done with proposals beyond a single move. */
export type ProposalAct =
  /** Some are confirmed and some rejected, at once. */
  | { readonly type: "verdicts"; readonly right: readonly FactId[]; readonly wrong: readonly FactId[] }
  /** Whether they may all go is asked: what goes cannot be had back, for the story is kept nowhere. */
  | { readonly type: "leave" }
  /** The answers to that: the page is shown again; all go, and another story is awaited, or the questions go on. */
  | { readonly type: "look" | "retell" | "drop" };

interface StoryOption {
  readonly label: string;
  readonly act: Move | ProposalAct;
}

export function storyText(step: StoryStep): string {
  switch (step.type) {
    case "story-notice":
      return words.storyNotice(step.model);
    case "story":
      return words.storyText;
    case "story-reading":
      return words.storyReading;
    case "proposals":
      return words.proposalsText(step.page, step.proposals, step.later);
  }
}

export function storyOptions(step: StoryStep): readonly StoryOption[] {
  const end: StoryOption = { label: words.storyEnd, act: { type: "story-end" } };
  switch (step.type) {
    case "story-notice":
      return [{ label: words.storyConsent, act: { type: "story-consent" } }, end];
    case "story":
      return [end];
    case "story-reading":
      return [{ ...end, label: words.storyStop }];
    case "proposals":
      return proposalOptions(step.proposals);
  }
}

/** Each by itself; together what may be, where that is more than one; what is left over is asked. */
function proposalOptions(proposals: readonly ProposalView[]): readonly StoryOption[] {
  const facts = proposals.map(({ fact }) => fact);
  const together = proposals.filter((proposal) => proposal.together).map(({ fact }) => fact);
  const label = together.length === facts.length ? words.confirmAll : words.confirmTogether(together.length);
  const verdicts = (right: readonly FactId[], wrong: readonly FactId[]): ProposalAct => ({
    type: "verdicts",
    right,
    wrong,
  });
  return [
    ...proposals.map((one): StoryOption => ({ label: words.confirm(one), act: verdicts([one.fact], []) })),
    ...(together.length < 2 ? [] : [{ label, act: verdicts(together, []) }]),
    { label: facts.length === 1 ? words.rejectOne : words.rejectAll, act: verdicts([], facts) },
  ];
}

/** What can be chosen where it was asked whether the proposals may go. */
export const leaveOptions = (retellable: boolean): readonly StoryOption[] => [
  { label: words.look, act: { type: "look" } },
  ...(retellable ? [{ label: words.retell, act: { type: "retell" } } as const] : []),
  { label: words.drop, act: { type: "drop" } },
];
