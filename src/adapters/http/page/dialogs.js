// @ts-check
/**
 * Dialogs, also in browsers that do not know `<dialog>`: there the element is shown by its attribute, and the keyboard is
 * held in it by hand.
 */

/** @param {HTMLElement} dialog @returns {dialog is HTMLDialogElement} */
const isNative = (dialog) =>
  typeof HTMLDialogElement === "function" &&
  dialog instanceof HTMLDialogElement &&
  typeof dialog.showModal === "function";

const focusable = "a[href], button:not([hidden]):not([disabled]), input, textarea, [tabindex]";

/** @param {HTMLElement} dialog */
export const isOpen = (dialog) => dialog.hasAttribute("open");

/** Whether the rest of the page cannot be reached. @param {HTMLElement} dialog */
export const isModal = (dialog) => isOpen(dialog) && dialog.hasAttribute("aria-modal");

/** @param {HTMLElement} dialog */
export function openModal(dialog) {
  dialog.setAttribute("aria-modal", "true");
  if (isNative(dialog)) dialog.showModal();
  else {
    dialog.setAttribute("open", "");
    dialog.setAttribute("role", "dialog");
    dialog.addEventListener("keydown", holdFocus);
  }
}

/** Shown in its place, and the rest of the page stays within reach. @param {HTMLElement} dialog */
export function openBeside(dialog) {
  dialog.removeAttribute("aria-modal");
  if (isNative(dialog)) dialog.show();
  else {
    dialog.setAttribute("open", "");
    dialog.setAttribute("role", "dialog");
  }
}

/** Closes, and tells so by `close`. @param {HTMLElement} dialog */
export function closeDialog(dialog) {
  if (!isOpen(dialog)) return;
  if (isNative(dialog)) dialog.close();
  else {
    dialog.removeAttribute("open");
    dialog.removeEventListener("keydown", holdFocus);
    dialog.dispatchEvent(new Event("close"));
  }
}

/** @param {KeyboardEvent} event */
function holdFocus(event) {
  const dialog = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.key === "Escape") {
    closeDialog(dialog);
    return;
  }
  if (event.key !== "Tab") return;
  const stops = [...dialog.querySelectorAll(focusable)].filter(
    (one) => one instanceof HTMLElement && one.offsetParent !== null && one.tabIndex >= 0,
  );
  const first = stops[0];
  const end = stops[stops.length - 1];
  if (!(first instanceof HTMLElement) || !(end instanceof HTMLElement)) return;
  const active = document.activeElement;
  if (event.shiftKey && (active === first || !stops.includes(/** @type {Element} */ (active)))) end.focus();
  else if (!event.shiftKey && active === end) first.focus();
  else return;
  event.preventDefault();
}
