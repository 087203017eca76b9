/** Reads what a monthly digest counts: turns as they stand in the store, without their texts. */
import type { AskedTurn } from "../../core/listening/digest.ts";
import type { Store } from "../../ports/store.ts";
import { parseStored, StoredTurn } from "../flow/events.ts";
import { partitions } from "../flow/keys.ts";
import { listAll } from "../flow/reading.ts";
import { addressOf } from "./notes.ts";

/** Every question from `from` on that is still kept; what the program pushed, and small talk, are none. */
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

function askedTurn(person: string, { at, answer, push }: StoredTurn): AskedTurn | null {
  const { kind, refusalReason, citations, context } = answer;
  const end = kind === "refusal" ? refusalReason : kind === "smalltalk" ? null : kind;
  if (end === null || push === true) return null;
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
