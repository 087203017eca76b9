// @ts-check
/**
 * Prints the page: `<button data-print class="needs-script">`. Without script the browser's own menu does. What is folded
 * and belongs on paper, `<details data-paper>`, is open while the page is printed; a style sheet can do it in new browsers only.
 */

for (const button of document.querySelectorAll("[data-print]"))
  button.addEventListener("click", () => print());

/** @type {HTMLDetailsElement[]} */
let opened = [];

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details[data-paper]:not([open])")].filter(
    (one) => one instanceof HTMLDetailsElement,
  );
  for (const one of opened) one.open = true;
});

addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
});
