/** Answers to single notes of the gap list: a complaint (投诉建议) above all, answered by a person, told once. */

import { channelOf } from "../../core/access/terms.ts";
import type { Actor } from "../../ports/access.ts";
import type { AnswerResult, GapEditing } from "../../ports/listening.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { receiptHeading, replyHeading } from "../../text/gaps.ts";
import { auditBody } from "../audit.ts";
import { parseStored, StoredGap } from "../flow/events.ts";
import { auditStream, groupOf } from "../flow/keys.ts";
import { pushTurn } from "../flow/push.ts";
import type { AnswerWriter } from "./answer-text.ts";
import { type PlacedNote, readNotes } from "./notes.ts";

export interface AnsweringOptions {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly newId: () => string;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly write: AnswerWriter;
}

/** Who may answer was checked before. */
export type Answering = Pick<GapEditing, "answer">;

export function createAnswering(options: AnsweringOptions): Answering {
  const { store, pseudonyms, clock, newId, expiry, write } = options;

  const tell = async (found: PlacedNote, text: string, by: Actor): Promise<AnswerResult> => {
    const { note, to, key, space } = found;
    const written = write(replyHeading(note.kind, note.id), text);
    if ("unsupported" in written) return written;
    const at = clock();
    let already = false;
    const pushed = await pushTurn(
      store,
      {
        to,
        about: receiptHeading(note.kind, note.id),
        answer: written.answer,
        key: `answer/${channelOf(to.person)}/${note.id}`,
        id: newId(),
        at,
        expiresAt: expiry(at),
      },
      async (turn) => {
        const [now] = await store.read(space, [key]);
        if (now?.value == null) return null;
        const stored = parseStored(StoredGap, now.value, "gap");
        already = stored.answeredAt !== undefined;
        if (already) return null;
        return {
          expect: [{ key, version: now.version }],
          put: [{ key, value: JSON.stringify({ ...stored, answeredAt: at }), expiresAt: expiry(stored.at) }],
          remove: [],
          append: [
            {
              stream: auditStream,
              at,
              body: auditBody({
                kind: "gap.answered",
                actor: by === "command-line" ? by : pseudonyms.of(by),
                person: pseudonyms.of(to.person),
                conversation: pseudonyms.of(groupOf(to)),
                turn,
              }),
            },
          ],
        };
      },
    );
    if (pushed === "pushed") return "told";
    return already ? "already" : "gone";
  };

  return {
    async answer(id, text, by) {
      const found = (await readNotes(store, pseudonyms)).find(({ note }) => note.id === id);
      if (found === undefined) return "unknown";
      return found.note.answered ? "already" : tell(found, text, by);
    },
  };
}
