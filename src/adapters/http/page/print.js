// @ts-check
/** Prints the page: `<button data-print class="needs-script">`. Without script the browser's own menu does. */

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => print());
}
