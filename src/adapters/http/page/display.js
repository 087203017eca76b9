// @ts-check
/**
 * Applies what a person chose for this device, size of type and colours, before anything is drawn. A classic script: a
 * module would run too late. `data-script` shows what needs the page's script.
 */
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  for (const name of ["type", "theme"]) {
    let value = null;
    try {
      value = localStorage.getItem(`rongcuo.${name}`);
    } catch {
      // Storage is switched off: the page looks as by default.
    }
    if (value !== null && /^[a-z]{1,20}$/.test(value)) root.dataset[name] = value;
  }
})();
