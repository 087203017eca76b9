/** Tells those who wished it that the knowledge base now answers their question (有答案时告诉我), once. */
import { channelOf } from "../../core/access/terms.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Space, Store, Versioned } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { listeningReplies } from "../../text/gaps.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "../flow/commits.ts";
import { auditStream, gapPrefix, groupOf, partitions } from "../flow/keys.ts";
import { pushTurn } from "../flow/push.ts";
import { listAll } from "../flow/reading.ts";
import { addressOf, type PlacedNote, readNotesOf } from "./notes.ts";
import { readWorks } from "./works.ts";

export interface WishesOptions {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly pseudonyms: Pseudonyms;
  readonly assistant: Pick<Assistant, "ask">;
  /** First question of a curated entry that is loaded; null where there is no such entry. */
  readonly entryQuestion: (entry: string) => string | null;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly newId: () => string;
}

export interface Wishes {
  /** Looks through every wish; those whose question has an answer are told, and their wishes go. @returns how many were told */
  run(): Promise<number>;
}

const lastPart = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

export function createWishes(options: WishesOptions): Wishes {
  const { store, pseudonyms, assistant, entryQuestion, log, clock, expiry, newId } = options;

  /** An editor's text for the question, or null: what merely cites something near it is what the person had before. */
  const curated = (question: string): Answer | null => {
    const answer = assistant.ask(question);
    return answer.kind === "answer" && answer.context?.entry != null ? answer : null;
  };

  /** By the words of the question, or by the entry that an editor closed its gap with. */
  const answerTo = (text: string, closedBy: string | undefined): Answer | null => {
    const found = curated(text);
    const question = found === null && closedBy !== undefined ? entryQuestion(closedBy) : null;
    return question === null ? found : curated(question);
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
        answer: {
          ...answer,
          blocks: [{ type: "notice", text: listeningReplies.nowAnswered }, ...answer.blocks],
          suggestions: [],
        },
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
    closedBy: ReadonlyMap<string, string>,
  ): Promise<boolean> => {
    const notes = await readNotesOf(store, pseudonyms, space, gapPrefix(addressOf(wish.key)));
    const placed = notes.find(({ note }) => note.id === lastPart(wish.key));
    if (placed === undefined) {
      await drop(space, wish);
      return false;
    }
    const answer = answerTo(placed.note.text, closedBy.get(placed.note.id));
    return answer !== null && (await tell(space, wish, placed, answer)) === "pushed";
  };

  return {
    async run() {
      let told = 0;
      let closedBy: ReadonlyMap<string, string> | null = null;
      for (const space of partitions)
        for (const wish of await listAll(store, space, ["wish/"])) {
          closedBy ??= await entriesByNote(store);
          if (await see(space, wish, closedBy)) told++;
        }
      if (told > 0) log.info({ told }, "answers told to those who wished it");
      return told;
    },
  };
}

/** The entry that the gap of a note was closed with, by the note. */
async function entriesByNote(store: Pick<Store, "list">): Promise<ReadonlyMap<string, string>> {
  const works = await readWorks(store);
  return new Map(
    works.flatMap(({ work: { closing, notes } }) =>
      closing !== null && "entry" in closing ? notes.map((note) => [note, closing.entry] as const) : [],
    ),
  );
}
