/**
 * One event of the inbox, from its claim to the one commit that holds everything that came of it: the turn, the new state,
 * the message to send, the audit entry and the end of the event itself. A conflict means that something moved meanwhile;
 * everything is then read and worked out again.
 */
import type { Address } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Batch, Claimed, CommitResult, Store, Versioned } from "../../ports/store.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import type { Instant } from "../../ports/time.ts";
import { noticeVersion } from "../../text/dialogue.ts";
import { type AuditEvent, auditBody } from "../audit.ts";
import type { Dialogue, Reply, Said } from "../dialogue/dialogue.ts";
import {
  ConversationState,
  Profile,
  parseStored,
  StoredEvent,
  type StoredGap,
  StoredTurn,
} from "./events.ts";
import { auditStream, gapKey, groupOf, personKey, prefixesOf, stateKey, stopKey, turnKey } from "./keys.ts";
import { messageItem } from "./messages.ts";
import { listAll, storedCounts } from "./reading.ts";

export interface HandlerOptions {
  readonly store: Store;
  readonly dialogue: Dialogue;
  readonly pseudonyms: Pseudonyms;
  readonly telemetry: Telemetry;
  /** First instant at which what is written at `at` is gone. */
  readonly expiry: (at: Instant) => Instant;
}

export interface Handler {
  /**
   * Answers an event and commits what comes of it.
   *
   * @throws where it cannot be handled: a stored form nobody knows, a use case that fails, the store's own errors
   */
  handle(claimed: Claimed): Promise<"done" | "lost">;
  /** Ends an event that cannot be handled: a dead letter, and a word to the person where one can be said. */
  bury(claimed: Claimed, reason: string): Promise<void>;
}

/** How often a conflict is worked out again before the event goes back to the queue. */
const conflictLimit = 10;

/** Characters of the first question kept as a conversation's title. */
const titleLimit = 40;

/** How often a profile in use is written again, so that it does not expire: once a day. */
const profileRefresh = 86_400_000;

/** Something kept moving while an event was worked on. */
class ConflictError extends Error {
  readonly code = "flow.conflict";
}

/** The documents an event is understood within. */
interface Before {
  readonly state: ConversationState | null;
  readonly stoppedAt: Instant;
  readonly profile: Profile | null;
  readonly versions: readonly Versioned[];
}

export function createHandler(options: HandlerOptions): Handler {
  const { store, dialogue, pseudonyms, telemetry, expiry } = options;

  const readBefore = async ({ space }: Claimed, from: Address): Promise<Before> => {
    const versions = await store.read(space, [stateKey(from), stopKey(from), personKey(from.person)]);
    const [state, stop, profile] = versions.map(({ value }) => value);
    return {
      state: state == null ? null : parseStored(ConversationState, state, "conversation"),
      stoppedAt: stop == null ? Number.NEGATIVE_INFINITY : Number(stop),
      profile: profile == null ? null : parseStored(Profile, profile, "profile"),
      versions,
    };
  };

  const saidOf = (content: Exclude<StoredEvent["content"], { type: "feedback" }>): Said =>
    content.type === "text"
      ? { type: "text", text: content.text, masked: content.marks !== null, asOf: content.asOf }
      : content.type === "withheld"
        ? content
        : { type: "unsupported" };

  const audited = (event: StoredEvent, body: AuditEvent) => ({
    stream: auditStream,
    at: event.at,
    body: auditBody(body),
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
    { answer }: Reply,
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
      text: content.type === "text" ? pseudonyms.of(content.text) : null,
    };
  };

  /** What every batch of an event shares; its id makes a repeated one harmless. */
  const frame = (claimed: Claimed, event: StoredEvent, dead: string | null) => ({
    id: `out/${event.channel}/${event.eventId}`,
    space: claimed.space,
    settle: [{ claimed, dead }],
  });

  const turnBatch = (
    claimed: Claimed,
    event: StoredEvent,
    before: Before,
    reply: Reply,
    dead: string | null,
  ): Batch => {
    const { from, at, content } = event;
    const { state, profile, versions } = before;
    const text = content.type === "text" ? content : null;
    const turn = (state?.turns ?? 0) + 1;
    const expiresAt = expiry(at);
    const storedTurn: StoredTurn = {
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
      feedback: null,
    };
    const next: ConversationState = {
      form: 1,
      turns: turn,
      title: state?.title || (reply.question ?? "").slice(0, titleLimit),
      startedAt: state?.startedAt ?? at,
      lastAt: at,
      context: reply.context,
      choices: [...reply.choices],
    };
    const told: Profile = { form: 1, firstAt: profile?.firstAt ?? at, notice: noticeVersion, noticeAt: at };
    const toldLately = profile?.notice === noticeVersion && at - profile.noticeAt < profileRefresh;
    const gap: StoredGap | null = reply.gap === null ? null : { form: 1, at, ...reply.gap };
    return {
      ...frame(claimed, event, dead),
      expect: versions.map(({ key, version }) => ({ key, version })),
      put: [
        { key: stateKey(from), value: JSON.stringify(next), expiresAt },
        { key: turnKey(from, turn), value: JSON.stringify(storedTurn), expiresAt },
        ...(gap === null ? [] : [{ key: gapKey(from, turn), value: JSON.stringify(gap), expiresAt }]),
        ...(toldLately ? [] : [{ key: personKey(from.person), value: JSON.stringify(told), expiresAt }]),
      ],
      append: [audited(event, turnEvent(event, turn, reply, dead))],
      enqueue: [messageItem(from, `${event.channel}/${event.eventId}`, turn)],
    };
  };

  /** Everything of the person goes, in one commit with the word that says so. */
  const forgetBatch = async (claimed: Claimed, event: StoredEvent, reply: Reply): Promise<Batch> => {
    const { from } = event;
    const keys = await listAll(store, claimed.space, prefixesOf(from.person));
    return {
      ...frame(claimed, event, null),
      remove: [...keys.map(({ key }) => key), personKey(from.person)],
      purgeGroups: from.person,
      append: [
        audited(event, {
          kind: "forgotten",
          person: pseudonyms.of(from.person),
          documents: keys.length,
        }),
      ],
      enqueue: [
        messageItem(from, `${event.channel}/${event.eventId}`, {
          turn: null,
          answer: reply.answer,
          choices: [],
          file: null,
        }),
      ],
    };
  };

  const feedbackBatch = async (
    claimed: Claimed,
    event: StoredEvent,
    content: Extract<StoredEvent["content"], { type: "feedback" }>,
  ): Promise<Batch> => {
    const key = turnKey(event.from, content.turn);
    const [read] = await store.read(claimed.space, [key]);
    // Deleted meanwhile, or never there: nothing to mark.
    if (read?.value == null) return frame(claimed, event, null);
    const turn = parseStored(StoredTurn, read.value, "turn");
    const expiresAt = expiry(turn.at);
    const { verdict } = content;
    const { person, conversation } = pseudonymsOf(event);
    const gapOf = gapKey(event.from, content.turn);
    const gap: StoredGap = {
      form: 1,
      at: event.at,
      kind: "feedback",
      text: turn.question ?? "",
      detail: verdict,
    };
    return {
      ...frame(claimed, event, null),
      expect: [{ key, version: read.version }],
      put: [
        { key, value: JSON.stringify({ ...turn, feedback: verdict }), expiresAt },
        ...(verdict === "useful" ? [] : [{ key: gapOf, value: JSON.stringify(gap), expiresAt }]),
      ],
      append: [audited(event, { kind: "feedback", person, conversation, turn: content.turn, verdict })],
    };
  };

  const tell = (reply: Reply): void => {
    const { kind, mode, refusalReason } = reply.answer;
    telemetry.count("answers", { kind, mode });
    if (refusalReason !== null) telemetry.count("refusals", { reason: refusalReason });
  };

  const attempt = async (claimed: Claimed, event: StoredEvent): Promise<CommitResult> => {
    const { content, from } = event;
    if (content.type === "feedback") {
      const result = await store.commit(await feedbackBatch(claimed, event, content));
      if (result === "committed") telemetry.count("feedback", { verdict: content.verdict });
      return result;
    }
    const before = await readBefore(claimed, from);
    const said = saidOf(content);
    const reply =
      event.at <= before.stoppedAt
        ? dialogue.instead(said, "stopped")
        : await dialogue.reply(said, {
            person: from.person,
            state: before.state,
            stored: () => storedCounts(store, from.person),
          });
    const batch = reply.forget
      ? await forgetBatch(claimed, event, reply)
      : turnBatch(claimed, event, before, reply, null);
    const result = await store.commit(batch);
    if (result !== "committed") return result;
    tell(reply);
    if (reply.forget) await store.erase();
    return result;
  };

  return {
    async handle(claimed) {
      const event = parseStored(StoredEvent, claimed.payload, "event");
      for (let tries = 0; tries < conflictLimit; tries++) {
        const result = await attempt(claimed, event);
        if (result !== "conflict") return result === "lost" ? "lost" : "done";
      }
      throw new ConflictError("an event met a conflict each time it was worked out");
    },

    async bury(claimed, reason) {
      const bare: Batch = {
        id: `dead/${claimed.queue}/${claimed.item}/${claimed.attempts}`,
        space: claimed.space,
        settle: [{ claimed, dead: reason }],
      };
      const batch = await (async () => {
        try {
          const event = parseStored(StoredEvent, claimed.payload, "event");
          if (event.content.type === "feedback") return bare;
          const before = await readBefore(claimed, event.from);
          const reply = dialogue.instead(saidOf(event.content), "failed");
          return turnBatch(claimed, event, before, reply, reason);
        } catch {
          // Not even this can be read: the letter alone is kept, for an operator to see.
          return bare;
        }
      })();
      if ((await store.commit(batch)) === "conflict") await store.commit(bare);
    },
  };
}
