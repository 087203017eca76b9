// @ts-check
/**
 * Draws questions and answers, once for the server's HTML and the browser's elements (see view-types.ts).
 *
 * @import { Answer, AnswerBlock, Citation, Table } from "../../../core/grounding/answer.ts"
 * @import { FeedbackVerdict, Outbound } from "../../../ports/channel.ts"
 * @import { TurnView } from "../../../ports/conversations.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build, Child, Turn } from "./view-types.ts"
 */
import { gradeBadge, validityBadge } from "./badges.js";
import { dayText, fill, joinLines, last, sourceAddress } from "./phrases.js";

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

/**
 * A turn as it was stored, to be drawn.
 * @param {PageWords} words
 * @param {TurnView} view
 * @returns {Turn}
 */
export const answeredTurn = (
  words,
  { turn, question, push, asOf, answer, choices, file, picture, feedback },
) => ({
  name: String(turn),
  number: turn,
  question: question ?? words.withheld,
  push,
  asOf,
  answer,
  waiting: "",
  failure: null,
  choices,
  file,
  picture,
  feedback,
});

/**
 * One question with its answer, its failure or the wait for it; or a push under what it is about.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Turn} turn
 * @returns {Node}
 */
export function turnView(build, words, turn) {
  const heading = `question-${turn.name}`;
  return build(
    "article",
    { class: "turn", id: `turn-${turn.name}`, "aria-labelledby": heading, "data-turn": turn.name },
    turn.push === true
      ? // Where the push has a heading of its own, its name is for whoever hears the page.
        build(
          "h2",
          { class: isHeaded(turn.answer) ? "visually-hidden" : "pushed", id: heading },
          turn.question,
        )
      : build(
          "h2",
          { class: "question", id: heading, dir: "auto" },
          build("span", { class: "visually-hidden" }, `${fill(words.questionNumber, { n: turn.number })}：`),
          turn.question,
        ),
    turn.asOf === null
      ? null
      : build("p", { class: "as-of-line" }, fill(words.asOfLine, { day: dayText(words, turn.asOf) })),
    outcome(build, words, turn),
  );
}

/** Whether it begins with a heading. @param {Answer | null} answer */
const isHeaded = (answer) => answer?.blocks[0]?.type === "heading";

/**
 * A message that belongs to no turn.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Outbound} message
 * @returns {Node}
 */
export const messageView = (build, words, { answer, choices, file, picture }) =>
  build(
    "section",
    { class: "turn message", "aria-label": words.message },
    pictureView(build, picture),
    answerView(build, words, answer, null),
    fileView(build, words, file),
    choicesView(build, words, answer, choices, { asOf: null, turn: null }),
  );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Turn} turn
 * @returns {Child<Node>}
 */
function outcome(build, words, turn) {
  const { number, push, answer, waiting, failure, asOf, choices, file, picture, feedback } = turn;
  if (answer !== null)
    return [
      pictureView(build, picture),
      answerView(build, words, answer, asOf),
      fileView(build, words, file),
      // Small talk is nothing to be judged, and a push answers no question.
      answer.kind === "smalltalk" || push === true ? null : feedbackView(build, words, feedback),
      choicesView(build, words, answer, choices, { asOf, turn: number }),
    ];
  if (failure === null) return build("p", { class: "loading" }, waiting);
  return build(
    "div",
    { class: "failure" },
    build("p", {}, failure),
    build("button", { type: "button", class: "quiet", "data-action": "retry" }, words.retry),
  );
}

/**
 * A picture with its place kept free until it is there; it opens by itself, to be read in full size.
 * @template Node
 * @param {Build<Node>} build
 * @param {Turn["picture"]} picture
 * @returns {Child<Node>}
 */
const pictureView = (build, picture) =>
  picture === undefined
    ? null
    : build(
        "p",
        { class: "picture" },
        build(
          "a",
          { href: `/pictures/${picture.hash}` },
          build("img", {
            src: `/pictures/${picture.hash}`,
            alt: picture.alt,
            width: String(picture.width),
            height: String(picture.height),
            loading: "lazy",
          }),
        ),
      );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Turn["file"]} file
 * @returns {Child<Node>}
 */
const fileView = (build, words, file) =>
  file === null
    ? null
    : build(
        "p",
        { class: "file" },
        build("a", { class: "quiet", href: `/api/${file}`, download: "" }, words.downloadData),
      );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {FeedbackVerdict | null} given
 * @returns {Node}
 */
const feedbackView = (build, words, given) =>
  build(
    "div",
    { class: "feedback needs-script", role: "group", "aria-label": words.feedback },
    build("span", { class: "feedback-label", "aria-hidden": "true" }, words.feedback),
    /** @type {FeedbackVerdict[]} */ (Object.keys(words.feedbackVerdicts)).map((verdict) =>
      build(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-verdict": verdict,
          "aria-pressed": String(verdict === given),
        },
        words.feedbackVerdicts[verdict],
      ),
    ),
  );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Node}
 */
export function answerView(build, words, answer, asOf) {
  const policy = answer.blocks.some((block) => block.type === "sentence" || isCitedTable(block));
  return build(
    "div",
    { class: `answer answer-${answer.kind}` },
    answer.understoodAs === null ? null : build("p", { class: "understood" }, answer.understoodAs),
    groups(paragraphs(answer.blocks)).map((group) => groupView(build, words, group, answer, asOf)),
    sourcesView(build, words, answer, asOf),
    policy ? build("p", { class: "disclaimer" }, words.disclaimer) : null,
  );
}

/** Whether rows of a table state policy. @param {AnswerBlock} block */
const isCitedTable = (block) =>
  block.type === "table" && block.rows.some(({ citations }) => citations.length > 0);

/**
 * A paragraph is a block with the sentences that continue it.
 * @typedef {{ readonly first: AnswerBlock, readonly parts: AnswerBlock[] }} Paragraph
 * @param {readonly AnswerBlock[]} blocks
 */
function paragraphs(blocks) {
  /** @type {Paragraph[]} */
  const found = [];
  for (const block of blocks) {
    const before = last(found);
    if (
      block.type === "sentence" &&
      block.continues &&
      before !== undefined &&
      before.first.type === "sentence"
    )
      before.parts.push(block);
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
    const before = last(found);
    if (before !== undefined && kind !== "single" && before.kind === kind) before.members.push(paragraph);
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
      const end = last([...part.text]) ?? "";
      return [
        part.text.slice(0, part.text.length - end.length),
        build(
          "span",
          { class: "end" },
          end,
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
    if (first.type === "link")
      return build("p", { class: "link" }, build("a", { href: first.path }, first.label));
    if (first.type === "table")
      return tableView(build, first, (n) => noteView(build, words, n, answer, asOf));
    return build("p", { class: first.type }, pieces(paragraph));
  });
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {Table} table
 * @param {(n: number) => Child<Node>} note
 * @returns {Node}
 */
const tableView = (build, { caption, head, rows }, note) =>
  build(
    "table",
    {},
    build("caption", {}, caption),
    build(
      "thead",
      {},
      build(
        "tr",
        {},
        head.map((text) => build("th", { scope: "col" }, text)),
      ),
    ),
    build(
      "tbody",
      {},
      rows.map(({ cells, citations }) =>
        build(
          "tr",
          {},
          cells.map((text, at) =>
            build(
              at === 0 ? "th" : "td",
              at === 0 ? { scope: "row" } : {},
              text,
              at === cells.length - 1 ? citations.map(note) : null,
            ),
          ),
        ),
      ),
    ),
  );

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
  const curated = answer.blocks.some(
    (block) => (block.type === "sentence" && block.origin !== "quote") || isCitedTable(block),
  );
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
 * What one may choose or ask next; a choice that is also a suggestion is drawn once.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Answer} answer
 * @param {Turn["choices"]} choices
 * @param {{ readonly asOf: string | null, readonly turn: number | null }} of
 * @returns {Child<Node>}
 */
function choicesView(build, words, { suggestions }, choices, { asOf, turn }) {
  /** @param {Turn["choices"][number]} choice @param {number} at */
  const button = ({ label, text, step }, at) => ({
    label,
    text,
    press: turn === null || step === undefined ? null : `${turn}.${at + 1}`,
  });
  const offered = suggestions.map((text) => ({ label: text, text, press: null }));
  const others = choices.map(button).filter(({ text }) => !suggestions.includes(text));
  return [
    others.length === 0
      ? null
      : build(
          "section",
          {
            class: others.some(({ press }) => press !== null)
              ? "suggestions choices step"
              : "suggestions choices",
          },
          build("h3", {}, words.choices),
          questionButtons(build, others, asOf),
        ),
    offered.length === 0
      ? null
      : build(
          "section",
          { class: "suggestions" },
          build("h3", {}, words.suggestions),
          questionButtons(build, offered, asOf),
        ),
  ];
}

/**
 * Questions as buttons of a form, so that without script they come into the question field.
 * @template Node
 * @param {Build<Node>} build
 * @param {readonly { readonly label: string, readonly text: string, readonly press: string | null }[]} choices `press`: turn
 *   and number of a choice that means something within its turn alone
 * @param {string | null} asOf
 * @returns {Node}
 */
const questionButtons = (build, choices, asOf) =>
  build(
    "form",
    { class: "questions", method: "get", action: "/" },
    asOf === null ? null : build("input", { type: "hidden", name: "asOf", value: asOf }),
    choices.map(({ label, text, press }) =>
      build(
        "button",
        {
          type: "submit",
          name: "q",
          value: text,
          "data-question": text,
          ...(press === null ? {} : { "data-press": press }),
        },
        label,
      ),
    ),
  );

/**
 * What a new conversation begins with.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {readonly string[]} questions
 * @param {string} notice
 * @returns {Node}
 */
export const welcomeView = (build, words, questions, notice) =>
  build(
    "section",
    { class: "welcome", "aria-labelledby": "welcome" },
    build("h2", { id: "welcome" }, words.welcome.greeting),
    build("p", {}, words.welcome.purpose, words.welcome.limits),
    noticeView(build, words, notice),
    build("h3", {}, words.firstQuestions),
    questionButtons(
      build,
      questions.map((text) => ({ label: text, text, press: null })),
      null,
    ),
  );

/**
 * The privacy notice, as it stands before a first message.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {string} notice
 * @returns {Node}
 */
export const noticeView = (build, words, notice) =>
  build(
    "section",
    { class: "privacy", id: "notice", "aria-labelledby": "notice-title" },
    build("h3", { id: "notice-title" }, words.noticeTitle),
    build("p", {}, notice),
  );
