// @ts-check
/**
 * Draws questions and answers, once for the server's HTML and the browser's elements (see view-types.ts).
 *
 * @import { Answer, AnswerBlock, Citation } from "../../../core/grounding/answer.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build, Child, Turn } from "./view-types.ts"
 */
import { gradeBadge, validityBadge } from "./badges.js";
import { dayText, fill, joinLines, sourceAddress } from "./phrases.js";

/** Longest quote printed again in the list of sources; a longer one is read in the source itself. */
const quoteLimit = 120;

/** A case has no dates in force, and its title takes no 《》, which would make it a document. @param {Citation} citation */
const isCase = ({ kind }) => kind === "case";

/**
 * @param {PageWords} words
 * @param {Citation} citation
 */
const citationTitle = (words, citation) =>
  isCase(citation)
    ? citation.document
    : fill(words.citation, {
        document: citation.document,
        place: citation.place ?? citation.article ?? "",
      });

/** A text longer than what can be answered is not kept in full, as the answer to it says. */
const keptQuestionLimit = 2_000;

/**
 * The turn as it may be shown and kept: without text that bears secrecy marks, and over-long text in short.
 * @param {PageWords} words
 * @param {Turn} turn
 * @returns {Turn}
 */
export function keepable(words, turn) {
  const { question, answer } = turn;
  if (answer?.refusalReason === "classified") return { ...turn, question: words.withheld };
  if (answer === null || question.length <= keptQuestionLimit) return turn;
  const start = question.slice(0, 60);
  return { ...turn, question: fill(words.shortened, { start, count: question.length }) };
}

/**
 * One question with its answer, its failure or the wait for it.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Turn} turn
 * @param {number} number counted from 1
 * @returns {Node}
 */
export function turnView(build, words, turn, number) {
  const heading = `question-${number}`;
  return build(
    "article",
    { class: "turn", "aria-labelledby": heading, "data-turn": String(number) },
    build(
      "h2",
      { class: "question", id: heading, dir: "auto" },
      build("span", { class: "visually-hidden" }, `${fill(words.questionNumber, { n: number })}：`),
      turn.question,
    ),
    turn.asOf === null
      ? null
      : build("p", { class: "as-of-line" }, fill(words.asOfLine, { day: dayText(words, turn.asOf) })),
    outcome(build, words, turn),
  );
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Turn} turn
 * @returns {Node}
 */
function outcome(build, words, { answer, failure, asOf }) {
  if (answer !== null) return answerView(build, words, answer, asOf);
  if (failure === null) return build("p", { class: "loading" }, words.loading);
  return build(
    "div",
    { class: "failure" },
    build("p", {}, failure),
    build("button", { type: "button", class: "quiet", "data-action": "retry" }, words.retry),
  );
}

/**
 * The answer alone.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Node}
 */
export function answerView(build, words, answer, asOf) {
  const policy = answer.blocks.some(({ type }) => type === "sentence");
  return build(
    "div",
    { class: `answer answer-${answer.kind}` },
    answer.understoodAs === null ? null : build("p", { class: "understood" }, answer.understoodAs),
    groups(paragraphs(answer.blocks)).map((group) => groupView(build, words, group, answer, asOf)),
    sourcesView(build, words, answer, asOf),
    policy ? build("p", { class: "disclaimer" }, words.disclaimer) : null,
    suggestionsView(build, words, answer.suggestions, asOf),
  );
}

/**
 * A paragraph is a block with the sentences that continue it.
 * @typedef {{ readonly first: AnswerBlock, readonly parts: AnswerBlock[] }} Paragraph
 * @param {readonly AnswerBlock[]} blocks
 */
function paragraphs(blocks) {
  /** @type {Paragraph[]} */
  const found = [];
  for (const block of blocks) {
    const last = found.at(-1);
    if (block.type === "sentence" && block.continues && last !== undefined && last.first.type === "sentence")
      last.parts.push(block);
    else found.push({ first: block, parts: [block] });
  }
  return found;
}

/** @param {AnswerBlock} block @returns {"quote" | "list" | "single"} */
const groupKind = (block) => {
  if (block.type === "sentence" && block.origin === "quote") return "quote";
  return (block.type === "sentence" || block.type === "advice") && block.bullet ? "list" : "single";
};

/**
 * Neighbours that belong together: official wording in one quotation, bullets in one list.
 * @param {readonly Paragraph[]} all
 */
function groups(all) {
  /** @type {{ readonly kind: "quote" | "list" | "single", readonly members: Paragraph[] }[]} */
  const found = [];
  for (const paragraph of all) {
    const kind = groupKind(paragraph.first);
    const last = found.at(-1);
    if (last !== undefined && kind !== "single" && last.kind === kind) last.members.push(paragraph);
    else found.push({ kind, members: [paragraph] });
  }
  return found;
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {ReturnType<typeof groups>[number]} group
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Child<Node>}
 */
function groupView(build, words, group, answer, asOf) {
  /** @param {Paragraph} paragraph @returns {Child<Node>} */
  const pieces = (paragraph) =>
    paragraph.parts.map((part) => {
      if (part.type !== "sentence") return "text" in part ? part.text : null;
      // The numbers stay on the line of the last character.
      const last = [...part.text].at(-1) ?? "";
      return [
        part.text.slice(0, part.text.length - last.length),
        build(
          "span",
          { class: "end" },
          last,
          part.origin === "model" ? build("span", { class: "badge" }, words.model) : null,
          part.citations.map((n) => noteView(build, words, n, answer, asOf)),
        ),
      ];
    });
  if (group.kind === "quote")
    return build(
      "blockquote",
      { class: "quote" },
      group.members.map((paragraph) =>
        build("p", { class: isBullet(paragraph.first) ? "item" : null }, pieces(paragraph)),
      ),
    );
  if (group.kind === "list")
    return build(
      "ul",
      {},
      group.members.map((paragraph) => build("li", { class: paragraph.first.type }, pieces(paragraph))),
    );
  return group.members.map((paragraph) => {
    const { first } = paragraph;
    if (first.type === "label")
      return build(
        "p",
        { class: `label label-${first.label}` },
        build("span", {}, words.labels[first.label]),
      );
    if (first.type === "heading") return build("h3", {}, first.text);
    return build("p", { class: first.type }, pieces(paragraph));
  });
}

/** @param {AnswerBlock} block */
const isBullet = (block) => block.type === "sentence" && block.bullet;

/**
 * The number behind a sentence; a plain link, so that it works without script and in a new tab.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {number} n
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Child<Node>}
 */
function noteView(build, words, n, answer, asOf) {
  const citation = answer.citations.find((candidate) => candidate.n === n);
  if (citation === undefined) return null;
  const label = fill(words.note, { n, source: citationTitle(words, citation) });
  return build(
    "a",
    {
      class: "note",
      href: sourceAddress(citation.passage, asOf),
      "data-citation": String(n),
      "aria-label": label,
      title: citationTitle(words, citation),
    },
    `[${n}]`,
  );
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Child<Node>}
 */
function sourcesView(build, words, answer, asOf) {
  if (answer.citations.length === 0) return null;
  const curated = answer.blocks.some((block) => block.type === "sentence" && block.origin !== "quote");
  /** @type {Set<string>} */
  const told = new Set();
  /** A caution is told once, however many articles of the document are cited. @param {string | null} note */
  const firstTold = (note) => {
    if (note === null || told.has(note)) return null;
    told.add(note);
    return note;
  };
  return build(
    "section",
    { class: "basis" },
    build("h3", {}, words.basis),
    build(
      "ol",
      { role: "list" },
      answer.citations.map((citation) => {
        const { n, quote, note } = citation;
        const caution = firstTold(note);
        return build(
          "li",
          {},
          build(
            "a",
            { class: "source", href: sourceAddress(citation.passage, asOf), "data-citation": String(n) },
            build("span", { class: "number" }, `[${n}]`),
            " ",
            build("span", { class: "name" }, citationTitle(words, citation)),
          ),
          badges(build, words, citation),
          !curated || quote === null || quote.length > quoteLimit
            ? null
            : build("p", { class: "quoted" }, fill(words.quoted, { quote: joinLines(quote) })),
          caution === null ? null : build("p", { class: "caution" }, caution),
        );
      }),
    ),
  );
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Citation} citation
 * @returns {Node}
 */
function badges(build, words, citation) {
  const { from, until, validity, wording, verification } = citation;
  return build(
    "p",
    { class: "badges" },
    isCase(citation)
      ? build("span", { class: "badge" }, words.labels.case)
      : validityBadge(build, words, validity),
    from === null ? null : plain(build, fill(words.effectiveFrom, { day: dayText(words, from) })),
    until === null || validity !== "repealed"
      ? null
      : plain(build, fill(words.repealedFrom, { day: dayText(words, until) })),
    wording === "gist" && !isCase(citation)
      ? build("span", { class: "badge badge-gist" }, words.labels.gist)
      : null,
    gradeBadge(build, words, verification),
  );
}

/** @template Node @param {Build<Node>} build @param {string} text @returns {Node} */
const plain = (build, text) => build("span", { class: "fact" }, text);

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {readonly string[]} suggestions
 * @param {string | null} asOf
 * @returns {Child<Node>}
 */
function suggestionsView(build, words, suggestions, asOf) {
  if (suggestions.length === 0) return null;
  return build(
    "section",
    { class: "suggestions" },
    build("h3", {}, words.suggestions),
    questionButtons(build, suggestions, asOf),
  );
}

/**
 * Questions as buttons of a form, so that they ask without script too.
 * @template Node
 * @param {Build<Node>} build
 * @param {readonly string[]} questions
 * @param {string | null} asOf
 * @returns {Node}
 */
const questionButtons = (build, questions, asOf) =>
  build(
    "form",
    { class: "questions", method: "get", action: "/" },
    asOf === null ? null : build("input", { type: "hidden", name: "asOf", value: asOf }),
    questions.map((question) => build("button", { type: "submit", name: "q", value: question }, question)),
  );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {readonly string[]} questions
 * @returns {Node}
 */
export const firstQuestionsView = (build, words, questions) =>
  build(
    "section",
    { class: "welcome", "aria-labelledby": "welcome" },
    build("h2", { id: "welcome" }, words.welcome.greeting),
    build("p", {}, words.welcome.purpose),
    build("p", {}, words.welcome.limits),
    build("h3", {}, words.firstQuestions),
    questionButtons(build, questions, null),
  );
