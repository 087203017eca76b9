// @ts-check
/**
 * Draws answers and sources, once for the server's HTML and the browser's elements (see view-types.ts).
 * A plain module: the browser loads this very file. Nothing here reads a clock, the page or the network.
 *
 * @import { Answer, AnswerBlock, Citation } from "../../../core/grounding/answer.ts"
 * @import { SourceView } from "../../../ports/assistant.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build, Child, OpenedFrom, Turn } from "./view-types.ts"
 */

/** Longest quote printed again in the list of sources; a longer one is read in the source itself. */
const quoteLimit = 120;

/**
 * Puts values into `{slots}`.
 * @param {string} template
 * @param {Readonly<Record<string, string | number>>} values
 */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (slot, name) => String(values[name] ?? slot));

/**
 * 2019年9月1日.
 * @param {PageWords} words
 * @param {string} day
 */
export const dayText = (words, day) => {
  const [year = "", month = "", date = ""] = day.split("-");
  return fill(words.day, { year, month: Number(month), day: Number(date) });
};

/**
 * The stable address of a source.
 * @param {string} id
 * @param {string | null} asOf
 */
export const sourceAddress = (id, asOf) =>
  `/sources/${encodeURIComponent(id)}${asOf === null ? "" : `?asOf=${encodeURIComponent(asOf)}`}`;

/** A case has no number, no dates and no wording of its own; a title mark 《》 would make it a document.
 * @param {Citation} citation */
const isCase = ({ passage, from, until, wording }) =>
  !passage.includes("#") && from === null && until === null && wording === "gist";

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

// ── Answers ──────────────────────────────────────────────────────────────────────────────────────────────────────

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
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Answer} answer
 * @param {string | null} asOf
 * @returns {Node}
 */
function answerView(build, words, answer, asOf) {
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
    paragraph.parts.map((part) => [
      "text" in part ? part.text : null,
      part.type === "sentence" && part.origin === "model"
        ? build("span", { class: "badge" }, words.model)
        : null,
      part.type === "sentence" ? part.citations.map((n) => noteView(build, words, n, answer, asOf)) : null,
    ]);
  if (group.kind === "quote")
    return build(
      "blockquote",
      { class: "quote" },
      group.members.map((paragraph) =>
        build("p", { class: groupedAsItem(paragraph.first) ? "item" : null }, pieces(paragraph)),
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
const groupedAsItem = (block) => block.type === "sentence" && block.bullet;

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

/** @param {string} text */
const joinLines = (text) => text.replace(/\s*\n\s*/g, "");

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {Citation} citation
 * @returns {Node}
 */
function badges(build, words, citation) {
  const { from, until, inForce, wording, verification } = citation;
  return build(
    "p",
    { class: "badges" },
    isCase(citation)
      ? build("span", { class: "badge" }, words.labels.case)
      : forceBadge(build, words, inForce),
    from === null ? null : plain(build, fill(words.effectiveFrom, { day: dayText(words, from) })),
    until === null || inForce ? null : plain(build, fill(words.repealedFrom, { day: dayText(words, until) })),
    wording === "gist" && !isCase(citation)
      ? build("span", { class: "badge badge-gist" }, words.labels.gist)
      : null,
    gradeBadge(build, words, verification),
  );
}

/** @template Node @param {Build<Node>} build @param {string} text @returns {Node} */
const plain = (build, text) => build("span", { class: "fact" }, text);

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {boolean} inForce @returns {Node} */
const forceBadge = (build, words, inForce) =>
  build(
    "span",
    { class: `badge ${inForce ? "badge-in-force" : "badge-not-in-force"}` },
    inForce ? words.inForce : words.notInForce,
  );

/** @template Node @param {Build<Node>} build @param {PageWords} words @param {Citation["verification"]} grade @returns {Node} */
const gradeBadge = (build, words, grade) =>
  build("span", { class: `badge badge-${grade}` }, words.verifications[grade]);

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

/**
 * What the labels mean; stands where a source will open.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @returns {Node}
 */
export const legendView = (build, words) =>
  build(
    "div",
    { class: "legend" },
    build("p", {}, words.sourceHint),
    build("h3", {}, words.legend),
    build(
      "dl",
      {},
      Object.entries(words.legendLabels).map(([label, meaning]) => [
        build(
          "dt",
          { class: `label label-${label}` },
          build("span", {}, words.labels[/** @type {keyof PageWords["labels"]} */ (label)]),
        ),
        build("dd", {}, meaning),
      ]),
      Object.entries(words.legendGrades).map(([grade, meaning]) => [
        build("dt", {}, gradeBadge(build, words, /** @type {Citation["verification"]} */ (grade))),
        build("dd", {}, meaning),
      ]),
    ),
  );

// ── Sources ──────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * 《…》 with the article, or the title of a case.
 * @param {PageWords} words
 * @param {SourceView} source
 */
export const sourceTitle = (words, { kind, title }) =>
  kind === "case" ? title : fill(words.citation, { document: title, place: "" });

/**
 * Everything of a source but its title: place, badges, wording with the quote marked, dates, versions, what is related.
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {SourceView} source
 * @param {OpenedFrom} from
 * @returns {Node}
 */
export function sourceBody(build, words, source, { citation, asOf }) {
  return build(
    "div",
    { class: `source-body source-${source.kind}` },
    source.path.length === 0 ? null : build("p", { class: "path" }, source.path.join(" › ")),
    source.heading === null || source.heading === "" ? null : build("p", { class: "place" }, source.heading),
    build(
      "p",
      { class: "badges" },
      source.kind === "case"
        ? build("span", { class: "badge" }, words.labels.case)
        : forceBadge(build, words, source.inForce),
      gradeBadge(build, words, source.verification),
    ),
    wordingView(build, words, source, citation),
    source.gist === null
      ? null
      : part(
          build,
          source.kind === "case" ? words.caseFacts : words.gist,
          build("p", { class: "gist" }, source.gist),
        ),
    source.notes.length === 0
      ? null
      : part(
          build,
          words.notes,
          build(
            "ul",
            { class: "cautions" },
            source.notes.map((note) => build("li", {}, note)),
          ),
        ),
    part(
      build,
      words.facts[source.kind],
      build(
        "dl",
        { class: "facts" },
        [...source.facts, { label: words.readAt, value: source.source }].map(({ label, value }) =>
          build("div", {}, build("dt", {}, label), build("dd", {}, value)),
        ),
      ),
    ),
    source.versions.length < 2 ? null : part(build, words.versions, versionList(build, words, source, asOf)),
    source.related.length === 0
      ? null
      : part(build, words.related[source.kind], relatedList(build, source, asOf)),
  );
}

/** @template Node @param {Build<Node>} build @param {string} title @param {Child<Node>} content @returns {Node} */
const part = (build, title, content) => build("section", {}, build("h3", {}, title), content);

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {SourceView} source
 * @param {Citation | null} citation
 * @returns {Child<Node>}
 */
function wordingView(build, words, source, citation) {
  const ranges = quoteRanges(
    source.excerpts.flatMap(({ lines }) => lines.map(({ text }) => text)),
    citation?.quote ?? null,
  );
  let at = 0;
  return source.excerpts.map(({ complete, lines }) =>
    part(
      build,
      complete ? words.whole : words.excerpt,
      build(
        "blockquote",
        { class: "quote" },
        lines.map(({ text, item }) =>
          build("p", { class: item ? "item" : null }, marked(build, text, ranges[at++] ?? [])),
        ),
      ),
    ),
  );
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {string} text
 * @param {readonly (readonly [number, number])[]} ranges
 * @returns {Child<Node>}
 */
function marked(build, text, ranges) {
  /** @type {Child<Node>[]} */
  const pieces = [];
  let done = 0;
  for (const [start, end] of ranges) {
    pieces.push(text.slice(done, start), build("mark", {}, text.slice(start, end)));
    done = end;
  }
  pieces.push(text.slice(done));
  return pieces;
}

/**
 * Finds a quote in wording that is kept line by line. Compared after NFKC and without white space, as quotes are checked
 * when the answer is made; a quote may run over several lines.
 *
 * @param {readonly string[]} lines
 * @param {string | null} quote
 * @returns {[number, number][][]} for each line the stretches `[start, end)` that belong to the quote
 */
export function quoteRanges(lines, quote) {
  /** @type {[number, number][][]} */
  const ranges = lines.map(() => []);
  /** @type {{ readonly line: number, readonly start: number, readonly end: number }[]} */
  const places = [];
  let folded = "";
  lines.forEach((text, line) => {
    let start = 0;
    for (const character of text) {
      const end = start + character.length;
      const unit = fold(character);
      for (let index = 0; index < unit.length; index++) places.push({ line, start, end });
      folded += unit;
      start = end;
    }
  });
  const wanted = [...(quote ?? "")].map(fold).join("");
  const found = wanted === "" ? -1 : folded.indexOf(wanted);
  if (found === -1) return ranges;
  for (const { line, start, end } of places.slice(found, found + wanted.length)) {
    const range = ranges[line]?.at(-1);
    if (range === undefined) ranges[line]?.push([start, end]);
    else range[1] = end;
  }
  return ranges;
}

/** @param {string} character */
const fold = (character) => character.normalize("NFKC").replace(/\s+/gu, "");

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {SourceView} source
 * @param {string | null} asOf
 * @returns {Node}
 */
const versionList = (build, words, source, asOf) =>
  build(
    "ul",
    { class: "links", role: "list" },
    source.versions.map(({ id, label, current }) =>
      build(
        "li",
        {},
        current
          ? build("span", { "aria-current": "true" }, `${label}（${words.thisVersion}）`)
          : build("a", { href: sourceAddress(id, asOf), "data-source": id }, label),
      ),
    ),
  );

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {SourceView} source
 * @param {string | null} asOf
 * @returns {Node}
 */
const relatedList = (build, { related }, asOf) =>
  build(
    "ul",
    { class: "links", role: "list" },
    related.map(({ id, label, question }) =>
      build(
        "li",
        {},
        question === null
          ? build("a", { href: sourceAddress(id, asOf), "data-source": id }, label)
          : build("a", { href: `/?q=${encodeURIComponent(question)}`, "data-question": question }, label),
      ),
    ),
  );

/**
 * The text a reader pastes into a memo: source with version, then the words; a gist says that it is one.
 * @param {PageWords} words
 * @param {SourceView} source
 * @param {Citation | null} citation
 */
export function citationToCopy(words, source, citation) {
  const article = /^第\S+条(?:之\S+)?/u.exec(source.heading ?? "")?.[0] ?? source.heading ?? "";
  const place = citation?.place ?? article;
  const from = citation?.from ?? null;
  const named = { document: source.title, place };
  const title =
    source.kind === "case"
      ? source.title
      : from === null
        ? fill(words.citation, named)
        : fill(words.citationVersion, {
            ...named,
            version: fill(words.effectiveFrom, { day: dayText(words, from) }),
          });
  const quote =
    citation?.quote ?? source.excerpts.flatMap(({ lines }) => lines.map(({ text }) => text)).join("\n");
  if (quote !== "") return fill(words.copyQuote, { source: title, quote: joinLines(quote) });
  return source.gist === null ? title : fill(words.copyGist, { source: title, gist: source.gist });
}
