/**
 * The border: an event of a channel is checked, guarded, masked and put in the inbox, and only then acknowledged.
 *
 *   well-formed? ─ admitted? ─ within limits? ─ notice told? ─ secrecy mark, too long: only the reason is kept
 *                                                             else masked, the masked passages sealed
 *     └ one commit whose id is the event's: a repeated event changes nothing
 *
 * A request to stop does not wait in the inbox behind what it should stop: it is written beside it.
 */
import { isStop } from "../../core/dialogue/commands.ts";
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import type { Access, Grant } from "../../ports/access.ts";
import type { Address, Channel, Content, Inbound, Outbound, Receipt, Sink } from "../../ports/channel.ts";
import type { Limit, Limiter } from "../../ports/limits.ts";
import type { Sealer } from "../../ports/sealing.ts";
import { type Batch, type Store, StoreFullError } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { border, noticeVersion } from "../../text/dialogue.ts";
import { questionLimit } from "../ask/ask.ts";
import { Profile, parseStored, type StoredEvent } from "./events.ts";
import { groupOf, inboxQueue, marksPlace, personKey, spaceOf, stopKey } from "./keys.ts";
import { messageItem } from "./messages.ts";

/** How many messages may be sent; null: any number. */
export interface Limits {
  readonly userPerMinute: number | null;
  readonly userPerDay: number | null;
  readonly unitPerDay: number | null;
  readonly totalPerMinute: number | null;
}

export interface IngressOptions {
  readonly store: Store;
  readonly access: Pick<Access, "admit">;
  readonly limiter: Limiter;
  readonly limits: Limits;
  /** Seals the passages that were masked. */
  readonly marksSealer: Sealer;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly clock: Clock;
  readonly contact: string;
  /** The privacy notice as told to people. */
  readonly privacyNotice: string;
  /** First instant at which what is written at `now` is gone. */
  readonly expiry: (now: Instant) => Instant;
  /** Said when a conversation is stopped. */
  readonly stopMessage: () => Outbound;
  /** Something is in the inbox or the outbox. */
  readonly wake: () => void;
}

const minute = 60;
const day = 86_400;

/** Pattern of a conversation's name. */
const conversationName = /^[A-Za-z0-9_-]{1,64}$/;
const eventIdLimit = 200;

/** Makes the sink of each channel. */
export function createIngress(
  options: IngressOptions,
): (channel: Pick<Channel, "id" | "capabilities">) => Sink {
  const { store, access, limiter, limits, telemetry, log, clock } = options;

  const wantedOf = ({ person }: Address, { unit }: Grant): { key: string; limit: Limit }[] =>
    [
      { key: person, name: "user-minute", count: limits.userPerMinute, seconds: minute },
      { key: person, name: "user-day", count: limits.userPerDay, seconds: day },
      ...(unit === "" ? [] : [{ key: unit, name: "unit-day", count: limits.unitPerDay, seconds: day }]),
      { key: "all", name: "total-minute", count: limits.totalPerMinute, seconds: minute },
    ].flatMap(({ key, name, count, seconds }) =>
      count === null ? [] : [{ key: `${name}/${key}`, limit: { name, count, seconds } }],
    );

  const unapprovedNotice = (code: string | null): string =>
    code === null ? border.unapprovedLater : border.unapproved(code, options.contact);

  /** A refusal at the border; null where the event may go on. */
  const refusalOf = async (event: Inbound): Promise<Receipt | null> => {
    const { from, at } = event;
    const admission = await access.admit(from.person);
    if (!admission.admitted) return { status: "unapproved", notice: unapprovedNotice(admission.code) };
    const taken = await limiter.take(wantedOf(from, admission.grant));
    if (taken.status === "taken") return null;
    const seconds = Math.max(1, (taken.until - at) / 1000);
    return { status: "limited", notice: taken.first ? border.limited(seconds) : null };
  };

  /** Tells the privacy notice where it has not been told; the event is then to be sent again. */
  const tellNotice = async ({ from, at }: Inbound): Promise<Receipt | null> => {
    const space = spaceOf(from.person);
    const key = personKey(from.person);
    const [read] = await store.read(space, [key]);
    const profile = read?.value == null ? null : parseStored(Profile, read.value, "profile");
    if (profile?.notice === noticeVersion) return null;
    const told: Profile = { form: 1, firstAt: profile?.firstAt ?? at, notice: noticeVersion, noticeAt: at };
    await store.commit({
      id: `notice/${from.person}/${noticeVersion}/${at}`,
      space,
      expect: [{ key, version: read?.version ?? 0 }],
      put: [{ key, value: JSON.stringify(told), expiresAt: options.expiry(at) }],
    });
    return { status: "notice", notice: `${options.privacyNotice}\n${border.noticeFirst}` };
  };

  const storedContent = (content: Content, from: Address): StoredEvent["content"] => {
    if (content.type !== "text") return content;
    if (bearsSecrecyMark(content.text)) return { type: "withheld", reason: "classified" };
    if (content.text.length > questionLimit) return { type: "withheld", reason: "too_long" };
    const { text, found } = maskPersonalData(content.text);
    const marks =
      found.length === 0 ? null : options.marksSealer.seal(JSON.stringify(found), marksPlace(from.person));
    return { type: "text", text, marks, asOf: content.asOf };
  };

  const acceptance = (event: Inbound): Batch => {
    const { channel, eventId, from, at, content } = event;
    const base = { id: `in/${channel}/${eventId}`, space: spaceOf(from.person) };
    if (content.type === "text" && isStop(content.text))
      return {
        ...base,
        put: [{ key: stopKey(from), value: String(at), expiresAt: at + day * 1000 }],
        enqueue: [messageItem(from, `${channel}/${eventId}`, options.stopMessage())],
      };
    const stored: StoredEvent = {
      form: 1,
      channel,
      eventId,
      at,
      from,
      content: storedContent(content, from),
    };
    return {
      ...base,
      enqueue: [{ queue: inboxQueue, group: groupOf(from), payload: JSON.stringify(stored) }],
    };
  };

  /** A commit whose fate is not known is repeated once; its id makes that harmless. */
  const commit = async (batch: Batch): Promise<void> => {
    try {
      await store.commit(batch);
    } catch (error) {
      if (error instanceof StoreFullError) throw error;
      await store.commit(batch);
    }
  };

  const receive = async (event: Inbound, showsNotice: boolean): Promise<Receipt> => {
    const refused = (await refusalOf(event)) ?? (showsNotice ? null : await tellNotice(event));
    if (refused !== null) return refused;
    await commit(acceptance(event));
    options.wake();
    return { status: "accepted" };
  };

  return ({ id, capabilities }) =>
    async (given) => {
      try {
        if (!conversationName.test(given.from.conversation) || given.eventId.length > eventIdLimit)
          throw new TypeError(`channel ${id} gave a conversation or event id of the wrong form`);
        // The time of the border orders events and stops; a platform's clock may be anywhere.
        const receipt = await receive({ ...given, at: clock() }, capabilities.showsNotice);
        telemetry.count("events_in", { channel: id, result: receipt.status });
        return receipt;
      } catch (error) {
        log.error({ err: error, channel: id }, "event not taken in");
        telemetry.count("events_in", { channel: id, result: "unavailable" });
        return {
          status: "unavailable",
          notice: error instanceof StoreFullError ? border.readOnly : border.busy,
        };
      }
    };
}
