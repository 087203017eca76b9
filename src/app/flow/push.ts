/** A message that nobody asked for just now (推送), as a turn of its conversation: kept, exported and erased as any other. */
import type { Picture } from "../../core/campaign/picture.ts";
import type { Answer } from "../../core/grounding/answer.ts";
import type { Address, Choice, QuizPoll } from "../../ports/channel.ts";
import { type Batch, type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";
import { commitOnce } from "./commits.ts";
import { ConversationState, lastWrote, parseStored, readProfile, type StoredTurn } from "./events.ts";
import { personKey, spaceOf, stateKey, turnKey } from "./keys.ts";
import { messageItem } from "./messages.ts";

export interface PushedTurn {
  readonly to: Address;
  /** What stands where the question of a turn stands; masked. */
  readonly about: string;
  readonly answer: Answer;
  /** What may be pressed under it; numbers go on to mean what they meant. */
  readonly choices?: readonly Choice[];
  readonly quiz?: QuizPoll | undefined;
  readonly picture?: Picture | undefined;
  /** The same when it is told again, so that it is told once; `<what>/<channel>/<name>`. */
  readonly key: string;
  /**
   * Never used before, where what goes along sees to it that it is told once: whoever tells the same at once then meets a
   * conflict, and is not taken for this one. Left out: the key.
   */
  readonly id?: string;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

/** A turn that nobody asked for: what it is about stands where a question does. */
export const unaskedTurn = (
  {
    about,
    answer,
    choices = [],
    quiz,
    picture,
  }: Pick<PushedTurn, "about" | "answer" | "choices" | "quiz" | "picture">,
  at: Instant,
): StoredTurn => ({
  form: 1,
  at,
  asOf: null,
  question: about,
  marks: null,
  withheld: null,
  answer,
  choices: [...choices],
  ...(quiz === undefined ? {} : { quiz }),
  ...(picture === undefined ? {} : { picture }),
  file: null,
  push: true,
  feedback: null,
});

/** What changes with a pushed turn. */
export type Along = Required<Pick<Batch, "expect" | "put" | "remove" | "append">>;

/** How often a conversation that goes on meanwhile is worked out again. */
const conflictLimit = 20;

/**
 * Adds a turn to a conversation and puts its message into the outbox, in one commit with what goes along. What the person
 * was doing there goes on: choices, context and pre-check stay.
 *
 * @param along what changes with it, read anew at each try; null: it is not to be told any more
 * @returns `gone`: there is no such conversation any more, or what goes along says so; nothing changed
 * @throws {StoreUnavailableError} the conversation changed each time
 */
export async function pushTurn(
  store: Pick<Store, "read" | "commit">,
  pushed: PushedTurn,
  along: (turn: number) => Promise<Along | null>,
): Promise<"pushed" | "gone"> {
  const { to, key, id = key, at, expiresAt } = pushed;
  const space = spaceOf(to.person);
  for (let tries = 0; tries < conflictLimit; tries++) {
    const [read, profile] = await store.read(space, [stateKey(to), personKey(to.person)]);
    if (read?.value == null) return "gone";
    const told = readProfile(profile?.value);
    if (told === null) return "gone";
    const state = parseStored(ConversationState, read.value, "conversation");
    const turn = state.turns + 1;
    const changes = await along(turn);
    if (changes === null) return "gone";
    const after: ConversationState = {
      ...state,
      turns: turn,
      lastAt: at,
      wroteAt: lastWrote(state),
      pushed: turn,
    };
    const put = (name: string, value: object) => ({ key: name, value: JSON.stringify(value), expiresAt });
    const result = await commitOnce(store, {
      id: `pushed/${id}`,
      space,
      expect: [{ key: read.key, version: read.version }, ...changes.expect],
      put: [
        put(turnKey(to, turn), unaskedTurn(pushed, at)),
        put(stateKey(to), after),
        // Its version tells that something of the person was added.
        put(personKey(to.person), told),
        ...changes.put,
      ],
      remove: changes.remove,
      append: changes.append,
      enqueue: [messageItem(to, key, turn)],
    });
    if (result === "committed") return "pushed";
  }
  throw new StoreUnavailableError("a conversation changed each time something was to be told in it");
}
