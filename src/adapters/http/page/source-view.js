// @ts-check
/**
 * Draws a source, beside the answer and on a page of its own (see view-types.ts).
 *
 * @import { Citation } from "../../../core/grounding/answer.ts"
 * @import { SourceView } from "../../../ports/assistant.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build, Child, OpenedFrom } from "./view-types.ts"
 */
import { gradeBadge, validityBadge } from "./badges.js";
import { dayText, fill, joinLines, sourceAddress } from "./phrases.js";
import { quoteRanges } from "./quote-ranges.js";

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
export function sourceBody(build, words, source, { citation, asOf, heading }) {
  /** @type {(title: string, content: Child<Node>) => Node} */
  const part = (title, content) => build("section", {}, build(heading, {}, title), content);
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
        : validityBadge(build, words, source.validity),
      gradeBadge(build, words, source.verification),
    ),
    wordingView(build, part, words, source, citation),
    source.gist === null
      ? null
      : part(
          source.kind === "case" ? words.caseFacts : words.gist,
          build("p", { class: "gist" }, source.gist),
        ),
    source.notes.length === 0
      ? null
      : part(
          words.notes,
          build(
            "ul",
            { class: "cautions" },
            source.notes.map((note) => build("li", {}, note)),
          ),
        ),
    part(
      words.facts[source.kind],
      build(
        "dl",
        { class: "facts" },
        [...source.facts, { label: words.readAt, value: source.source }].map(({ label, value }) =>
          build("div", {}, build("dt", {}, label), build("dd", {}, value)),
        ),
      ),
    ),
    source.versions.length < 2 ? null : part(words.versions, versionList(build, words, source, asOf)),
    source.related.length === 0 ? null : part(words.related[source.kind], relatedList(build, source, asOf)),
  );
}

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {(title: string, content: Child<Node>) => Node} part makes a section with its heading
 * @param {PageWords} words
 * @param {SourceView} source
 * @param {Citation | null} citation
 * @returns {Child<Node>}
 */
function wordingView(build, part, words, source, citation) {
  const ranges = quoteRanges(
    source.excerpts.flatMap(({ lines }) => lines.map(({ text }) => text)),
    citation?.quote ?? null,
  );
  let at = 0;
  /** @type {Set<string>} */
  const anchored = new Set();
  /** `17.1.2`, once: two excerpts may take sentences of one paragraph. @param {string | null} id */
  const anchor = (id) => {
    const unit = id?.split("#")[1];
    if (unit === undefined || anchored.has(unit)) return null;
    anchored.add(unit);
    return unit;
  };
  return source.excerpts.map(({ complete, lines }) =>
    part(
      complete ? words.whole : words.excerpt,
      build(
        "blockquote",
        { class: "quote" },
        lines.map(({ id, text, item }) =>
          build(
            "p",
            { class: item ? "item" : null, id: anchor(id) },
            marked(build, text, ranges[at++] ?? []),
          ),
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
