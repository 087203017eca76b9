/** What a push adds to the conversation of its person. */
import type { Instant } from "../../ports/time.ts";
import { approvalWords, pushAbout } from "../../text/campaign.ts";
import type { ConversationState, StoredTurn } from "../flow/events.ts";
import { unaskedTurn } from "../flow/push.ts";
import type { CampaignView } from "./campaigns.ts";
import type { PushContent } from "./content.ts";

/**
 * A push that says that it is approved, which it is when it is sent. Not part of what is approved: that must not change by
 * being approved.
 */
export const saidToBeApproved = (made: PushContent): PushContent => ({
  ...made,
  answer: {
    ...made.answer,
    blocks: [...made.answer.blocks, { type: "notice", text: `· ${approvalWords(true)}` }],
  },
});

/** A push as a turn of its conversation. */
export const pushedTurn = (
  { campaign }: CampaignView,
  { answer, choices, picture }: PushContent,
  at: Instant,
): StoredTurn => unaskedTurn({ about: pushAbout(campaign.title), answer, choices, picture }, at);

/** The conversation with a push as its newest turn. */
export function stateWith(
  before: ConversationState | null,
  { campaign }: CampaignView,
  made: PushContent,
  at: Instant,
): ConversationState {
  const turn = (before?.turns ?? 0) + 1;
  const begun: ConversationState = {
    form: 1,
    turns: 0,
    title: campaign.title,
    startedAt: at,
    lastAt: at,
    context: null,
    choices: [],
  };
  return {
    // When the person last wrote stays: it tells whether they can be reached again.
    ...(before ?? begun),
    turns: turn,
    // In a pre-check a number goes on to mean what was asked there.
    choices: before?.matter == null ? [...made.choices] : before.choices,
    pushed: turn,
  };
}
