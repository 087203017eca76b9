// @ts-check
/**
 * The page of a story that is being read: looks every few seconds without a word, and goes on when it was read, or is waited
 * for no more. Without script the page loads itself again.
 */

const link = document.getElementById("look-again");
const status = document.getElementById("reading-status");
const { done } = JSON.parse(document.getElementById("page-data")?.textContent ?? "{}");

const lookMilliseconds = 2_000;

async function look() {
  const address = link?.getAttribute("href") ?? location.href;
  try {
    const response = await fetch(address);
    // An error of the server, or of what stands before it, says nothing of the story.
    const isReading = response.status >= 500 || (await response.text()).includes('id="reading-status"');
    if (!isReading) {
      if (status !== null) status.textContent = done;
      // Not a reload: the page may have come with a form that was sent.
      location.replace(address);
      return;
    }
  } catch {
    // No network: the next look may succeed.
  }
  setTimeout(() => void look(), lookMilliseconds);
}

setTimeout(() => void look(), lookMilliseconds);
