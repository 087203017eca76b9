/** The gap list: what the server and the commands of editors do with it. */
import { randomUUID } from "node:crypto";
import { createDraft } from "../app/ask/draft.ts";
import type { PreparedKnowledge } from "../app/ask/knowledge.ts";
import { createListeningDialogue, type ListeningDialogue } from "../app/dialogue/listening.ts";
import { createTicker } from "../app/flow/ticker.ts";
import { createAnswerWriter } from "../app/listening/answer-text.ts";
import { createAnswering } from "../app/listening/answering.ts";
import { createDigests } from "../app/listening/digest.ts";
import { draftOf } from "../app/listening/drafting.ts";
import { createEntryAnswer } from "../app/listening/entry-answer.ts";
import { createGapDesk, type GapDesk } from "../app/listening/gap-desk.ts";
import { createClusterer } from "../app/listening/likeness.ts";
import { createWishes } from "../app/listening/wishes.ts";
import type { Access } from "../ports/access.ts";
import type { Assistant } from "../ports/assistant.ts";
import type { Digests, GapEditing } from "../ports/listening.ts";
import type { Pseudonyms } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";
import type { Log } from "../ports/telemetry.ts";
import type { Instant } from "../ports/time.ts";
import { today } from "./today.ts";

const dayInMilliseconds = 86_400_000;

interface EditingOptions {
  readonly store: Store;
  readonly pseudonyms: Pseudonyms;
  readonly knowledge: PreparedKnowledge;
  readonly retentionDays: number;
}

/** The gap list for editors, beside a running server or within it. */
export function composeEditing(options: EditingOptions): GapEditing & Pick<GapDesk, "tidy"> {
  const { store, pseudonyms, knowledge, retentionDays } = options;
  return {
    ...createGapDesk({
      store,
      pseudonyms,
      cluster: createClusterer(knowledge),
      clock: Date.now,
      newId: randomUUID,
    }),
    ...createAnswering({
      store,
      pseudonyms,
      clock: Date.now,
      newId: randomUUID,
      expiry: (at) => at + retentionDays * dayInMilliseconds,
      write: createAnswerWriter(knowledge, today),
    }),
    draftOf: (gap) => draftOf(knowledge, gap, today()),
    hasEntry: (entry) => knowledge.catalogue.curated(entry) !== undefined,
  };
}

export const composeDigests = (
  options: Pick<EditingOptions, "store" | "pseudonyms" | "knowledge">,
  gaps: Pick<GapEditing, "list">,
): Digests => {
  const { store, pseudonyms, knowledge } = options;
  return createDigests({ store, pseudonyms, knowledge, gaps, today });
};

/** What the server does: the words of the chat, and every while the wishes that have come true. */
export interface Listening {
  readonly editing: GapEditing;
  readonly digests: Digests;
  readonly dialogue: ListeningDialogue;
  /** Tells answers to those who wished it, and clears away the work on gaps of which nothing is left. */
  run(): Promise<void>;
  /** From now on whoever waits is told soon after a gap was closed: at once where it was closed here. */
  start(): void;
  stop(): Promise<void>;
}

/** How soon whoever waits is told where another process closed the gap. */
const tellMilliseconds = 5 * 60_000;

export function composeListening(
  options: EditingOptions & {
    readonly access: Pick<Access, "grantOf">;
    readonly assistant: Pick<Assistant, "ask">;
    readonly log: Log;
  },
): Listening {
  const { store, pseudonyms, knowledge, access, assistant, log, retentionDays } = options;
  const listed = composeEditing(options);
  const wishes = createWishes({
    store,
    pseudonyms,
    assistant,
    entryAnswer: createEntryAnswer(knowledge, assistant, today),
    notice: (text) => {
      const draft = createDraft(knowledge, "", today());
      draft.notice(text);
      return draft.close({ kind: "smalltalk", context: null });
    },
    log,
    clock: Date.now,
    expiry: (at: Instant) => at + retentionDays * dayInMilliseconds,
    newId: randomUUID,
  });
  const telling = createTicker({
    look: async () => void (await wishes.run()),
    milliseconds: tellMilliseconds,
    failed: (error) => log.warn({ err: error }, "answers not told; tried again soon"),
  });
  const digests = composeDigests(options, listed);
  const editing: typeof listed = {
    ...listed,
    async act(id, act, by) {
      const gap = await listed.act(id, act, by);
      if (act.type === "close" && gap !== undefined) void telling.tick();
      return gap;
    },
  };
  return {
    start: telling.start,
    stop: telling.stop,
    editing,
    digests,
    dialogue: createListeningDialogue({ access, answering: editing, digests, today }),
    async run() {
      await wishes.run();
      await editing.tidy();
    },
  };
}
