/** The YAML of rule files. Conditions are read apart, with the names of the rule set at hand. */
import { z } from "zod";
import { looks, outcomes } from "../../core/rules/types.ts";
import { unwrap } from "./lines.ts";

const text = z.string().overwrite(unwrap).min(1, { error: "不能是空的" });
const day = z.iso.date({ error: "写真实的日期，如 2025-06-01" });
const slug = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: "用小写字母、数字、连字符" });
/** Of facts, values, conclusions, parameters. */
const name = z
  .string({ error: "应当是文字；true、null 一类的词不作名称" })
  .regex(/^(?!(?:all|any|not|is|unsure|true|false|null)$)[a-z][A-Za-z0-9]*$/, {
    error: "用小写字母开头的字母和数字，如 privateGain；不用 all、any、not、is、unsure、true、false、null",
  });
/** Of rules, exceptions, corrections. */
const ruleId = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9-]*$/, { error: "用大写字母开头的字母、数字、连字符，如 R01" });
const passage = z.string().regex(/^[a-z0-9-]+#[a-z0-9-]+(?:\.\d+){0,2}$/, {
  error: "写成 gov-sanctions-2020#11 的样子",
});
const condition = z.unknown().refine((value) => value !== undefined && value !== null, {
  error: "写上条件，如 { privateGain: [self] }",
});

const basis = z.array(z.strictObject({ passage, note: text.nullable().default(null) }));

const fact = z.strictObject({
  look: z.enum(looks),
  checklist: z.boolean({ error: "写 true 或 false" }).default(false),
  label: text,
  question: text,
  help: text,
  example: text.nullable().default(null),
  values: z
    .record(name, text)
    .refine((values) => Object.keys(values).length >= 2 && Object.keys(values).length <= 16, {
      error: "写两个到十六个取值",
    }),
  order: z.union([z.enum(["best-to-worst", "worst-to-best"]), z.array(z.string()), z.null()], {
    error: "写 best-to-worst、worst-to-best、全部取值从好到坏的列表，或 null",
  }),
  corrective: z.boolean({ error: "写 true 或 false" }),
  evidence: z.array(text),
});

const conclusion = z.strictObject({
  look: z.enum(looks).nullable().default(null),
  title: text,
  when: condition,
});

const unless = z.array(ruleId).default([]);

const rule = z.strictObject({
  id: ruleId,
  tier: z.enum(["gate", "redline", "refer", "favour"]),
  rank: z.int().min(1).default(1),
  outcome: z.enum(outcomes).nullable().default(null),
  gate: z.enum(["clarification", "not_applicable"]).nullable().default(null),
  title: text,
  text,
  when: condition,
  unless,
  situations: z.array(z.string().regex(/^T\d{2}$/, { error: "写 T01 至 T18" })).default([]),
  basis,
});

const exception = z.strictObject({ id: ruleId, title: text, text, when: condition, unless, basis });

const correction = z.strictObject({
  id: ruleId,
  title: text,
  when: condition,
  because: text,
  due: name.nullable(),
  basis,
});

const parameterValue = z.union([z.int(), text, z.null()], { error: "写整数、文字或 null" });
const kinder = z.enum(["higher", "lower"]).nullable();
const parameter = z.strictObject({
  id: name,
  title: text,
  value: parameterValue,
  unit: text.nullable(),
  kinder,
  basis,
});

const answer = z.union([z.string(), z.array(z.string()).min(1)], {
  error: "写一个取值、unsure，或还可能的几个取值的列表；yes、no 之外的 true、null 加引号",
});

const example = z.strictObject({
  name: text,
  act: day,
  jurisdiction: slug.nullable().default(null),
  facts: z.record(z.string(), answer),
  expect: z.strictObject({
    status: z.enum(["decided", "insufficient", "not_applicable", "clarification"]),
    outcome: z.enum(outcomes).nullable().default(null),
    fired: z.array(z.string()).nullable().default(null),
  }),
});

/** A file in `rules/<id>/`. */
export const ruleSetFile = z.strictObject({
  id: slug,
  title: text,
  effective: z.strictObject({ from: day, until: day.nullable() }),
  facts: z.record(name, fact).refine((facts) => Object.keys(facts).length <= 40, { error: "最多四十个事实" }),
  conclusions: z.record(name, conclusion).default({}),
  rules: z.array(rule),
  exceptions: z.array(exception).default([]),
  corrections: z.array(correction).default([]),
  parameters: z.array(parameter).default([]),
  examples: z.array(example).default([]),
});

/** A file in `overlays/`. A parameter that the base has keeps its title, unit and direction where they are left out. */
export const overlayFile = z.strictObject({
  id: slug,
  title: text,
  base: slug,
  from: day.nullable(),
  parameters: z
    .array(parameter.extend({ title: text.optional(), unit: text.nullish(), kinder: kinder.optional() }))
    .default([]),
  rules: z.array(rule).default([]),
  exceptions: z.array(exception).default([]),
  unread: z.array(text),
  examples: z.array(example).default([]),
});

/** `rules/published.yaml`: `id@version` to the hash it was published with. */
export const registerFile = z.record(
  z.string().regex(/^(?:[a-z0-9-]+@|overlays\/[a-z0-9-]+(?:@|$))(?:\d{4}-\d{2}-\d{2}(?:\.\d+)?)?$/, {
    error: "写成 six-looks@2025-06-01 的样子",
  }),
  z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: "写成 sha256: 和 64 位十六进制数" }),
);

/** `case-facts.yaml`: what the source of each published case states, by case, each fact with the words it rests on. */
export const caseFactsFile = z.record(
  slug,
  z.record(z.string(), z.strictObject({ value: answer, span: text })),
);

/** A published case as the rules are held against it: what its source states, and named assumptions for the rest. */
export const caseFormFile = z.strictObject({
  id: slug,
  title: text,
  official: text,
  borderline: z.boolean(),
  class: z.enum(["not_tolerated", "favourable", "clarification", "none"]),
  consultCounts: z.boolean(),
  note: text.optional(),
  known: text.optional(),
  stated: z.array(z.strictObject({ fact: name, value: answer, says: text })),
  assumed: z.array(z.strictObject({ facts: z.record(z.string(), answer), because: text })),
  expect: z.unknown(),
});

const signature = { by: text, on: day, because: text };

/** `rules/signed.yaml`. */
export const signedFile = z.array(
  z.union(
    [
      z.strictObject({ earlier: text, later: text, ...signature }),
      z.strictObject({ overlay: slug, parameter: name, ...signature }),
    ],
    { error: "写 earlier 和 later（版本），或 overlay 和 parameter，再写 by、on、because" },
  ),
);

export type RuleSetFile = z.output<typeof ruleSetFile>;
export type OverlayFile = z.output<typeof overlayFile>;
