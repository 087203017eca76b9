/** Conversations as their own person sees them, read from the store and deleted there. */

import { type PersonalDatum, restorePersonalData } from "../core/grounding/personal-data.ts";
import { noteId } from "../core/listening/note-id.ts";
import type { Matter } from "../core/precheck/interview.ts";
import type { Address, PersonId } from "../ports/channel.ts";
import type { ConversationSummary, Conversations, TurnView } from "../ports/conversations.ts";
import { type Pseudonyms, SealError, type Sealer } from "../ports/sealing.ts";
import { type Batch, type Store, StoreUnavailableError } from "../ports/store.ts";
import type { Clock, Instant } from "../ports/time.ts";
import { fileNames } from "../text/dialogue.ts";
import { answerText } from "../text/render.ts";
import { auditBody } from "./audit.ts";
import { subscriptionKey } from "./campaign/keys.ts";
import { readSubscription } from "./campaign/stored.ts";
import { commitOnce } from "./flow/commits.ts";
import type { Erasure } from "./flow/erasure.ts";
import {
  ConversationState,
  parseStored,
  readProfile,
  StoredEvent,
  StoredGap,
  StoredTurn,
} from "./flow/events.ts";
import {
  auditStream,
  gapPrefix,
  groupOf,
  inboxQueue,
  marksPlace,
  personKey,
  sendingKey,
  spaceOf,
  stateKey,
  statePrefix,
  stopKey,
  turnKey,
  turnPrefix,
  wishPrefix,
} from "./flow/keys.ts";
import { lettersOf, listAll } from "./flow/reading.ts";
import { readLearning } from "./learning/stored-learning.ts";
import { readMatters } from "./precheck/matters.ts";

export interface ConversationsOptions {
  readonly store: Store;
  /** Opens the masked passages of a person's texts. */
  readonly marksSealer: Sealer;
  readonly pseudonyms: Pseudonyms;
  readonly erasure: Erasure;
  /** The decision record of a pre-check as JSON; null where there is none yet. */
  readonly recordOf: (matter: Matter) => unknown;
  readonly clock: Clock;
  /** Makes ids of commits that come from no event. */
  readonly newId: () => string;
}

/** How often the removal of a conversation that goes on meanwhile is worked out again. */
const conflictLimit = 20;

const moment = (at: Instant): string => new Date(at).toISOString();

const lastPart = (key: string): string => key.slice(key.lastIndexOf("/") + 1);

export function createConversations(options: ConversationsOptions): Conversations {
  const { store, marksSealer, pseudonyms, erasure, clock, newId } = options;

  /** The question as it was typed, as long as its masked passages can be opened. */
  const restored = (person: PersonId, question: string, marks: string): string => {
    try {
      const found = JSON.parse(marksSealer.open(marks, marksPlace(person))) as PersonalDatum[];
      return restorePersonalData(question, found);
    } catch (error) {
      // The key of a process that has ended is gone with it: the masked text is what is left.
      if (error instanceof SealError) return question;
      throw error;
    }
  };

  const viewOf = (person: PersonId, key: string, value: string): TurnView => {
    const { at, asOf, question, marks, withheld, answer, choices, file, picture, push, more, feedback } =
      parseStored(StoredTurn, value, "turn");
    return {
      turn: Number(lastPart(key)),
      at,
      asOf,
      question: question === null || marks === null ? question : restored(person, question, marks),
      withheld,
      answer,
      choices,
      file,
      ...(push === true ? { push } : {}),
      ...(picture === undefined ? {} : { picture }),
      ...(more === undefined ? {} : { more }),
      feedback,
    };
  };

  /** A turn in the copy of a person's data. */
  const turnData = ({ question, push, at, answer, ...turn }: TurnView): object => ({
    ...turn,
    ...(push === true ? { kind: "push", about: question } : { kind: "question", question }),
    at: moment(at),
    answer: answerText(answer),
  });

  const turns = async (of: Address, after: number, limit: number): Promise<readonly TurnView[]> => {
    const found = await store.list(spaceOf(of.person), turnPrefix(of), {
      ...(after === 0 ? {} : { after: turnKey(of, after) }),
      limit,
    });
    return found.flatMap(({ key, value }) => (value === null ? [] : [viewOf(of.person, key, value)]));
  };

  const allTurns = async (of: Address): Promise<readonly TurnView[]> =>
    (await listAll(store, spaceOf(of.person), [turnPrefix(of)])).flatMap(({ key, value }) =>
      value === null ? [] : [viewOf(of.person, key, value)],
    );

  const list = async (person: PersonId): Promise<readonly ConversationSummary[]> => {
    const states = await listAll(store, spaceOf(person), [statePrefix(person)]);
    return states
      .flatMap(({ key, value }) => {
        if (value === null) return [];
        const { title, turns: count, lastAt } = parseStored(ConversationState, value, "conversation");
        return [{ conversation: lastPart(key), title, turns: count, lastAt }];
      })
      .sort((left, right) => right.lastAt - left.lastAt);
  };

  /**
   * Takes a conversation away as it stands; a conflict where it grew meanwhile. Of one that nobody has begun only what may
   * wait in the queues goes, and no record is made.
   */
  const removal = async (of: Address, id: string): Promise<{ batch: Batch; begun: boolean }> => {
    const space = spaceOf(of.person);
    const key = personKey(of.person);
    // The profile first: what is added after the list raises its version.
    const [profile, state] = await store.read(space, [key, stateKey(of)]);
    const keys = (await listAll(store, space, [turnPrefix(of), gapPrefix(of), wishPrefix(of)])).map(
      (found) => found.key,
    );
    const begun = keys.length > 0 || (state?.version ?? 0) > 0;
    const batch: Batch = {
      id: `removed/${id}`,
      space,
      expect: [{ key, version: profile?.version ?? 0 }],
      remove: [...keys, stateKey(of), stopKey(of), sendingKey(of)],
      purgeGroups: groupOf(of),
      append: begun
        ? [
            {
              stream: auditStream,
              at: clock(),
              body: auditBody({
                kind: "conversation_removed",
                person: pseudonyms.of(of.person),
                conversation: pseudonyms.of(groupOf(of)),
              }),
            },
          ]
        : [],
    };
    return { batch, begun };
  };

  /** Texts of a person among the dead letters of the inbox: a turn says that they could not be handled, mostly. */
  const unhandled = async (person: PersonId): Promise<readonly object[]> => {
    const found: object[] = [];
    for await (const { group, payload } of lettersOf(store, inboxQueue))
      if (group.startsWith(`${person}/`)) found.push(unhandledView(person, payload));
    return found;
  };

  /** What was answered, whence and when; with it the record that gives the result again. */
  const matterView = (matter: Matter): object => ({
    number: matter.number,
    startedAt: moment(matter.startedAt),
    changedAt: moment(matter.changedAt),
    jurisdictions: matter.jurisdictions,
    actDate: matter.actDate,
    decisionDate: matter.decisionDate,
    rulesets: matter.pins,
    answers: matter.answers.map(({ at, earlier, ...answer }) => ({
      ...answer,
      at: moment(at),
      earlier: earlier.map((given) => ({ ...given, at: moment(given.at) })),
    })),
    ...(matter.story?.stage === "confirming" ? { proposals: matter.story.proposals } : {}),
    record: options.recordOf(matter),
  });

  /** A letter of a form nobody knows is shown as it stands. */
  const unhandledView = (person: PersonId, payload: string): object => {
    try {
      const { at, content } = parseStored(StoredEvent, payload, "event");
      const { text, marks } = content.type === "text" ? content : { text: null, marks: null };
      return {
        at: moment(at),
        type: content.type,
        text: text === null || marks === null ? text : restored(person, text, marks),
      };
    } catch {
      return { payload };
    }
  };

  return {
    turns,
    list,

    async remove(of) {
      const id = newId();
      for (let tries = 1; tries <= conflictLimit; tries++) {
        const { batch, begun } = await removal(of, `${id}/${tries}`);
        if ((await commitOnce(store, batch)) === "conflict") continue;
        if (begun) await erasure.request();
        return;
      }
      throw new StoreUnavailableError("a conversation grew each time it was to be removed; remove it again");
    },

    async file(person, name) {
      const space = spaceOf(person);
      const [[profile, subscribed], conversations, gaps, wishes, matters, { learning }] = await Promise.all([
        store.read(space, [personKey(person), subscriptionKey(person)]),
        list(person),
        listAll(store, space, [`gap/${person}/`]),
        listAll(store, space, [`wish/${person}/`]),
        readMatters(store, person),
        readLearning(store, person),
      ]);
      const seen = readProfile(profile?.value);
      const subscription = readSubscription(subscribed?.value);
      const contents = await Promise.all(
        conversations.map(async ({ conversation, title }) => ({
          conversation,
          title,
          turns: (await allTurns({ person, conversation })).map(turnData),
        })),
      );
      const data = {
        person,
        madeAt: moment(clock()),
        firstSeen: seen === null ? null : moment(seen.firstAt),
        conversations: contents,
        prechecks: matters.map(({ matter }) => matterView(matter)),
        learning,
        pushes:
          subscription === null
            ? null
            : { since: moment(subscription.since), sent: subscription.sent.map(moment) },
        unhandled: await unhandled(person),
        notes: gaps.flatMap(({ key, value }) => {
          if (value === null) return [];
          const { at, kind, text, detail, answeredAt } = parseStored(StoredGap, value, "gap");
          const answered = answeredAt === undefined ? null : moment(answeredAt);
          return [{ receipt: noteId(pseudonyms.of(key)), at: moment(at), kind, text, detail, answered }];
        }),
        wishes: wishes.map(({ key }) => ({ receipt: lastPart(key) })),
      };
      await store.commit({
        id: `exported/${newId()}`,
        space,
        append: [
          {
            stream: auditStream,
            at: clock(),
            body: auditBody({ kind: "exported", person: pseudonyms.of(person) }),
          },
        ],
      });
      return {
        name: fileNames[name],
        mediaType: "application/json; charset=utf-8",
        text: `${JSON.stringify(data, null, 2)}\n`,
      };
    },
  };
}
