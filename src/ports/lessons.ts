/** Learning (学习) outside of a conversation, move by move, with the moves of the chat; `compose.ts` fills it. */
import type { Answer } from "../core/grounding/answer.ts";
import type { PersonId } from "./channel.ts";

/** What may be done next. `text` is the move; of `ask`, a message for the chat. */
export interface LessonChoice {
  readonly label: string;
  readonly text: string;
  /** `look` changes nothing, `change` writes what is the person's own, `ask` belongs in a conversation. */
  readonly kind: "look" | "change" | "ask";
}

/** Where a person stands after a move. */
export interface Lesson {
  /** What the move is about, where a chat would show it above: the question answered, what happened in a case; null: nothing. */
  readonly recalled: Answer | null;
  readonly answer: Answer;
  readonly choices: readonly LessonChoice[];
}

export interface Lessons {
  /**
   * Makes a move of the person, on what is kept of them alone.
   *
   * @param text of a choice, or a word of the menu: 「学习」「每日一题」「我的学习」
   * @param may whether it may change anything; a move that would is none then
   * @returns null: the text is no move that can be made here
   * @throws {StoreUnavailableError} it could not be read or written
   */
  act(person: PersonId, text: string, may: "look" | "change"): Promise<Lesson | null>;
}
