// @ts-check
/**
 * The chat in the browser: asks, draws, opens sources beside the answer, and keeps the conversation for a reload of this
 * tab. Without this script the same page works by plain forms and links.
 *
 * @import { Answer, Citation } from "../../../core/grounding/answer.ts"
 * @import { SourceView } from "../../../ports/assistant.ts"
 * @import { Build, Child, PageData, Turn } from "./view-types.ts"
 */
import {
  citationToCopy,
  dayText,
  fill,
  firstQuestionsView,
  keepable,
  sourceAddress,
  sourceBody,
  sourceTitle,
  turnView,
} from "./view.js";

/** An element the page always has. @template {HTMLElement} T @param {string} id @param {new () => T} type */
const element = (id, type) => {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} #${id}`);
  return found;
};

/** @type {PageData} */
const data = JSON.parse(element("page-data", HTMLScriptElement).textContent ?? "");
const { words, connectionErrors } = data;

const conversation = element("conversation", HTMLDivElement);
const composer = element("composer", HTMLFormElement);
const field = element("question", HTMLTextAreaElement);
const asOfField = element("as-of", HTMLInputElement);
const clearButton = element("clear", HTMLButtonElement);
const status = element("status", HTMLParagraphElement);
const sheet = element("source", HTMLDialogElement);

/** Elements instead of HTML; text goes in as text nodes, so nothing a user or a source says is ever markup.
 * @type {Build<HTMLElement>} */
const build = (tag, attributes, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  /** @param {Child<HTMLElement>} child */
  const add = (child) => {
    if (child instanceof Node || typeof child === "string") made.append(child);
    else if (child !== null) child.forEach(add);
  };
  children.forEach(add);
  return made;
};

// ── The conversation ─────────────────────────────────────────────────────────────────────────────────────────────

const storageKey = "rongcuo.conversation.1";

/** As many turns as are kept for a reload. */
const turnLimit = 40;

const answerMilliseconds = 60_000;

/** The reason given when we stop waiting. */
const timedOut = new Error("timed out");

/** @type {Turn[]} */
let turns = restore();

/** The request under way, at most one. @type {AbortController | null} */
let pending = null;

/** @returns {Turn[]} */
function restore() {
  try {
    const stored = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isTurn) : [];
  } catch {
    return []; // Storage switched off, or not ours.
  }
}

/** @param {unknown} value @returns {value is Turn} */
function isTurn(value) {
  if (typeof value !== "object" || value === null) return false;
  const { question, answer, failure } = /** @type {Partial<Turn>} */ (value);
  const whole =
    typeof answer === "object" &&
    answer !== null &&
    [answer.blocks, answer.citations, answer.suggestions].every(Array.isArray);
  return typeof question === "string" && (whole || typeof failure === "string");
}

/** Keeps what is answered or has failed; drops the oldest where the browser gives less room. */
function keep() {
  let kept = turns.filter(({ answer, failure }) => answer !== null || failure !== null).slice(-turnLimit);
  while (true) {
    try {
      if (kept.length === 0) sessionStorage.removeItem(storageKey);
      else sessionStorage.setItem(storageKey, JSON.stringify(kept));
      return;
    } catch {
      if (kept.length === 0) return;
      kept = kept.slice(Math.ceil(kept.length / 2));
    }
  }
}

/** @param {number} at */
function draw(at) {
  const turn = turns[at];
  if (turn === undefined) return;
  const made = turnView(build, words, turn, at + 1);
  for (const note of made.querySelectorAll("[data-citation]")) note.setAttribute("aria-haspopup", "dialog");
  const shown = conversation.querySelector(`[data-turn="${at + 1}"]`);
  if (shown === null) conversation.append(made);
  else shown.replaceWith(made);
}

function drawAll() {
  conversation.replaceChildren();
  if (turns.length === 0) conversation.append(firstQuestionsView(build, words, data.firstQuestions));
  else
    turns.forEach((_, at) => {
      draw(at);
    });
  clearButton.hidden = turns.length === 0;
}

/** The reader starts at the question, not at the end of a long answer. @param {number} at */
function scrollTo(at) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  conversation
    .querySelector(`[data-turn="${at + 1}"]`)
    ?.scrollIntoView({ block: "start", behavior: calm ? "instant" : "smooth" });
}

/** @param {string} question */
async function ask(question) {
  if (pending !== null || question.trim() === "") return;
  const asOf = asOfField.value === "" ? null : asOfField.value;
  if (turns.length === 0) conversation.replaceChildren();
  turns.push({ question, asOf, answer: null, failure: null });
  clearButton.hidden = false;
  await run(turns.length - 1);
}

/** Asks the question of a turn, again after a failure. @param {number} at */
async function run(at) {
  const turn = turns[at];
  if (turn === undefined || pending !== null) return;
  const request = new AbortController();
  pending = request;
  composer.toggleAttribute("data-busy", true);
  turns[at] = { ...turn, failure: null };
  draw(at);
  scrollTo(at);
  const late = setTimeout(() => request.abort(timedOut), answerMilliseconds);
  const outcome = await answerTo(turn, contextBefore(at), request.signal);
  clearTimeout(late);
  if (pending !== request) return; // Cleared meanwhile.
  pending = null;
  composer.toggleAttribute("data-busy", false);
  turns[at] = keepable(words, { ...turn, ...outcome });
  draw(at);
  keep();
}

/** @param {number} at */
const contextBefore = (at) =>
  turns.slice(0, at).findLast(({ answer }) => answer?.context != null)?.answer?.context ?? null;

/**
 * @param {Turn} turn
 * @param {Answer["context"]} context
 * @param {AbortSignal} signal
 * @returns {Promise<{ answer: Answer, failure: null } | { answer: null, failure: string }>}
 */
async function answerTo({ question, asOf }, context, signal) {
  try {
    const response = await fetch("/api/ask", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ question, context, ...(asOf === null ? {} : { asOf }) }),
      signal,
    });
    const body = await response.json();
    return response.ok
      ? { answer: body, failure: null }
      : { answer: null, failure: body?.error?.message ?? connectionErrors.network };
  } catch {
    const failure = signal.reason === timedOut ? connectionErrors.timeout : connectionErrors.network;
    return { answer: null, failure };
  }
}

function clear() {
  pending?.abort();
  pending = null;
  composer.toggleAttribute("data-busy", false);
  turns = [];
  keep();
  closeSource();
  drawAll();
  status.textContent = words.cleared;
  field.focus();
}

// ── The question field ───────────────────────────────────────────────────────────────────────────────────────────

/** With a finger the keyboard would cover the answer; with a keyboard the next question starts at once. */
const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)");

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  const question = field.value;
  if (pending !== null || question.trim() === "") return;
  field.value = "";
  fitField();
  if (hasKeyboard.matches) field.focus();
  else field.blur();
  void ask(question);
});

field.addEventListener("keydown", (event) => {
  // An input method confirms its candidate by Enter, too; 229 is how Safari says so.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  composer.requestSubmit();
});

const fitsByItself = CSS.supports("field-sizing", "content");

function fitField() {
  if (fitsByItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}
field.addEventListener("input", fitField);

function tellDay() {
  const day = asOfField.value;
  element("as-of-clear", HTMLButtonElement).hidden = day === "";
  element("as-of-summary", HTMLElement).textContent =
    day === "" ? words.asOf : fill(words.asOfSet, { day: dayText(words, day) });
}
asOfField.addEventListener("input", tellDay);
element("as-of-clear", HTMLButtonElement).addEventListener("click", () => {
  asOfField.value = "";
  tellDay();
  asOfField.focus();
});

document.addEventListener("submit", (event) => {
  const { target, submitter } = event;
  if (!(target instanceof HTMLFormElement) || !target.matches(".questions")) return;
  event.preventDefault();
  if (submitter instanceof HTMLButtonElement && pending === null) {
    if (hasKeyboard.matches) field.focus({ preventScroll: true });
    void ask(submitter.value);
  }
});

clearButton.addEventListener("click", clear);

// ── Sources ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** As in page.css: wide enough for the source beside the conversation. */
const beside = matchMedia("(min-width: 64rem)");

const sheetTitle = element("source-title", HTMLHeadingElement);
const sheetContent = element("source-content", HTMLDivElement);
const sheetStatus = element("source-status", HTMLParagraphElement);
const copyButton = element("source-copy", HTMLButtonElement);
const backButton = element("source-back", HTMLButtonElement);

/**
 * @typedef {{ readonly id: string, readonly citation: Citation | null, readonly asOf: string | null }} Opening
 * @type {Opening[]}
 */
let trail = [];

/** The element that opened the sheet; focus goes back there. @type {HTMLElement | null} */
let opener = null;

/** @type {{ readonly source: SourceView, readonly citation: Citation | null } | null} */
let shownSource = null;

/** @param {Opening} opening */
async function openSource(opening) {
  trail.push(opening);
  await showSource(opening);
}

function showSheet() {
  if (sheet.open) return;
  if (beside.matches) sheet.show();
  else sheet.showModal();
}

/** @param {Opening} opening */
async function showSource(opening) {
  const { id, citation, asOf } = opening;
  shownSource = null;
  showSheet();
  sheetTitle.textContent = words.source;
  sheetContent.replaceChildren(build("p", { class: "loading" }, words.sourceLoading));
  sheetStatus.textContent = "";
  backButton.hidden = trail.length < 2;
  copyButton.hidden = true;
  element("source-open", HTMLAnchorElement).href = sourceAddress(id, asOf);
  sheet.scrollTop = 0;
  sheetTitle.focus({ preventScroll: true });
  const outcome = await fetchSource(id, asOf);
  if (trail.at(-1) !== opening) return; // Another one was opened meanwhile.
  if (typeof outcome === "string") {
    sheetContent.replaceChildren(
      build("p", {}, outcome),
      build("button", { type: "button", class: "quiet", "data-action": "reopen" }, words.retry),
    );
    return;
  }
  shownSource = { source: outcome, citation };
  sheetTitle.textContent = sourceTitle(words, outcome);
  sheetContent.replaceChildren(sourceBody(build, words, outcome, { citation, asOf }));
  copyButton.hidden = false;
  bringMarkIntoView();
}

/** @param {string} id @param {string | null} asOf @returns {Promise<SourceView | string>} */
async function fetchSource(id, asOf) {
  try {
    const response = await fetch(`/api${sourceAddress(id, asOf)}`, {
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    const body = await response.json();
    return response.ok ? body : (body?.error?.message ?? connectionErrors.source);
  } catch {
    return connectionErrors.source;
  }
}

/** Scrolls the sheet alone, and only where the mark would not be seen. */
function bringMarkIntoView() {
  const mark = sheetContent.querySelector("mark");
  if (mark === null) return;
  const below = mark.getBoundingClientRect().bottom - sheet.getBoundingClientRect().bottom;
  if (below > -80) sheet.scrollTop += below + sheet.clientHeight / 2;
}

function closeSource() {
  if (sheet.open) sheet.close();
}

sheet.addEventListener("close", () => {
  trail = [];
  shownSource = null;
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
});

element("source-close", HTMLButtonElement).addEventListener("click", closeSource);

backButton.addEventListener("click", () => {
  trail.pop();
  const before = trail.at(-1);
  if (before !== undefined) void showSource(before);
});

document.addEventListener("keydown", (event) => {
  // Beside the conversation the sheet is not modal, so the browser leaves Esc to us.
  if (event.key === "Escape" && sheet.open && !sheet.matches(":modal") && !event.isComposing) closeSource();
});

beside.addEventListener("change", () => {
  if (!sheet.open) return;
  // From modal to beside, or back: closed and shown again, with everything kept.
  const kept = { trail, opener, shownSource };
  sheet.addEventListener(
    "close",
    () => {
      ({ trail, opener, shownSource } = kept);
      showSheet();
    },
    { once: true },
  );
  opener = null;
  sheet.close();
});

copyButton.addEventListener("click", () => void copyCitation());

async function copyCitation() {
  if (shownSource === null) return;
  const text = citationToCopy(words, shownSource.source, shownSource.citation);
  sheetStatus.textContent = (await copied(text)) ? words.copied : words.copyFailed;
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, or not there over plain HTTP from another machine: the older way.
    const carrier = document.createElement("textarea");
    carrier.value = text;
    carrier.className = "visually-hidden";
    sheet.append(carrier);
    carrier.select();
    const done = document.execCommand("copy");
    carrier.remove();
    copyButton.focus();
    return done;
  }
}

// ── Clicks on what the views drew ────────────────────────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const clicked = event.target instanceof Element ? event.target.closest("a, button") : null;
  if (!(clicked instanceof HTMLElement)) return;
  const { citation, source, question, action } = clicked.dataset;
  if (citation !== undefined) {
    const turn = turnOf(clicked);
    const cited = turn?.answer?.citations.find(({ n }) => String(n) === citation);
    if (turn === undefined || cited === undefined) return;
    event.preventDefault();
    opener = clicked;
    trail = [];
    void openSource({ id: cited.passage, citation: cited, asOf: turn.asOf });
  } else if (source !== undefined && sheet.contains(clicked)) {
    event.preventDefault();
    void openSource({ id: source, citation: null, asOf: trail.at(-1)?.asOf ?? null });
  } else if (question !== undefined) {
    event.preventDefault();
    if (!beside.matches) closeSource();
    void ask(question);
  } else if (action === "retry") {
    const retried = turnOf(clicked);
    const at = retried === undefined ? -1 : turns.indexOf(retried);
    if (at !== -1) void run(at);
  } else if (action === "reopen") {
    const opening = trail.at(-1);
    if (opening !== undefined) void showSource(opening);
  }
});

/** @param {Element} inside */
const turnOf = (inside) => {
  const number = inside.closest("[data-turn]")?.getAttribute("data-turn");
  return turns[Number(number) - 1];
};

// ── Start ────────────────────────────────────────────────────────────────────────────────────────────────────────

if (data.turn !== null) {
  turns.push(data.turn);
  keep();
  // The question leaves the address, so that a reload does not ask it again.
  history.replaceState(null, "", "/");
}
drawAll();
tellDay();
fitField();
if (turns.length > 0) scrollTo(turns.length - 1);
else if (hasKeyboard.matches) field.focus({ preventScroll: true });
