/** Plays a conversation with the dialogue as the flow would: state and matters are kept from one message to the next. */
import { createDialogue, type Reply, type Said } from "../../../src/app/dialogue/dialogue.ts";
import { createInterviewDialogue } from "../../../src/app/dialogue/interview.ts";
import type { ConversationState } from "../../../src/app/flow/events.ts";
import type { Interviewer } from "../../../src/app/precheck/interviewer.ts";
import type { KeptMatter } from "../../../src/app/precheck/matters.ts";
import type { Stories } from "../../../src/app/precheck/stories.ts";
import type { Matter } from "../../../src/core/precheck/interview.ts";
import type { Choice } from "../../../src/ports/channel.ts";
import { reportAnswer } from "../../../src/text/report-answer.ts";
import { at, today } from "../../precheck-interviewer.ts";
import { quickAssistant } from "../flow/quick-assistant.ts";

export interface Player {
  /** Types a text. */
  say(text: string): Promise<Reply>;
  /** Presses a choice of the last reply, by the beginning of its label, or one of an older reply. */
  press(label: string, of?: Reply): Promise<Reply>;
  /** What was said when a story was taken in; the reply to it is what became of it. */
  readonly reading: Reply | null;
  readonly last: Reply | null;
  readonly matters: readonly Matter[];
  readonly state: ConversationState | null;
}

export const textOf = ({ answer }: Reply): string =>
  answer.blocks.map((block) => ("text" in block ? block.text : "")).join("\n");

/** @param stories reads stories; left out: there is no model */
export function createPlayer(interviewer: Interviewer, stories?: Stories): Player {
  let made = 0;
  let state: ConversationState | null = null;
  let last: Reply | null = null;
  let reading: Reply | null = null;
  const kept = new Map<string, KeptMatter>();
  const dialogue = createDialogue({
    assistant: quickAssistant,
    interview: createInterviewDialogue({
      interviewer,
      reportAnswer: (report) => reportAnswer(report, { contact: "办公室" }),
      handover: { offer: async () => "ABCD-EFGH", take: async () => null, elsewhere: async () => [] },
      contact: "办公室",
      clock: () => at + made * 1000,
      newMatterId: () => String(++made).padStart(22, "m"),
      ...(stories === undefined ? {} : { stories }),
    }),
    access: { grantOf: async () => null, approve: async () => ({ ok: false, problem: "unknown-code" }) },
    organisation: null,
    contact: "办公室",
    retentionDays: 180,
    today: () => today,
  });

  const hear = async (said: Said): Promise<Reply> => {
    const reply = keep(
      await dialogue.reply(said, {
        person: "web:anna",
        conversation: "c1",
        state,
        note: "7K3M-Q9TD",
        matters: async () => [...kept.values()],
        noted: async () => null,
        reported: async () => null,
        stored: async () => ({ conversations: 1, turns: 1 }),
      }),
    );
    if (reply.story === undefined) return reply;
    // The reader at once, as the flow has it done after the reply.
    const { matter: id, text } = reply.story;
    reading = reply;
    const told = kept.get(id) as KeptMatter;
    const read =
      (await stories?.read(told.matter, text, "web:anna")) ?? ({ ok: false, reason: "off" } as const);
    return keep(dialogue.storyRead(told, read));
  };

  const keep = (reply: Reply): Reply => {
    const changed = reply.interview?.changed;
    if (changed) kept.set(changed.matter.id, { matter: changed.matter, version: changed.version + 1 });
    state = {
      form: 1,
      turns: (state?.turns ?? 0) + 1,
      title: "",
      startedAt: at,
      lastAt: at,
      context: reply.context,
      choices: [...reply.choices],
      matter: reply.interview === undefined ? state?.matter : reply.interview.active,
    };
    last = reply;
    return reply;
  };

  return {
    say: (text) => hear({ type: "text", text, masked: false, asOf: null, pressed: null }),
    press(label, of = last as Reply) {
      const choice = of.choices.find((candidate: Choice) => candidate.label.startsWith(label));
      if (choice === undefined)
        throw new Error(`no choice ${label} among ${of.choices.map((one) => one.label).join(" | ")}`);
      return hear({ type: "text", text: choice.text, masked: false, asOf: null, pressed: choice });
    },
    get reading() {
      return reading;
    },
    get last() {
      return last;
    },
    get matters() {
      return [...kept.values()].map(({ matter }) => matter);
    },
    get state() {
      return state;
    },
  };
}
