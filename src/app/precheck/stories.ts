/** A story (经过) told within a pre-check: read by the model, it becomes the move that shows what is to be confirmed. */
import { forModel } from "../../core/grounding/model-text.ts";
import type { Matter, Move } from "../../core/precheck/interview.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Untold } from "../../ports/interviews.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import type { Extractor } from "./extractor.ts";
import type { Interviewer } from "./interviewer.ts";

export type StoryRead =
  | { readonly ok: true; readonly move: Extract<Move, { type: "propose" }> }
  | { readonly ok: false; readonly reason: Untold };

export interface Stories {
  /**
   * Never rejects; takes as long as the model is given. Keeps nothing: the words that proposals rest on are in the move, masked.
   *
   * @param story as typed, or masked already
   */
  read(matter: Matter, story: string, person: PersonId): Promise<StoryRead>;
}

/** Where there is no model. */
export const noStories: Stories = { read: async () => ({ ok: false, reason: "off" }) };

export interface StoriesOptions {
  readonly extractor: Extractor;
  readonly interviewer: Pick<Interviewer, "askable">;
  readonly pseudonyms: Pseudonyms;
  /** Ends an attempt that its caller cannot wait for. */
  readonly signal?: () => AbortSignal;
  /** How each story ended. */
  readonly ended?: (result: "proposed" | Untold) => void;
  /** Stories read at once; each holds up a worker of the conversations, so one more is not waited for. */
  readonly parallel?: number;
}

export function createStories(options: StoriesOptions): Stories {
  const { extractor, interviewer, pseudonyms, signal, ended, parallel = 8 } = options;
  let inHand = 0;

  const proposed = async (matter: Matter, story: string, person: PersonId): Promise<StoryRead> => {
    const gate = forModel(story);
    if (!gate.ok) return gate;
    if (inHand >= parallel) return { ok: false, reason: "unavailable" };
    inHand += 1;
    try {
      // Masked first, so that what is kept of it until it is confirmed is masked as well.
      const facts = interviewer.askable(matter);
      const extracted = await extractor.extract(gate.text, facts, pseudonyms.of(person), signal?.());
      if (!extracted.ok) return extracted;
      const { facts: proposals, model } = extracted;
      return proposals.length === 0
        ? { ok: false, reason: "nothing" }
        : { ok: true, move: { type: "propose", model, proposals } };
    } finally {
      inHand -= 1;
    }
  };

  return {
    async read(matter, story, person) {
      const read = await proposed(matter, story, person);
      ended?.(read.ok ? "proposed" : read.reason);
      return read;
    },
  };
}
