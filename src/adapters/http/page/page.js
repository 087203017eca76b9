// @ts-check
/**
 * The chat in the browser: asks, draws what comes, opens sources beside the answer. What was said is kept by the server;
 * the page holds only what it shows. Without this script the same page works by plain forms and links.
 *
 * @import { Answer } from "../../../core/grounding/answer.ts"
 * @import { Outbound } from "../../../ports/channel.ts"
 * @import { TurnView } from "../../../ports/conversations.ts"
 * @import { Underway } from "./sender.js"
 */
import { answeredTurn, messageView, noticeView, turnView } from "./answer-view.js";
import { build, data, element, words } from "./dom.js";
import { lastNumber, listenTo } from "./live.js";
import { closeMenu, offerErasure } from "./menu.js";
import { newName } from "./names.js";
import { dayText, fill } from "./phrases.js";
import { request } from "./requests.js";
import { createSender } from "./sender.js";
import { keepSetting, readSetting } from "./settings.js";
import { beside, closeSource, openCited, openRelated, reopenSource } from "./source-sheet.js";

const conversation = element("conversation", HTMLElement);
const composer = element("composer", HTMLFormElement);
const field = element("question", HTMLTextAreaElement);
const asOfField = element("as-of", HTMLInputElement);
const sendButton = element("send", HTMLButtonElement);
const stopButton = element("stop", HTMLButtonElement);
const status = element("status", HTMLParagraphElement);
const connection = element("connection", HTMLParagraphElement);

/** The turns shown, in order. @type {TurnView[]} */
let turns = [...data.turns];
let noticeVersion = data.notice.version;

/**
 * Who waits for what the server says to an event, instead of the conversation.
 * @type {{ readonly eventId: string, readonly hear: (text: string) => void } | null}
 */
let listening = null;

// ── Drawing ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** What belongs to a source: that it opens in a dialog, and its whole address for paper. @param {ParentNode} drawn */
function dress(drawn) {
  for (const note of drawn.querySelectorAll("[data-citation]")) note.setAttribute("aria-haspopup", "dialog");
  for (const source of drawn.querySelectorAll("a.source"))
    if (source instanceof HTMLAnchorElement) source.dataset.address = source.href;
}

/** @param {string} name */
const shownTurn = (name) => conversation.querySelector(`[data-turn="${name}"]`);

/** What stands after all turns: the question under way. */
const underwayElement = () => conversation.querySelector(".turn.underway");

/** @param {TurnView} view */
function drawTurn(view) {
  const made = turnView(build, words, answeredTurn(words, view));
  dress(made);
  const shown = shownTurn(String(view.turn));
  if (shown !== null) shown.replaceWith(made);
  else append(made);
}

/** @param {Node} made */
function append(made) {
  conversation.querySelector(".welcome")?.remove();
  conversation.insertBefore(made, underwayElement());
}

const waitingWords = { sending: words.loading, accepted: words.loading, offline: words.offline, refused: "" };

/** @param {Underway | null} underway */
function drawUnderway(underway) {
  const busy = underway !== null && underway.state !== "refused";
  composer.toggleAttribute("data-busy", busy);
  sendButton.hidden = busy;
  stopButton.hidden = !busy;
  const shown = underwayElement();
  if (underway === null) {
    shown?.remove();
    return;
  }
  const { eventId, text, shown: label, asOf, state, failure } = underway;
  const made = turnView(build, words, {
    name: eventId,
    number: lastNumber(turns) + 1,
    question: label ?? text,
    asOf,
    answer: null,
    waiting: waitingWords[state],
    failure,
    choices: [],
    file: null,
    feedback: null,
  });
  made.classList.add("underway");
  if (shown === null) {
    conversation.querySelector(".welcome")?.remove();
    conversation.append(made);
    scrollTo(made);
  } else shown.replaceWith(made);
}

function clearTurns() {
  turns = [];
  for (const shown of conversation.querySelectorAll(".turn:not(.underway)")) shown.remove();
}

/** @param {string} text */
function sayWaiting(text) {
  const waiting = underwayElement()?.querySelector(".loading");
  if (waiting) waiting.textContent = text;
}

/** The reader starts at the question, not at the end of a long answer. @param {Element | null} shown */
function scrollTo(shown) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  shown?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
}

/** The beginning of what an answer says. @param {Answer} answer */
function beginningOf({ blocks }) {
  const texts = blocks.flatMap((block) => {
    if (block.type === "table") return [block.caption];
    if (block.type === "link") return [block.label];
    return block.type === "label" || block.type === "heading" ? [] : [block.text];
  });
  const text = texts.join("");
  return text.length > 100 ? `${text.slice(0, 100)}……` : text;
}

// ── What the server says ─────────────────────────────────────────────────────────────────────────────────────────

/** @param {TurnView} view */
function takeTurn(view) {
  const before = turns.find(({ turn }) => turn === view.turn);
  if (countedAgain(view, before)) {
    clearTurns();
    sender.recount();
  }
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(view)) return;
  turns = [...turns.filter(({ turn }) => turn !== view.turn), view].sort(
    (one, other) => one.turn - other.turn,
  );
  tellGrowing(view);
  const answersOurs = answers(view, sender.underway());
  if (answersOurs) sender.done();
  drawTurn(view);
  if (before !== undefined) return;
  if (answersOurs) scrollTo(shownTurn(String(view.turn)));
  const start = beginningOf(view.answer);
  status.textContent = view.push === true ? start : fill(words.answered, { n: view.turn, start });
}

/**
 * Whether turns are counted from 1 again: everything was deleted, from another page perhaps.
 * @param {TurnView} view
 * @param {TurnView | undefined} before the one shown under its number
 */
function countedAgain(view, before) {
  if (before !== undefined) return before.at !== view.at;
  const [first] = turns;
  return first !== undefined && view.turn < first.turn && view.at > first.at;
}

/**
 * Whether a turn answers the question under way. Its text may have been masked, so once the server has the question the
 * next turn is taken for its answer, unless nobody asked for it.
 * @param {TurnView} view
 * @param {Underway | null} underway
 */
const answers = (view, underway) =>
  underway !== null &&
  view.turn > underway.after &&
  view.push !== true &&
  (underway.state === "accepted" || view.question === underway.text);

/** @param {Outbound} message @param {string} answers the event it is about */
function takeMessage(message, answers) {
  if (listening?.eventId === answers) {
    listening.hear(beginningOf(message.answer));
    return;
  }
  if (sender.underway()?.eventId === answers) {
    sender.done();
    void dropForgotten();
  }
  const made = messageView(build, words, message);
  dress(made);
  append(made);
  status.textContent = beginningOf(message.answer);
}

/** A word of ours was answered without a turn: it may have been the one that deletes everything. */
async function dropForgotten() {
  const outcome = await request("GET", `/api/conversations/${encodeURIComponent(data.conversation)}/turns`);
  if (outcome.type !== "done" || outcome.body.turns.length > 0) return;
  turns = [];
  for (const shown of conversation.querySelectorAll(".turn:not(.underway, .message)")) shown.remove();
}

/** @param {boolean} connected */
function tellConnection(connected) {
  connection.hidden = connected;
  connection.textContent = connected ? "" : words.connecting;
  if (connected) sender.connected();
}

// ── Asking ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** How long until it is said that an answer takes long, and until a stopped question is let go. */
const slowMilliseconds = 10_000;
const stopMilliseconds = 8_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let slow;

const sender = createSender({
  conversation: data.conversation,
  noticeVersion: () => noticeVersion,
  onChange(underway) {
    clearTimeout(slow);
    drawUnderway(underway);
    if (underway?.state !== "accepted") return;
    // The answer may have come before the receipt.
    if (turns.some((view) => answers(view, underway))) sender.done();
    else {
      slow = setTimeout(() => sayWaiting(words.slow), slowMilliseconds);
      live.expect();
    }
  },
  onRefusal({ code, body }) {
    // The page with the code for an administrator.
    if (code === "unapproved") location.reload();
    if (code === "notice" && body.notice !== undefined) {
      noticeVersion = body.notice.version;
      showNotice(body.notice.text);
    }
  },
  onSent(newDevice) {
    keepSetting("notice", noticeVersion);
    if (!newDevice) return;
    // The cookie was lost, and what is shown belongs to who we were.
    clearTurns();
    live.reopen();
  },
});

/** Until when more may come of the last turn, by the page's own clock; longer than a model is given. */
let growsUntil = 0;
const growingMilliseconds = 180_000;

/** @param {TurnView} view */
function tellGrowing({ turn, more }) {
  if (turn === lastNumber(turns)) growsUntil = more === true ? performance.now() + growingMilliseconds : 0;
}
turns.slice(-1).forEach(tellGrowing);

const live = listenTo({
  conversation: data.conversation,
  after: () => lastNumber(turns),
  seen: data.seen,
  awaiting: () => sender.underway()?.state === "accepted" || listening !== null,
  growing: () => performance.now() < growsUntil,
  onTurn: takeTurn,
  onMessage: takeMessage,
  onConnection: tellConnection,
});

const isBusy = () => {
  const underway = sender.underway();
  return underway !== null && underway.state !== "refused";
};

/**
 * @param {string} question
 * @param {import("./sender.js").Press} press
 * @param {string} [shown] stands for the question, where it is words that mean something to the program alone
 * @returns {boolean} whether it was taken
 */
function ask(question, press = null, shown = question) {
  if (isBusy() || question.trim() === "") return false;
  // From now on a reload leads here.
  if (location.pathname !== `/c/${data.conversation}`)
    history.replaceState(null, "", `/c/${data.conversation}`);
  sender.done();
  const asOf = asOfField.value === "" ? null : asOfField.value;
  sender.ask({ text: question, shown, asOf, press, after: lastNumber(turns) });
  return true;
}

function stopAnswer() {
  const underway = sender.underway();
  if (underway === null) return;
  field.focus();
  if (underway.state !== "accepted") {
    sender.done();
    if (field.value === "") field.value = underway.text;
    fitField();
    return;
  }
  sayWaiting(words.stopping);
  clearTimeout(slow);
  void sender.command("/stop");
  setTimeout(() => {
    if (sender.underway()?.eventId === underway.eventId) sender.done();
  }, stopMilliseconds);
}
stopButton.addEventListener("click", stopAnswer);

/** The notice stands before the next message, where this device has not seen it. @param {string} text */
function showNotice(text) {
  conversation.querySelector(".privacy")?.remove();
  append(noticeView(build, words, text));
}

// ── The question field ───────────────────────────────────────────────────────────────────────────────────────────

/** With a finger the keyboard would cover the answer; with a keyboard the next question starts at once. */
const hasKeyboard = matchMedia("(hover: hover) and (pointer: fine)");

/** Words that stop an answer, as they are typed. */
const isStop = (/** @type {string} */ text) => [words.stop, "/stop"].includes(text.trim());

function submitQuestion() {
  if (isBusy() && isStop(field.value)) stopAnswer();
  else if (!ask(field.value)) return;
  field.value = "";
  fitField();
  if (hasKeyboard.matches) field.focus();
  else field.blur();
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  submitQuestion();
});

field.addEventListener("keydown", (event) => {
  // An input method confirms its candidate by Enter, too; 229 is how Safari says so.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submitQuestion();
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

// ── Clicks on what the views drew ────────────────────────────────────────────────────────────────────────────────

document.addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const clicked = event.target instanceof Element ? event.target.closest("a, button") : null;
  if (!(clicked instanceof HTMLElement)) return;
  const { citation, source, question, action, verdict, press } = clicked.dataset;
  if (citation !== undefined) {
    const turn = turnOf(clicked);
    const cited = turn?.answer.citations.find(({ n }) => String(n) === citation);
    if (turn === undefined || cited === undefined) return;
    event.preventDefault();
    openCited({ id: cited.passage, citation: cited, asOf: turn.asOf }, clicked);
  } else if (source !== undefined) {
    event.preventDefault();
    openRelated(source);
  } else if (question !== undefined) {
    event.preventDefault();
    if (!beside.matches) closeSource();
    if (hasKeyboard.matches) field.focus({ preventScroll: true });
    const [turn, choice] = (press ?? "").split(".").map(Number);
    if (turn && choice) ask(clicked.textContent, { turn, choice });
    else ask(question, null, clicked.textContent);
  } else if (verdict !== undefined) void judge(clicked, verdict);
  else if (action === "retry") sender.resume();
  else if (action === "reopen") reopenSource();
});

/** @param {Element} inside */
const turnOf = (inside) => {
  const number = inside.closest("[data-turn]")?.getAttribute("data-turn");
  return turns.find(({ turn }) => String(turn) === number);
};

/** @param {HTMLElement} pressed @param {string} verdict */
async function judge(pressed, verdict) {
  const turn = turnOf(pressed);
  if (turn === undefined) return;
  const buttons = pressed.parentElement?.querySelectorAll("[data-verdict]") ?? [];
  /** @param {string | null} chosen */
  const mark = (chosen) => {
    for (const button of buttons)
      button.setAttribute("aria-pressed", String(button.getAttribute("data-verdict") === chosen));
  };
  mark(verdict);
  const outcome = await request("POST", "/api/feedback", {
    conversation: data.conversation,
    eventId: newName(),
    turn: turn.turn,
    verdict,
  });
  const kept = outcome.type === "done";
  if (!kept) mark(turn.feedback);
  else
    turns = turns.map((one) =>
      one.turn === turn.turn ? { ...one, feedback: /** @type {TurnView["feedback"]} */ (verdict) } : one,
    );
  status.textContent = kept ? words.feedbackThanks : words.feedbackFailed;
}

// ── Start ────────────────────────────────────────────────────────────────────────────────────────────────────────

offerErasure({
  command: sender.command,
  hearReply(eventId, hear) {
    listening = hear === null ? null : { eventId, hear };
    live.expect();
  },
  forgotten() {
    live.close();
    sender.done();
    closeSource();
    turns = [];
    conversation.textContent = "";
  },
});
closeMenu();

// What came by the address is in the field; a reload keeps it no longer.
if (location.search !== "") history.replaceState(null, "", location.pathname + location.hash);
dress(conversation);
tellDay();
fitField();
const waiting = sender.underway();
const answered =
  waiting !== null &&
  (data.answered.includes(waiting.eventId) ||
    turns.some((view) => view.turn > waiting.after && view.question === waiting.text));
if (answered) sender.done();
else sender.resume();
if (turns.length > 0 && readSetting("notice") !== noticeVersion) showNotice(data.notice.text);
if (location.hash === "" && turns.length > 0 && waiting === null)
  scrollTo(shownTurn(String(lastNumber(turns))));
if (hasKeyboard.matches && (turns.length === 0 || field.value !== "")) field.focus({ preventScroll: true });
