/**
 * The rule module on the shipped rule set, and three rule engines from npm on the same rules in the same run. That all say
 * the same of every form is checked first; the others know complete forms only, and name nothing cleared or open.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readRuleFolder } from "../src/adapters/knowledge/rule-folder.ts";
import { readRuleSet } from "../src/adapters/knowledge/rules.ts";
import { lintLibrary } from "../src/app/precheck/lint-rules.ts";
import { openRules } from "../src/compose/rules.ts";
import { type CompiledRules, compile } from "../src/core/rules/compile.ts";
import { explain, nearest, nextQuestions, whatWouldChange } from "../src/core/rules/explain.ts";
import { evaluateNaively } from "../src/core/rules/naive.ts";
import { readForm } from "../src/core/rules/space.ts";
import type { Fact, Form, ValueId } from "../src/core/rules/types.ts";
import { createRandom } from "./corpus.ts";
import {
  type CompleteForm,
  jsonLogicPeer,
  jsonRulesEnginePeer,
  type Peer,
  settle,
  zenPeer,
} from "./rule-peers.ts";

export interface RuleRow {
  readonly what: string;
  readonly perSecond: number;
  readonly p50Microseconds: number;
  readonly p99Microseconds: number;
}

export interface RuleFigures {
  readonly facts: number;
  readonly rules: number;
  /** Forms on which all engines were shown to agree. */
  readonly agreed: number;
  /** Decisions with `fired`, `cleared`, `open`; then the parts worked out on demand. */
  readonly own: readonly RuleRow[];
  /** Complete forms, the TRUE rules settled into a result. */
  readonly peers: readonly RuleRow[];
  /** Reading and compiling the file of the newest version, all its checks included; then compiling alone. */
  readonly loadMilliseconds: number;
  readonly compileMilliseconds: number;
  /** Reading every version and local measure, all checks included. */
  readonly loadAllMilliseconds: number;
  readonly lintNewestMilliseconds: number;
  readonly lintAllMilliseconds: number;
}

const formCount = 4_000;
const compared = 500;

/** @param seconds of each measurement, at most */
export async function measureRules(seconds: number): Promise<RuleFigures> {
  const folder = join(import.meta.dirname, "..", "knowledge");
  const { library, catalogue } = openRules(
    { KNOWLEDGE_DIR: folder, KNOWLEDGE_OVERLAY: undefined },
    "allowed",
  );
  const published = library.ruleSets.filter(({ superseded }) => !superseded).at(-1);
  if (published === undefined) throw new Error("no rules to measure");
  const newest = published.ruleSet;
  const text = readFileSync(join(folder, published.file), "utf8");
  // Timed before anything has run, as at a start.
  const compileMilliseconds = took(() => compile(newest));
  const rules = compile(newest);
  const random = createRandom(11);
  const forms = mixedForms(newest.facts, random);
  const partial = forms.map((form) => someOf(form, random));

  const peers = [jsonLogicPeer(newest), jsonRulesEnginePeer(newest), zenPeer(newest)];
  for (const form of forms.slice(0, compared)) await checkAgreement(rules, peers, form);

  const peerRows: RuleRow[] = [
    measure("own, with cleared and open", forms, seconds, (form) => rules.evaluate(form)),
  ];
  for (const peer of peers)
    peerRows.push(await measurePeer(peer, forms, seconds, (holding) => settle(newest, holding)));
  return {
    facts: newest.facts.length,
    rules: newest.rules.length,
    agreed: compared,
    own: ownRows(rules, forms, partial, seconds),
    peers: peerRows,
    loadMilliseconds: took(() => compile(readRuleSet(text, newest.version, () => {})?.content ?? newest)),
    compileMilliseconds,
    loadAllMilliseconds: took(() => readRuleFolder(folder, undefined, catalogue)),
    lintNewestMilliseconds: took(() => lintLibrary(library, catalogue, { newest: true })),
    lintAllMilliseconds: took(() => lintLibrary(library, catalogue, { newest: false })),
  };
}

function ownRows(
  rules: CompiledRules,
  forms: readonly CompleteForm[],
  partial: readonly Form[],
  seconds: number,
): RuleRow[] {
  const { space } = rules.model;
  const decided = forms.map((form) => {
    const states = readForm(space, form);
    return { states, decision: rules.decide(states) };
  });
  const open = partial.map((form) => readForm(space, form));
  return [
    measure("complete forms", forms, seconds, (form) => rules.evaluate(form)),
    measure("partial forms, exact open", partial, seconds, (form) => rules.evaluate(form)),
    measure("next questions, partial forms", open, seconds, (states) => nextQuestions(rules, states)),
    measure("what would change", decided, seconds, ({ states, decision }) =>
      whatWouldChange(rules, states, decision),
    ),
    measure("nearest", decided, seconds, ({ states, decision }) => nearest(rules, states, decision)),
    measure("everything, partial forms", partial, seconds, (form) => explain(rules, form)),
  ];
}

/** One form in two at random; the others good in all but a few facts, so that every tier decides often. */
function mixedForms(facts: readonly Fact[], random: () => number): CompleteForm[] {
  const anyValue = ({ values }: Fact): ValueId => values[Math.floor(random() * values.length)]?.id ?? "";
  return Array.from({ length: formCount }, (_, index) =>
    Object.fromEntries(
      facts.map((fact) => [
        fact.id,
        index % 2 === 0 || random() < 0.15 ? anyValue(fact) : (fact.order?.[0] ?? anyValue(fact)),
      ]),
    ),
  );
}

/** A form with a fifth of its answers missing. */
const someOf = (form: CompleteForm, random: () => number): Form =>
  Object.fromEntries(Object.entries(form).filter(() => random() >= 0.2));

async function checkAgreement(
  rules: CompiledRules,
  peers: readonly Peer[],
  form: CompleteForm,
): Promise<void> {
  const { status, outcome, fired } = rules.evaluate(form);
  const ids = fired.map(({ rule }) => rule).filter((id) => id !== "default");
  const own = `${outcome ?? status} ${ids.sort().join()}`;
  const naive = evaluateNaively(rules.ruleSet, form);
  const told = [{ name: "naive", said: `${naive.outcome ?? naive.status} ${naive.fired.join()}` }];
  for (const peer of peers) {
    const { result, fired: held } = settle(rules.ruleSet, await peer.holding(form));
    told.push({ name: peer.name, said: `${result} ${held.join()}` });
  }
  for (const { name, said } of told)
    if (said !== own) throw new Error(`${name} says ${said}, not ${own}, of ${JSON.stringify(form)}`);
}

/** Runs over the inputs for the time given, in batches; the first third warms up. */
function measure<T>(
  what: string,
  inputs: readonly T[],
  seconds: number,
  run: (input: T) => unknown,
): RuleRow {
  const times: number[] = [];
  const started = performance.now();
  let at = 0;
  let done = 0;
  let spent = 0;
  const warm = started + (seconds * 1_000) / 3;
  for (let now = started; now < started + seconds * 1_000; ) {
    const before = performance.now();
    for (let count = 0; count < batch; count++) {
      run(inputs[at] as T);
      at = at + 1 === inputs.length ? 0 : at + 1;
    }
    now = performance.now();
    if (before < warm) continue;
    times.push((now - before) / batch);
    spent += now - before;
    done += batch;
  }
  return rowOf(what, times, done, spent);
}

const batch = 20;

async function measurePeer(
  peer: Peer,
  forms: readonly CompleteForm[],
  seconds: number,
  finish: (holding: string[]) => unknown,
): Promise<RuleRow> {
  const times: number[] = [];
  const started = performance.now();
  const warm = started + (seconds * 1_000) / 3;
  let done = 0;
  let spent = 0;
  for (let at = 0; performance.now() < started + seconds * 1_000; at = (at + 1) % forms.length) {
    const before = performance.now();
    const holding = peer.holding(forms[at] as CompleteForm);
    finish(holding instanceof Promise ? await holding : holding);
    const now = performance.now();
    if (before < warm) continue;
    times.push(now - before);
    spent += now - before;
    done += 1;
  }
  return rowOf(peer.name, times, done, spent);
}

function rowOf(what: string, times: number[], done: number, spent: number): RuleRow {
  times.sort((one, other) => one - other);
  const microseconds = (share: number): number => (times[Math.floor(times.length * share)] ?? 0) * 1_000;
  return {
    what,
    perSecond: (done / spent) * 1_000,
    p50Microseconds: microseconds(0.5),
    p99Microseconds: microseconds(0.99),
  };
}

function took(run: () => unknown): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}
