/** A story (经过) told within a pre-check: read by the model, it becomes the move that shows what is to be confirmed. */
import { forModel, type Withholding } from "../../core/grounding/model-text.ts";
import type { Matter, Move } from "../../core/precheck/interview.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Untold } from "../../ports/interviews.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import { type Extractor, storyLimit } from "./extractor.ts";
import type { Interviewer } from "./interviewer.ts";

export type StoryRead =
  | { readonly ok: true; readonly move: Extract<Move, { type: "propose" }> }
  | { readonly ok: false; readonly reason: Untold };

export interface Stories {
  /** The story as it may be kept and sent, masked; or why it may not. */
  admit(
    story: string,
  ):
    | { readonly ok: true; readonly text: string }
    | { readonly ok: false; readonly reason: "off" | "too-long" | Withholding };
  /**
   * Never rejects; sends nothing where the matter's consent is not to those who would read it now; takes as long as the model is given. Keeps nothing: the words that proposals rest on are in the move, masked.
   *
   * @param story as it was admitted
   * @param signal ends it, the request to the service included
   */
  read(matter: Matter, story: string, person: PersonId, signal?: AbortSignal): Promise<StoryRead>;
}

/** Where there is no model. */
export const noStories: Stories = {
  admit: () => ({ ok: false, reason: "off" }),
  read: async () => ({ ok: false, reason: "off" }),
};

export interface StoriesOptions {
  readonly extractor: Pick<Extractor, "extract">;
  readonly interviewer: Pick<Interviewer, "askable" | "stage">;
  readonly pseudonyms: Pseudonyms;
  /** How each story ended. */
  readonly ended?: (result: "proposed" | Untold) => void;
}

export function createStories({ extractor, interviewer, pseudonyms, ended }: StoriesOptions): Stories {
  const proposed = async (
    matter: Matter,
    story: string,
    person: PersonId,
    signal?: AbortSignal,
  ): Promise<StoryRead> => {
    if (interviewer.stage(matter).type !== "story-reading") return { ok: false, reason: "recipients" };
    const facts = interviewer.askable(matter);
    const extracted = await extractor.extract(story, facts, pseudonyms.of(person), signal);
    if (!extracted.ok) return extracted;
    const { facts: proposals, model } = extracted;
    return proposals.length === 0
      ? { ok: false, reason: "nothing" }
      : { ok: true, move: { type: "propose", model, proposals } };
  };

  return {
    admit(story) {
      // Masked first, so that what is kept of it until it is confirmed is masked as well.
      const gate = forModel(story);
      const admitted =
        gate.ok && gate.text.length > storyLimit ? ({ ok: false, reason: "too-long" } as const) : gate;
      if (!admitted.ok) ended?.(admitted.reason);
      return admitted;
    },
    async read(matter, story, person, signal) {
      const read = await proposed(matter, story, person, signal);
      ended?.(read.ok ? "proposed" : read.reason);
      return read;
    },
  };
}
