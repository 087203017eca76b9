/**
 * The language model (大模型) and its embeddings, as the inside asks for them. A model is handed text and hands back checked
 * JSON; it sees no store, no channel and no other person's data, and the rules never see it. Failure is a value: whoever asks
 * goes on without.
 */

/** One thing asked of a model. */
export interface ModelRequest {
  /** The fixed instruction, from `prompts/`. */
  readonly instructions: string;
  /** What is worked on; data, never instruction. Already masked. */
  readonly input: string;
  /** What comes back, as JSON Schema. */
  readonly schema: {
    readonly name: string;
    readonly json: Readonly<Record<string, unknown>>;
    /** Whether a reply is of the form: one that is not is `malformed`, and asked for elsewhere. Left out: any object is taken. */
    readonly fits?: (value: unknown) => boolean;
  };
  readonly maxTokens: number;
  /** Whose daily budget it is taken from, as a pseudonym; null: nobody's (evaluation). */
  readonly budgetOf: string | null;
  /**
   * When it must have ended, in milliseconds of the clock that only rises: what is asked for one question shares one deadline.
   * Left out: as long from now as is configured.
   */
  readonly until?: number | undefined;
}

export type ModelFailure =
  /** Switched off. */
  | "off"
  /** The daily budget is spent. */
  | "budget"
  /** No answer within the deadline. */
  | "timeout"
  /** Not reached, or an error of its own; breakers open included. */
  | "unavailable"
  /** Its content filter kept the answer back. */
  | "refused"
  /** The answer broke off. */
  | "cut"
  /** Not what was asked for: no JSON, or of another form. */
  | "malformed"
  /** The caller gave up. */
  | "stopped";

export type ModelReply =
  | {
      readonly ok: true;
      /** Parsed JSON of the form asked for as far as the service sees to that; the caller checks it by its own schema. */
      readonly value: unknown;
      /** The model that answered; a fallback may have. */
      readonly model: string;
      readonly tokens: number;
    }
  | { readonly ok: false; readonly failure: ModelFailure };

export interface LanguageModel {
  /** The model asked first, as configured. */
  readonly name: string;
  /** Never rejects; ends within its deadline, other services and a second try included. An aborted signal closes the connection. */
  complete(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>;
}

export type EmbeddingReply =
  /** One vector a text, in order, all of one length, each of length 1. */
  | {
      readonly ok: true;
      readonly vectors: readonly Float32Array[];
      /** As the service counts them; absent: it does not say. */
      readonly tokens?: number | undefined;
    }
  | { readonly ok: false; readonly failure: ModelFailure };

/** Texts as vectors. */
export interface Embedder {
  readonly model: string;
  /**
   * Failure is a value; rejects only where more than 64 texts are given at once. `refused`: the service is there and does not
   * take these texts: too many, too long, filtered, or it gave some of them no vector. `malformed`: it gave none of them one.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<EmbeddingReply>;
}

/** An instruction to a model with named slots. */
export interface Prompt<Slot extends string = never> {
  readonly name: string;
  /** SHA-256 of its file, hexadecimal: another wording is another prompt. */
  readonly hash: string;
  fill(values: Readonly<Record<Slot, string>>): string;
}
