// @ts-check
/**
 * Copies a text that stands in the page: `<button data-copy="id of the text" data-done="…" data-failed="…" hidden>`. Without
 * this script the button stays hidden, and the text can be selected.
 */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  button.hidden = false;
  button.addEventListener("click", () => void copyFor(button));
}

/** @param {HTMLButtonElement} button */
async function copyFor(button) {
  const { copy = "", done = "", failed = "" } = button.dataset;
  const source = document.getElementById(copy);
  const status = document.getElementById(`${copy}-status`);
  if (source === null || status === null) return;
  status.textContent = (await copied(source)) ? done : failed;
}

/** @param {HTMLElement} source */
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? "");
    return true;
  } catch {
    // Not allowed, or not there over plain HTTP from another machine: selected, so that a reader can copy it by hand.
    source.closest("details")?.setAttribute("open", "");
    const selection = getSelection();
    selection?.selectAllChildren(source);
    return document.execCommand("copy");
  }
}
