/** What concerns pushes and campaigns (宣传活动) in a conversation: a person's wishes and choices, and an editor's acts. */
import { type CampaignAct, type CampaignMove, parseCampaign } from "../../core/dialogue/campaign-words.ts";
import type { Answer, AnswerBlock } from "../../core/grounding/answer.ts";
import { renumberedBlock } from "../../core/grounding/blocks.ts";
import type { Address, Choice, PersonId } from "../../ports/channel.ts";
import { campaignProblems, editorWords, pushWords } from "../../text/campaign.ts";
import { reportLines, statusLines } from "../../text/campaign-report.ts";
import type { Act, ActResult, Campaigns, CampaignView } from "../campaign/campaigns.ts";
import type { CampaignContent } from "../campaign/content.ts";
import type { Participation, Vote } from "../campaign/participation.ts";
import type { Results } from "../campaign/results.ts";
import type { Change } from "./change.ts";

export interface CampaignReply {
  readonly answer: Pick<Answer, "blocks" | "citations" | "kind">;
  readonly choices: readonly Choice[];
  /** Documents of the person that change with it. */
  readonly changes: readonly Change[];
}

export interface CampaignDialogue {
  /** Null: the text concerns nothing of this. */
  reply(text: string, from: Address): Promise<CampaignReply | null>;
}

export interface CampaignDialogueOptions {
  readonly campaigns: Campaigns;
  readonly participation: Participation;
  readonly content: Pick<CampaignContent, "push">;
  readonly results: Results;
  /** How many a campaign would go to now. */
  readonly count: (view: CampaignView) => Promise<number>;
  /** Whether nobody but the person reads a conversation. */
  readonly isPrivate: (to: Address) => boolean;
}

const say = (text: string, more: Partial<CampaignReply> = {}): CampaignReply => ({
  answer: { kind: "smalltalk", blocks: [{ type: "notice", text }], citations: [] },
  choices: [],
  changes: [],
  ...more,
});

const acts: readonly CampaignAct[] = [
  "submit",
  "approve",
  "return",
  "start",
  "pause",
  "stop",
] satisfies readonly Act[];
const isAct = (act: CampaignAct): act is Act => acts.includes(act);

export function createCampaignDialogue(options: CampaignDialogueOptions): CampaignDialogue {
  const { campaigns, participation, content, results, isPrivate } = options;

  const subscribe = async (from: Address): Promise<CampaignReply> => {
    if (!isPrivate(from)) return say(pushWords.private);
    const changes = await participation.subscribe(from);
    return changes === null ? say(pushWords.subscribedAlready) : say(pushWords.subscribed, { changes });
  };

  const unsubscribe = async (person: PersonId): Promise<CampaignReply> => {
    const changes = await participation.unsubscribe(person);
    return changes === null ? say(pushWords.unsubscribedAlready) : say(pushWords.unsubscribed, { changes });
  };

  const voted = (vote: Vote): CampaignReply => {
    if (vote.status === "not-sent") return say(pushWords.notSent);
    const { right, answer, explanation } = vote;
    const verdict = right === null ? [] : [right ? pushWords.right : pushWords.wrong(answer ?? "")];
    const counted = { counted: pushWords.voted, again: pushWords.votedAlready, over: pushWords.over }[
      vote.status
    ];
    const notices = [...verdict, counted].map((text): AnswerBlock => ({ type: "notice", text }));
    return {
      answer: {
        kind: explanation === null ? "smalltalk" : "answer",
        blocks: [...notices, ...(explanation?.blocks ?? [])],
        citations: explanation?.citations ?? [],
      },
      choices: [],
      changes: vote.changes,
    };
  };

  const told = (result: ActResult): CampaignReply => {
    if (result.ok) return say(editorWords.done(result.view.campaign.title, result.view.state.phase));
    const found =
      result.problem === "content" ? result.found.map(({ item, message }) => `${item}: ${message}`) : [];
    return say([campaignProblems[result.problem], ...found].join("\n"));
  };

  const list = async (): Promise<CampaignReply> => {
    const lines = (await campaigns.list()).map(({ campaign, state }) =>
      editorWords.line(campaign.id, campaign.title, state.phase),
    );
    return say(lines.length === 0 ? editorWords.none : lines.join("\n"));
  };

  /** Every item as it will be sent, without its choices, which would count. */
  const preview = ({ campaign }: CampaignView): CampaignReply => {
    const blocks: AnswerBlock[] = [];
    let citations: Answer["citations"] = [];
    for (const item of campaign.items) {
      const { answer, options: offered } = content.push(campaign, item, item.day);
      const shift = citations.length;
      citations = [
        ...citations,
        ...answer.citations.map((citation) => ({ ...citation, n: citation.n + shift })),
      ];
      blocks.push(
        { type: "heading", text: `${item.day} ${item.time ?? campaign.hours.from}` },
        ...answer.blocks.map((block) => renumberedBlock(block, (n) => n + shift)),
        ...offered.map((text): AnswerBlock => ({ type: "advice", text, bullet: true })),
      );
    }
    return { answer: { kind: "answer", blocks, citations }, choices: [], changes: [] };
  };

  const look = async (act: CampaignAct, view: CampaignView): Promise<CampaignReply> => {
    if (act === "preview") return preview(view);
    if (act === "report") return say(reportLines(await results.report(view)).join("\n"));
    const counts = [editorWords.counts(await options.count(view))];
    return say([...statusLines(await results.status(view)), ...counts].join("\n"));
  };

  const edit = async (
    { act, campaign }: Extract<CampaignMove, { type: "act" }>,
    person: PersonId,
  ): Promise<CampaignReply> => {
    if (!(await campaigns.mayEdit(person))) return say(campaignProblems.forbidden);
    if (act === "list") return list();
    if (act === null || campaign === null) return say(editorWords.how);
    if (isAct(act)) return told(await campaigns.act(person, campaign, act));
    const view = await campaigns.read(campaign);
    return view === null ? say(campaignProblems.unknown) : look(act, view);
  };

  return {
    async reply(text, { person, conversation }) {
      const move = parseCampaign(text);
      switch (move?.type) {
        case undefined:
          return null;
        case "subscribe":
          return subscribe({ person, conversation });
        case "unsubscribe":
          return unsubscribe(person);
        case "vote":
          return voted(await participation.vote(person, move.campaign, move.item, move.option));
        case "act":
          return move === undefined ? null : edit(move, person);
      }
    },
  };
}
