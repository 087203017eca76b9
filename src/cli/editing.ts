/** Opens the gap list for a command of an editor, beside a running server. */
import type { PreparedKnowledge } from "../app/ask/knowledge.ts";
import { readPrepared } from "../compose/knowledge.ts";
import { composeDigests, composeEditing } from "../compose/listening.ts";
import { openSecrets } from "../compose/store.ts";
import type { Config } from "../config.ts";
import type { Gap } from "../core/listening/gap-list.ts";
import { readGapId } from "../core/listening/note-id.ts";
import type { Digests, GapEditing } from "../ports/listening.ts";
import { type Terminal, UsageError } from "./command.ts";
import { orKnowledgeProblems } from "./open.ts";
import { withStore } from "./store.ts";

export interface OpenedEditing {
  readonly editing: GapEditing;
  readonly digests: Digests;
  readonly knowledge: PreparedKnowledge;
}

/** @throws {AbsentError} there is no store, or the knowledge cannot be loaded */
export const withEditing = <Result>(
  config: Config,
  terminal: Terminal,
  work: (opened: OpenedEditing) => Promise<Result>,
): Promise<Result> =>
  withStore(config, async ({ store }) => {
    const knowledge = await orKnowledgeProblems(terminal, () => readPrepared(config));
    const { pseudonyms } = await openSecrets(config, store);
    const editing = composeEditing({ store, pseudonyms, knowledge, retentionDays: config.RETENTION_DAYS });
    const digests = composeDigests({ store, pseudonyms, knowledge }, editing);
    return work({ editing, digests, knowledge });
  });

/** The id of a gap or note as typed. @throws {UsageError} it is none */
export function gapId(typed: string | undefined): string {
  const id = readGapId(typed ?? "");
  if (id === null)
    throw new UsageError(
      `${JSON.stringify(typed ?? "")} is no id; "cli gaps list" shows them, as G-7K3MQ9TD or 7K3M-Q9TD`,
    );
  return id;
}

/** @throws {UsageError} there is no gap */
export function orNoGap(gap: Gap | undefined, id: string): Gap {
  if (gap === undefined)
    throw new UsageError(`no gap ${id}: it was never there, has expired, or whoever asked deleted it`);
  return gap;
}
