/**
 * The dialogue router: one event in, what comes of it out. It decides nothing about storage and sends nothing; what it
 * returns is applied in one commit.
 *
 *   withheld, not text ── a fixed word
 *   number ────────────── the choice offered before
 *   command ───────────── its use case
 *   anything else ─────── a question to the assistant
 */

import { roles } from "../../core/access/roles.ts";
import type { Picture } from "../../core/campaign/picture.ts";
import { parseCampaign } from "../../core/dialogue/campaign-words.ts";
import {
  asksCaseFiles,
  choiceNumber,
  commandWord,
  forgetConfirmation,
  type ParsedCommand,
  parseCommand,
  unknownCommand,
} from "../../core/dialogue/commands.ts";
import { namedOptions, type Options, optionsOf } from "../../core/dialogue/option-words.ts";
import { type Answer, type Context, smalltalkAnswer } from "../../core/grounding/answer.ts";
import type { Day } from "../../core/law/types.ts";
import type { Note } from "../../core/listening/gap-list.ts";
import { readGapId } from "../../core/listening/note-id.ts";
import type { Access, AccessProblem } from "../../ports/access.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Choice, FileName, Outbound, PersonId, QuizPoll } from "../../ports/channel.ts";
import { replies, roleNames } from "../../text/dialogue.ts";
import { interviewWords } from "../../text/interview.ts";
import * as zh from "../../text/zh.ts";
import { questionLimit, tellingMasked } from "../ask/ask.ts";
import type { ConversationState, GivenStory, Withheld } from "../flow/events.ts";
import type { KeptMatter } from "../precheck/matters.ts";
import type { StoryRead } from "../precheck/stories.ts";
import { askByMeaning } from "../vectors/ask.ts";
import type { QuestionVector } from "../vectors/questions.ts";
import type { CampaignDialogue } from "./campaign.ts";
import type { Change } from "./change.ts";
import type { GivenGap, ReportedQuiz } from "./gap.ts";
import type { InterviewDialogue, InterviewEffect, InterviewReply } from "./interview.ts";
import type { LearningDialogue, LearningReply } from "./learning.ts";
import type { ListeningDialogue, WishEffect } from "./listening.ts";

export type { Change } from "./change.ts";

export interface DialogueSettings {
  readonly assistant: Assistant;
  /** The vector of a question, soon or not at all; null or absent: words alone are searched by. */
  readonly vectorOf?: QuestionVector | null;
  readonly interview: InterviewDialogue;
  /** Absent: there is nothing to learn from. */
  readonly learning?: Pick<LearningDialogue, "reply" | "stopDaily">;
  /** Absent: nobody is told of an answer later. */
  readonly listening?: ListeningDialogue;
  /** Absent: nothing is pushed. */
  readonly campaigns?: CampaignDialogue;
  readonly access: Pick<Access, "approve" | "grantOf">;
  /** Null: none is named. */
  readonly organisation: string | null;
  readonly contact: string;
  readonly retentionDays: number;
  readonly today: () => Day;
  /** Said at the end of `/about`: what to know about the model that is used, and the channels that are served. */
  readonly remarks?: readonly string[];
}

/** What an event is understood within. */
export interface Situation {
  readonly person: PersonId;
  /** Name of the conversation. */
  readonly conversation: string;
  /** Null at the beginning of a conversation. */
  readonly state: ConversationState | null;
  /** Id that a note made with this turn has on the gap list. */
  readonly note: string;
  /** A note of the person's own, by its id; null: they have none of that id. */
  readonly noted: (id: string) => Promise<Pick<Note, "kind" | "answered"> | null>;
  /** What the person said before is wrong with a quiz question, wherever they said it; null: nothing. */
  readonly reported: (quiz: string) => Promise<ReportedQuiz | null>;
  /** The person's pre-checks, read only where one is concerned. */
  readonly matters: () => Promise<readonly KeptMatter[]>;
  /** What is stored of the person, with the turn that this event makes; counted only where it is asked for. */
  readonly stored: () => Promise<{ readonly conversations: number; readonly turns: number }>;
}

/** What a person sent, as far as a turn is made of it. */
export type Said =
  | {
      readonly type: "text";
      readonly text: string;
      readonly masked: boolean;
      readonly asOf: Day | null;
      /** The choice that was pressed, whose text this is; null where the person typed. */
      readonly pressed: Choice | null;
    }
  /** A choice of a turn that is gone, or was never there. */
  | { readonly type: "stale" }
  | { readonly type: "withheld"; readonly reason: Withheld }
  | { readonly type: "unsupported" };

/** What comes of an event. */
export interface Reply {
  /** What was asked, as the person sees it: the choice instead of its number. Null: not kept. */
  readonly question: string | null;
  readonly answer: Answer;
  readonly choices: readonly Choice[];
  readonly file: FileName | null;
  /** What the next question may lean on. */
  readonly context: Context | null;
  /** For the gap list; null: nothing. */
  readonly gap: GivenGap | null;
  /** Everything of the person is to be deleted. */
  readonly forget: boolean;
  /** A question was asked, whatever came of it: the digest counts it. */
  readonly asked?: true | undefined;
  /** What becomes of the pre-checks; absent: they stay as they are. */
  readonly interview?: InterviewEffect | undefined;
  /** Whether the person wishes to be told of an answer; absent: nothing new. */
  readonly wish?: WishEffect | undefined;
  readonly replaces?: number | undefined;
  readonly personal?: boolean | undefined;
  /** Its first choices are the options of a quiz. */
  readonly quiz?: QuizPoll | undefined;
  readonly picture?: Picture | undefined;
  /** What was said is not kept, nor a hash of it. */
  readonly concealed?: boolean | undefined;
  /** Goes from the store with the next turn. */
  readonly passing?: boolean | undefined;
  /** Asks for a story: what is typed next is not kept. */
  readonly telling?: boolean | undefined;
  /** A story to be given to a model, masked; it is kept nowhere else. */
  readonly story?: GivenStory | undefined;
  /** Other documents of the person's space that change with this reply. */
  readonly changes?: readonly Change[] | undefined;
}

export interface Dialogue {
  reply(said: Said, situation: Situation): Promise<Reply>;
  /** What is shown when a story of a matter was read, or was not. */
  storyRead(kept: KeptMatter, read: StoryRead): Reply;
  /** What is said instead of an answer where one was stopped, or could not be given; the conversation goes on from `state`. */
  instead(said: Said, why: "stopped" | "failed", state: ConversationState | null): Reply;
  /** Said at once when a conversation is stopped; belongs to no turn. */
  stopMessage(): Outbound;
}

type SaidText = Extract<Said, { type: "text" }>;

/** What an administrator hears where an approval did not happen. */
const approvalProblems = {
  forbidden: replies.notAdministrator,
  "unknown-code": replies.unknownCode,
  "unknown-person": replies.unknownCode,
  invalid: replies.approveHow,
} satisfies Record<AccessProblem, string>;

/** Characters of the knowledge version that are shown. */
const shownVersion = 19;

/** Why options cannot be chosen as they were named; null: they can. */
function optionProblem(named: readonly number[], { labels, several }: Options): string | null {
  if (named.some((at) => at > labels.length)) return replies.noSuchOption(labels.length);
  return named.length > 1 && !several ? replies.oneOption : null;
}

/** As many fields of cases as are offered. */
const fieldLimit = 6;

/** What can be chosen under an answer. */
export const choicesOf = ({ suggestions, precheck }: Answer): Choice[] => [
  ...asChoices(suggestions),
  ...(precheck === true ? [{ label: replies.precheckOffer, text: commandWord("precheck") }] : []),
];

const asChoices = (texts: readonly string[]): Choice[] => texts.map((text) => ({ label: text, text }));

export function createDialogue(settings: DialogueSettings): Dialogue {
  const {
    assistant,
    interview,
    learning,
    listening,
    campaigns,
    access,
    organisation,
    contact,
    retentionDays,
    today,
  } = settings;

  /** An answer in which only the program speaks. */
  const notice = (text: string, rest: Partial<Answer> = {}): Answer => ({
    ...smalltalkAnswer(
      { blocks: [{ type: "notice", text }], citations: [] },
      { knowledgeVersion: assistant.knowledgeVersion, asOf: today() },
    ),
    ...rest,
  });

  const say = (question: string | null, answer: Answer, rest: Partial<Reply> = {}): Reply => ({
    question,
    answer,
    choices: asChoices(answer.suggestions),
    file: null,
    context: answer.context,
    gap: null,
    forget: false,
    ...rest,
  });

  /** What leaves the conversation where it was: the next question leans on the same context. */
  const remark = (
    question: string | null,
    answer: Answer,
    state: ConversationState | null,
    rest: Partial<Reply> = {},
  ): Reply => say(question, answer, { context: state?.context ?? null, ...rest });

  const ask = async (
    shown: string,
    question: string,
    asOf: Day | null,
    context: Context | null,
    masked: boolean,
    { note }: Pick<Situation, "note">,
  ): Promise<Reply> => {
    const answered = await askByMeaning(assistant, settings.vectorOf ?? null, question, {
      context,
      ...(asOf === null ? {} : { asOf }),
    });
    const answer = masked ? tellingMasked(answered) : answered;
    const unanswered = answer.refusalReason === "no_evidence";
    const offer = unanswered && listening !== undefined ? [listening.offer(note)] : [];
    return say(shown, answer, {
      asked: true,
      choices: [...choicesOf(answer), ...offer],
      gap: unanswered ? { kind: "unanswered", text: shown, detail: "no_evidence" } : null,
    });
  };

  const about = (): Answer => {
    const { documents, provisions } = assistant.holdings;
    const version = assistant.knowledgeVersion.slice(0, shownVersion);
    const about = replies.about({ organisation, contact, documents, provisions, version });
    return notice([about, ...(settings.remarks ?? [])].join("\n"));
  };

  const caseFields = (): readonly Choice[] =>
    assistant.holdings.caseFields
      .slice(0, fieldLimit)
      .map((field) => ({ label: field, text: `${commandWord("cases")} ${field}` }));

  /** Where no case was found: that there is none, and in which fields there are; what is not answered at all stays so. */
  const casesOf = (topic: string, reply: Reply): Reply => {
    const { refusalReason, citations } = reply.answer;
    if (refusalReason === null && citations.some(({ kind }) => kind === "case")) return reply;
    if (refusalReason !== null && refusalReason !== "out_of_scope" && refusalReason !== "no_evidence")
      return reply;
    const none = replies.noCases(topic, assistant.holdings.caseFields);
    return { ...reply, answer: notice(none), choices: caseFields(), context: reply.context };
  };

  const approve = async (rest: string, person: PersonId): Promise<Answer> => {
    const [code = "", roleName = "", ...unitWords] = rest.split(/\s+/);
    const role = roles.find((candidate) => roleNames[candidate] === roleName || candidate === roleName);
    const unit = unitWords.join(" ");
    if (role === undefined) {
      const isAdministrator = (await access.grantOf(person))?.role === "admin";
      return notice(isAdministrator ? replies.approveHow : replies.notAdministrator);
    }
    const result = await access.approve(person, code, { role, unit, until: null });
    if (result.ok) return notice(replies.approved(roleNames[role], unit));
    return notice(approvalProblems[result.problem]);
  };

  const welcome = (text: string): Answer => notice(text, { suggestions: assistant.firstQuestions() });

  /** A complaint; or, where nothing but a receipt number was said, what has become of that one. */
  const complain = async (rest: string, shown: string, { note, noted, state }: Situation): Promise<Reply> => {
    const receipt = readGapId(rest);
    if (rest === "") return remark(shown, notice(replies.complainHow(contact)), state);
    if (receipt === null)
      return remark(shown, notice(replies.complained(contact, note)), state, {
        gap: { kind: "complaint", text: rest, detail: "" },
      });
    const found = await noted(receipt);
    const became = found?.kind !== "complaint" ? "unknown" : found.answered ? "answered" : "waiting";
    return remark(shown, notice(replies.complaintStates[became](receipt)), state);
  };

  /** @param shown the message as the person sees it */
  const command = async (
    { name, rest }: ParsedCommand,
    shown: string,
    { asOf, masked }: SaidText,
    situation: Situation,
  ): Promise<Reply> => {
    const { person, state, stored } = situation;
    const noted = (answer: Answer, more: Partial<Reply> = {}): Reply => remark(shown, answer, state, more);
    switch (name) {
      case "ask":
        return rest === ""
          ? noted(welcome(replies.askWhat))
          : ask(shown, rest, asOf, state?.context ?? null, masked, situation);
      case "cases":
        return rest === ""
          ? noted(notice(replies.cases(assistant.holdings.cases)), { choices: caseFields() })
          : casesOf(rest, await ask(shown, replies.casesOf(rest), asOf, null, masked, situation));
      case "about":
        return noted(about());
      case "mydata":
        return noted(notice(replies.myData({ ...(await stored()), days: retentionDays })), {
          file: "my-data",
        });
      case "forget":
        return noted(notice(replies.forgetAsk), {
          choices: asChoices([forgetConfirmation, replies.forgetKeep]),
        });
      case "complain":
        return complain(rest, shown, situation);
      // Acted on at the border, where it reaches what it should stop; only a choice would come here.
      case "stop":
        return noted(notice(replies.stopDone));
      case "help":
        return noted(welcome(`${zh.notices.help}\n${replies.commands}`));
      case "new":
        return say(shown, welcome(replies.fresh), {
          interview: { active: null, changed: null, result: null },
        });
      // Taken by the interview, or by learning, before it comes here.
      case "precheck":
      case "learn":
        return noted(notice(replies.unsupported));
      case "approve":
        return noted(await approve(rest, person));
    }
  };

  const withheld = (reason: Withheld): Answer =>
    reason === "classified"
      ? notice(zh.notices.classified(contact), { kind: "refusal", refusalReason: "classified" })
      : notice(zh.notices.tooLong(questionLimit), {
          kind: "clarify",
          suggestions: assistant.firstQuestions(),
        });

  /** What was offered: the choices of the reply before, at first the first questions. */
  const offered = (state: ConversationState | null): readonly Choice[] =>
    state?.choices ?? asChoices(assistant.firstQuestions());

  /** A step of the interview as a reply. */
  const interviewed = (
    shown: string | null,
    { blocks, citations, ...step }: InterviewReply,
    state: Situation["state"],
  ) =>
    remark(shown, notice("", { blocks, citations }), state, {
      choices: step.choices,
      interview: step.interview,
      personal: true,
      ...(step.told === true ? { concealed: true } : {}),
      ...(step.passing === true ? { passing: true } : {}),
      ...(step.telling === true ? { telling: true } : {}),
      ...(step.story === undefined ? {} : { story: step.story }),
      ...(step.again && state !== null && state.pushed !== state.turns ? { replaces: state.turns } : {}),
    });

  const learned = (
    shown: string,
    { blocks, citations, choices, changes, gap, quiz, personal, again }: LearningReply,
    state: Situation["state"],
  ): Reply =>
    remark(shown, notice("", { blocks, citations }), state, {
      choices,
      changes,
      gap,
      quiz,
      ...(personal ? { personal } : {}),
      ...(again && state !== null && state.pushed !== state.turns ? { replaces: state.turns } : {}),
    });

  /** What was said in the middle of an interview, and the question that waits. */
  const returning = async (reply: Reply, situation: Situation): Promise<Reply> => {
    // What was deleted does not wait.
    if (reply.interview !== undefined || reply.file !== null || reply.forget) return reply;
    const waiting = await interview.waiting(situation);
    if (waiting === null) return reply;
    const { answer } = reply;
    return {
      ...reply,
      // No model puts into words what ends in a question of the interview.
      answer: {
        ...answer,
        blocks: [...answer.blocks, ...waiting.blocks],
        suggestions: [],
        grounds: undefined,
      },
      choices: waiting.choices,
      ...(waiting.telling === true ? { telling: true } : {}),
    };
  };

  const replyToText = async (said: SaidText, situation: Situation): Promise<Reply> => {
    const { state } = situation;
    const choices = offered(state);
    const options = said.pressed === null ? optionsOf(choices) : null;
    const named = options === null ? null : namedOptions(said.text, options);
    if (options !== null && named !== null) {
      const problem = optionProblem(named, options);
      if (problem !== null) return remark(said.text, notice(problem), state, { choices });
      return replyToText({ ...said, text: named.join(" ") }, situation);
    }
    const number = choices.length === 0 ? null : choiceNumber(said.text);
    const choice = said.pressed ?? (number === null ? undefined : choices[number - 1]);
    const pushed = await campaigns?.reply(choice?.text ?? said.text, situation);
    if (pushed != null) {
      const { answer, choices: next, ticking, picture, pressed } = pushed;
      // One word ends every push, whoever sends it.
      const stops = parseCampaign(choice?.text ?? said.text)?.type === "unsubscribe";
      const changes = [
        ...(pushed.changes ?? []),
        ...((stops ? await learning?.stopDaily(situation.person) : undefined) ?? []),
      ];
      const reply = remark(pressed ?? choice?.label ?? said.text, notice("", answer), state, {
        choices: next,
        changes,
        picture,
        ...(ticking === "again" && state !== null && state.pushed !== state.turns
          ? { replaces: state.turns }
          : {}),
      });
      return ticking === null ? returning(reply, situation) : reply;
    }
    const lesson = await learning?.reply(choice?.text ?? said.text, situation);
    if (lesson != null) {
      const reply = learned(choice?.label ?? said.text, lesson, state);
      return lesson.ended ? returning(reply, situation) : reply;
    }
    const step = await interview.reply(choice?.text ?? said.text, choice ?? null, situation);
    if (step !== null) {
      const shown = step.told === true ? interviewWords.storyConcealed : (choice?.label ?? said.text);
      return interviewed(shown, step, state);
    }
    return returning(await replyToWords(said, choice, number, situation), situation);
  };

  const replyToWords = async (
    said: SaidText,
    choice: Choice | undefined,
    number: number | null,
    situation: Situation,
  ): Promise<Reply> => {
    const { state } = situation;
    const choices = offered(state);
    if (number !== null && choice === undefined)
      return remark(said.text, notice(replies.noSuchNumber(choices.length)), state, { choices });
    const { label: shown, text } = choice ?? { label: said.text, text: said.text };
    if (text.trim() === forgetConfirmation) return say(null, welcome(replies.forgotten), { forget: true });
    if (text.trim() === replies.forgetKeep) return remark(shown, notice(replies.kept), state);
    const heard = await listening?.reply(text, situation);
    if (heard != null)
      return remark(shown, notice(heard.text), state, { choices: heard.choices, wish: heard.wish });
    if (asksCaseFiles(text)) return remark(shown, notice(replies.noCaseFiles), state, { choices });
    const parsed = parseCommand(text);
    const unknown = parsed === null ? unknownCommand(text) : null;
    if (unknown !== null)
      return remark(shown, notice(replies.unknownCommand(unknown.word, unknown.nearest)), state, { choices });
    if (parsed !== null) return command(parsed, shown, said, situation);
    const asked = () => ask(shown, text, said.asOf, state?.context ?? null, said.masked, situation);
    return choice === undefined ? orUnclear(text, asked, situation) : asked();
  };

  /** An answer to what was typed; in an interview, where it is none, a word on what may be said there instead. */
  const orUnclear = async (
    text: string,
    asked: () => Promise<Reply>,
    situation: Situation,
  ): Promise<Reply> => {
    const unclear = async (searched: boolean): Promise<Reply | null> => {
      const reply = await interview.unclear(text, searched, situation);
      if (reply === null) return null;
      return interviewed(reply.told === true ? interviewWords.storyConcealed : text, reply, situation.state);
    };
    const before = await unclear(false);
    if (before !== null) return before;
    const reply = await asked();
    return (reply.answer.refusalReason === "out_of_scope" ? await unclear(true) : null) ?? reply;
  };

  return {
    async reply(said, situation) {
      switch (said.type) {
        case "withheld":
          return remark(null, withheld(said.reason), situation.state, { asked: true });
        case "stale":
          return remark(null, notice(replies.staleChoice), situation.state, {
            choices: offered(situation.state),
          });
        case "unsupported":
          return remark(null, notice(replies.unsupported), situation.state, {
            choices: offered(situation.state),
          });
        case "text":
          return replyToText(said, situation);
      }
    },
    storyRead: (kept, read) =>
      interviewed(interviewWords.storyReadShown, interview.storyRead(kept, read), null),
    instead(said, why, state) {
      const choices = offered(state);
      if (state?.telling === true && said.type === "text" && said.pressed === null)
        return remark(interviewWords.storyConcealed, notice(replies[why]), state, {
          choices,
          concealed: true,
          telling: true,
        });
      const question = said.type === "text" ? said.text : null;
      return remark(question, notice(replies[why]), state, { choices });
    },
    stopMessage: () => ({ turn: null, answer: notice(replies.stopDone), choices: [], file: null }),
  };
}
