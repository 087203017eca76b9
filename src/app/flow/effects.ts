/** What comes of an event, as one batch: pure but for the pseudonyms it is given. */
import { messageKey, type PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Append, Batch, Claimed, Put, Versioned } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { noticeVersion } from "../../text/dialogue.ts";
import { interviewWords } from "../../text/interview.ts";
import { answerText } from "../../text/render.ts";
import { type AuditEvent, auditBody, citedPassages } from "../audit.ts";
import type { Reply } from "../dialogue/dialogue.ts";
import type { GivenGap } from "../dialogue/gap.ts";
import type { MatterResult } from "../dialogue/interview.ts";
import type { KeptMatter } from "../precheck/matters.ts";
import { storedMatter } from "../precheck/stored-matter.ts";
import type {
  ConversationState,
  Profile,
  StoredDraft,
  StoredEvent,
  StoredGap,
  StoredTurn,
  StoredWish,
} from "./events.ts";
import {
  auditStream,
  feedbackKey,
  gapKey,
  groupOf,
  matterKey,
  personKey,
  stateKey,
  turnKey,
  wishKey,
} from "./keys.ts";
import { draftItem, messageItem, storyItem } from "./messages.ts";

/** The documents an event is understood within. */
export interface Before {
  readonly state: ConversationState | null;
  /** Version of the stop document. */
  readonly stops: number;
  readonly profile: Profile | null;
  /** The turn whose words go with the next one; null: there is none. */
  readonly passing: { readonly turn: number; readonly stored: StoredTurn } | null;
  /** What the batch rests on. */
  readonly expect: Batch["expect"];
}

/** Feedback is on something that was said before; everything else makes a turn. */
export type FeedbackContent = Extract<StoredEvent["content"], { type: "feedback" }>;

export interface Effects {
  /**
   * A question with its answer; `dead` is the reason where the event ends among the dead letters, `draft` what a model needs
   * to put the answer into words.
   */
  turn(
    claimed: Claimed,
    event: StoredEvent,
    before: Before,
    reply: Reply,
    dead: string | null,
    draft?: Pick<StoredDraft, "before"> | null,
  ): Batch;
  /** A verdict on the turn as it was read; nothing where it is gone, or was never there. */
  feedback(
    claimed: Claimed,
    event: StoredEvent,
    content: FeedbackContent,
    read: Versioned,
    turn: StoredTurn | null,
    profile: Profile | null,
  ): Batch;
  /** Everything of the person goes, with the word that says so. */
  forget(
    claimed: Claimed,
    event: StoredEvent,
    keys: readonly string[],
    profile: Versioned,
    reply: Reply,
  ): Batch;
  /** What became of a story, where it is no turn of a conversation: its matter alone. */
  matter(claimed: Claimed, event: StoredEvent, before: Before, changed: KeptMatter): Batch;
  /** Nothing at all. */
  nothing(claimed: Claimed): Batch;
  /** A dead letter; `word` is said of it where something can be said. */
  dead(claimed: Claimed, event: StoredEvent | null, reason: string, word: Reply | null): Batch;
}

/** Characters of the first question kept as a conversation's title. */
const titleLimit = 40;

const titleOf = (question: string | null): string => [...(question ?? "")].slice(0, titleLimit).join("");

/** The ends of an event, good or bad, have an id each; one that was revived is another item, so it ends anew. */
const frame = (claimed: Claimed, dead: string | null) => ({
  id: `${dead === null ? "done" : "dead"}/${claimed.queue}/${claimed.item}`,
  space: claimed.space,
  settle: [{ claimed, dead }],
});

/** A turn whose words have gone, and with them what it offered: its labels name answers that were perhaps never given. */
const passedTurn = ({ passing: _, ...turn }: StoredTurn): StoredTurn => ({
  ...turn,
  answer: {
    ...turn.answer,
    blocks: [{ type: "notice", text: interviewWords.proposalsConcealed }],
    citations: [],
  },
  choices: [],
});

/** Tells whether the words that are only to pass are still needed: something was said beside them, and they still wait. */
const stillWaits = ({ passing, interview }: Pick<Reply, "passing" | "interview">): boolean =>
  passing !== true && (interview === undefined || (interview.changed === null && interview.active !== null));

/** The turn whose words are to go, after a reply. */
function passingAfter(
  state: ConversationState | null,
  reply: Pick<Reply, "passing" | "interview">,
): Pick<ConversationState, "passing"> {
  if (reply.passing === true) return { passing: (state?.turns ?? 0) + 1 };
  return stillWaits(reply) && state?.passing !== undefined ? { passing: state.passing } : {};
}

/** A message that belongs to no turn. */
const loose = ({ answer, choices, file }: Reply) => ({ turn: null, answer, choices, file });

/** That a pre-check came to a result: its hash, not its content. */
export const resultEvent = (
  pseudonyms: Pseudonyms,
  person: PersonId,
  { matter, result, recordHash, confirmed }: MatterResult,
): AuditEvent => ({
  kind: "precheck",
  person: pseudonyms.of(person),
  matter: pseudonyms.of(matter),
  result,
  record: recordHash.replace(/^sha256:/, ""),
  ...(confirmed === 0 ? {} : { confirmed }),
});

/** @param expiry first instant at which what is written at an instant is gone */
export function createEffects(pseudonyms: Pseudonyms, expiry: (at: Instant) => Instant): Effects {
  const audited = (at: Instant, event: AuditEvent): Append => ({
    stream: auditStream,
    at,
    body: auditBody(event),
  });

  const pseudonymsOf = ({ channel, eventId, from }: StoredEvent) => ({
    person: pseudonyms.of(from.person),
    conversation: pseudonyms.of(groupOf(from)),
    event: pseudonyms.of(`${channel}/${eventId}`),
  });

  /** What is recorded of a turn: of a text that was refused or could not be handled, only that and why. */
  const turnEvent = (
    event: StoredEvent,
    turn: number,
    { answer, concealed }: Reply,
    dead: string | null,
  ): AuditEvent => {
    const { content } = event;
    const { person, conversation, event: id } = pseudonymsOf(event);
    if (dead !== null) return { kind: "dead", event: id, reason: dead };
    if (content.type === "withheld") return { kind: "refused", event: id, reason: content.reason };
    return {
      kind: "question",
      person,
      conversation,
      turn,
      answer: answer.kind,
      mode: answer.mode,
      reason: answer.refusalReason,
      text: content.type === "text" && concealed !== true ? pseudonyms.of(content.text) : null,
      asOf: answer.asOf,
      knowledge: answer.knowledgeVersion,
      passages: citedPassages(answer),
      shown: pseudonyms.of(answerText(answer)),
    };
  };

  /** The profile is written with every document of a person, for its version tells of them. */
  const profilePut = ({ from, at }: StoredEvent, profile: Profile | null): Put => {
    const told: Profile =
      profile?.notice === noticeVersion
        ? profile
        : { form: 1, firstAt: profile?.firstAt ?? at, notice: noticeVersion, noticeAt: at };
    return { key: personKey(from.person), value: JSON.stringify(told), expiresAt: expiry(at) };
  };

  /** A matter written back at the version it was read at. */
  const matterChange = ({ from, at }: StoredEvent, changed: KeptMatter | null) => {
    if (changed === null) return { expect: [], put: [] };
    const key = matterKey(from.person, changed.matter.id);
    return {
      expect: [{ key, version: changed.version }],
      put: [{ key, value: storedMatter(changed.matter), expiresAt: expiry(at) }],
    };
  };

  const turnOf = (event: StoredEvent, reply: Reply, drafted: boolean): StoredTurn => {
    const { at, content } = event;
    const text = content.type === "text" ? content : null;
    return {
      form: 1,
      at,
      asOf: text?.asOf ?? null,
      question: reply.question,
      // A choice's label has nothing masked in it.
      marks: reply.question === text?.text ? (text?.marks ?? null) : null,
      withheld: content.type === "withheld" ? content.reason : null,
      answer: reply.answer,
      choices: [...reply.choices],
      file: reply.file,
      ...(reply.asked === undefined ? {} : { asked: reply.asked }),
      ...(reply.replaces === undefined ? {} : { replaces: reply.replaces }),
      ...(reply.personal === undefined ? {} : { personal: reply.personal }),
      ...(reply.quiz === undefined ? {} : { quiz: reply.quiz }),
      ...(reply.picture === undefined ? {} : { picture: reply.picture }),
      ...(reply.passing === undefined ? {} : { passing: reply.passing }),
      ...(drafted || reply.story !== undefined ? { more: true as const } : {}),
      feedback: null,
    };
  };

  const stateAfter = (
    { at }: StoredEvent,
    state: ConversationState | null,
    { question, context, choices, interview, passing, telling }: Reply,
  ): ConversationState => ({
    form: 1,
    turns: (state?.turns ?? 0) + 1,
    title: state?.title || titleOf(question),
    startedAt: state?.startedAt ?? at,
    lastAt: at,
    context,
    choices: [...choices],
    matter: interview === undefined ? (state?.matter ?? null) : interview.active,
    ...passingAfter(state, { interview, passing }),
    ...(telling === true ? { telling } : {}),
    ...(state?.pushed === undefined ? {} : { pushed: state.pushed }),
  });

  const storedGap = ({ kind, text, detail, reason }: GivenGap, at: Instant): StoredGap => ({
    form: 1,
    at,
    kind,
    text,
    detail,
    ...(reason === undefined ? {} : { reason }),
  });

  return {
    turn(claimed, event, { state, stops, profile, passing, expect }, reply, dead, draft = null) {
      const { from, at } = event;
      const next = stateAfter(event, state, reply);
      const { gap } = reply;
      const documents: readonly (readonly [key: string, value: object])[] = [
        [stateKey(from), next],
        [turnKey(from, next.turns), turnOf(event, reply, draft !== null)],
        ...(gap === null ? [] : [[gap.place ?? gapKey(from, next.turns), storedGap(gap, at)] as const]),
        ...(passing === null || stillWaits(reply)
          ? []
          : [[turnKey(from, passing.turn), passedTurn(passing.stored)] as const]),
        ...(reply.wish?.wanted === true
          ? [[wishKey(from, reply.wish.note), { form: 1, at } satisfies StoredWish] as const]
          : []),
      ];
      const { changed = null, result = null } = reply.interview ?? {};
      const matter = matterChange(event, changed);
      const { changes = [], story } = reply;
      return {
        ...frame(claimed, dead),
        expect: [
          ...(expect ?? []),
          ...matter.expect,
          ...changes.map(({ key, version }) => ({ key, version })),
        ],
        put: [
          ...matter.put,
          ...changes.flatMap(({ key, value, expires }) =>
            value === null ? [] : [{ key, value, ...(expires ? { expiresAt: expiry(at) } : {}) }],
          ),
          ...documents.map(([key, value]) => ({ key, value: JSON.stringify(value), expiresAt: expiry(at) })),
          profilePut(event, profile),
        ],
        remove: [
          ...(reply.wish?.wanted === false ? [wishKey(from, reply.wish.note)] : []),
          ...changes.flatMap(({ key, value }) => (value === null ? [key] : [])),
        ],
        append: [
          audited(at, turnEvent(event, next.turns, reply, dead)),
          ...(result === null ? [] : [audited(at, resultEvent(pseudonyms, from.person, result))]),
        ],
        enqueue: [
          messageItem(from, messageKey(event, dead === null ? "reply" : "failed"), next.turns),
          ...(draft === null ? [] : [draftItem({ form: 1, of: from, turn: next.turns, stops, ...draft })]),
          ...(story === undefined
            ? []
            : [storyItem({ form: 1, channel: event.channel, of: from, stops, ...story })]),
        ],
      };
    },

    feedback(claimed, event, { turn: number, verdict }, { key, version }, turn, profile) {
      if (turn === null) return frame(claimed, null);
      const { from, at } = event;
      const { person, conversation } = pseudonymsOf(event);
      const expiresAt = expiry(turn.at);
      const gap: StoredGap = { form: 1, at, kind: "feedback", text: turn.question ?? "", detail: verdict };
      const gapAt = feedbackKey(from, number);
      // What had no answer stands on the gap list already.
      const adds = verdict !== "useful" && turn.answer.refusalReason !== "no_evidence";
      return {
        ...frame(claimed, null),
        expect: [{ key, version }],
        put: [
          { key, value: JSON.stringify({ ...turn, feedback: verdict }), expiresAt },
          ...(adds ? [{ key: gapAt, value: JSON.stringify(gap), expiresAt }] : []),
          profilePut(event, profile),
        ],
        ...(adds ? {} : { remove: [gapAt] }),
        append: [audited(at, { kind: "feedback", person, conversation, turn: number, verdict })],
      };
    },

    forget(claimed, event, keys, profile, reply) {
      const { from, at } = event;
      const { person } = pseudonymsOf(event);
      return {
        ...frame(claimed, null),
        // Raised by whatever was added since the keys were listed.
        expect: [{ key: profile.key, version: profile.version }],
        remove: [...keys, profile.key],
        purgeGroups: from.person,
        append: [audited(at, { kind: "forgotten", person, documents: keys.length })],
        enqueue: [messageItem(from, messageKey(event), loose(reply))],
      };
    },

    matter(claimed, event, { profile, expect }, changed) {
      const matter = matterChange(event, changed);
      return {
        ...frame(claimed, null),
        expect: [...(expect ?? []), ...matter.expect],
        put: [...matter.put, profilePut(event, profile)],
      };
    },

    nothing: (claimed) => frame(claimed, null),

    dead(claimed, event, reason, word) {
      const batch = frame(claimed, reason);
      if (event === null) return batch;
      return {
        ...batch,
        append: [audited(event.at, { kind: "dead", event: pseudonymsOf(event).event, reason })],
        enqueue: word === null ? [] : [messageItem(event.from, messageKey(event, "failed"), loose(word))],
      };
    },
  };
}
