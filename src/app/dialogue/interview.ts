/**
 * The pre-check (预审) in a conversation. Whatever is pressed, numbered or typed becomes one move on the matter that goes on
 * here; what is no move is left to the rest of the dialogue, and the question that waits follows its answer.
 */
import { agreementIn } from "../../core/dialogue/agreeing-words.ts";
import { isDistress } from "../../core/dialogue/aside.ts";
import { commandWord, forgetConfirmation, parseCommand } from "../../core/dialogue/commands.ts";
import type { Answer, AnswerBlock } from "../../core/grounding/answer.ts";
import { beginMatter, type Move, type MoveProblem } from "../../core/precheck/interview.ts";
import type { Report } from "../../core/precheck/report.ts";
import { meansDay, parseSteering, type Steering } from "../../core/precheck/words.ts";
import type { Choice, PersonId } from "../../ports/channel.ts";
import type { MatterView } from "../../ports/interviews.ts";
import type { Clock } from "../../ports/time.ts";
import { replies } from "../../text/dialogue.ts";
import { moveProblems, shortestStory, untoldWords, interviewWords as words } from "../../text/interview.ts";
import type { ConversationState, GivenStory } from "../flow/events.ts";
import type { Handover } from "../precheck/handover.ts";
import type { Interviewer } from "../precheck/interviewer.ts";
import type { KeptMatter } from "../precheck/matters.ts";
import { noStories, type Stories, type StoryRead } from "../precheck/stories.ts";
import {
  type Act,
  choicesOf,
  isChecklist,
  leavingOptions,
  optionsOf,
  stepId,
  stepTexts,
  waitingTexts,
} from "./interview-steps.ts";
import type { ProposalAct } from "./story-steps.ts";
import { typedAct, unclearAt } from "./typed-steps.ts";

export interface InterviewDialogueOptions {
  readonly interviewer: Interviewer;
  readonly reportAnswer: (report: Report) => Pick<Answer, "blocks" | "citations">;
  readonly handover: Handover;
  readonly contact: string;
  readonly clock: Clock;
  /** 22 characters of base64url. */
  readonly newMatterId: () => string;
  /** Lets stories in that a model is to read; left out: there is no model. */
  readonly stories?: Pick<Stories, "admit">;
}

/** A result reached, for the audit log. */
export interface MatterResult {
  readonly matter: string;
  /** Status or outcome. */
  readonly result: string;
  readonly recordHash: string;
  /** Answers that were proposed out of a story and confirmed. */
  readonly confirmed: number;
}

/** The result that a matter stands at; null before. */
export function matterResult({ step, matter, answered }: MatterView): MatterResult | null {
  if (step.type !== "result") return null;
  const { outcome, status, recordHash } = step.report;
  const confirmed = answered.filter(({ source }) => source === "confirmed").length;
  return { matter, result: outcome ?? status, recordHash, confirmed };
}

/** What a reply does to the matters of a person. */
export interface InterviewEffect {
  /** The matter that goes on in this conversation from now on. */
  readonly active: string | null;
  /** Written back at its version. */
  readonly changed: KeptMatter | null;
  readonly result: MatterResult | null;
}

/** What is shown: the reply but for what the dialogue adds. */
export interface InterviewReply {
  readonly choices: readonly Choice[];
  readonly blocks: readonly AnswerBlock[];
  readonly citations: Answer["citations"];
  readonly interview: InterviewEffect;
  /** The same list again, ticked otherwise: it takes the place of the one before. */
  readonly again: boolean;
  /** What was said is a story: only that there was one is kept. */
  readonly told?: boolean;
  /** Shows words of a story: they go when the conversation goes on. */
  readonly passing?: boolean;
  /** Asks for a story. */
  readonly telling?: boolean;
  /** A story to be given to a model, masked. */
  readonly story?: GivenStory;
}

/** What the interview has to know of an event. */
export interface InterviewSituation {
  readonly person: PersonId;
  readonly state: Pick<ConversationState, "matter" | "telling" | "choices"> | null;
  /** The person's pre-checks, the oldest first. */
  readonly matters: () => Promise<readonly KeptMatter[]>;
}

export interface InterviewDialogue {
  /** @param pressed the choice, by button or number; null: typed @returns null: no move, nothing was done */
  reply(text: string, pressed: Choice | null, situation: InterviewSituation): Promise<InterviewReply | null>;
  /** The question that waits, to follow what was said in the middle; null where none waits. */
  waiting(
    situation: InterviewSituation,
  ): Promise<Pick<InterviewReply, "blocks" | "choices" | "telling"> | null>;
  /**
   * What is said to a text that is neither a move nor, by its looks, meant for the assistant, and what may be said instead; null:
   * it is left to the assistant.
   *
   * @param searched the assistant had nothing to say to it either
   */
  unclear(text: string, searched: boolean, situation: InterviewSituation): Promise<InterviewReply | null>;
  /** The matter with what became of a story that was being read. */
  storyRead(kept: KeptMatter, read: StoryRead): InterviewReply;
}

/** Characters up to which a text that speaks of harming oneself is a cry for help, and not a story that mentions it. */
const longestCry = 60;

/** Steps before a story can be told. */
const earlySteps: ReadonlySet<string> = new Set(["consent", "jurisdiction", "dates"]);

/** Stages at which nothing is asked. */
const settled: ReadonlySet<string> = new Set(["result", "unheld"]);

const says = (...texts: readonly string[]): AnswerBlock[] =>
  texts.filter((text) => text !== "").map((text) => ({ type: "notice", text }));

/** Whether the choices of the reply before are pre-checks to go on with. */
const offersMatters = ({ state }: InterviewSituation): boolean =>
  state?.choices.some(({ text }) => ["resume", "fetch"].includes(parseSteering(text)?.type ?? "")) ?? false;

/** Whether it was just asked if the proposals may go. */
const offersLeaving = ({ state }: Pick<InterviewSituation, "state">): boolean =>
  state?.choices.some(({ step, label }) => step !== undefined && label === words.drop) ?? false;

/** Proposals, on this page and later ones, that were not confirmed yet. */
const openProposals = ({ step }: MatterView): number =>
  step.type === "proposals" ? step.proposals.length + step.later : 0;

/** Numbers are counted within a person. */
const nextNumber = (kept: readonly KeptMatter[]): number =>
  Math.max(0, ...kept.map(({ matter }) => matter.number)) + 1;

export function createInterviewDialogue(options: InterviewDialogueOptions): InterviewDialogue {
  const { interviewer, reportAnswer, handover, contact, clock, newMatterId, stories = noStories } = options;

  const stepBlocks = (view: MatterView): Pick<InterviewReply, "blocks" | "citations"> => {
    const { step } = view;
    if (step.type === "result") {
      const { blocks, citations } = reportAnswer(step.report);
      return {
        blocks: [...says(step.stopped ? words.stopped(contact) : "", newerWords(view)), ...blocks],
        citations,
      };
    }
    return { blocks: says(...stepTexts(view, step, contact)), citations: [] };
  };

  const newerWords = ({ newer }: MatterView): string =>
    newer === null ? "" : words.newer(newer.ruleset.version, newer.differs);

  const show = (
    { matter, version }: KeptMatter,
    rest: {
      readonly lead?: readonly string[];
      readonly changed?: boolean;
      readonly active?: boolean;
      readonly again?: boolean;
    } = {},
  ): InterviewReply => {
    const view = interviewer.view(matter);
    const { blocks, citations } = stepBlocks(view);
    const changed = rest.changed ?? false;
    return {
      blocks: [...says(...(rest.lead ?? [])), ...blocks],
      citations,
      choices: choicesOf(view, optionsOf(view, matter)),
      interview: {
        active: rest.active === false ? null : matter.id,
        changed: changed ? { matter, version } : null,
        result: changed ? matterResult(view) : null,
      },
      again: rest.again ?? false,
      passing: view.step.type === "proposals",
      telling: view.step.type === "story",
    };
  };

  /** Words alone; the matter stays where it is, and what it offered can still be chosen. */
  const remark = (kept: KeptMatter, ...lead: readonly string[]): InterviewReply => {
    const shown = show(kept);
    return { ...shown, blocks: says(...lead), citations: [], passing: false };
  };

  const begin = (kept: readonly KeptMatter[], lead: readonly string[] = []): InterviewReply => {
    return show(
      { matter: beginMatter(newMatterId(), nextNumber(kept), clock()), version: 0 },
      { lead, changed: true },
    );
  };

  /** Makes moves one after the other; where one is refused, the matter is as it was before the first. */
  const made = (
    { matter, version }: KeptMatter,
    moves: readonly Move[],
  ): KeptMatter | { readonly problem: MoveProblem } => {
    let next = matter;
    for (const move of moves) {
      const moved = interviewer.move(next, move, clock());
      if (!moved.ok) return moved;
      next = moved.matter;
    }
    return { matter: next, version };
  };

  const apply = (kept: KeptMatter, moves: readonly Move[], lead: readonly string[] = []): InterviewReply => {
    const next = made(kept, moves);
    if ("problem" in next) return show(kept, { lead: [moveProblems[next.problem]] });
    return show(next, { lead, changed: true, again: moves.every(({ type }) => type === "tick") });
  };

  const pause = (kept: KeptMatter): InterviewReply => {
    const { number, consentAt } = kept.matter;
    const next = made(kept, [{ type: "pause" }]);
    if ("problem" in next) return show(kept, { lead: [moveProblems[next.problem]] });
    return {
      blocks: says(consentAt === null ? words.notBegun(number) : words.paused(number)),
      citations: [],
      choices: [{ label: words.resume(number), text: words.resume(number) }],
      interview: { active: null, changed: next, result: null },
      again: false,
    };
  };

  /** Confirms and rejects at once, and says which answers were taken: the list they stood in goes. */
  const settle = (
    kept: KeptMatter,
    { right, wrong }: Extract<ProposalAct, { type: "verdicts" }>,
  ): InterviewReply => {
    const { step } = interviewer.view(kept.matter);
    const shown = step.type === "proposals" ? step.proposals : [];
    const moves: readonly Move[] = [
      ...(right.length === 0 ? [] : [{ type: "confirm", facts: right } as const]),
      ...(wrong.length === 0 ? [] : [{ type: "reject", facts: wrong } as const]),
    ];
    const next = made(kept, moves);
    if ("problem" in next) return show(kept, { lead: [moveProblems[next.problem]] });
    const lead = [
      words.confirmed(shown.filter(({ fact }) => right.includes(fact))),
      words.rejected(shown.filter(({ fact }) => wrong.includes(fact))),
      next.matter.story === null && right.length > 0 ? words.confirmedAll : "",
    ];
    return show(next, { lead, changed: true });
  };

  const proposalAct = (act: ProposalAct, kept: KeptMatter): InterviewReply => {
    const view = interviewer.view(kept.matter);
    const open = openProposals(view);
    switch (act.type) {
      case "verdicts":
        return settle(kept, act);
      case "leave": {
        const asking = remark(kept, words.leaveProposals(open, view.storyModel !== null));
        return { ...asking, choices: choicesOf(view, leavingOptions(view)) };
      }
      case "look":
        return show(kept);
      case "retell":
        return apply(kept, [{ type: "story-end" }, { type: "story" }], [words.dropped(open)]);
      case "drop":
        return apply(kept, [{ type: "story-end" }], [words.dropped(open)]);
    }
  };

  /** A story is taken in to be read, or why not is said; nothing was answered yet. */
  const tell = (kept: KeptMatter, given: string): InterviewReply => {
    if (given.trim().length < shortestStory) return { ...remark(kept, words.storyShort), told: true };
    const admitted = stories.admit(given);
    if (!admitted.ok) return { ...storyRead(kept, admitted), told: true };
    const reply = apply(kept, [{ type: "story-told" }]);
    const { changed } = reply.interview;
    if (changed === null) return { ...reply, told: true };
    const { id, revision } = changed.matter;
    return { ...reply, told: true, story: { matter: id, since: revision, text: admitted.text } };
  };

  /** Whatever comes of a story, the interview goes on. */
  const storyRead = (kept: KeptMatter, read: StoryRead): InterviewReply => {
    const reply = apply(kept, [read.ok ? read.move : { type: "story-end", why: read.reason }]);
    const { changed } = reply.interview;
    // Everything that was proposed may have been answered meanwhile.
    const reason = read.ok ? (changed?.matter.story == null ? "nothing" : null) : read.reason;
    return { ...reply, blocks: [...(reason === null ? [] : says(untoldWords[reason])), ...reply.blocks] };
  };

  const why = (kept: KeptMatter): InterviewReply => {
    const { step } = interviewer.view(kept.matter);
    if (step.type !== "questions") return show(kept, { lead: [words.nothingAsked] });
    const questions = isChecklist(step) ? step.questions : step.questions.slice(0, 1);
    return remark(kept, ...words.whyTexts(questions), words.chooseAbove);
  };

  /** The report of what is known so far; then the question again. */
  const soFar = (kept: KeptMatter): InterviewReply => {
    const shown = show(kept);
    const report = interviewer.reportOf(kept.matter);
    if (report === null) return show(kept, { lead: [words.noResultYet] });
    const { step } = interviewer.view(kept.matter);
    if (step.type === "result") return shown;
    const { blocks, citations } = reportAnswer(report);
    return { ...shown, blocks: [...blocks, ...says(words.backTo), ...shown.blocks], citations };
  };

  const steer = (steering: Steering, kept: KeptMatter, all: readonly KeptMatter[]): InterviewReply => {
    switch (steering.type) {
      case "why":
        return why(kept);
      case "result":
        return soFar(kept);
      case "another":
        return begin(all, [words.setAside(kept.matter.number)]);
      case "answers":
        return remark(kept, words.answersText(interviewer.view(kept.matter).answered));
      case "resume":
        return resume(steering.number ?? kept.matter.number, all);
      // Taken before: it needs no matter here.
      case "fetch":
        return show(kept);
      case "edit": {
        const given = kept.matter.answers[steering.number - 1];
        if (given === undefined)
          return show(kept, { lead: [words.noSuchQuestion(kept.matter.answers.length)] });
        // A story goes first, and would be shown without a word.
        const later = kept.matter.story === null ? "" : words.editLater(steering.number);
        return apply(kept, [{ type: "edit", fact: given.fact }], [later]);
      }
      case "pause":
        return pause(kept);
      default:
        return apply(kept, [{ type: steering.type }]);
    }
  };

  const resume = (number: number, all: readonly KeptMatter[]): InterviewReply => {
    const kept = all.find(({ matter }) => matter.number === number);
    if (kept === undefined) return listing(all);
    const moved = interviewer.move(kept.matter, { type: "resume" }, clock());
    const next = moved.ok ? { matter: moved.matter, version: kept.version } : kept;
    return show(next, {
      lead: [
        words.resumed(number),
        kept.matter.continuedAt === undefined ? "" : words.continuedElsewhere(kept.matter.continuedAt),
        newerWords(interviewer.view(next.matter)),
      ],
      changed: moved.ok,
    });
  };

  /** Says how to go on in another channel. */
  const movable = async (person: PersonId, reply: InterviewReply): Promise<InterviewReply> => {
    const { active } = reply.interview;
    if (active === null) return reply;
    const code = await handover.offer(person, active);
    return { ...reply, blocks: [...says(words.movable(code)), ...reply.blocks] };
  };

  /** A copy of a matter that was begun elsewhere. */
  const fetched = async (
    person: PersonId,
    code: string,
    all: readonly KeptMatter[],
  ): Promise<InterviewReply> => {
    const matter = await handover.take(person, code);
    if (matter === null) return { ...listing(all), blocks: says(words.unknownCode) };
    const here = all.find((kept) => kept.matter.id === matter.id);
    if (here !== undefined) return resume(here.matter.number, all);
    const number = nextNumber(all);
    const revision = matter.revision + 1;
    return show(
      { matter: { ...matter, number, revision, paused: false, story: null }, version: 0 },
      {
        lead: [words.fetched(number)],
        changed: true,
      },
    );
  };

  /** Nothing was begun here: what was begun in other channels, where all of it is the same owner's. */
  const fromElsewhere = async (person: PersonId): Promise<InterviewReply> => {
    const found = await handover.elsewhere(person);
    if (found.length === 0) return listing([]);
    const codes = await Promise.all(found.map(({ owner, matter }) => handover.offer(owner, matter.id)));
    const choices = found.map(({ matter: { startedAt, answers } }, at) => ({
      label: words.elsewhereChoice(startedAt, answers.length),
      text: words.fetch(codes[at] ?? ""),
    }));
    return { ...listing([]), blocks: says(words.whichElsewhere), choices };
  };

  /** The matters to go on with. */
  const listing = (all: readonly KeptMatter[]): InterviewReply => ({
    blocks: says(all.length === 0 ? words.noMatters : words.whichMatter),
    citations: [],
    choices: [
      ...all.map(({ matter: { number, startedAt } }) => ({
        label: words.matterChoice(number, startedAt),
        text: words.resume(number),
      })),
      all.length === 0
        ? { label: replies.precheckOffer, text: commandWord("precheck") }
        : { label: words.another, text: words.another },
    ],
    interview: { active: null, changed: null, result: null },
    again: false,
  });

  const act = (acting: Act, kept: KeptMatter, all: readonly KeptMatter[]): InterviewReply => {
    switch (acting.type) {
      case "verdicts":
      case "leave":
      case "look":
      case "retell":
      case "drop":
        return proposalAct(acting, kept);
      case "say":
        return remark(kept, acting.words);
      case "taken":
        return apply(kept, [acting.move], [words.taken(acting.label)]);
      case "story-end": {
        const { type } = interviewer.view(kept.matter).step;
        return apply(kept, [acting], type === "story-reading" ? [words.readingStopped] : []);
      }
      case "story": {
        const { step, storyModel } = interviewer.view(kept.matter);
        return storyModel !== null && earlySteps.has(step.type)
          ? remark(kept, words.storyLater)
          : apply(kept, [acting]);
      }
      case "why":
      case "result":
      case "another":
      case "fetch":
      case "pause":
        return steer(acting, kept, all);
      case "resume":
      case "edit":
        return "number" in acting ? steer(acting, kept, all) : apply(kept, [acting]);
      case "answers":
        return "facts" in acting ? apply(kept, [acting]) : steer(acting, kept, all);
      default:
        return apply(kept, [acting]);
    }
  };

  /** A press is of the step it was offered at; another of the same label changes nothing. */
  const press = ({ step, text }: Choice, kept: KeptMatter, all: readonly KeptMatter[]): InterviewReply => {
    const view = interviewer.view(kept.matter);
    const options = step === stepId(view) ? [...optionsOf(view, kept.matter), ...leavingOptions(view)] : [];
    const option = options.find(({ label }) => label === text);
    return option === undefined ? show(kept, { lead: [words.stale] }) : act(option.act, kept, all);
  };

  const inMatter = (
    text: string,
    pressed: Choice | null,
    kept: KeptMatter,
    all: readonly KeptMatter[],
    situation: InterviewSituation,
  ): InterviewReply | null => {
    if (pressed?.step !== undefined) return press(pressed, kept, all);
    const view = interviewer.view(kept.matter);
    const { type } = view.step;
    const meant = typedAct(text, view, kept.matter, offersLeaving(situation)) ?? parseSteering(text);
    if (meant !== null) return act(meant, kept, all);
    if (pressed !== null) return null;
    if (type === "dates" && meansDay(text)) return remark(kept, words.noDay);
    if (type === "story") return isDistress(text) && text.length < longestCry ? null : tell(kept, text);
    // A story that comes after the step has passed, by the page perhaps, is no question.
    return situation.state?.telling === true ? { ...show(kept, { lead: [words.stale] }), told: true } : null;
  };

  /** What is said where pre-checks to go on with were offered, and none was chosen yet: the same are offered again. */
  const unchosen = ({ state }: InterviewSituation): InterviewReply => ({
    ...listing([]),
    blocks: says(words.chooseMatterFirst),
    choices: state?.choices ?? [],
  });

  const activeOf = (all: readonly KeptMatter[], { state }: InterviewSituation): KeptMatter | undefined =>
    all.find(({ matter }) => matter.id === state?.matter);

  return {
    async reply(text, pressed, situation) {
      const command = parseCommand(text);
      const steering = parseSteering(text);
      const concerned =
        situation.state?.matter != null ||
        pressed?.step !== undefined ||
        command?.name === "precheck" ||
        steering?.type === "resume" ||
        steering?.type === "fetch" ||
        steering?.type === "another" ||
        (steering !== null && offersMatters(situation));
      if (!concerned || (command !== null && command.name !== "precheck")) return null;
      // Asked of everything that is kept, whatever step an interview is at.
      if ([forgetConfirmation, replies.forgetKeep].includes(text.trim())) return null;
      const all = await situation.matters();
      const active = activeOf(all, situation);
      const consents = active?.matter.consentAt === null && agreementIn(text) === "yes" && pressed === null;
      if (steering?.type === "fetch") return fetched(situation.person, steering.code, all);
      // 「开始预审」 where it was just asked whether to begin.
      if (command?.name === "precheck" && !consents) {
        const unfinished = all.filter(({ matter }) => interviewer.stage(matter).type !== "result");
        return unfinished.length === 0 ? begin(all) : listing(all);
      }
      if (active !== undefined) return inMatter(text, pressed, active, all, situation);
      if (pressed?.step !== undefined) return { ...listing(all), blocks: says(words.stale) };
      if (steering?.type === "another") return begin(all);
      if (steering !== null && steering.type !== "resume")
        return offersMatters(situation) ? unchosen(situation) : null;
      if (steering === null) return null;
      if (all.length === 0) return fromElsewhere(situation.person);
      const last = all.toSorted((one, other) => other.matter.changedAt - one.matter.changedAt)[0];
      const number = steering.number ?? (all.length === 1 ? last?.matter.number : undefined);
      return number === undefined ? listing(all) : movable(situation.person, resume(number, all));
    },
    async waiting(situation) {
      if (situation.state?.matter == null) return null;
      const kept = activeOf(await situation.matters(), situation);
      if (kept === undefined || settled.has(interviewer.stage(kept.matter).type)) return null;
      const view = interviewer.view(kept.matter);
      const { blocks, choices, telling = false } = show(kept);
      const again = view.step.type === "result" ? blocks : says(...waitingTexts(view, view.step, contact));
      return { blocks: [...says(words.backTo), ...again], choices, telling };
    },
    async unclear(text, searched, situation) {
      if (situation.state?.matter == null) return null;
      const kept = activeOf(await situation.matters(), situation);
      if (kept === undefined) return null;
      const leaving = offersLeaving(situation);
      const view = interviewer.view(kept.matter);
      const unclear = unclearAt(view, text, { asked: leaving, searched });
      if (unclear === null) return null;
      const said = remark(kept, unclear.words);
      return {
        ...said,
        ...(leaving ? { choices: choicesOf(view, leavingOptions(view)) } : {}),
        told: unclear.told,
      };
    },
    storyRead,
  };
}
