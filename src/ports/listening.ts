/** What the desk and the commands of editors ask of the gap list (待补充清单); `compose.ts` fills it. */
import type { FreeTextProblem } from "../core/law/free-text.ts";
import type { Day } from "../core/law/types.ts";
import type { Digest } from "../core/listening/digest.ts";
import type { Gap } from "../core/listening/gap-list.ts";
import type { Actor } from "./access.ts";

export type { FreeTextProblem } from "../core/law/free-text.ts";

export type { Digest } from "../core/listening/digest.ts";
export type { Gap, GapState, Note, NoteKind } from "../core/listening/gap-list.ts";

/**
 * What became of an answer to a note. `told`: it is on its way. `already`: one was given before, nothing was sent. `unknown`: no
 * note of that id. `gone`: the conversation has been deleted. Otherwise what the text names or quotes and the knowledge base does
 * not hold: nothing was sent.
 */
export type AnswerResult =
  | "told"
  | "already"
  | "unknown"
  | "gone"
  | { readonly unsupported: readonly FreeTextProblem[] };

/** What an editor does with a gap. */
export type GapAct =
  | { readonly type: "assign"; readonly owner: string; readonly due: Day | null }
  | { readonly type: "draft" }
  /** Says what it is about, for the digest. */
  | { readonly type: "name"; readonly topic: string }
  | { readonly type: "close"; readonly by: { readonly entry: string } | { readonly reason: string } };

/** A draft of an entry (草稿), to be completed by an editor; Markdown. */
export interface GapDraft {
  /** Name of the file, in letters, digits and hyphens. */
  readonly file: string;
  readonly text: string;
}

/** The use cases; who may act was checked before. Ids are taken as {@link readGapId} gives them. */
export interface GapEditing {
  /** By falling count. */
  list(): Promise<readonly Gap[]>;
  /** By any id it has or had; undefined: there is none. */
  find(id: string): Promise<Gap | undefined>;
  /** @returns the gap after it; undefined: there is none of that id */
  act(id: string, act: GapAct, by: Actor): Promise<Gap | undefined>;
  /** Tells a person the answer to one note of theirs, once, in the conversation it came from; what it names is cited. */
  answer(note: string, text: string, by: Actor): Promise<AnswerResult>;
  /** Starts an entry from the provisions in force nearest to a gap; null: nothing is near. Records nothing. */
  draftOf(gap: Gap): GapDraft | null;
  /** Whether the loaded knowledge base has a curated entry of that id. */
  hasEntry(entry: string): boolean;
}

/** The monthly digest (月报) for editors. */
export interface Digests {
  /** @param month `YYYY-MM`, of Beijing; of what is still kept */
  of(month: string): Promise<Digest>;
}
