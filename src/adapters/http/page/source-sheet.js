// @ts-check
/**
 * The sheet a source opens in: beside the conversation on a wide screen, over it on a phone.
 *
 * @import { Citation } from "../../../core/grounding/answer.ts"
 * @import { SourceView } from "../../../ports/assistant.ts"
 */
import { closeDialog, isModal, isOpen, openBeside, openModal } from "./dialogs.js";
import { build, connectionErrors, element, words } from "./dom.js";
import { last, sourceAddress } from "./phrases.js";
import { request } from "./requests.js";
import { citationToCopy, sourceBody, sourceTitle } from "./source-view.js";

const sheet = element("source", HTMLElement);

/** As in page.css: wide enough for the source beside the conversation. */
export const beside = matchMedia("(min-width: 64rem)");

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

/**
 * Opens the source of a citation.
 * @param {Opening} opening
 * @param {HTMLElement} from the link clicked
 */
export function openCited(opening, from) {
  release();
  opener = from;
  from.setAttribute("aria-current", "true");
  trail = [opening];
  void showSource(opening);
}

/** Opens what the source shown points to; the way back stays. @param {string} id */
export function openRelated(id) {
  const opening = { id, citation: null, asOf: last(trail)?.asOf ?? null };
  trail.push(opening);
  void showSource(opening);
}

/** Tries the last one again, after a failure. */
export function reopenSource() {
  const opening = last(trail);
  if (opening !== undefined) void showSource(opening);
}

export function closeSource() {
  closeDialog(sheet);
}

function release() {
  opener?.removeAttribute("aria-current");
  opener = null;
}

function showSheet() {
  if (isOpen(sheet)) return;
  sheet.parentElement?.setAttribute("data-open", "");
  if (beside.matches) openBeside(sheet);
  else openModal(sheet);
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
  if (last(trail) !== opening) return; // Another one was opened meanwhile.
  if (typeof outcome === "string") {
    sheetContent.replaceChildren(
      build("p", {}, outcome),
      build("button", { type: "button", class: "quiet", "data-action": "reopen" }, words.retry),
    );
    return;
  }
  shownSource = { source: outcome, citation };
  sheetTitle.textContent = sourceTitle(words, outcome);
  sheetContent.replaceChildren(sourceBody(build, words, outcome, { citation, asOf, heading: "h3" }));
  copyButton.hidden = false;
  bringMarkIntoView();
}

/** @param {string} id @param {string | null} asOf @returns {Promise<SourceView | string>} */
async function fetchSource(id, asOf) {
  const outcome = await request("GET", `/api${sourceAddress(id, asOf)}`);
  if (outcome.type === "done") return outcome.body;
  return outcome.type === "refused" ? outcome.refusal.message : connectionErrors.source;
}

/** Scrolls the sheet alone, and only where the mark would not be seen. */
function bringMarkIntoView() {
  const mark = sheetContent.querySelector("mark");
  if (mark === null) return;
  const below = mark.getBoundingClientRect().bottom - sheet.getBoundingClientRect().bottom;
  if (below > -80) sheet.scrollTop += below + sheet.clientHeight / 2;
}

sheet.addEventListener("close", () => {
  sheet.parentElement?.removeAttribute("data-open");
  trail = [];
  shownSource = null;
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  release();
});

element("source-close", HTMLButtonElement).addEventListener("click", closeSource);

backButton.addEventListener("click", () => {
  trail.pop();
  reopenSource();
});

document.addEventListener("keydown", (event) => {
  // Beside the conversation the sheet is not modal, so the browser leaves Esc to us.
  if (event.key === "Escape" && isOpen(sheet) && !isModal(sheet) && !event.isComposing) closeSource();
});

beside.addEventListener("change", () => {
  if (!isOpen(sheet)) return;
  // From modal to beside, or back: closed and shown again with everything kept, once the browser has told of the closing.
  const kept = { trail, opener, shownSource };
  opener = null;
  sheet.addEventListener(
    "close",
    () => {
      ({ trail, opener, shownSource } = kept);
      showSheet();
    },
    { once: true },
  );
  closeDialog(sheet);
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
