/**
 * Where things of a person stand in the store. All of a person lives in one of 64 fixed spaces, so that one event is one
 * commit on one shard.
 *
 *   person/<person>                        profile: first seen, privacy notice told
 *   state/<person>/<conversation>          what the next event may lean on
 *   turn/<person>/<conversation>/<turn>    a question with its answer
 *   matter/<person>/<matter>               a pre-check (预审): what was answered
 *   learning/<person>/progress             what was asked for and answered in learning (学习)
 *   stop/<person>/<conversation>           that it was asked to stop
 *   sending/<person>/<conversation>        the message being sent, where a repeated one would be shown twice
 *   gap/<person>/<conversation>/<turn>     what was not answered, or is complained of (待补充清单)
 *   gap/<person>/<conversation>/<turn>-feedback   what was found wrong with a turn
 *   subscription/<person>/push             where messages nobody asked for may go (推送), and when some went
 *   push/<person>/<campaign>.<item>        what became of an item of a campaign (宣传活动) for that person
 *   digest/<person>/sent                   which month's digest (月报) an editor was sent last
 *   wish/<person>/<conversation>/<note>    that somebody wishes to be told of an answer to a note of the gap list
 *   channel/<person>/<conversation>/<name> what a channel must know again: its messages, a poll, that nobody is there
 *
 * Whatever adds a document of a person also writes the profile, whose version so tells whether anything was added: who
 * lists documents in order to delete them can rest on it. Only what is kept of a message being sent, and by a channel, is
 * written without: it holds no text, and goes by itself.
 *
 * Queues `inbox`, `drafts` (answers to be put into words by a model) and `outbox` have a group for each conversation, `stories`
 * (told in a pre-check, to be read by a model) one for each matter. Streams: `audit`. The space `access` holds grants, pairing requests, invitations and codes that hand a pre-check over; `system` holds
 * the application secret; `gaps` holds what editors have done about the gap list, under `work/<gap>`.
 */
import type { Address, PersonId } from "../../ports/channel.ts";
import type { Space } from "../../ports/store.ts";

/** Number of spaces for people; never changed, or people would lose what is theirs. */
export const partitionCount = 64;

export const accessSpace: Space = "access";
export const systemSpace: Space = "system";
export const gapsSpace: Space = "gaps";
export const auditStream = "audit";
export const inboxQueue = "inbox";
export const draftsQueue = "drafts";
export const outboxQueue = "outbox";
export const storiesQueue = "stories";

const partition = (at: number): Space => `p${String(at).padStart(2, "0")}`;

export const partitions: readonly Space[] = Array.from({ length: partitionCount }, (_, at) => partition(at));

/** The space of a person: FNV-1a over the UTF-16 units of the id. */
export function spaceOf(person: PersonId): Space {
  let hash = 0x811c9dc5;
  for (let at = 0; at < person.length; at++) hash = Math.imul(hash ^ person.charCodeAt(at), 0x01000193) >>> 0;
  return partition(hash % partitionCount);
}

/** Group of a conversation's items in every queue. */
export const groupOf = ({ person, conversation }: Address): string => `${person}/${conversation}`;

export const personKey = (person: PersonId): string => `person/${person}`;
export const statePrefix = (person: PersonId): string => `state/${person}/`;
export const stateKey = (of: Address): string => `state/${groupOf(of)}`;
/** Padded, so that keys order as the turns do. */
export const turnKey = (of: Address, turn: number): string =>
  `${turnPrefix(of)}${String(turn).padStart(8, "0")}`;
export const turnPrefix = (of: Address): string => `turn/${groupOf(of)}/`;
export const gapKey = (of: Address, turn: number): string =>
  `${gapPrefix(of)}${String(turn).padStart(8, "0")}`;
export const ownNotesPrefix = (person: PersonId): string => `gap/${person}/`;
export const gapPrefix = (of: Address): string => `gap/${groupOf(of)}/`;
/** Beside the note of the turn itself, so that a verdict on a complaint's receipt does not take the complaint's place. */
export const feedbackKey = (of: Address, turn: number): string => `${gapKey(of, turn)}-feedback`;

export const wishPrefix = (of: Address): string => `wish/${groupOf(of)}/`;
export const wishKey = (of: Address, note: string): string => `${wishPrefix(of)}${note}`;
export const workKey = (gap: string): string => `${workPrefix}${gap}`;
export const workPrefix = "work/";

export const matterPrefix = (person: PersonId): string => `matter/${person}/`;
export const matterKey = (person: PersonId, matter: string): string => `${matterPrefix(person)}${matter}`;

/** Group of what is told in a matter: it goes with the matter, and with the person. */
export const storyGroup = (person: PersonId, matter: string): string => `${person}/${matter}`;

export const digestKey = (person: PersonId): string => `digest/${person}/sent`;

export const learningKey = (person: PersonId): string => `learning/${person}/progress`;

/** Every key of a person begins with one of these. */
export const prefixesOf = (person: PersonId): readonly string[] =>
  [
    "state",
    "turn",
    "gap",
    "wish",
    "matter",
    "learning",
    "stop",
    "sending",
    "channel",
    "subscription",
    "push",
    "digest",
  ].map((kind) => `${kind}/${person}/`);
/** Its version rises each time the conversation is asked to stop: what came before is not answered any more. */
export const stopKey = (of: Address): string => `stop/${groupOf(of)}`;
/** What the masked passages of a person's texts are sealed for. */
export const marksPlace = (person: PersonId): string => `marks/${person}`;
/** The key of the message being sent in a conversation, on channels that would show it twice. */
export const sendingKey = (of: Address): string => `sending/${groupOf(of)}`;
/** What a channel keeps of a conversation, by name. */
export const channelKey = (of: Address, name: string): string => `channel/${groupOf(of)}/${name}`;
