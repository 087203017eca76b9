/** Learning on a page: the moves of the chat, each with its own commit. What needs a conversation is left to the chat. */
import { type LearningMove, learningText, parseLearning } from "../../core/dialogue/learning-words.ts";
import { type Answer, smalltalkAnswer } from "../../core/grounding/answer.ts";
import type { Day } from "../../core/law/types.ts";
import type { Choice, PersonId } from "../../ports/channel.ts";
import type { Lesson, LessonChoice, Lessons } from "../../ports/lessons.ts";
import { type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import type { LearningDialogue, LearningReply } from "../dialogue/learning.ts";
import { commitOnce } from "../flow/commits.ts";
import { spaceOf } from "../flow/keys.ts";
import { profilePut } from "../flow/profile.ts";

export interface LessonsOptions {
  readonly store: Pick<Store, "read" | "commit">;
  readonly dialogue: Pick<LearningDialogue, "reply">;
  readonly knowledgeVersion: string;
  readonly today: () => Day;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  /** Makes ids of commits. */
  readonly newId: () => string;
}

/** How often a move that meets another change of the person is made again. */
const conflictLimit = 10;

/** Null: it says where messages go, how they look there, or what is to be told of a turn; nothing of that is here. */
const kindOf = ({ type }: LearningMove): LessonChoice["kind"] | null => {
  switch (type) {
    case "answer":
    case "erase":
      return "change";
    case "report":
      return "ask";
    case "subscribe":
    case "polls":
    case "end":
      return null;
    default:
      return "look";
  }
};

/** What is no move is a question for the chat. */
function choiceHere({ label, text }: Choice): LessonChoice[] {
  const move = parseLearning(text);
  const kind = move === null ? "ask" : kindOf(move);
  return kind === null ? [] : [{ label, text, kind }];
}

export function createLessons(options: LessonsOptions): Lessons {
  const { store, dialogue, knowledgeVersion, today, clock, expiry, newId } = options;

  const answerOf = (said: Pick<LearningReply, "blocks" | "citations">): Answer =>
    smalltalkAnswer(said, { knowledgeVersion, asOf: today() });

  const keep = async (person: PersonId, { changes }: LearningReply): Promise<boolean> => {
    if (changes.length === 0) return true;
    const expiresAt = expiry(clock());
    const profile = await profilePut(store, person, clock(), expiresAt);
    const result = await commitOnce(store, {
      id: `lesson/${newId()}`,
      space: spaceOf(person),
      expect: [...profile.expect, ...changes.map(({ key, version }) => ({ key, version }))],
      put: [
        ...profile.put,
        ...changes.flatMap(({ key, value }) => (value === null ? [] : [{ key, value, expiresAt }])),
      ],
      remove: changes.flatMap(({ key, value }) => (value === null ? [key] : [])),
    });
    return result === "committed";
  };

  // No conversation: nothing was offered in one, and nothing is noted of one.
  const replyTo = (person: PersonId, move: LearningMove): Promise<LearningReply | null> =>
    dialogue.reply(learningText(move), {
      person,
      conversation: "",
      state: null,
      note: "",
      reported: async () => null,
    });

  const recall = async (person: PersonId, move: LearningMove): Promise<Answer | null> => {
    if (move.type === "answer") {
      const asked = await replyTo(person, { ...move, type: "tick" });
      return asked && answerOf({ blocks: asked.blocks.slice(0, 1), citations: [] });
    }
    if (move.type === "walk" && move.judged.looks.length > 0) {
      const begun = await replyTo(person, { ...move, judged: { looks: [], guess: null } });
      // Its last block asks for the first look.
      return begun && answerOf({ blocks: begun.blocks.slice(0, -1), citations: begun.citations });
    }
    return null;
  };

  return {
    async act(person, text, may): Promise<Lesson | null> {
      const move = parseLearning(text);
      const kind = move === null ? null : kindOf(move);
      if (move === null || kind === null || kind === "ask" || (kind === "change" && may === "look"))
        return null;
      for (let tries = 0; tries < conflictLimit; tries++) {
        const reply = await replyTo(person, move);
        if (reply === null) return null;
        if (await keep(person, reply))
          return {
            recalled: await recall(person, move),
            answer: answerOf(reply),
            choices: reply.choices.flatMap(choiceHere),
          };
      }
      throw new StoreUnavailableError("a person's learning changed each time a move was to be kept");
    },
  };
}
