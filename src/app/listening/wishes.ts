/**
 * Tells those who wished it (有答案时告诉我) what came of their question, once: that the knowledge base now answers it, or that an
 * editor closed it without an answer. A wish is offered only where nothing was found; whoever was refused for what they asked
 * waits for nothing.
 */
import { channelOf } from "../../core/access/terms.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import type { Closing } from "../../core/listening/gap-list.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Space, Store, Versioned } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { listeningReplies as words } from "../../text/gaps.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "../flow/commits.ts";
import { auditStream, gapPrefix, groupOf, partitions } from "../flow/keys.ts";
import { pushTurn } from "../flow/push.ts";
import { listAll } from "../flow/reading.ts";
import type { EntryAnswer } from "./entry-answer.ts";
import { addressOf, type PlacedNote, readNotesOf } from "./notes.ts";
import { readWorks } from "./works.ts";

export interface WishesOptions {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly pseudonyms: Pseudonyms;
  readonly assistant: Pick<Assistant, "ask">;
  readonly entryAnswer: EntryAnswer;
  /** An answer in which only the program speaks. */
  readonly notice: (text: string) => Answer;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly newId: () => string;
}

export interface Wishes {
  /** Looks through every wish; those whose question has an answer, or gets none, are told, and their wishes go. @returns how many */
  run(): Promise<number>;
}

const lastPart = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

export function createWishes(options: WishesOptions): Wishes {
  const { store, pseudonyms, assistant, entryAnswer, notice, log, clock, expiry, newId } = options;

  /** An editor's text for the question, or null: what merely cites something near it is what the person had before. */
  const curated = (question: string): Answer | null => {
    const answer = assistant.ask(question);
    return answer.kind === "answer" && answer.context?.entry != null ? answer : null;
  };

  /**
   * By the words of the question; else by how an editor closed its gap. The reason for closing it is the editors' own.
   *
   * @returns null: nothing came of it yet
   */
  const outcomeOf = (text: string, closing: Closing | undefined): Answer | null => {
    const found = curated(text);
    if (found !== null)
      return { ...found, blocks: [{ type: "notice", text: words.nowAnswered }, ...found.blocks] };
    if (closing === undefined) return null;
    if (!("entry" in closing)) return notice(words.closedWithout);
    const answer = entryAnswer(closing.entry);
    if (answer === null) return null;
    return { ...answer, blocks: [{ type: "notice", text: words.editorAnswered }, ...answer.blocks] };
  };

  const drop = async (space: Space, { key, version }: Versioned): Promise<void> => {
    await commitOnce(store, {
      id: `unwished/${newId()}`,
      space,
      expect: [{ key, version }],
      remove: [key],
    });
  };

  const tell = (space: Space, wish: Versioned, { note, to }: PlacedNote, answer: Answer) => {
    const at = clock();
    return pushTurn(
      store,
      {
        to,
        about: note.text,
        answer: { ...answer, suggestions: [] },
        key: `told/${channelOf(to.person)}/${note.id}`,
        id: newId(),
        at,
        expiresAt: expiry(at),
      },
      async (turn) => {
        // Taken back, or told by another process meanwhile.
        const [now] = await store.read(space, [wish.key]);
        if (now?.value == null) return null;
        return {
          expect: [{ key: wish.key, version: now.version }],
          put: [],
          remove: [wish.key],
          append: [
            {
              stream: auditStream,
              at,
              body: auditBody({
                kind: "gap.told",
                person: pseudonyms.of(to.person),
                conversation: pseudonyms.of(groupOf(to)),
                turn,
              }),
            },
          ],
        };
      },
    );
  };

  const see = async (
    space: Space,
    wish: Versioned,
    closings: ReadonlyMap<string, Closing>,
  ): Promise<boolean> => {
    const notes = await readNotesOf(store, pseudonyms, space, gapPrefix(addressOf(wish.key)));
    const placed = notes.find(({ note }) => note.id === lastPart(wish.key));
    if (placed === undefined) {
      await drop(space, wish);
      return false;
    }
    const answer = outcomeOf(placed.note.text, closings.get(placed.note.id));
    return answer !== null && (await tell(space, wish, placed, answer)) === "pushed";
  };

  return {
    async run() {
      let told = 0;
      let closings: ReadonlyMap<string, Closing> | null = null;
      for (const space of partitions)
        for (const wish of await listAll(store, space, ["wish/"])) {
          closings ??= await closingsByNote(store);
          if (await see(space, wish, closings)) told++;
        }
      if (told > 0) log.info({ told }, "told those who wished it what came of their questions");
      return told;
    },
  };
}

/** How the gap of a note was closed, by the note. */
async function closingsByNote(store: Pick<Store, "list">): Promise<ReadonlyMap<string, Closing>> {
  const works = await readWorks(store);
  return new Map(
    works.flatMap(({ work: { closing, notes } }) =>
      closing === null ? [] : notes.map((note) => [note, closing] as const),
    ),
  );
}
