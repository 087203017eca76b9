/**
 * An answer put into words by a language model (大模型), from this turn's evidence alone and checked claim by claim.
 *
 *   grounds → evidence with ids of this request → the model's claims → checks → sentences, each with its source
 *                                                                     └ nothing left: the evidence card stands
 *
 * The model is asked outside of everything else: what it says becomes an answer, or nothing.
 */
import { z } from "zod";
import type { Answer, AnswerBlock, Citation } from "../../core/grounding/answer.ts";
import { renumberedBlock } from "../../core/grounding/blocks.ts";
import { type Citer, createCiter, quotes } from "../../core/grounding/cite.ts";
import { type CheckedClaims, checkClaims } from "../../core/grounding/claims/check.ts";
import type { Check, Evidence, SoundClaim } from "../../core/grounding/claims/claim.ts";
import { evidenceFor, unitFor } from "../../core/grounding/claims/evidence.ts";
import { forModel } from "../../core/grounding/model-text.ts";
import { personalMark } from "../../core/grounding/personal-data.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Day } from "../../core/law/types.ts";
import { contentOf } from "../../core/retrieval/content.ts";
import type { LanguageModel, ModelFailure, ModelRequest, Prompt } from "../../ports/model.ts";
import { citationTitle } from "../../text/render.ts";
import * as zh from "../../text/zh.ts";
import type { ClaimCache } from "./cache.ts";

/** What is to be put into words. */
export interface GenerationInput {
  /** As completed, masked. */
  readonly question: string;
  readonly asOf: Day;
  /** The answer as it stands without a model. */
  readonly answer: Answer;
  /** Whose budget it is taken from, as a pseudonym; null: nobody's. */
  readonly who: string | null;
  /** Personal data was masked in the question: what is made of it is kept for nobody else. */
  readonly masked: boolean;
  /** When the model must have answered, as a {@link ModelRequest} says it. */
  readonly until?: ModelRequest["until"];
  /** Told what a model's reply cost and lost, for the record; not called where none came. */
  readonly noted?: ((reply: ReplyNote) => void) | undefined;
}

/** What is kept on record of a model's reply. */
export interface ReplyNote {
  readonly tokens: number;
  /** The checks that claims failed, one for each claim dropped. */
  readonly dropped: readonly Check[];
}

export interface Generator {
  /** The answer in a model's words with its sources, or null where the answer stands as it is. Never rejects. */
  generate(input: GenerationInput, signal?: AbortSignal): Promise<Answer | null>;
}

/** What is counted of a generation. */
export type GenerationEnd = "generated" | "cached" | "insufficient" | "dropped" | ModelFailure;

export interface GeneratorOptions {
  readonly catalogue: Catalogue;
  readonly model: LanguageModel;
  readonly prompt: Prompt<"canary">;
  readonly cache: ClaimCache;
  /** So many characters of `a-z0-9`, never the same twice. */
  readonly random: (length: number) => string;
  /** Folds a question for the cache. */
  readonly normalise: (text: string) => string;
  readonly counted: {
    readonly ended: (how: GenerationEnd) => void;
    readonly dropped: (check: Check) => void;
    /** Claims shown with a long stretch of the wording as a quotation (V12). */
    readonly quoted: (claims: number) => void;
  };
}

const Reply = z.object({
  claims: z
    .array(z.object({ text: z.string().max(2_000), cites: z.array(z.string().max(64)).max(16) }))
    .max(40),
  insufficient: z.boolean().optional(),
});

/** The form of a reply for services that see to it. */
const schema = {
  name: "claims",
  json: {
    type: "object",
    additionalProperties: false,
    required: ["claims", "insufficient"],
    properties: {
      claims: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          required: ["text", "cites"],
          properties: { text: { type: "string" }, cites: { type: "array", items: { type: "string" } } },
        },
      },
      insufficient: { type: "boolean" },
    },
  },
  fits: (value: unknown): boolean => Reply.safeParse(value).success,
} as const;

const maxTokens = 1_200;
const idLength = 10;
const canaryLength = 16;

export function createGenerator(options: GeneratorOptions): Generator {
  const { catalogue, model, prompt, cache, random, normalise, counted } = options;

  const evidenceOf = (grounds: readonly string[], day: Day): Evidence[] =>
    grounds
      .flatMap((passage) => evidenceFor(catalogue, passage, random(idLength), day) ?? [])
      .filter(({ usable }) => usable);

  const asked = async (
    { question, who, until, noted }: GenerationInput,
    evidence: readonly Evidence[],
    signal: AbortSignal | undefined,
  ): Promise<{ readonly checked: CheckedClaims; readonly name: string } | GenerationEnd> => {
    const canary = random(canaryLength);
    const input = JSON.stringify({
      question,
      evidence: evidence.map(({ id, kind, text }) => ({ id, kind: zh.modelKinds[kind], text })),
    });
    const reply = await model.complete(
      { instructions: prompt.fill({ canary }), input, schema, maxTokens, budgetOf: who, until },
      signal,
    );
    if (!reply.ok) return reply.failure;
    const { data: said } = Reply.safeParse(reply.value);
    const checked =
      said === undefined || said.insufficient === true || said.claims.length === 0
        ? null
        : checkClaims(said.claims, evidence, { topic: contentOf(question), canary });
    noted?.({ tokens: reply.tokens, dropped: checked?.dropped ?? [] });
    if (said === undefined) return "malformed";
    return checked === null ? "insufficient" : { checked, name: reply.model };
  };

  const keyOf = ({ question, asOf }: GenerationInput, grounds: readonly string[]): string =>
    JSON.stringify([normalise(question), grounds, asOf, catalogue.base.version, prompt.hash, model.name]);

  return {
    async generate(given, signal) {
      const { grounds = [] } = given.answer;
      const evidence = evidenceOf(grounds, given.asOf);
      const gate = forModel(given.question);
      if (evidence.length === 0 || !gate.ok) return null;
      const input = { ...given, question: gate.text };
      // What was made of a question with somebody in it is kept for nobody else.
      const masked = given.masked || gate.text.match(personalMark) !== null;
      const key = masked ? null : keyOf(input, grounds);
      const kept = key === null ? undefined : cache.get(key);
      if (kept !== undefined) {
        counted.ended("cached");
        return offering(
          kept.verdict,
          worded(input, kept.sound, catalogue, { model: kept.model, prompt: prompt.hash }),
        );
      }
      const result = await asked(input, evidence, signal);
      if (typeof result === "string") {
        counted.ended(result);
        return null;
      }
      const { checked, name } = result;
      for (const check of checked.dropped) counted.dropped(check);
      counted.ended(checked.sound.length > 0 ? "generated" : "dropped");
      const verdict = checked.dropped.includes("verdict");
      // Nothing of it can be shown but that a judgement was looked for where none is given.
      if (checked.sound.length === 0) return verdict ? offering(true, given.answer) : null;
      if (key !== null) cache.set(key, { sound: checked.sound, model: name, verdict });
      const answer = worded(input, checked.sound, catalogue, { model: name, prompt: prompt.hash });
      counted.quoted(quotedIn(answer));
      return offering(verdict, answer);
    },
  };
}

/** Sentences of a model that print a stretch of their source as a quotation. */
const quotedIn = ({ blocks, citations }: Answer): number =>
  blocks.filter(
    (block) =>
      block.type === "sentence" &&
      block.origin === "model" &&
      citations.some(
        ({ n, quote }) => quote !== null && block.citations.includes(n) && block.text.includes(`“${quote}”`),
      ),
  ).length;

/** The answer with the way to a pre-check, where a judgement was kept back. */
const offering = (verdict: boolean, answer: Answer): Answer =>
  !verdict || answer.precheck === true
    ? answer
    : {
        ...answer,
        blocks: [...answer.blocks, { type: "notice", text: zh.notices.noVerdict }],
        precheck: true,
      };

/** The claims as sentences with their sources, before the evidence as it was shown without them. */
function worded(
  { answer, asOf }: GenerationInput,
  sound: readonly SoundClaim[],
  catalogue: Catalogue,
  writer: NonNullable<Answer["writer"]>,
): Answer {
  const citer = createCiter(catalogue, asOf);
  const sentences = sound.flatMap((claim) => sentenceOf(claim, catalogue, citer));
  const sourceOf = ({ citations: [cited] }: Sentence): string =>
    citer.citations.flatMap((citation) => (citation.n === cited ? citationTitle(citation) : []))[0] ?? "";
  // Out of its document a sentence says neither whom nor where it binds.
  const headed = sentences.flatMap((sentence, at): AnswerBlock[] => {
    const before = sentences[at - 1];
    const source = sourceOf(sentence);
    return before !== undefined && sourceOf(before) === source
      ? [sentence]
      : [{ type: "heading", text: source }, sentence];
  });
  const card = renumbered(answer.blocks, answer.citations, citer.citations);
  // What was said of the question itself (masked, as understood) still comes first.
  const said = card.blocks.findIndex(({ type }) => type !== "notice");
  return {
    ...answer,
    mode: "generated",
    blocks: [
      ...card.blocks.slice(0, said),
      { type: "label", label: "model" },
      ...headed,
      { type: "heading", text: zh.notices.evidenceBelow },
      ...card.blocks.slice(said),
    ],
    citations: card.citations,
    writer,
  };
}

type Sentence = Extract<AnswerBlock, { type: "sentence" }>;

function sentenceOf(
  { text, kind, passage, verbatim }: SoundClaim,
  catalogue: Catalogue,
  citer: Citer,
): Sentence[] {
  const wording = catalogue.resolveText(passage);
  const quoted =
    verbatim !== null && wording?.official === true && quotes(wording.text, verbatim) ? verbatim : null;
  const unit = quoted === null ? unitFor(catalogue, passage, text) : { passage, quote: quoted };
  const n = citer.cite(unit.passage, unit.quote);
  if (n === null) return [];
  return [
    {
      type: "sentence",
      text: zh.toldAs(kind, quoted === null ? text : text.replace(quoted, `“${quoted}”`)),
      citations: [n],
      origin: "model",
      bullet: false,
      continues: false,
    },
  ];
}

/** The blocks with their citations behind those that are there already; the same source keeps one number. */
function renumbered(
  blocks: readonly AnswerBlock[],
  own: readonly Citation[],
  before: readonly Citation[],
): { readonly blocks: readonly AnswerBlock[]; readonly citations: readonly Citation[] } {
  const citations = [...before];
  const numbers = new Map<number, number>();
  for (const citation of own) {
    const same = citations.find(
      ({ passage, quote }) => passage === citation.passage && quote === citation.quote,
    );
    const n = same?.n ?? citations.length + 1;
    if (same === undefined) citations.push({ ...citation, n });
    numbers.set(citation.n, n);
  }
  return {
    citations,
    blocks: blocks.map((block) => renumberedBlock(block, (n) => numbers.get(n) ?? n)),
  };
}
