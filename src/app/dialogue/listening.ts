/** What concerns the gap list (待补充清单) in a conversation: the wish to be told of an answer, and answers to complaints. */
import type { Role } from "../../core/access/roles.ts";
import {
  type ListeningMove,
  parseListening,
  unwishWord,
  wishWord,
} from "../../core/dialogue/listening-words.ts";
import type { Day } from "../../core/law/types.ts";
import { monthBefore } from "../../core/listening/digest.ts";
import type { Access } from "../../ports/access.ts";
import type { Choice, PersonId } from "../../ports/channel.ts";
import type { Digests } from "../../ports/listening.ts";
import { digestMessage } from "../../text/digest.ts";
import { answerResultWords, listeningReplies as words } from "../../text/gaps.ts";
import type { ConversationState } from "../flow/events.ts";
import type { Answering } from "../listening/answering.ts";

/** Whether the person wishes to be told of an answer to a note. */
export interface WishEffect {
  readonly note: string;
  readonly wanted: boolean;
}

export interface ListeningReply {
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly wish?: WishEffect;
}

export interface ListeningDialogue {
  /** The choice under an answer that found nothing. */
  offer(note: string): Choice;
  /** Null: the text concerns nothing of this. */
  reply(
    text: string,
    situation: { readonly person: PersonId; readonly state: Pick<ConversationState, "choices"> | null },
  ): Promise<ListeningReply | null>;
}

/** Who may read the digest: of anybody else the word is a question as any other. */
const digestReaders: readonly Role[] = ["publicity-editor", "knowledge-editor", "admin"];

/** Who may answer complaints. */
const answerers: readonly Role[] = ["knowledge-editor", "admin"];

const choiceOf = (word: string, note: string): Choice => ({ label: word, text: `${word} ${note}` });

export function createListeningDialogue({
  access,
  answering,
  digests,
  today,
}: {
  readonly access: Pick<Access, "grantOf">;
  readonly answering: Pick<Answering, "answer">;
  readonly digests: Digests;
  readonly today: () => Day;
}): ListeningDialogue {
  const wish = (
    { wanted, note }: Extract<ListeningMove, { type: "wish" }>,
    choices: readonly Choice[],
  ): ListeningReply => {
    // Typed instead of pressed: the one that was offered just before.
    const offered = choices.find(({ label }) => label === (wanted ? wishWord : unwishWord));
    const move = offered === undefined ? null : parseListening(offered.text);
    const of = note ?? (move?.type === "wish" ? move.note : null);
    if (of === null) return { text: words.wishOfWhat, choices: [] };
    return wanted
      ? { text: words.wished, choices: [choiceOf(unwishWord, of)], wish: { note: of, wanted } }
      : { text: words.unwished, choices: [], wish: { note: of, wanted } };
  };

  const answer = async (
    { note, text }: Extract<ListeningMove, { type: "reply" }>,
    person: PersonId,
  ): Promise<ListeningReply> => {
    const grant = await access.grantOf(person);
    if (grant === null || !answerers.includes(grant.role)) return { text: words.mayNotAnswer, choices: [] };
    if (note === null || text === "") return { text: words.answerHow, choices: [] };
    return { text: answerResultWords(await answering.answer(note, text, person)), choices: [] };
  };

  const digest = async (month: string | null, person: PersonId): Promise<ListeningReply | null> => {
    const grant = await access.grantOf(person);
    if (grant === null || !digestReaders.includes(grant.role)) return null;
    const current = today().slice(0, 7);
    if (month !== null && month > current) return { text: words.monthAhead, choices: [] };
    return { text: digestMessage(await digests.of(month ?? monthBefore(current))), choices: [] };
  };

  return {
    offer: (note) => choiceOf(wishWord, note),
    async reply(text, { person, state }) {
      const move = parseListening(text);
      if (move === null) return null;
      if (move.type === "digest") return digest(move.month, person);
      return move.type === "wish" ? wish(move, state?.choices ?? []) : answer(move, person);
    },
  };
}
