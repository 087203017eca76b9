/**
 * Delivers pushes, one to a person at a time, beneath replies.
 *
 *   queued ── sending ── sent
 *                     ├─ failed    the platform does not take it        ├─ blocked  the person cannot be reached
 *                     └─ unknown   it may have arrived: never sent again without an operator's word
 *   and without a try: opted_out · capped · missed (over, stopped, not among those it goes to any more)
 *
 * Everything is decided when a push is about to be sent, not when it was queued: hours, the wish to get any, the cap. The mark
 * before the send rests on the subscription as it was read, so that a stop that came first always holds.
 */
import { channelOf } from "../../core/access/terms.ts";
import { itemName } from "../../core/campaign/campaign.ts";
import type { DeliveryEnd } from "../../core/campaign/results.ts";
import { beijingTime, capWindow, type WorkCalendar } from "../../core/campaign/window.ts";
import type { Access } from "../../ports/access.ts";
import type { Channel, SendResult } from "../../ports/channel.ts";
import { errorCode } from "../../ports/errors.ts";
import { type Claimed, isStoreTrouble, type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { commitOnce } from "../flow/commits.ts";
import { growingDelay, putOff } from "../flow/delays.ts";
import { ConversationState, lastWrote, parseStored, readProfile } from "../flow/events.ts";
import { learningKey, personKey, spaceOf, stateKey, turnKey } from "../flow/keys.ts";
import { createPump, type Pump } from "../flow/pump.ts";
import { learningFrom } from "../learning/stored-learning.ts";
import type { CampaignView } from "./campaigns.ts";
import type { CampaignContent, PushContent } from "./content.ts";
import { pushKey, pushQueue, subscriptionKey, tallyKey } from "./keys.ts";
import {
  closed,
  holdSeconds,
  isBusyAnywhere,
  nextDay,
  type Outcome,
  undisturbedMilliseconds,
  unwanted,
} from "./permission.ts";
import { pushedTurn, saidToBeApproved, stateWith } from "./pushed-turn.ts";
import { PushItem, type PushRow, readRow, readSubscription, readTally, type Subscription } from "./stored.ts";

export interface DeliveryOptions {
  readonly store: Pick<Store, "read" | "list" | "commit" | "claim" | "release">;
  readonly channels: readonly Channel[];
  readonly access: Pick<Access, "grantOf">;
  readonly content: Pick<CampaignContent, "push">;
  /** A campaign as it stands now; may be a moment old. */
  readonly campaign: (id: string) => Promise<CampaignView | null>;
  readonly calendar: WorkCalendar;
  /** Names this process in leases. */
  readonly name: string;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at an instant is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly parallel?: number;
  readonly leaseSeconds?: number;
  readonly idleMilliseconds?: number;
  /** A push the platform puts off so often has failed. */
  readonly maxTries?: number;
}

const failureLimit = 5;
const conflictLimit = 100;

/** What a push is decided on. */
interface Found {
  readonly item: PushItem;
  readonly key: string;
  readonly row: PushRow | null;
  readonly rowVersion: number;
  readonly subscription: Subscription | null;
  readonly subscriptionVersion: number;
}

/** A push that may be sent, marked as being sent. */
interface Marked {
  readonly type: "marked";
  readonly turn: number;
  /** How often it has been begun to be sent, this time included. */
  readonly tries: number;
  readonly channel: Channel;
  readonly content: PushContent;
}

export function createDelivery(options: DeliveryOptions): Pump {
  const { store, channels, access, content, calendar, telemetry, log, clock, expiry } = options;
  const { parallel = 16, leaseSeconds = 60, maxTries = 50 } = options;

  /** Counts of a space change one after another, so that pushes of one process do not get into each other's way. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <Result>(space: string, work: () => Promise<Result>): Promise<Result> => {
    const result = (turns.get(space) ?? Promise.resolve()).then(work);
    turns.set(
      space,
      result.catch(() => undefined),
    );
    return result;
  };

  const find = async (claimed: Claimed): Promise<Found> => {
    const item = parseStored(PushItem, claimed.payload, "push");
    const key = pushKey(item.person, itemName(item.campaign, item.item));
    const [subscription, row] = await store.read(spaceOf(item.person), [subscriptionKey(item.person), key]);
    return {
      item,
      key,
      row: readRow(row?.value),
      rowVersion: row?.version ?? 0,
      subscription: readSubscription(subscription?.value),
      subscriptionVersion: subscription?.version ?? 0,
    };
  };

  /** Keeps that it waits, so that the question of the day gives way to it; null: something moved meanwhile. */
  const waitForNextDay = async (
    { space, item, attempts }: Claimed,
    { key, row, rowVersion }: Found,
    outcome: ReturnType<typeof nextDay>,
  ): Promise<Outcome | null> => {
    if (outcome.type === "end" || row !== null) return outcome;
    const at = clock();
    const waiting: PushRow = { form: 1, state: "queued", at, turn: null, tries: 0, voted: false };
    const result = await commitOnce(store, {
      id: `waitingpush/${item}/${attempts}/${rowVersion}`,
      space,
      expect: [{ key, version: rowVersion }],
      put: [{ key, value: JSON.stringify(waiting), expiresAt: expiry(at) }],
    });
    return result === "committed" ? outcome : null;
  };

  /** Writes the turn and the mark; null: something moved meanwhile. */
  const mark = async (
    claimed: Claimed,
    found: Found,
    subscription: Subscription,
    view: CampaignView,
    channel: Channel,
  ): Promise<Marked | Outcome | null> => {
    const { item, key, row } = found;
    const { to } = subscription;
    const [stateRead, profileRead, learningRead] = await store.read(claimed.space, [
      stateKey(to),
      personKey(item.person),
      learningKey(item.person),
    ]);
    const state =
      stateRead?.value == null ? null : parseStored(ConversationState, stateRead.value, "conversation");
    const profile = readProfile(profileRead?.value);
    // All of theirs has lapsed: they would have to be told the notice again first.
    if (profile === null) return { type: "end", end: "opted_out" };
    const at = clock();
    const wroteAt = state === null ? 0 : lastWrote(state);
    if (subscription.blockedAt !== null && wroteAt <= subscription.blockedAt)
      return { type: "end", end: "blocked" };
    if (await isBusyAnywhere(store, item.person, at))
      return { type: "hold", seconds: Math.ceil(undisturbedMilliseconds / 1_000) };
    const campaignItem = view.campaign.items.find(({ id }) => id === item.item);
    if (campaignItem === undefined) return { type: "end", end: "missed" };
    const { pushedOn } = learningFrom(learningRead?.value ?? null);
    if (view.campaign.corrects === null && pushedOn === beijingTime(at).day)
      return waitForNextDay(claimed, found, nextDay(view, campaignItem, at, calendar));
    const made = saidToBeApproved(content.push(view.campaign, campaignItem, beijingTime(at).day));
    const turn = row?.turn ?? (state?.turns ?? 0) + 1;
    const expiresAt = expiry(at);
    const put = (name: string, value: object) => ({ key: name, value: JSON.stringify(value), expiresAt });
    const tries = (row?.tries ?? 0) + 1;
    const sending: PushRow = { form: 1, state: "sending", at, turn, tries, voted: row?.voted ?? false };
    const result = await commitOnce(store, {
      id: `push/${claimed.item}/${claimed.attempts}/${found.rowVersion}/${found.subscriptionVersion}/${stateRead?.version ?? 0}`,
      space: claimed.space,
      expect: [
        { key, version: found.rowVersion },
        { key: subscriptionKey(item.person), version: found.subscriptionVersion },
        { key: stateKey(to), version: stateRead?.version ?? 0 },
        // The question of the day may be given in another conversation meanwhile.
        { key: learningKey(item.person), version: learningRead?.version ?? 0 },
      ],
      put: [
        put(key, sending),
        // Its version tells that something of the person was added.
        put(personKey(item.person), profile),
        ...(row?.turn == null
          ? [
              put(turnKey(to, turn), pushedTurn(view, made, at)),
              put(stateKey(to), stateWith(state, view, made, at)),
            ]
          : []),
      ],
    });
    return result === "committed" ? { type: "marked", turn, tries, channel, content: made } : null;
  };

  /** What stands before the send: an end, a delay, or the mark that it begins; null: read again. */
  const prepare = async (claimed: Claimed, found: Found): Promise<Marked | Outcome | null> => {
    const { item, row, subscription } = found;
    const channel = channels.find(({ id }) => id === channelOf(item.person));
    if (row !== null && row.state !== "queued" && row.state !== "sending") return { type: "over" };
    // A send that was cut off; on a channel that shows a repeated key once it is simply sent again.
    if (row?.state === "sending" && channel?.capabilities.dropsRepeatedKey !== true)
      return channel === undefined ? { type: "hold", seconds: holdSeconds } : { type: "end", end: "unknown" };
    const view = await options.campaign(item.campaign);
    const shut = closed(view, item.item, clock(), calendar);
    if (view === null || shut !== null) return shut ?? { type: "end", end: "missed" };
    const unwelcome = await unwanted(view, item.person, subscription, clock(), access);
    if (subscription === null || unwelcome !== null) return unwelcome ?? { type: "end", end: "opted_out" };
    // Another process may serve that channel, or this one after its next start.
    if (channel === undefined) return { type: "hold", seconds: holdSeconds };
    return mark(claimed, found, subscription, view, channel);
  };

  // Not the attempts of the item, which rise while a campaign is paused, too.
  const outcomeOf = (result: SendResult, { channel, tries }: Marked): Outcome => {
    const again = tries < maxTries;
    switch (result.status) {
      case "sent":
        return { type: "end", end: "sent", tried: true };
      case "failed":
        return { type: "end", end: result.reason === "gone" ? "blocked" : "failed", tried: true };
      case "retry":
        return again
          ? { type: "hold", seconds: result.afterSeconds }
          : { type: "end", end: "failed", tried: true };
      case "unknown":
        return again && channel.capabilities.dropsRepeatedKey
          ? { type: "hold", seconds: growingDelay(tries) }
          : { type: "end", end: "unknown", tried: true };
    }
  };

  /** The subscription after an end: what counts for the cap, and whether the person could be reached. */
  const subscriptionAfter = (before: Subscription, end: DeliveryEnd, at: Instant): Subscription => ({
    ...before,
    sent:
      end === "sent" || end === "unknown"
        ? [...before.sent.filter((earlier) => earlier > at - capWindow), at]
        : before.sent,
    blockedAt: end === "blocked" ? at : end === "sent" ? null : before.blockedAt,
  });

  /** Writes the end, the count and what it means for later pushes. False: somebody else ended it, or it was purged. */
  const finish = async (
    claimed: Claimed,
    { end, tried }: Extract<Outcome, { type: "end" }>,
  ): Promise<boolean> => {
    for (let tries = 0; tries < conflictLimit; tries++) {
      const result = await inTurn(claimed.space, async () => {
        const { item, key, row, rowVersion, subscription, subscriptionVersion } = await find(claimed);
        const tally = tallyKey(itemName(item.campaign, item.item));
        const [counted] = await store.read(claimed.space, [tally]);
        const before = readTally(counted?.value);
        const ends = { ...before.ends, [end]: (before.ends[end] ?? 0) + 1 };
        const at = clock();
        const ended: PushRow = {
          form: 1,
          state: end,
          at,
          turn: row?.turn ?? null,
          tries: row?.tries ?? 0,
          voted: row?.voted ?? false,
        };
        const counts = tried === true || end === "unknown";
        return commitOnce(store, {
          id: `pushed/${claimed.item}/${claimed.attempts}/${rowVersion}/${subscriptionVersion}/${counted?.version ?? 0}`,
          space: claimed.space,
          expect: [
            { key, version: rowVersion },
            { key: tally, version: counted?.version ?? 0 },
            { key: subscriptionKey(item.person), version: subscriptionVersion },
          ],
          put: [
            { key, value: JSON.stringify(ended), expiresAt: expiry(at) },
            { key: tally, value: JSON.stringify({ ...before, ends }) },
            ...(counts && subscription !== null
              ? [
                  {
                    key: subscriptionKey(item.person),
                    value: JSON.stringify(subscriptionAfter(subscription, end, at)),
                  },
                ]
              : []),
          ],
          settle: [{ claimed, dead: end === "failed" || end === "unknown" ? end : null }],
        });
      });
      if (result !== "conflict") return result === "committed";
    }
    throw new StoreUnavailableError("the counts of a campaign changed each time a push was to be ended");
  };

  /** Takes the mark away before a delay, so that the next try knows that nothing was sent. */
  const unmark = async (claimed: Claimed): Promise<void> => {
    for (let tries = 0; tries < conflictLimit; tries++) {
      const { key, row, rowVersion } = await find(claimed);
      if (row?.state !== "sending") return;
      const at = clock();
      const waiting: PushRow = { ...row, state: "queued", at };
      const result = await commitOnce(store, {
        id: `unpushed/${claimed.item}/${claimed.attempts}/${rowVersion}`,
        space: claimed.space,
        expect: [{ key, version: rowVersion }],
        put: [{ key, value: JSON.stringify(waiting), expiresAt: expiry(at) }],
      });
      if (result !== "conflict") return;
    }
  };

  const deliver = async (claimed: Claimed): Promise<Outcome> => {
    for (let tries = 0; tries < conflictLimit; tries++) {
      const found = await find(claimed);
      const prepared = await prepare(claimed, found);
      if (prepared === null) continue;
      if (prepared.type !== "marked") return prepared;
      const { subscription, item } = found;
      if (subscription === null) return { type: "end", end: "opted_out" };
      const { turn, channel, content: made } = prepared;
      const result = await channel.send(
        subscription.to,
        { turn, push: true, answer: made.answer, choices: made.choices, file: null, picture: made.picture },
        `push/${channel.id}/${itemName(item.campaign, item.item)}/${item.person}`,
        null,
      );
      const outcome = outcomeOf(result, prepared);
      if (outcome.type === "hold" && !channel.capabilities.dropsRepeatedKey) await unmark(claimed);
      return outcome;
    }
    return { type: "hold", seconds: 1 };
  };

  const settle = async (claimed: Claimed, outcome: Outcome): Promise<void> => {
    switch (outcome.type) {
      case "hold":
        return putOff(store, claimed, { seconds: outcome.seconds, leaseSeconds });
      case "over":
        await commitOnce(store, {
          id: `overpushed/${claimed.item}`,
          space: claimed.space,
          settle: [{ claimed, dead: null }],
        });
        return;
      case "end":
        if (await finish(claimed, outcome))
          telemetry.count("pushes", { channel: channelOf(claimed.group), result: outcome.end });
    }
  };

  const work = async (claimed: Claimed): Promise<void> => {
    try {
      await settle(claimed, await deliver(claimed));
    } catch (error) {
      const { item, attempts } = claimed;
      log.warn({ err: error, item, attempts }, "push not ended");
      if (isStoreTrouble(error) || attempts < failureLimit)
        return putOff(store, claimed, { seconds: growingDelay(attempts), leaseSeconds });
      await commitOnce(store, {
        id: `deadpush/${item}`,
        space: claimed.space,
        settle: [{ claimed, dead: errorCode(error) }],
      });
    }
  };

  return createPump({
    store,
    queue: pushQueue,
    worker: options.name,
    leaseSeconds,
    parallel,
    idleMilliseconds: options.idleMilliseconds ?? 500,
    log,
    work,
  });
}
