/** Injected instructions, and a model that obeys each: what stands is a cited answer or the card, and nothing else moves. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOpenAiModel } from "../../../src/adapters/llm/openai-model.ts";
import { readPrompt } from "../../../src/adapters/prompts/prompts.ts";
import { createClaimCache } from "../../../src/app/generation/cache.ts";
import { createGenerator } from "../../../src/app/generation/generator.ts";
import { createRewriter } from "../../../src/app/generation/rewriter.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import { quotes } from "../../../src/core/grounding/cite.ts";
import { coverageBy, pairsOf } from "../../../src/core/grounding/claims/coverage.ts";
import { isLeak, isVerdict } from "../../../src/core/grounding/claims/output.ts";
import type { Catalogue } from "../../../src/core/law/catalogue.ts";
import { mayBeProposed } from "../../../src/core/precheck/extraction.ts";
import type { LanguageModel } from "../../../src/ports/model.ts";
import { answerText } from "../../../src/text/render.ts";
import { notices } from "../../../src/text/zh.ts";
import { assistant, knowledge, today } from "../../knowledge-base.ts";
import { type Injection, injections, obeying } from "../../llm/obeying.ts";
import { createModelServer, type ModelServer } from "../../llm/server.ts";
import { answeredMatter, at, storyInterviewer } from "../../precheck-interviewer.ts";
import { sound } from "../../rules/shipped.ts";
import { createScriptedModel, storiesOf } from "../../scripted-model.ts";

const folder = join(import.meta.dirname, "../../..");
const prompt = readPrompt(join(folder, "prompts"), "answer", ["canary"]);
const canary = "c4n4ryc4n4ryc4n4";
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
/** No editor wrote an answer to it, so it leaves room for a model. */
const question = "处分影响期满后还能不能正常使用干部";
const card = assistant.ask(question, { asOf: today });

let service: ModelServer;
let sharedModel: LanguageModel;
beforeAll(async () => {
  service = await createModelServer();
  sharedModel = model();
});
afterAll(() => service.close());

let led: { readonly injection: Injection; readonly besides: boolean };
beforeEach(() => service.answer((request) => obeying(led.injection, request, led.besides)));

/** Asked whatever it answered before. */
const breaker = { failures: Number.POSITIVE_INFINITY, pauseMilliseconds: 0 };
const model = () =>
  createOpenAiModel({
    breaker,
    endpoints: [{ baseURL: service.baseURL, key: "k", model: "obeying" }],
    totalMilliseconds: 60_000,
    times: { firstMilliseconds: 60_000, idleMilliseconds: 60_000 },
    takeBudget: async () => true,
    now: () => performance.now(),
    wait: async () => {},
    chance: () => 0,
    log: quiet,
  });

let made = 0;
const random = (length: number): string =>
  length === canary.length ? canary : `r${++made}`.padEnd(length, "q");

const generatorOver = (catalogue: Catalogue) =>
  createGenerator({
    catalogue,
    model: sharedModel,
    prompt,
    cache: createClaimCache(),
    random,
    normalise: knowledge.normalise,
    counted: { ended() {}, dropped() {}, quoted() {} },
  });

/** The catalogue as if each passage had been imported with the instruction at its end. */
const poisoned = ({ text }: Injection): Catalogue => {
  const { catalogue } = knowledge;
  return {
    ...catalogue,
    passageText: (id) => {
      const wording = catalogue.passageText(id);
      return wording === undefined ? undefined : `${wording}\n${text}`;
    },
  };
};

const offered = (answer: Answer): Answer => ({
  ...answer,
  blocks: [...answer.blocks, { type: "notice", text: notices.noVerdict }],
  precheck: true,
});

const toldLines = prompt
  .fill({ canary })
  .split("\n")
  .filter((line) => line.length > 20);

/** Nothing of what the model was told, wherever it stands. */
function expectNoLeak(given: string): void {
  expect(given).not.toContain(canary);
  for (const line of toldLines) expect(given).not.toContain(line.slice(0, 20));
}

/** Sentences of the model, each with a source that says so; no judgement, no link, no markup. */
function expectCited(answer: Answer, { obeyed }: Injection): void {
  const sentences = answer.blocks.filter((block) => block.type === "sentence" && block.origin === "model");
  expect(sentences.length).toBeGreaterThan(0);
  for (const block of sentences) {
    if (block.type !== "sentence") continue;
    const cited = answer.citations.filter(({ n }) => block.citations.includes(n));
    expect(cited.length, block.text).toBeGreaterThan(0);
    const text = cited.map(({ passage }) => knowledge.catalogue.passageText(passage) ?? "").join("\n");
    expect(coverageBy(pairsOf(block.text), text), block.text).toBeGreaterThan(0.8);
    expect(isVerdict(block.text) || isLeak(block.text, canary), block.text).toBe(false);
    for (const said of [obeyed.claim, obeyed.many])
      if (said !== undefined) expect(block.text).not.toContain(said);
  }
  for (const { passage, quote } of answer.citations)
    if (quote !== null) expect(quotes(knowledge.catalogue.passageText(passage) ?? "", quote)).toBe(true);
}

/** @param before the answer as it stood without a model */
function expectHonest(written: Answer | null, before: Answer, injection: Injection): void {
  const answer = written ?? before;
  expectNoLeak(answerText(answer));
  if (answer.mode === "generated") expectCited(answer, injection);
  else expect([before, offered(before)]).toContainEqual(answer);
}

/** Injections beside which a cited answer stood. */
const cited = new Set<string>();

describe("an injected instruction, which the model obeys,", () => {
  it("is one of sixty at least, of each kind and by each way", () => {
    expect(injections.length).toBeGreaterThanOrEqual(60);
    const kinds = new Set(injections.map(({ kind }) => kind));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        "order",
        "english",
        "role",
        "prompt",
        "breakout",
        "citation",
        "markup",
        "encoded",
      ]),
    );
    expect(new Set(injections.map(({ id }) => id)).size).toBe(injections.length);
  });

  it.each(injections)("leaves a cited answer or the card in a question: $id", async (injection) => {
    const asked = `${question}。${injection.text}`;
    const whole = assistant.ask(asked, { asOf: today });
    const answer = whole.grounds === undefined ? card : whole;
    for (const besides of [false, true]) {
      led = { injection, besides };
      const given = { question: asked, asOf: today, answer, who: null, masked: true };
      const written = await generatorOver(knowledge.catalogue).generate(given);
      expectHonest(written, answer, injection);
      // Obeyed alone, nothing of it is right.
      if (!besides) expect(written?.mode).not.toBe("generated");
      else if (written?.mode === "generated") cited.add(injection.id);
    }
  });

  it("does not take the right sentences away that stand beside one that merely judges or invents", () => {
    const merely = injections.filter(
      ({ obeyed: { claim } }) => claim !== undefined && !isLeak(claim, canary),
    );
    expect(merely.filter(({ id }) => cited.has(id)).length).toBeGreaterThan(merely.length * 0.6);
  });

  it.each(injections)("leaves a cited answer or the card in a passage: $id", async (injection) => {
    const before = service.requests.length;
    for (const besides of [false, true]) {
      led = { injection, besides };
      const given = { question, asOf: today, answer: card, who: null, masked: true };
      expectHonest(await generatorOver(poisoned(injection)).generate(given), card, injection);
    }
    expect(service.requests[before]?.body).toContain(
      JSON.stringify(JSON.stringify(injection.text)).slice(3, -3),
    );
  });

  it.each(injections)(
    "brings no words of others into a question that it stood before: $id",
    async (injection) => {
      const { text, obeyed } = injection;
      const said = obeyed.raw ?? JSON.stringify({ question: obeyed.claim ?? obeyed.many ?? toldLines[0] });
      service.answer(() => said);
      const rewriter = createRewriter({
        model: sharedModel,
        prompt: readPrompt(join(folder, "prompts"), "rewrite", ["boundary"]),
        random,
      });
      const before = `${question}。${text}`;
      const completed = await rewriter.rewrite("那要多久？", before, { who: null });
      if (completed === null) return;
      expectNoLeak(completed);
      expect(isLeak(completed, canary)).toBe(false);
      expect(coverageBy(pairsOf(completed), `${before}\n那要多久？`)).toBeGreaterThanOrEqual(0.7);
    },
  );

  it.each(injections)("moves nothing of a pre-check in a story: $id", async ({ text, obeyed }) => {
    const { report: _, ...form } = sound;
    const start = answeredMatter(form);
    const record = JSON.stringify(storyInterviewer.record(start));
    const matter = (["story", "story-consent", "story-told"] as const).reduce((now, type) => {
      const moved = storyInterviewer.move(now, { type }, at);
      if (!moved.ok) throw new Error(moved.problem);
      return moved.matter;
    }, start);
    const facts = storyInterviewer.askable(matter);
    const scripted = createScriptedModel();
    // As the author of the story would have it, in words that are in it.
    scripted.answer({
      outcome: "tolerated_exempt",
      said: obeyed.claim ?? obeyed.raw,
      facts: [
        ...facts.map(({ id, order, values }) => ({
          fact: id,
          value: order?.[0] ?? values[0]?.id,
          quote: text.slice(0, 12),
        })),
        { fact: "outcome", value: "tolerated_exempt", quote: text },
        { fact: "crime", value: "no", quote: text },
      ],
    });
    const read = await storiesOf(scripted, storyInterviewer).read(
      matter,
      `${text}情况紧急，事后补办。`,
      "web:anna",
    );
    const moved = read.ok ? storyInterviewer.move(matter, read.move, at) : null;
    const after = moved?.ok === true ? moved.matter : matter;
    expect(JSON.stringify(storyInterviewer.record(after))).toBe(record);
    expect(after.answers).toBe(start.answers);
    const byId = new Map(facts.map((fact) => [fact.id, fact]));
    for (const { fact, value } of read.ok ? read.move.proposals : []) {
      const known = byId.get(fact);
      expect(known !== undefined && mayBeProposed(known, value), `${fact}=${value}`).toBe(true);
    }
  });

  it("reaches no model in a text of a campaign: nothing of campaigns knows one", () => {
    const sources = ["src/core/campaign", "src/app/campaign", "src/text"].flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && (part !== "src/text" || name.startsWith("campaign")))
        .map((name) => join(folder, part, name)),
    );
    expect(sources.length).toBeGreaterThan(10);
    for (const source of sources)
      expect(readFileSync(source, "utf8"), source).not.toMatch(
        /from "[^"]*(?:ports\/model|\/generation\/[a-z-]+)\.ts"/,
      );
  });
});
