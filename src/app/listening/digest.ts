/** The monthly digest from what stands in the store: turns without their texts, and the gap list. */
import type { Day } from "../../core/law/types.ts";
import { type AskedTurn, digestOf, monthBefore, monthSpan } from "../../core/listening/digest.ts";
import type { Digests, GapEditing } from "../../ports/listening.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Store } from "../../ports/store.ts";
import type { PreparedKnowledge } from "../ask/knowledge.ts";
import { parseStored, StoredTurn } from "../flow/events.ts";
import { partitions } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import { addressOf, readNotes } from "./notes.ts";
import { digestEntries, nearestTopic } from "./topics.ts";

export interface DigestsOptions {
  readonly store: Pick<Store, "list">;
  readonly pseudonyms: Pseudonyms;
  readonly knowledge: Pick<PreparedKnowledge, "catalogue" | "retriever">;
  readonly gaps: Pick<GapEditing, "list">;
  readonly today: () => Day;
}

export function createDigests({ store, pseudonyms, knowledge, gaps, today }: DigestsOptions): Digests {
  const entries = digestEntries(knowledge);
  return {
    async of(month) {
      // The notes after the list: whoever noted something meanwhile stands in no gap yet.
      const list = await gaps.list();
      const notes = await readNotes(store, pseudonyms);
      return digestOf(month, {
        turns: await readAskedTurns(store, monthSpan(monthBefore(month)).from),
        gaps: list,
        personOf: new Map(notes.map(({ note, to }) => [note.id, to.person])),
        entries,
        nearestTopic: (wordings) => nearestTopic(knowledge, wordings, today()),
      });
    },
  };
}

/** Every question from `from` on that is still kept; what the program pushed, small talk, and steps of anything else are none. */
export async function readAskedTurns(
  store: Pick<Store, "list">,
  from: number,
): Promise<readonly AskedTurn[]> {
  const found: AskedTurn[] = [];
  for (const space of partitions)
    for (const { key, value } of await listAll(store, space, ["turn/"])) {
      const turn = value === null ? null : parseStored(StoredTurn, value, "turn");
      const asked = turn === null || turn.at < from ? null : askedTurn(addressOf(key).person, turn);
      if (asked !== null) found.push(asked);
    }
  return found;
}

function askedTurn(person: string, { at, answer, asked }: StoredTurn): AskedTurn | null {
  const { kind, refusalReason, citations, context } = answer;
  const end = kind === "refusal" ? refusalReason : kind === "smalltalk" ? null : kind;
  if (end === null || asked !== true) return null;
  const cited = citations.filter((citation) => citation.kind === "provision");
  return {
    person,
    at,
    end,
    documents: [...new Set(cited.map(({ document }) => document))],
    // Of paragraphs and items the article counts.
    provisions: cited.map(({ passage, document, article, place }) => ({
      id: passage.split(".", 1)[0] ?? passage,
      title: `《${document}》${article ?? place ?? ""}`,
    })),
    entry: context?.entry ?? null,
  };
}
