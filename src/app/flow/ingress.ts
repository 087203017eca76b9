/**
 * The border: an event of a channel is checked, guarded, masked and put in the inbox, and only then acknowledged.
 *
 *   well-formed? ─ admitted? ─ within limits? ─ notice told? ─ secrecy mark, too long: only the reason is kept
 *                                                             else masked, the masked passages sealed
 *     └ one commit whose id is the event's: a repeated event changes nothing
 *
 * A request to stop does not wait in the inbox behind what it should stop: it is written beside it.
 */
import type { z } from "zod";
import { channelOf } from "../../core/access/terms.ts";
import { parseCampaign } from "../../core/dialogue/campaign-words.ts";
import { forgetConfirmation, isStop, parseCommand } from "../../core/dialogue/commands.ts";
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import { bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import type { Access } from "../../ports/access.ts";
import {
  type Address,
  type Channel,
  type Content,
  type Inbound,
  messageKey,
  type Outbound,
  type Receipt,
  type Sink,
} from "../../ports/channel.ts";
import type { Limit, Limiter } from "../../ports/limits.ts";
import type { Pseudonyms, Sealer } from "../../ports/sealing.ts";
import { type Batch, type Store, StoreFullError } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { border, headedNotice, noticeVersion } from "../../text/dialogue.ts";
import { questionLimit } from "../ask/ask.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "./commits.ts";
import { type Profile, readProfile, StoredEvent } from "./events.ts";
import { auditStream, groupOf, inboxQueue, marksPlace, personKey, spaceOf, stopKey } from "./keys.ts";
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
  readonly pseudonyms: Pseudonyms;
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
  /** A conversation was asked to stop: what this process has in hand for it may end at once. */
  readonly stopped: (of: Address) => void;
}

const minute = 60;
const day = 86_400;

/** Who sent an event: a name of the wrong form could reach into what is another's. */
const Origin = StoredEvent.pick({ channel: true, eventId: true, from: true });

/** A channel gave an event that its port does not allow. */
class EventFormError extends Error {
  readonly code = "flow.event";

  constructor() {
    super("a channel gave an event of the wrong form; the adapter is to be corrected");
    this.name = "EventFormError";
  }
}

function wellFormed<Value>(schema: z.ZodType<Value>, value: Value): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new EventFormError();
  return parsed.data;
}

/** What everybody may ask of their own data, also once they are let in no more: a copy, its end, no more pushes. */
function concernsOwnData(content: Content): boolean {
  if (content.type !== "text") return false;
  const text = content.text.trim();
  const command = parseCommand(text)?.name;
  return (
    command === "mydata" ||
    command === "forget" ||
    text === forgetConfirmation ||
    parseCampaign(text)?.type === "unsubscribe"
  );
}

/** Makes the sink of each channel. */
export function createIngress(
  options: IngressOptions,
): (channel: Pick<Channel, "id" | "capabilities">) => Sink {
  const { store, access, limiter, limits, telemetry, log, clock } = options;

  const wantedOf = ({ person }: Address, unit: string): { key: string; limit: Limit }[] =>
    [
      { key: person, name: "user-minute", count: limits.userPerMinute, seconds: minute },
      { key: person, name: "user-day", count: limits.userPerDay, seconds: day },
      ...(unit === "" ? [] : [{ key: unit, name: "unit-day", count: limits.unitPerDay, seconds: day }]),
      { key: "all", name: "total-minute", count: limits.totalPerMinute, seconds: minute },
    ].flatMap(({ key, name, count, seconds }) =>
      count === null ? [] : [{ key: `${name}/${key}`, limit: { name, count, seconds } }],
    );

  /** Names an event for good without naming its person: a commit is remembered longer than what was said. */
  const nameOf = ({ channel, eventId }: Pick<Inbound, "channel" | "eventId">): string =>
    `${channel}/${options.pseudonyms.of(eventId)}`;

  const unapprovedNotice = (code: string | null): string =>
    code === null ? border.unapprovedLater : border.unapproved(code, options.contact);

  /** Whether anything of a person is kept. */
  const hasData = async ({ person }: Address): Promise<boolean> => {
    const [profile] = await store.read(spaceOf(person), [personKey(person)]);
    return profile?.value != null;
  };

  /** A refusal at the border; null where the event may go on. */
  const refusalOf = async (event: Inbound): Promise<Receipt | null> => {
    const { from, at } = event;
    const admission = await access.admit(from.person);
    if (!admission.admitted && !(concernsOwnData(event.content) && (await hasData(from))))
      return { status: "unapproved", notice: unapprovedNotice(admission.code) };
    const taken = await limiter.take(wantedOf(from, admission.admitted ? admission.grant.unit : ""));
    if (taken.status === "taken") return null;
    const seconds = Math.max(1, (taken.until - at) / 1000);
    return { status: "limited", notice: taken.first ? border.limited(seconds) : null };
  };

  /** Tells the privacy notice where it has not been told; the event is then to be sent again. */
  const tellNotice = async (event: Inbound): Promise<Receipt | null> => {
    const { from, at } = event;
    const space = spaceOf(from.person);
    const key = personKey(from.person);
    const [read] = await store.read(space, [key]);
    const profile = readProfile(read?.value);
    if (profile?.notice === noticeVersion) return null;
    const told: Profile = { form: 1, firstAt: profile?.firstAt ?? at, notice: noticeVersion, noticeAt: at };
    const result = await commitOnce(store, {
      id: `notice/${nameOf(event)}`,
      space,
      expect: [{ key, version: read?.version ?? 0 }],
      put: [{ key, value: JSON.stringify(told), expiresAt: options.expiry(at) }],
      append: [
        {
          stream: auditStream,
          at,
          body: auditBody({ kind: "notice", person: options.pseudonyms.of(from.person) }),
        },
      ],
    });
    // Two first messages at once: the other one's reply tells it.
    const notice =
      result === "committed" ? `${headedNotice(options.privacyNotice)}\n${border.noticeFirst}` : null;
    return { status: "notice", notice };
  };

  const storedContent = (content: Content, from: Address): StoredEvent["content"] => {
    if (content.type === "unsupported") return { type: "unsupported" };
    if (content.type === "feedback" || content.type === "choice") return content;
    if (bearsSecrecyMark(content.text)) return { type: "withheld", reason: "classified" };
    if (content.text.length > questionLimit) return { type: "withheld", reason: "too_long" };
    // A lone surrogate has no UTF-8 form; positions stay.
    const { text, found } = maskPersonalData(content.text.toWellFormed());
    const marks =
      found.length === 0 ? null : options.marksSealer.seal(JSON.stringify(found), marksPlace(from.person));
    return { type: "text", text, marks, asOf: content.asOf };
  };

  /** A request to stop: written beside the inbox, and confirmed at once. */
  const stopping = (event: Inbound): Pick<Batch, "put" | "enqueue"> => {
    const { from, at } = event;
    return {
      put: [{ key: stopKey(from), value: String(at), expiresAt: at + day * 1000 }],
      enqueue: [messageItem(from, messageKey(event), options.stopMessage())],
    };
  };

  const storedEvent = async (event: Inbound): Promise<StoredEvent> => {
    const { channel, eventId, from, at, content } = event;
    const [stop] = await store.read(spaceOf(from.person), [stopKey(from)]);
    return {
      form: 1,
      channel,
      eventId,
      at,
      stops: stop?.version ?? 0,
      from,
      content: storedContent(content, from),
    };
  };

  /** Puts the event where it goes; a repeated one is accepted again and changes nothing. */
  const accept = async (event: Inbound): Promise<"accepted" | "refused"> => {
    const { from, content } = event;
    const frame = { id: `in/${nameOf(event)}`, space: spaceOf(from.person) };
    if (content.type === "text" && isStop(content.text)) {
      await commitOnce(store, { ...frame, ...stopping(event) });
      options.stopped(from);
      return "accepted";
    }
    // Checked again, so that nothing is accepted that the worker could not read.
    const stored = wellFormed(StoredEvent, await storedEvent(event));
    const item = { queue: inboxQueue, group: groupOf(from), payload: JSON.stringify(stored) };
    await commitOnce(store, { ...frame, enqueue: [item] });
    return stored.content.type === "withheld" ? "refused" : "accepted";
  };

  const receive = async (event: Inbound, showsNotice: boolean) => {
    const refused = (await refusalOf(event)) ?? (showsNotice ? null : await tellNotice(event));
    if (refused !== null) return { receipt: refused, result: refused.status };
    const result = await accept(event);
    options.wake();
    return { receipt: { status: "accepted" } satisfies Receipt, result };
  };

  return ({ id, capabilities }) =>
    async (given) => {
      try {
        const { channel, eventId, from } = given;
        wellFormed(Origin, { channel, eventId, from });
        if (channel !== id || channelOf(from.person) !== id) throw new EventFormError();
        // The time of the border orders what is stored; a platform's clock may be anywhere.
        const { receipt, result } = await receive({ ...given, at: clock() }, capabilities.showsNotice);
        telemetry.count("events_in", { channel: id, result });
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
