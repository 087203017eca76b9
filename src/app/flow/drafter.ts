/**
 * Has answers put into words by a model, after they were sent as they stand.
 *
 *   drafts ─ turn still there, not stopped? ─ writer ─ null: the answer stands
 *                                                   └ one commit: the turn with its new answer, the message, the audit entry
 *
 * Nothing waits for it: the conversation goes on meanwhile, and what a model makes of a turn changes that turn alone. A stop
 * ends what is in hand here at once, and in any process before its commit.
 */

import type { Answer } from "../../core/grounding/answer.ts";
import type { Check } from "../../core/grounding/claims/claim.ts";
import type { Address } from "../../ports/channel.ts";
import { errorCode } from "../../ports/errors.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Batch, Claimed, Store, Versioned } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { answerText } from "../../text/render.ts";
import { auditBody, citedPassages } from "../audit.ts";
import { choicesOf } from "../dialogue/dialogue.ts";
import type { ReplyNote } from "../generation/generator.ts";
import type { Writer } from "../generation/writer.ts";
import { commitOnce } from "./commits.ts";
import { ConversationState, parseStored, StoredDraft, StoredTurn } from "./events.ts";
import { auditStream, draftsQueue, gapKey, groupOf, stateKey, stopKey, turnKey } from "./keys.ts";
import { replacingItem } from "./messages.ts";
import { createPump, type Pump } from "./pump.ts";
import type { ShowWork } from "./showing.ts";

export interface DrafterOptions {
  readonly store: Store;
  readonly writer: Writer;
  /** Names this process in leases. */
  readonly name: string;
  readonly pseudonyms: Pseudonyms;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at `at` is gone. */
  readonly expiry: (at: Instant) => Instant;
  /** A message may be waiting in the outbox. */
  readonly wakeSender: () => void;
  readonly showWork: ShowWork;
  readonly parallel?: number;
  /** How long a turn may be worked on, all calls of a model together. */
  readonly deadlineSeconds?: number;
  /** Longer than the deadline, so that nobody else begins the same. */
  readonly leaseSeconds?: number;
  readonly idleMilliseconds?: number;
  /** A turn whose claims ended so often without a word stays as it is. */
  readonly maxAttempts?: number;
}

export interface Drafter extends Pump {
  /** Ends what is in hand for a conversation; its turns stay as they are. */
  abort(of: Address): void;
}

/** How often a turn that changes meanwhile is worked in again. */
const conflictLimit = 10;

/** A turn as it stands, with what a commit on it rests on. */
interface Standing {
  readonly turn: StoredTurn;
  /** The conversation where this is still its last turn; null: it has gone on. */
  readonly state: ConversationState | null;
  readonly expect: NonNullable<Batch["expect"]>;
}

/** Why a turn stays as it is. */
type Kept = "kept" | "gone" | "stopped" | "crashed";

export function createDrafter(options: DrafterOptions): Drafter {
  const { store, writer, name, pseudonyms, log, clock, expiry, wakeSender, showWork } = options;
  const { parallel = 8, deadlineSeconds = 20, maxAttempts = 3 } = options;
  const { leaseSeconds = deadlineSeconds + 30 } = options;
  const inHand = new Map<string, AbortController>();
  let ending = false;

  const readStanding = async ({ space }: Claimed, draft: StoredDraft): Promise<Standing | Kept> => {
    const keys = [turnKey(draft.of, draft.turn), stopKey(draft.of), stateKey(draft.of)];
    const [turn, stop, state] = await store.read(space, keys);
    if (turn?.value == null) return "gone";
    if ((stop?.version ?? 0) > draft.stops) return "stopped";
    const last = state?.value == null ? null : parseStored(ConversationState, state.value, "conversation");
    const going = last?.turns === draft.turn ? last : null;
    const expect = [turn, stop, ...(going === null ? [] : [state])].flatMap((read?: Versioned) =>
      read === undefined ? [] : [{ key: read.key, version: read.version }],
    );
    return { turn: parseStored(StoredTurn, turn.value, "turn"), state: going, expect };
  };

  const frame = (claimed: Claimed, dead: string | null = null) => ({
    id: `drafted/${claimed.item}`,
    space: claimed.space,
    settle: [{ claimed, dead }],
  });

  const entry = (draft: StoredDraft, result: string, answer: Answer | null, { since, replies }: Begun) => ({
    stream: auditStream,
    at: clock(),
    body: auditBody({
      kind: "draft",
      person: pseudonyms.of(draft.of.person),
      conversation: pseudonyms.of(groupOf(draft.of)),
      turn: draft.turn,
      result,
      model: answer?.writer?.model.replace(/[^A-Za-z0-9._:/@+-]/g, "_").slice(0, 128) || null,
      prompt: answer?.writer?.prompt ?? null,
      passages: answer === null ? [] : citedPassages(answer),
      text: answer === null ? null : pseudonyms.of(answerText(answer)),
      milliseconds: Math.max(0, Math.round(clock() - since)),
      ...(answer === null ? {} : { asOf: answer.asOf, knowledge: answer.knowledgeVersion }),
      dropped: tallyOf(replies.flatMap(({ dropped }) => dropped)),
      tokens: replies.reduce((sum, { tokens }) => sum + tokens, 0),
    }),
  });

  /** Ends a draft whose turn stays as it is. */
  const keep = async (claimed: Claimed, draft: StoredDraft, why: Kept, begun: Begun): Promise<void> => {
    const append = why === "gone" ? [] : [entry(draft, why, null, begun)];
    await commitOnce(store, { ...frame(claimed), append });
  };

  /** The turn with its new answer, and the message that takes the place of the one that was sent. */
  const replaced = (
    claimed: Claimed,
    draft: StoredDraft,
    { turn, state, expect }: Standing,
    answer: Answer,
    begun: Begun,
  ): Batch => {
    const choices = choicesAfter(turn, answer);
    const { more: _, ...rest } = turn;
    const documents: readonly (readonly [key: string, value: object])[] = [
      [turnKey(draft.of, draft.turn), { ...rest, answer, choices }],
      // What is asked next leans on it, and chooses from it.
      ...(state === null
        ? []
        : [[stateKey(draft.of), { ...state, context: answer.context, choices }] as const]),
    ];
    return {
      ...frame(claimed),
      expect,
      put: documents.map(([key, value]) => ({
        key,
        value: JSON.stringify(value),
        expiresAt: expiry(turn.at),
      })),
      // It was answered after all.
      ...(turn.answer.kind === "refusal" ? { remove: [gapKey(draft.of, draft.turn)] } : {}),
      append: [entry(draft, answer.writer === undefined ? "offered" : "generated", answer, begun)],
      enqueue: [replacingItem(draft.of, draft.turn)],
    };
  };

  /** Commits an answer, worked in again where somebody gave feedback meanwhile. */
  const commit = async (claimed: Claimed, draft: StoredDraft, answer: Answer, begun: Begun) => {
    for (let tries = 0; tries < conflictLimit; tries++) {
      const standing = await readStanding(claimed, draft);
      if (typeof standing === "string") return keep(claimed, draft, standing, begun);
      const result = await commitOnce(store, replaced(claimed, draft, standing, answer, begun));
      if (result === "committed") wakeSender();
      if (result !== "conflict") return;
    }
    log.warn({ item: claimed.item }, "a turn kept changing while its answer was worked in");
    await keep(claimed, draft, "kept", begun);
  };

  const write = async (
    draft: StoredDraft,
    { question, marks, answer }: StoredTurn,
    { replies }: Begun,
  ): Promise<Answer | null> => {
    const stopping = new AbortController();
    const group = groupOf(draft.of);
    inHand.set(group, stopping);
    const hide = showWork(draft.of, "wording");
    try {
      return await writer.write(
        {
          question,
          answer,
          before: draft.before,
          who: pseudonyms.of(draft.of.person),
          masked: marks !== null,
          noted: (reply) => void replies.push(reply),
        },
        AbortSignal.any([stopping.signal, AbortSignal.timeout(deadlineSeconds * 1_000)]),
      );
    } finally {
      hide();
      inHand.delete(group);
    }
  };

  const work = async (claimed: Claimed): Promise<void> => {
    const begun: Begun = { since: clock(), replies: [] };
    let draft: StoredDraft;
    try {
      draft = parseStored(StoredDraft, claimed.payload, "draft");
    } catch (error) {
      log.error({ err: error, item: claimed.item }, "draft buried");
      await commitOnce(store, frame(claimed, errorCode(error)));
      return;
    }
    if (claimed.attempts > maxAttempts) return keep(claimed, draft, "crashed", begun);
    const standing = await readStanding(claimed, draft);
    if (typeof standing === "string") return keep(claimed, draft, standing, begun);
    const answer = await write(draft, standing.turn, begun);
    if (answer !== null) return commit(claimed, draft, answer, begun);
    if (ending) return store.release(claimed, 0);
    await keep(claimed, draft, "kept", begun);
  };

  const pump = createPump({
    store,
    queue: draftsQueue,
    worker: name,
    leaseSeconds,
    parallel,
    idleMilliseconds: options.idleMilliseconds ?? 500,
    log,
    work,
  });

  return {
    ...pump,
    abort: (of) => inHand.get(groupOf(of))?.abort(),
    stop(seconds) {
      ending = true;
      for (const stopping of inHand.values()) stopping.abort();
      return pump.stop(seconds);
    },
  };
}

/** When work on a draft began, and what a model replied since. */
interface Begun {
  readonly since: Instant;
  readonly replies: ReplyNote[];
}

const tallyOf = (dropped: readonly Check[]): Partial<Record<Check, number>> =>
  Object.fromEntries(
    [...new Set(dropped)].map((check) => [check, dropped.filter((one) => one === check).length]),
  );

/** What may be pressed: as it was, unless another question was answered than was understood at first. */
const choicesAfter = ({ answer: before, choices }: StoredTurn, after: Answer): StoredTurn["choices"] => {
  if (before.kind !== after.kind) return choicesOf(after);
  // What was offered keeps its number.
  const offered = before.precheck !== true && after.precheck === true;
  return offered ? [...choices, ...choicesOf({ ...after, suggestions: [] })] : choices;
};
