/**
 * Where campaigns (宣传活动) stand in the store.
 *
 *   space campaign     campaign/<campaign>                     what it is and what happened to it
 *                      picture/<hash>…                         a picture of an item; see pictures.ts
 *   a person's space   subscription/<person>/push              where pushes may go
 *                      push/<person>/<campaign>.<item>         what became of an item for that person
 *   each person space  expansion/<campaign>.<item>             how far its subscribers have been queued
 *                      tally/<campaign>.<item>                 counts of what became of it there, and of what was chosen
 *
 * Counts stand beside what they count, so that both change in one commit; they are added up when they are read. The queue
 * `push` has a group for each person, so that nobody is sent two pushes at once and forgetting a person takes theirs out.
 */
import type { PersonId } from "../../ports/channel.ts";
import type { Space } from "../../ports/store.ts";

export const campaignSpace: Space = "campaign";
export const pushQueue = "push";

export const campaignPrefix = "campaign/";
export const campaignKey = (campaign: string): string => `${campaignPrefix}${campaign}`;

export const pictureKey = (hash: string): string => `picture/${hash}`;
/** @param part counted from 1; padded, so that keys order as the parts do */
export const picturePartKey = (hash: string, part: number): string =>
  `${pictureKey(hash)}/${String(part).padStart(4, "0")}`;

export const subscriptionPrefix = "subscription/";
export const subscriptionKey = (person: PersonId): string => `${subscriptionPrefix}${person}/push`;

export const pushPrefix = (person: PersonId): string => `push/${person}/`;
/** @param name of the item, `<campaign>.<item>` */
export const pushKey = (person: PersonId, name: string): string => `${pushPrefix(person)}${name}`;
export const expansionKey = (name: string): string => `expansion/${name}`;
export const tallyKey = (name: string): string => `tally/${name}`;
