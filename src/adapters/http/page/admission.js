// @ts-check
/** The page of a person who waits for approval: looks every few seconds, and goes on by itself. */

const status = document.getElementById("admission-status");
/** @type {{ readonly waiting: string, readonly admitted: string }} */
const words = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");

const lookMilliseconds = 4_000;

/** @param {string} text */
const say = (text) => {
  if (status !== null && status.textContent !== text) status.textContent = text;
};

async function look() {
  try {
    const response = await fetch("/api/admission");
    const { admitted, code } = await response.json();
    // Approved, or another code than the one shown: the page as it is now.
    if (admitted === true || code !== document.getElementById("code")?.textContent) {
      say(admitted === true ? words.admitted : words.waiting);
      location.reload();
      return;
    }
    say(words.waiting);
  } catch {
    // No network: the next look may succeed.
  }
  setTimeout(() => void look(), lookMilliseconds);
}

setTimeout(() => void look(), lookMilliseconds);
