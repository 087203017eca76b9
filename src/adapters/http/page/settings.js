// @ts-check
/** What a person chose for this device, and the forgetting of it; `display.js` applies it before a page is drawn. */

const prefix = "rongcuo.";
/** What needs no keeping. */
const defaults = ["standard", "system"];

/** @param {string} name @returns {string | null} */
export function readSetting(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** @param {string} name @param {string} value */
export function keepSetting(name, value) {
  try {
    if (defaults.includes(value)) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // Storage is switched off: it holds for this page.
  }
}

/** Everything this page keeps in the browser; its cookie is the server's to take away. */
export function forgetDevice() {
  for (const storage of ["localStorage", "sessionStorage"]) {
    try {
      const kept = window[/** @type {"localStorage" | "sessionStorage"} */ (storage)];
      for (const name of Object.keys(kept)) if (name.startsWith(prefix)) kept.removeItem(name);
    } catch {
      // Switched off: nothing is kept there.
    }
  }
}

/** Marks the choices that hold, and applies one that is pressed. */
export function offerSettings() {
  const root = document.documentElement;
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-setting]"));
  const mark = () => {
    for (const { dataset } of buttons) {
      const { setting = "", value = "" } = dataset;
      const chosen = root.dataset[setting];
      const holds = chosen === undefined ? defaults.includes(value) : chosen === value;
      document
        .querySelector(`[data-setting="${setting}"][data-value="${value}"]`)
        ?.setAttribute("aria-pressed", String(holds));
    }
  };
  for (const button of buttons)
    button.addEventListener("click", () => {
      const { setting = "", value = "" } = button.dataset;
      keepSetting(setting, value);
      if (defaults.includes(value)) delete root.dataset[setting];
      else root.dataset[setting] = value;
      mark();
    });
  mark();
}
