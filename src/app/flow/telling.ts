/** What is held back while a story (经过) is awaited: it is still awaited, and what the reply says fits that. */
import { interviewWords } from "../../text/interview.ts";
import type { Reply, Said } from "../dialogue/dialogue.ts";
import type { ConversationState } from "./events.ts";

/**
 * A reply to what never reached the interview (held back at the border, an outdated press, a picture), given in the middle of a
 * story. Without it what is typed next would still be taken for the story, yet be kept as a question where it cannot be handled.
 *
 * @param state the conversation before; null: nothing was said in it
 */
export function stillTelling(reply: Reply, said: Said, state: ConversationState | null): Reply {
  if (state?.telling !== true || said.type === "text") return reply;
  const { answer } = reply;
  const words = wordsOf(said);
  const blocks = words === null ? answer.blocks : [{ type: "notice" as const, text: words }];
  return { ...reply, answer: { ...answer, blocks, suggestions: [] }, choices: state.choices, telling: true };
}

/** What is said where the words for a question do not fit a story; null: they do. */
function wordsOf(said: Exclude<Said, { type: "text" }>): string | null {
  if (said.type === "unsupported") return interviewWords.storyUnreadable;
  return said.type === "withheld" && said.reason === "too_long" ? interviewWords.storyLong : null;
}
