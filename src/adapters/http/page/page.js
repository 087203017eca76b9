// @ts-check
/**
 * The chat in the browser: asks, draws, opens sources beside the answer, and keeps the conversation for a reload of this
 * tab. Without this script the same page works by plain forms and links.
 *
 * @import { Answer } from "../../../core/grounding/answer.ts"
 * @import { Turn } from "./view-types.ts"
 */
import { firstQuestionsView, keepable, turnView } from "./answer-view.js";
import { build, connectionErrors, data, element, words } from "./dom.js";
import { keepTurns, restoreTurns } from "./kept-turns.js";
import { dayText, fill } from "./phrases.js";
import { beside, closeSource, openCited, openRelated, reopenSource } from "./source-sheet.js";

const conversation = element("conversation", HTMLDivElement);
const composer = element("composer", HTMLFormElement);
const field = element("question", HTMLTextAreaElement);
const asOfField = element("as-of", HTMLInputElement);
const clearButton = element("clear", HTMLButtonElement);
const status = element("status", HTMLParagraphElement);

// ── The conversation ─────────────────────────────────────────────────────────────────────────────────────────────

/** How long an answer may take. */
const answerMilliseconds = 60_000;

/** The reason given when we stop waiting. */
const timedOut = new Error("timed out");

/** @type {Turn[]} */
let turns = restoreTurns();

/** The request under way, at most one. @type {AbortController | null} */
let pending = null;

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
  keepTurns(turns);
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
  keepTurns(turns);
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
    openCited({ id: cited.passage, citation: cited, asOf: turn.asOf }, clicked);
  } else if (source !== undefined) {
    event.preventDefault();
    openRelated(source);
  } else if (question !== undefined) {
    event.preventDefault();
    if (!beside.matches) closeSource();
    void ask(question);
  } else if (action === "retry") {
    const retried = turnOf(clicked);
    const at = retried === undefined ? -1 : turns.indexOf(retried);
    if (at !== -1) void run(at);
  } else if (action === "reopen") reopenSource();
});

/** @param {Element} inside */
const turnOf = (inside) => {
  const number = inside.closest("[data-turn]")?.getAttribute("data-turn");
  return turns[Number(number) - 1];
};

// ── Start ────────────────────────────────────────────────────────────────────────────────────────────────────────

if (data.turn !== null) {
  turns.push(data.turn);
  keepTurns(turns);
  // The question leaves the address, so that a reload does not ask it again.
  history.replaceState(null, "", "/");
}
drawAll();
tellDay();
fitField();
if (turns.length > 0) scrollTo(turns.length - 1);
else if (hasKeyboard.matches) field.focus({ preventScroll: true });
