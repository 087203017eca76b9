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
import {
  type CommandName,
  choiceNumber,
  commandWord,
  forgetConfirmation,
  parseCommand,
} from "../../core/dialogue/commands.ts";
import type { Answer, Context } from "../../core/grounding/answer.ts";
import type { Day } from "../../core/law/types.ts";
import type { Access } from "../../ports/access.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Choice, FileName, Outbound, PersonId } from "../../ports/channel.ts";
import { replies, roleNames } from "../../text/dialogue.ts";
import * as zh from "../../text/zh.ts";
import { questionLimit, tellingMasked } from "../ask/ask.ts";
import type { ConversationState, StoredGap, Withheld } from "../flow/events.ts";

export interface DialogueSettings {
  readonly assistant: Assistant;
  readonly access: Pick<Access, "approve">;
  /** Null: none is named. */
  readonly organisation: string | null;
  readonly contact: string;
  readonly retentionDays: number;
  readonly today: () => Day;
}

/** What an event is understood within. */
export interface Situation {
  readonly person: PersonId;
  /** Null at the beginning of a conversation. */
  readonly state: ConversationState | null;
  /** What is stored of the person, counted only where it is asked for. */
  readonly stored: () => Promise<{ readonly conversations: number; readonly turns: number }>;
}

/** What a person sent, as far as a turn is made of it. */
export type Said =
  | { readonly type: "text"; readonly text: string; readonly masked: boolean; readonly asOf: Day | null }
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
  readonly gap: Pick<StoredGap, "kind" | "text" | "detail"> | null;
  /** Everything of the person is to be deleted. */
  readonly forget: boolean;
}

export interface Dialogue {
  reply(said: Said, situation: Situation): Promise<Reply>;
  /** What is said instead of an answer where one was stopped, or could not be given. */
  instead(said: Said, why: "stopped" | "failed"): Reply;
  /** Said at once when a conversation is stopped; belongs to no turn. */
  stopMessage(): Outbound;
}

/** As many fields of cases as are offered. */
const fieldLimit = 6;

const asChoices = (texts: readonly string[]): Choice[] => texts.map((text) => ({ label: text, text }));

export function createDialogue(settings: DialogueSettings): Dialogue {
  const { assistant, access, organisation, contact, retentionDays, today } = settings;

  /** An answer in which only the program speaks. */
  const notice = (text: string, rest: Partial<Answer> = {}): Answer => ({
    kind: "smalltalk",
    mode: "curated",
    blocks: [{ type: "notice", text }],
    citations: [],
    refusalReason: null,
    suggestions: [],
    knowledgeVersion: assistant.knowledgeVersion,
    asOf: today(),
    understoodAs: null,
    context: null,
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

  const ask = (
    shown: string,
    question: string,
    asOf: Day | null,
    context: Context | null,
    masked: boolean,
  ): Reply => {
    const answered = assistant.ask(question, { context, ...(asOf === null ? {} : { asOf }) });
    const answer = masked ? tellingMasked(answered) : answered;
    const unanswered = answer.refusalReason === "no_evidence";
    return say(shown, answer, {
      gap: unanswered ? { kind: "unanswered", text: shown, detail: "no_evidence" } : null,
    });
  };

  const aboutReply = (question: string): Reply => {
    const { documents, provisions } = assistant.holdings;
    return say(
      question,
      notice(
        replies.about({
          organisation,
          contact,
          documents,
          provisions,
          version: assistant.knowledgeVersion.slice(0, 19),
        }),
      ),
    );
  };

  const casesReply = (question: string): Reply => {
    const { cases, caseFields } = assistant.holdings;
    return say(question, notice(replies.cases(cases)), {
      choices: caseFields
        .slice(0, fieldLimit)
        .map((field) => ({ label: field, text: `${commandWord("cases")} ${field}` })),
    });
  };

  const approveReply = async (question: string, rest: string, person: PersonId): Promise<Reply> => {
    const [code = "", roleName = "", ...unitWords] = rest.split(/\s+/);
    const role = roles.find((candidate) => roleNames[candidate] === roleName || candidate === roleName);
    const unit = unitWords.join(" ");
    if (role === undefined) return say(question, notice(replies.approveHow));
    const result = await access.approve(person, code, { role, unit, until: null });
    if (result.ok) return say(question, notice(replies.approved(roleNames[role], unit)));
    return say(
      question,
      notice(result.problem === "forbidden" ? replies.notAdministrator : replies.unknownCode),
    );
  };

  const myDataReply = async (question: string, { stored }: Situation): Promise<Reply> =>
    say(question, notice(replies.myData({ ...(await stored()), days: retentionDays })), { file: "my-data" });

  const complaintReply = (question: string, rest: string): Reply =>
    rest === ""
      ? say(question, notice(replies.complainHow(contact)))
      : say(question, notice(replies.complained(contact)), {
          gap: { kind: "complaint", text: rest, detail: "" },
        });

  const command = (
    { name, rest }: { readonly name: CommandName; readonly rest: string },
    shown: string,
    said: Extract<Said, { type: "text" }>,
    situation: Situation,
  ): Reply | Promise<Reply> => {
    const context = situation.state?.context ?? null;
    switch (name) {
      case "ask":
        return rest === ""
          ? say(shown, notice(replies.askWhat, { suggestions: assistant.firstQuestions() }))
          : ask(rest, rest, said.asOf, context, said.masked);
      case "cases":
        return rest === ""
          ? casesReply(shown)
          : ask(shown, replies.casesOf(rest), said.asOf, null, said.masked);
      case "about":
        return aboutReply(shown);
      case "mydata":
        return myDataReply(shown, situation);
      case "forget":
        return say(shown, notice(replies.forgetAsk), {
          choices: asChoices([forgetConfirmation, replies.forgetKeep]),
        });
      case "complain":
        return complaintReply(shown, rest);
      // A lone stop was acted on at the border; here it stands before other words.
      case "stop":
        return say(shown, notice(replies.stopDone));
      case "help":
        return say(
          shown,
          notice(`${zh.notices.help}\n${replies.commands}`, { suggestions: assistant.firstQuestions() }),
        );
      case "new":
        return say(shown, notice(replies.fresh, { suggestions: assistant.firstQuestions() }));
      case "approve":
        return approveReply(shown, rest, situation.person);
    }
  };

  const withheldReply = (reason: Withheld): Reply =>
    say(
      null,
      reason === "classified"
        ? notice(zh.notices.classified(contact), { kind: "refusal", refusalReason: "classified" })
        : notice(zh.notices.tooLong(questionLimit), {
            kind: "clarify",
            suggestions: assistant.firstQuestions(),
          }),
    );

  return {
    async reply(said, situation) {
      if (said.type === "withheld") return withheldReply(said.reason);
      if (said.type === "unsupported") return say(null, notice(replies.unsupported));
      // A new conversation begins with the first questions on offer.
      const choices = situation.state?.choices ?? asChoices(assistant.firstQuestions());
      const number = choices.length === 0 ? null : choiceNumber(said.text);
      const choice = number === null ? undefined : choices[number - 1];
      if (number !== null && choice === undefined)
        return say(said.text, notice(replies.noSuchNumber(choices.length)), { choices });
      const text = choice?.text ?? said.text;
      const shown = choice?.label ?? said.text;
      if (text.trim() === forgetConfirmation) return say(null, notice(replies.forgotten), { forget: true });
      if (text.trim() === replies.forgetKeep) return say(shown, notice(replies.kept));
      const parsed = parseCommand(text);
      return parsed === null
        ? ask(shown, text, said.asOf, situation.state?.context ?? null, said.masked)
        : command(parsed, shown, said, situation);
    },
    instead(said, why) {
      return say(said.type === "text" ? said.text : null, notice(replies[why]));
    },
    stopMessage: () => ({ turn: null, answer: notice(replies.stopDone), choices: [], file: null }),
  };
}
