/** What concerns pushes and campaigns (宣传活动) in a conversation: a person's wishes and choices, and an editor's acts. */
import type { Pace } from "../../core/campaign/bounds.ts";
import { type CampaignItem, pictureShown } from "../../core/campaign/campaign.ts";
import type { Census } from "../../core/campaign/census.ts";
import type { Picture } from "../../core/campaign/picture.ts";
import {
  actText,
  type CampaignAct,
  type CampaignMove,
  parseCampaign,
} from "../../core/dialogue/campaign-words.ts";
import { learningText } from "../../core/dialogue/learning-words.ts";
import { tickedBy } from "../../core/dialogue/ticking.ts";
import type { Answer, AnswerBlock } from "../../core/grounding/answer.ts";
import { renumberedBlock } from "../../core/grounding/blocks.ts";
import { parseNumbers } from "../../core/precheck/words.ts";
import type { Address, Choice, PersonId } from "../../ports/channel.ts";
import { approvalWords, campaignProblems, editorWords, pushWords } from "../../text/campaign.ts";
import { censusLines, reportBlocks, statusLines } from "../../text/campaign-report.ts";
import { learningWords } from "../../text/learning.ts";
import { pictureText } from "../../text/render.ts";
import type { Act, ActResult, Campaigns, CampaignView } from "../campaign/campaigns.ts";
import type { CampaignContent } from "../campaign/content.ts";
import type { Participation, Vote } from "../campaign/participation.ts";
import { approvedFor, type Results } from "../campaign/results.ts";
import type { ConversationState } from "../flow/events.ts";
import type { Change } from "./change.ts";

export interface CampaignReply {
  readonly answer: Pick<Answer, "blocks" | "citations" | "kind">;
  readonly choices: readonly Choice[];
  /** Documents of the person that change with it. */
  readonly changes: readonly Change[];
  /**
   * A list is being ticked, and what waits besides comes after it; `again`: the turn before showed the same list. Null: none is.
   */
  readonly ticking: "begun" | "again" | null;
  /** What was pressed, as its person may read it, in place of the words that were sent; absent: those stand. */
  readonly pressed?: string;
  readonly picture?: Picture | undefined;
}

/** Where something is said. */
export interface CampaignSituation extends Address {
  readonly state: Pick<ConversationState, "choices"> | null;
}

export interface CampaignDialogue {
  /** Null: the text concerns nothing of this. */
  reply(text: string, situation: CampaignSituation): Promise<CampaignReply | null>;
}

export interface CampaignDialogueOptions {
  readonly campaigns: Campaigns;
  readonly participation: Participation;
  readonly content: Pick<CampaignContent, "push">;
  readonly results: Results;
  /** What the installation allows, as whoever asks for pushes is told. */
  readonly bounds: Pace;
  /** Whom a campaign would go to now. */
  readonly count: (view: CampaignView) => Promise<Census>;
  /** Whether nobody but the person reads a conversation. */
  readonly isPrivate: (to: Address) => boolean;
}

const show = (blocks: readonly AnswerBlock[], more: Partial<CampaignReply> = {}): CampaignReply => ({
  answer: { kind: "smalltalk", blocks, citations: [] },
  choices: [],
  changes: [],
  ticking: null,
  ...more,
});
const say = (text: string, more: Partial<CampaignReply> = {}): CampaignReply =>
  show([{ type: "notice", text }], more);

const acts: readonly CampaignAct[] = [
  "submit",
  "approve",
  "return",
  "start",
  "pause",
  "stop",
] satisfies readonly Act[];
const isAct = (act: CampaignAct): act is Act => acts.includes(act);

type ItemMove = Extract<CampaignMove, { type: "vote" | "tick" }>;

/** What was offered of a list that is ticked, in order; null: a choice is none of it. */
const itemMoves = (state: CampaignSituation["state"]): readonly (ItemMove | null)[] =>
  (state?.choices ?? []).map(({ text }) => {
    const move = parseCampaign(text);
    return move?.type === "tick" ? move : null;
  });

/** What is typed on a list that is ticked: several numbers, which tick all of them, or that it is done. */
function typed(text: string, { state }: CampaignSituation): CampaignMove | null {
  const ticks = itemMoves(state);
  const first = ticks.find((move) => move !== null);
  if (first === undefined) return null;
  const done = state?.choices.find(({ label }) => label === text.trim() && label === learningWords.done);
  if (done !== undefined) return parseCampaign(done.text);
  const numbers = parseNumbers(text);
  if (numbers === null || numbers.length < 2) return null;
  const options = tickedBy(
    ticks.map((move) => move?.options ?? null),
    numbers,
  );
  return options === null ? null : { ...first, options };
}

export function createCampaignDialogue(options: CampaignDialogueOptions): CampaignDialogue {
  const { campaigns, participation, content, results, bounds, isPrivate } = options;

  const subscribe = async (from: Address): Promise<CampaignReply> => {
    if (!isPrivate(from)) return say(pushWords.private);
    const changes = await participation.subscribe(from);
    return changes === null
      ? say(pushWords.subscribedAlready)
      : say(pushWords.subscribed(bounds), { changes });
  };

  const unsubscribe = async (person: PersonId): Promise<CampaignReply> => {
    const changes = await participation.unsubscribe(person);
    return changes === null ? say(pushWords.unsubscribedAlready) : say(pushWords.unsubscribed, { changes });
  };

  const voted = (vote: Vote, type: ItemMove["type"]): CampaignReply => {
    if (vote.status === "not-sent") return say(pushWords.notSent, { pressed: pushWords.pressed.unknown });
    const { right, answer, quiz, explanation } = vote;
    const verdict = right === null ? [] : [right ? pushWords.right : pushWords.wrong(answer ?? "")];
    const counted = { counted: pushWords.voted, again: pushWords.votedAlready, over: pushWords.over }[
      vote.status
    ];
    const notices = [...verdict, counted].map((text): AnswerBlock => ({ type: "notice", text }));
    return {
      answer: {
        // Nobody asked: what comes of a choice counts among no questions.
        kind: "smalltalk",
        blocks: [...notices, ...(explanation?.blocks ?? [])],
        citations: explanation?.citations ?? [],
      },
      choices:
        quiz === null
          ? []
          : [{ label: learningWords.report, text: learningText({ type: "report", quiz, reason: "" }) }],
      changes: vote.changes,
      ticking: null,
      pressed: pushWords.pressed[type](vote.chosen),
    };
  };

  const tick = async (
    { campaign, item, options: ticked }: ItemMove,
    { person, state }: CampaignSituation,
  ): Promise<CampaignReply> => {
    const ticking = await participation.tick(person, campaign, item, ticked);
    if (ticking.status !== "ticked") return voted(ticking, "tick");
    const { question, choices, chosen } = ticking;
    const again = itemMoves(state).some((move) => move?.campaign === campaign && move.item === item);
    return say(`${question}\n${pushWords.chooseSeveral}`, {
      choices,
      ticking: again ? "again" : "begun",
      pressed: pushWords.pressed.tick(chosen),
    });
  };

  const counted = async (view: CampaignView): Promise<readonly string[]> =>
    censusLines(await options.count(view));

  const told = (act: Act, result: ActResult): CampaignReply => {
    if (result.ok) {
      const { campaign, state } = result.view;
      const done = editorWords.done(campaign.title, state.phase);
      const count = act === "approve" ? approvedFor(state) : undefined;
      const { warnings = [] } = result;
      return say(
        [
          done,
          ...(count === undefined ? [] : [editorWords.approvedFor(count)]),
          ...(warnings.length === 0 ? [] : [editorWords.warnings]),
          ...warnings.map(({ item, message }) => `${item}: ${message}`),
        ].join("\n"),
      );
    }
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

  /**
   * Items as they will be sent, without their choices, which would count. A message shows one picture: the pictures of several
   * items are looked at one by one.
   */
  const preview = ({ campaign, asApproved }: CampaignView, items: readonly CampaignItem[]): CampaignReply => {
    const blocks: AnswerBlock[] = [];
    let citations: Answer["citations"] = [];
    for (const item of items) {
      const { answer, options: offered } = content.push(campaign, item, item.day);
      const picture = pictureShown(item, asApproved);
      const shift = citations.length;
      citations = [
        ...citations,
        ...answer.citations.map((citation) => ({ ...citation, n: citation.n + shift })),
      ];
      blocks.push(
        { type: "heading", text: `${item.day} ${item.time ?? campaign.hours.from}` },
        ...(picture === undefined || items.length === 1
          ? []
          : [{ type: "notice", text: pictureText(picture.alt) } as const]),
        ...answer.blocks.map((block) => renumberedBlock(block, (n) => n + shift)),
        ...offered.map((text): AnswerBlock => ({ type: "advice", text, bullet: true })),
      );
    }
    const [first] = items;
    const pictured = items.length === 1 ? [] : items.filter(({ picture }) => picture !== undefined);
    return {
      answer: { kind: "answer", blocks, citations },
      choices: pictured.map(({ id }) => ({
        label: editorWords.lookAt(id),
        text: actText("preview", campaign.id, id),
      })),
      changes: [],
      ticking: null,
      picture: items.length === 1 && first !== undefined ? pictureShown(first, asApproved) : undefined,
    };
  };

  /** @param counts who it would go to; told with the whole of it */
  const previewOf = (view: CampaignView, itemId: string, counts: readonly string[]): CampaignReply => {
    const { items } = view.campaign;
    const item = items.find(({ id }) => id === itemId);
    const { answer, ...rest } = preview(view, item === undefined ? items : [item]);
    const lines = [approvalWords(view.asApproved), ...(item === undefined ? counts : [])];
    const head = lines.map((text): AnswerBlock => ({ type: "notice", text }));
    return { ...rest, answer: { ...answer, blocks: [...head, ...answer.blocks] } };
  };

  /** What keeps it from being sent as it stands, and whom it would go to. */
  const check = async ({ campaign }: CampaignView, counts: readonly string[]): Promise<CampaignReply> => {
    const found = [...(await campaigns.problems(campaign)), ...(await campaigns.hindrances(campaign))];
    const told = found.map(({ item, message }) => `${item}: ${message}`);
    return say([told.length === 0 ? editorWords.sound : editorWords.problems, ...told, ...counts].join("\n"));
  };

  /** @param rest the item, and after a blank what the notice says */
  const correct = async (person: PersonId, campaign: string, rest: string): Promise<CampaignReply> => {
    const [, item = "", text = ""] = /^(\S+)\s+(.{1,500})$/su.exec(rest) ?? [];
    if (text.trim() === "") return say(editorWords.howToCorrect(campaign));
    const result = await campaigns.correct(person, campaign, item, text.trim());
    return result.ok ? say(editorWords.corrected(result.view.campaign.id)) : told("submit", result);
  };

  const look = async (act: CampaignAct, view: CampaignView, rest: string): Promise<CampaignReply> => {
    if (act === "check") return check(view, await counted(view));
    if (act === "preview") return previewOf(view, rest, await counted(view));
    if (act === "report") return show(reportBlocks(await results.report(view)));
    return say([...statusLines(await results.status(view)), ...(await counted(view))].join("\n"));
  };

  const edit = async (
    { act, campaign, rest }: Extract<CampaignMove, { type: "act" }>,
    person: PersonId,
  ): Promise<CampaignReply> => {
    if (!(await campaigns.mayEdit(person))) return say(campaignProblems.forbidden);
    if (act === "list") return list();
    if (act === null || campaign === null) return say(editorWords.how);
    if (isAct(act)) return told(act, await campaigns.act(person, campaign, act));
    if (act === "correct") return correct(person, campaign, rest);
    const view = await campaigns.read(campaign);
    return view === null ? say(campaignProblems.unknown) : look(act, view, rest);
  };

  return {
    async reply(text, situation) {
      const { person, conversation } = situation;
      const move = parseCampaign(text) ?? typed(text, situation);
      switch (move?.type) {
        case undefined:
          return null;
        case "subscribe":
          return subscribe({ person, conversation });
        case "unsubscribe":
          return unsubscribe(person);
        case "vote":
          return voted(await participation.vote(person, move.campaign, move.item, move.options), "vote");
        case "tick":
          return tick(move, situation);
        case "act":
          return move === undefined ? null : edit(move, person);
      }
    },
  };
}
