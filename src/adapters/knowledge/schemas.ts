/** The YAML of knowledge files, tied to the core types; unknown keys are errors everywhere. */
import { z } from "zod";
import type {
  Case,
  CuratedText,
  LegalDocument,
  Quiz,
  Review,
  Source,
  SynonymGroup,
} from "../../core/law/types.ts";
import { quizKinds, quizTopics } from "../../core/learning/quiz.ts";
import { unwrap } from "./lines.ts";

const text = z.string().overwrite(unwrap).min(1, { error: "不能是空的；没有就写 null" });
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: "用小写字母、数字、连字符" });
const passage = z.string().regex(/^[a-z0-9-]+(?:#[a-z0-9-]+(?:\.\d+){0,2})?$/, {
  error: "写成 accountability-2019#17 的样子",
});
const day = z.iso.date({ error: "写真实的日期，如 2024-07-01；没有读到写 null" });
const host = z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, { error: "只写域名，如 www.gov.cn" });

const source = z
  .strictObject({ title: text, host: host.nullable(), read: day.nullable() })
  .refine((value) => (value.host === null) === (value.read === null), {
    error: "host 与 read 要么都写，要么都是 null",
  }) satisfies z.ZodType<Source>;
const reviewed = z.strictObject({ by: text, on: day }).nullable() satisfies z.ZodType<Review | null>;
const verification = z.enum(["verified", "secondary", "unverified"]);

/** Header of a file in `documents/`. */
export const documentHeader = z.strictObject({
  id,
  title: text,
  aliases: z.array(text),
  kind: z.enum([
    "law",
    "party-regulation",
    "administrative-regulation",
    "department-rule",
    "administrative-document",
    "local-regulation",
    "party-document",
    "speech",
    "local-measure",
    "report",
  ]),
  issuer: text,
  number: text.nullable(),
  dates: z.strictObject({
    adopted: day.nullable(),
    published: day.nullable(),
    effective: day.nullable(),
    repealed: day.nullable(),
  }),
  replaces: id.nullable(),
  jurisdiction: text,
  source,
  verification,
  reviewed,
  note: text.nullable(),
}) satisfies z.ZodType<Omit<LegalDocument, "provisions">>;

/** Header of a file in `answers/`, `misconceptions/`, `procedures/`, `refusals/`. */
export const curatedHeader = z.strictObject({
  id,
  title: text,
  questions: z.array(text),
  keywords: z.array(text),
  related: z.array(id),
  reviewed,
}) satisfies z.ZodType<Omit<CuratedText, "kind" | "blocks">>;

/** A file in `cases/`. */
export const caseFile = z.strictObject({
  id,
  title: text,
  level: text,
  field: text,
  year: z.int().min(1978).max(2100).nullable(),
  facts: text,
  outcome: z.enum([
    "tolerated_exempt",
    "tolerated_lighter",
    "tolerated_mitigated",
    "not_tolerated",
    "clarified",
    "other",
  ]),
  decision: text,
  decidedBy: text,
  reason: text.nullable(),
  correction: text.nullable(),
  caution: text.nullable(),
  provisions: z.array(passage),
  contrasts: z.array(z.strictObject({ case: id, because: text })),
  keywords: z.array(text),
  source,
  verification,
  reviewed,
}) satisfies z.ZodType<Case>;

/** `synonyms.yaml`. */
export const synonymsFile = z.array(
  z.strictObject({ term: text, words: z.array(text).min(1, { error: "至少写一个词" }) }),
) satisfies z.ZodType<readonly SynonymGroup[]>;

const binding = z
  .string()
  .regex(/^[a-z0-9-]+(?:#[a-z0-9-]+(?:\.\d+){0,2})?@[0-9a-f]{8}$/, {
    error: "写成 accountability-2019#17@00000000 的样子；@ 后面是条文文字的指纹，先写八个 0，检查会告诉你",
  })
  .transform((written) => {
    const [passage = "", fingerprint = ""] = written.split("@");
    return { passage, fingerprint };
  });

const quiz = z
  .strictObject({
    id,
    kind: z.enum(quizKinds),
    topic: z.enum(quizTopics),
    case: id.nullable().default(null),
    stem: text,
    options: z
      .array(z.strictObject({ text, right: z.boolean(), misconception: id.nullable().default(null) }))
      .min(2, { error: "至少两个选项" })
      .max(6, { error: "至多六个选项" }),
    basis: z.array(binding).min(1, { error: "至少绑定一条" }),
    /** Statements with references, as in a curated text. */
    explanation: text,
    reviewed,
  })
  .refine((value) => (value.kind === "case") === (value.case !== null), {
    path: ["case"],
    error: "kind 是 case 的写案例的 id，别的不写",
  });

/** A file in `quizzes/`: questions in the order of their topic. */
export const quizzesFile = z.array(quiz) satisfies z.ZodType<
  readonly (Omit<Quiz, "explanation"> & { readonly explanation: string })[]
>;
