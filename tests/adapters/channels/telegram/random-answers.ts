/** Answers with anything in any place, for properties. */
import fc from "fast-check";
import type { Answer, AnswerBlock, Citation } from "../../../../src/core/grounding/answer.ts";
import { answerOf } from "./open.ts";

/** Texts as people, laws and attackers write them. */
export const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.constantFrom(
    "<b>容错</b>",
    "*_`[一](http://x)",
    "\n\n \n",
    " ",
    "",
    "\ud83d",
    "👨‍👩‍👧‍👦",
    "𠮷野家",
    "第十七条。",
    "\u202e\u200b\u0000",
  ),
  // Long enough to be cut, and seldom, for they take long.
  fc.nat(40).map((length) => "容错𠮷，纠错。\n".repeat(length === 40 ? 600 : length)),
);

const citation = fc.record({
  n: fc.integer({ min: 1, max: 99 }),
  passage: fc.constant("accountability-2019#17"),
  kind: fc.constantFrom("provision" as const, "case" as const, "document" as const),
  document: text,
  article: fc.option(text),
  place: fc.option(text),
  wording: fc.constantFrom("official" as const, "gist" as const),
  quote: fc.option(text),
  validity: fc.constantFrom("in_force" as const, "repealed" as const),
  from: fc.constantFrom(null, "2019-09-01"),
  until: fc.constantFrom(null, "2020-09-01"),
  verification: fc.constantFrom("verified" as const, "unverified" as const),
  note: fc.option(text),
}) satisfies fc.Arbitrary<Citation>;

const block: fc.Arbitrary<AnswerBlock> = fc.oneof(
  fc.record({ type: fc.constant("heading" as const), text }),
  fc.record({ type: fc.constant("notice" as const), text }),
  fc.record({
    type: fc.constant("label" as const),
    label: fc.constantFrom("quote" as const, "gist" as const),
  }),
  fc.record({ type: fc.constant("advice" as const), text, bullet: fc.boolean() }),
  fc.record({
    type: fc.constant("sentence" as const),
    text,
    citations: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
    origin: fc.constantFrom("curated" as const, "quote" as const),
    bullet: fc.boolean(),
    continues: fc.boolean(),
  }),
  fc.integer({ min: 1, max: 4 }).chain((columns) => {
    const cells = fc.array(text, { minLength: columns, maxLength: columns });
    const row = fc.record({ cells, citations: fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }) });
    return fc.record({
      type: fc.constant("table" as const),
      caption: text,
      head: cells,
      rows: fc.array(row, { maxLength: 6 }),
    });
  }),
);

export const answers: fc.Arbitrary<Answer> = fc
  .record({
    blocks: fc.array(block, { maxLength: 12 }),
    citations: fc.array(citation, { maxLength: 5 }),
    understoodAs: fc.option(text),
  })
  .map((rest) => answerOf("", rest));
