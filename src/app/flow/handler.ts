/**
 * One event of the inbox, from its claim to the one commit that holds everything that came of it: the turn, the new state,
 * the message to send, the audit entry and the end of the event itself. A conflict means that something moved meanwhile;
 * everything is then read and worked out again.
 */

import { noteId } from "../../core/listening/note-id.ts";
import { errorCode } from "../../ports/errors.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Claimed, CommitResult, Store } from "../../ports/store.ts";
import { isStoreTrouble } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Instant } from "../../ports/time.ts";
import type { Dialogue, Reply, Said } from "../dialogue/dialogue.ts";
import type { Writer } from "../generation/writer.ts";
import { readNotesOf } from "../listening/notes.ts";
import { isReading, readMatters } from "../precheck/matters.ts";
import { commitOnce } from "./commits.ts";
import { type Before, createEffects, type FeedbackContent } from "./effects.ts";
import type { Erasure } from "./erasure.ts";
import {
  ConversationState,
  parseStored,
  readProfile,
  type StoredDraft,
  StoredEvent,
  StoredTurn,
} from "./events.ts";
import {
  gapKey,
  ownNotesPrefix,
  personKey,
  prefixesOf,
  spaceOf,
  stateKey,
  stopKey,
  turnKey,
} from "./keys.ts";
import { listAll, storedCounts } from "./reading.ts";
import { stillTelling } from "./telling.ts";

export interface HandlerOptions {
  readonly store: Store;
  readonly dialogue: Dialogue;
  readonly pseudonyms: Pseudonyms;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly erasure: Pick<Erasure, "request">;
  /** Says which answers a model puts into words; null: none does. */
  readonly writer: Pick<Writer, "wants"> | null;
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
  /**
   * Ends an event that cannot be handled: a dead letter, and a word to the person where one can be said.
   *
   * @throws the store's own errors
   */
  bury(claimed: Claimed, reason: string): Promise<"dead" | "lost">;
}

/** How often a conflict is worked out again before the event goes back to the queue. */
const conflictLimit = 10;

/** Something kept moving while an event was worked on. */
class ConflictError extends Error {
  readonly code = "flow.conflict";

  constructor() {
    super("an event met a conflict each time it was worked out");
    this.name = "ConflictError";
  }
}

type ReadContent = Extract<StoredEvent["content"], { type: "read" }>;
type SaidContent = Exclude<StoredEvent["content"], { type: "feedback" } | ReadContent>;

/** Works something out until its commit meets no conflict. @throws {ConflictError} */
async function untilSettled(attempt: () => Promise<CommitResult>): Promise<"committed" | "lost"> {
  for (let tries = 0; tries < conflictLimit; tries++) {
    const result = await attempt();
    if (result !== "conflict") return result;
  }
  throw new ConflictError();
}

export function createHandler(options: HandlerOptions): Handler {
  const { store, dialogue, pseudonyms, telemetry, log, erasure, writer, expiry } = options;
  const effects = createEffects(pseudonyms, expiry);

  /** A turn that was only to pass; null where it is gone already. */
  const passingTurn = async (from: StoredEvent["from"], turn: number): Promise<Before["passing"]> => {
    const [read] = await store.read(spaceOf(from.person), [turnKey(from, turn)]);
    return read?.value == null ? null : { turn, stored: parseStored(StoredTurn, read.value, "turn") };
  };

  const readBefore = async ({ space }: Claimed, { from }: StoredEvent): Promise<Before> => {
    const keys = [stateKey(from), stopKey(from), personKey(from.person)];
    const [state, stop, profile] = await store.read(space, keys);
    const before = state?.value == null ? null : parseStored(ConversationState, state.value, "conversation");
    return {
      state: before,
      passing: before?.passing === undefined ? null : await passingTurn(from, before.passing),
      stops: stop?.version ?? 0,
      profile: readProfile(profile?.value),
      expect: [state, stop].flatMap((read) =>
        read === undefined ? [] : [{ key: read.key, version: read.version }],
      ),
    };
  };

  /** What a press says stands in the turn it was offered with. */
  const pressed = async (event: StoredEvent, turn: number, choice: number): Promise<Said> => {
    const [read] = await store.read(spaceOf(event.from.person), [turnKey(event.from, turn)]);
    const offered =
      read?.value == null ? undefined : parseStored(StoredTurn, read.value, "turn").choices[choice - 1];
    if (offered === undefined) return { type: "stale" };
    return { type: "text", text: offered.text, masked: false, asOf: null, pressed: offered };
  };

  const saidOf = async (event: StoredEvent, content: SaidContent): Promise<Said> => {
    if (content.type === "choice") return pressed(event, content.turn, content.choice);
    if (content.type !== "text") return content;
    const { text, marks, asOf } = content;
    return { type: "text", text, masked: marks !== null, asOf, pressed: null };
  };

  const tell = ({ answer: { kind, mode, refusalReason } }: Reply): void => {
    telemetry.count("answers", { kind, mode });
    if (refusalReason !== null) telemetry.count("refusals", { reason: refusalReason });
  };

  const markTurn = async (
    claimed: Claimed,
    event: StoredEvent,
    content: FeedbackContent,
  ): Promise<CommitResult> => {
    const key = turnKey(event.from, content.turn);
    const [read = { key, version: 0, value: null }, profile] = await store.read(claimed.space, [
      key,
      personKey(event.from.person),
    ]);
    const turn = read.value === null ? null : parseStored(StoredTurn, read.value, "turn");
    const batch = effects.feedback(claimed, event, content, read, turn, readProfile(profile?.value));
    const result = await commitOnce(store, batch);
    if (result === "committed" && turn !== null) telemetry.count("feedback", { verdict: content.verdict });
    return result;
  };

  const forget = async (claimed: Claimed, event: StoredEvent, reply: Reply): Promise<CommitResult> => {
    const { person } = event.from;
    const key = personKey(person);
    // The profile first: what is added after the list raises its version.
    const [profile = { key, version: 0, value: null }] = await store.read(claimed.space, [key]);
    const documents = await listAll(store, claimed.space, prefixesOf(person));
    const keys = documents.map((document) => document.key);
    return commitOnce(store, effects.forget(claimed, event, keys, profile, reply));
  };

  const replyTo = async (event: StoredEvent, said: Said, { state, stops }: Before): Promise<Reply> => {
    if (stops > event.stops) return dialogue.instead(said, "stopped", state);
    const reply = await dialogue.reply(said, {
      person: event.from.person,
      conversation: event.from.conversation,
      state,
      note: noteId(pseudonyms.of(gapKey(event.from, (state?.turns ?? 0) + 1))),
      noted: async (id) => {
        const { person } = event.from;
        const notes = await readNotesOf(store, pseudonyms, spaceOf(person), ownNotesPrefix(person));
        return notes.find(({ note }) => note.id === id)?.note ?? null;
      },
      reported: async (quiz) => {
        const { person } = event.from;
        const notes = await readNotesOf(store, pseudonyms, spaceOf(person), ownNotesPrefix(person));
        const found = notes.find(({ note }) => note.kind === "quiz" && note.detail === quiz);
        return found === undefined ? null : { key: found.key, id: found.note.id, reason: found.note.reason };
      },
      matters: () => readMatters(store, event.from.person),
      stored: () => storedCounts(store, event.from),
    });
    return stillTelling(reply, said, state);
  };

  /** What a model needs of an answer; null where it stands as it is. */
  const draftOf = ({ question, answer }: Reply, { state }: Before): Pick<StoredDraft, "before"> | null => {
    // In the middle of an interview nothing but its question is waited for.
    const before = state?.matter == null ? (state?.context ?? null) : null;
    const wanted = writer?.wants({ question, answer, before }) ?? "nothing";
    return wanted === "nothing" ? null : { before: wanted === "rewriting" ? before : null };
  };

  const answer = async (claimed: Claimed, event: StoredEvent, said: Said): Promise<CommitResult> => {
    const before = await readBefore(claimed, event);
    const reply = await replyTo(event, said, before);
    const result = reply.forget
      ? await forget(claimed, event, reply)
      : await commitOnce(store, effects.turn(claimed, event, before, reply, null, draftOf(reply, before)));
    if (result !== "committed") return result;
    tell(reply);
    if (reply.forget) await erasure.request();
    return result;
  };

  /** What became of a story goes on with its matter, and is shown where the matter still goes on. */
  const takeStory = async (
    claimed: Claimed,
    event: StoredEvent,
    { matter: id, since, read }: ReadContent,
  ): Promise<CommitResult> => {
    const before = await readBefore(claimed, event);
    const kept = (await readMatters(store, event.from.person)).find(({ matter }) => matter.id === id);
    const reply = kept !== undefined && isReading(kept.matter, since) ? dialogue.storyRead(kept, read) : null;
    const changed = reply?.interview?.changed;
    if (reply === null || changed == null) return commitOnce(store, effects.nothing(claimed));
    const { state } = before;
    if (state?.matter !== id) return commitOnce(store, effects.matter(claimed, event, before, changed));
    const shown = { ...reply, context: state.context };
    const result = await commitOnce(store, effects.turn(claimed, event, before, shown, null));
    if (result === "committed") tell(shown);
    return result;
  };

  /** A dead letter with a turn that says so; where the conversation itself cannot be read, with a word outside of it. */
  const farewell = async (claimed: Claimed, event: StoredEvent | null, reason: string) => {
    if (event === null || event.content.type === "feedback" || event.content.type === "read")
      return effects.dead(claimed, event, reason, null);
    const said = await saidOf(event, event.content);
    try {
      const before = await readBefore(claimed, event);
      return effects.turn(claimed, event, before, dialogue.instead(said, "failed", before.state), reason);
    } catch (error) {
      if (isStoreTrouble(error)) throw error;
      log.warn({ code: errorCode(error) }, "conversation cannot be read");
      return effects.dead(claimed, event, reason, dialogue.instead(said, "failed", null));
    }
  };

  const readEvent = ({ payload }: Claimed): StoredEvent | null => {
    try {
      return parseStored(StoredEvent, payload, "event");
    } catch {
      return null;
    }
  };

  return {
    async handle(claimed) {
      const event = parseStored(StoredEvent, claimed.payload, "event");
      const { content } = event;
      const result = await untilSettled(async () =>
        content.type === "feedback"
          ? markTurn(claimed, event, content)
          : content.type === "read"
            ? takeStory(claimed, event, content)
            : answer(claimed, event, await saidOf(event, content)),
      );
      return result === "lost" ? "lost" : "done";
    },

    async bury(claimed, reason) {
      const event = readEvent(claimed);
      const result = await untilSettled(async () =>
        commitOnce(store, await farewell(claimed, event, reason)),
      );
      return result === "lost" ? "lost" : "dead";
    },
  };
}
