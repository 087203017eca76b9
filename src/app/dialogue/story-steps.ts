/** The steps of 「把经过说一说」 in the chat: what each says, and what can be chosen. */
import type { Move } from "../../core/precheck/interview.ts";
import type { ProposalView, Step } from "../../ports/interviews.ts";
import { interviewWords as words } from "../../text/interview.ts";

export type StoryStep = Extract<Step, { type: "story-notice" | "story" | "story-reading" | "proposals" }>;

interface StoryOption {
  readonly label: string;
  readonly act: Move;
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
  return [
    ...proposals.map(
      (one): StoryOption => ({
        label: words.confirm(one.label),
        act: { type: "confirm", facts: [one.fact] },
      }),
    ),
    ...(together.length < 2 ? [] : [{ label, act: { type: "confirm", facts: together } } as const]),
    { label: facts.length === 1 ? words.rejectOne : words.rejectAll, act: { type: "reject", facts } },
  ];
}
