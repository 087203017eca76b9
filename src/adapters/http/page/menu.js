// @ts-check
/** The menu of the chat: conversations, settings, print, and the two ways to forget. */
import { closeDialog, openModal } from "./dialogs.js";
import { build, data, element, words } from "./dom.js";
import { conversationList } from "./menu-view.js";
import { newName } from "./names.js";
import { fill } from "./phrases.js";
import { request } from "./requests.js";
import { forgetDevice, offerSettings } from "./settings.js";

const menu = element("menu", HTMLDetailsElement);
const status = element("status", HTMLParagraphElement);

/** How long the reply to an erasure may take. */
const replyMilliseconds = 20_000;

// ── The menu itself ──────────────────────────────────────────────────────────────────────────────────────────────

/** Closes the menu; the focus goes to its button where it was inside. */
export function closeMenu() {
  if (!menu.open) return;
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary")?.focus();
}

document.addEventListener("click", ({ target }) => {
  if (!menu.open || !(target instanceof Element)) return;
  // A dialog opened from the menu lies over it, and comes back to it.
  if (!menu.contains(target) && target.closest("dialog") === null) menu.open = false;
});
menu.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  closeMenu();
});
menu.addEventListener("toggle", () => {
  if (menu.open) void showConversations();
});

async function showConversations() {
  const outcome = await request("GET", "/api/conversations");
  if (outcome.type === "done")
    element("conversations", HTMLDivElement).replaceChildren(
      conversationList(build, words, outcome.body.slice(0, 30), data.conversation),
    );
}

element("print", HTMLButtonElement).addEventListener("click", () => {
  closeMenu();
  window.print();
});

// ── Deleting one conversation ────────────────────────────────────────────────────────────────────────────────────

const confirmation = element("confirm", HTMLElement);
/** @type {string | null} */
let removed = null;

element("conversations", HTMLDivElement).addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-remove]") : null;
  if (!(button instanceof HTMLElement)) return;
  removed = button.dataset.remove ?? null;
  element("confirm-text", HTMLParagraphElement).textContent = fill(words.removeQuestion, {
    title: button.dataset.title ?? "",
  });
  openModal(confirmation);
  element("confirm-cancel", HTMLButtonElement).focus();
});
element("confirm-cancel", HTMLButtonElement).addEventListener("click", () => closeDialog(confirmation));
element("confirm-do", HTMLButtonElement).addEventListener("click", () => void removeConversation());

async function removeConversation() {
  if (removed === null) return;
  const name = removed;
  const outcome = await request("DELETE", `/api/conversations/${encodeURIComponent(name)}`);
  closeDialog(confirmation);
  if (outcome.type !== "done") status.textContent = words.removeFailed;
  else if (name === data.conversation) location.assign("/new");
  else {
    await showConversations();
    menu.querySelector("summary")?.focus();
  }
}

// ── Forgetting ───────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * @param {{
 *   readonly command: (text: string, eventId: string) => Promise<import("./requests.js").Outcome>,
 *   readonly hearReply: (eventId: string, hear: ((text: string) => void) | null) => void,
 *   readonly forgotten: () => void,
 * }} chat `hearReply`: who gets the text of what the server says to an event, instead of the conversation; `forgotten`:
 * nothing of the page is to be kept
 */
export function offerErasure({ command, hearReply, forgotten }) {
  const dialog = element("erase", HTMLElement);
  const choices = element("erase-choices", HTMLDivElement);
  const outcomeText = element("erase-outcome", HTMLParagraphElement);
  const close = element("erase-close", HTMLButtonElement);
  let over = false;

  /** @param {string} text @param {boolean} choosing whether there is still something to choose */
  const show = (text, choosing) => {
    outcomeText.textContent = text;
    choices.hidden = !choosing;
  };

  /** The browser is nobody from now on. @param {string} text */
  const forget = async (text) => {
    forgotten();
    forgetDevice();
    await request("POST", "/api/sign-out");
    over = true;
    show(text, false);
    close.textContent = words.eraseDialog.goOn;
    close.focus();
  };

  /** Asks for the erasure, and waits for what the server says to it; null: nothing in time. */
  const erased = async () => {
    const eventId = newName();
    /** @type {Promise<string | null>} */
    const reply = new Promise((resolve) => {
      hearReply(eventId, resolve);
      setTimeout(() => resolve(null), replyMilliseconds);
    });
    const outcome = await command(data.forgetWords, eventId);
    const said = outcome.type === "done" ? await reply : null;
    hearReply(eventId, null);
    return { said, refusal: outcome.type === "done" ? null : outcome };
  };

  const eraseAll = async () => {
    show(words.eraseDialog.working, false);
    const { said, refusal } = await erased();
    if (said !== null) await forget(said);
    else show(refusal?.type === "refused" ? refusal.refusal.message : words.eraseDialog.failed, true);
  };

  element("erase-open", HTMLButtonElement).addEventListener("click", () => {
    closeMenu();
    show("", true);
    openModal(dialog);
    element("erase-title", HTMLHeadingElement).focus();
  });
  element("erase-all", HTMLButtonElement).addEventListener("click", () => void eraseAll());
  element("erase-device", HTMLButtonElement).addEventListener(
    "click",
    () => void forget(words.eraseDialog.deviceDone),
  );
  close.addEventListener("click", () => closeDialog(dialog));
  dialog.addEventListener("close", () => {
    if (over) location.replace("/new");
    else menu.querySelector("summary")?.focus();
  });
}

offerSettings();
