/**
 * Delivers the outbox, one message of a conversation at a time.
 *
 *   pending ── sending ── sent
 *                      ├─ failed    the person cannot be reached, or the platform does not take it
 *                      └─ unknown   it may have arrived: never sent again blindly
 *
 * On a channel that shows a repeated key once, an unknown message is simply sent again. On any other, a mark is written
 * before the send; whoever finds the mark knows that an earlier send was cut off. What failed or is unknown stands among
 * the dead letters of the outbox, where an operator sees it and may have it sent again.
 */

import { channelOf } from "../../core/access/terms.ts";
import type { Channel, FileName, OutboundFile, PersonId, SendResult } from "../../ports/channel.ts";
import { errorCode } from "../../ports/errors.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import { type Batch, type Claimed, isStoreTrouble, type Put, type Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "./commits.ts";
import { growingDelay, putOff, untilTaken } from "./delays.ts";
import { parseStored, StoredMessage, StoredTurn } from "./events.ts";
import { auditStream, groupOf, outboxQueue, sendingKey, turnKey } from "./keys.ts";
import { createPump, type Pump } from "./pump.ts";
import { unreachedKey, unreachedValue } from "./reach.ts";

export interface SenderOptions {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Makes a file for a person. */
  readonly file: (person: PersonId, name: FileName) => Promise<OutboundFile>;
  /** Names this process in leases. */
  readonly name: string;
  readonly pseudonyms: Pseudonyms;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly clock: Clock;
  /** First instant at which what is written at `at` is gone. */
  readonly expiry: (at: Instant) => Instant;
  readonly parallel?: number;
  readonly leaseSeconds?: number;
  readonly idleMilliseconds?: number;
  /** A message the platform puts off so often has failed. */
  readonly maxAttempts?: number;
}

/** A message that could not even be tried so often is a dead letter. */
const failureLimit = 5;

/** What becomes of a message. */
type Outcome =
  | { readonly fate: "sent" | "withdrawn" }
  /** To the dead letters, with a reason code. */
  | { readonly fate: "failed" | "unknown"; readonly reason: string }
  | { readonly fate: "retried"; readonly afterSeconds: number };

export function createSender(options: SenderOptions): Pump {
  const { store, channels, name, pseudonyms, telemetry, log, clock } = options;
  const { parallel = 16, leaseSeconds = 60, maxAttempts = 50 } = options;

  /** The message as it is to be sent; null where what it told has been deleted. */
  const outboundOf = async (claimed: Claimed, { to, turn, message, ...stored }: StoredMessage) => {
    if (turn === null) return message;
    const [read] = await store.read(claimed.space, [turnKey(to, turn)]);
    if (read?.value == null) return null;
    const { answer, choices, file, personal, push, quiz, picture, ...kept } = parseStored(
      StoredTurn,
      read.value,
      "turn",
    );
    const replaces = stored.replaces ?? kept.replaces;
    return { turn, answer, choices, file, replaces, personal, push, quiz, picture };
  };

  /** Marks that a send begins. False: the mark of an earlier send is there, so that one was cut off. */
  const mark = async ({ space, item, attempts }: Claimed, { to, key }: StoredMessage): Promise<boolean> => {
    const [read] = await store.read(space, [sendingKey(to)]);
    if (read?.value === key) return false;
    const marked = await commitOnce(store, {
      id: `sending/${item}/${attempts}`,
      space,
      expect: [{ key: sendingKey(to), version: read?.version ?? 0 }],
      // Taken away when the send has ended; it expires for the case that the message is purged meanwhile.
      put: [{ key: sendingKey(to), value: key, expiresAt: options.expiry(clock()) }],
    });
    return marked === "committed";
  };

  const unmark = ({ space, item, attempts }: Claimed, { to }: StoredMessage) =>
    commitOnce(store, { id: `unsent/${item}/${attempts}`, space, remove: [sendingKey(to)] });

  const outcomeOf = (
    result: SendResult,
    { dropsRepeatedKey }: Channel["capabilities"],
    attempts: number,
  ): Outcome => {
    const again = attempts < maxAttempts;
    switch (result.status) {
      case "sent":
        return { fate: "sent" };
      case "failed":
        return { fate: "failed", reason: result.reason };
      case "retry":
        return again
          ? { fate: "retried", afterSeconds: result.afterSeconds }
          : { fate: "failed", reason: "put-off-too-often" };
      case "unknown":
        return again && dropsRepeatedKey
          ? { fate: "retried", afterSeconds: growingDelay(attempts) }
          : { fate: "unknown", reason: "unknown" };
    }
  };

  const deliver = async (claimed: Claimed, stored: StoredMessage): Promise<Outcome> => {
    const { person } = stored.to;
    const channel = channels.find(({ id }) => id === channelOf(person));
    // Another process may serve that channel, or this one after its next start.
    if (channel === undefined)
      return { fate: "retried", afterSeconds: Math.max(60, growingDelay(claimed.attempts)) };
    const outbound = await outboundOf(claimed, stored);
    if (outbound === null) return { fate: "withdrawn" };
    const { capabilities } = channel;
    const file =
      outbound.file === null || !capabilities.files ? null : await options.file(person, outbound.file);
    if (!capabilities.dropsRepeatedKey && !(await mark(claimed, stored)))
      return { fate: "unknown", reason: "unknown" };
    const result = await channel.send(stored.to, outbound, stored.key, file);
    const outcome = outcomeOf(result, capabilities, claimed.attempts);
    if (outcome.fate === "retried" && !capabilities.dropsRepeatedKey) await unmark(claimed, stored);
    return outcome;
  };

  /** Nothing was sent, or it cannot be told; then the mark is still there and the next try finds it. */
  const afterError = (error: unknown, { item, attempts }: Claimed): Outcome => {
    log.warn({ err: error, item, attempts }, "message not ended");
    return isStoreTrouble(error) || attempts < failureLimit
      ? { fate: "retried", afterSeconds: growingDelay(attempts) }
      : { fate: "failed", reason: errorCode(error) };
  };

  const audited = ({ to, turn }: StoredMessage, result: string) => ({
    stream: auditStream,
    at: clock(),
    body: auditBody({
      kind: "message",
      person: pseudonyms.of(to.person),
      conversation: pseudonyms.of(groupOf(to)),
      turn,
      result,
    }),
  });

  const unreached = ({ to }: StoredMessage): Put => {
    const at = clock();
    return { key: unreachedKey(to), value: unreachedValue(at), expiresAt: options.expiry(at) };
  };

  /** Takes the message out of the outbox. False: somebody else has it, or it was purged. */
  const end = async (
    claimed: Claimed,
    stored: StoredMessage | null,
    reason: string | null,
  ): Promise<boolean> => {
    const batch: Batch = {
      id: `ended/${claimed.queue}/${claimed.item}`,
      space: claimed.space,
      settle: [{ claimed, dead: reason }],
      ...(stored === null
        ? {}
        : {
            remove: [sendingKey(stored.to)],
            put: reason === "gone" ? [unreached(stored)] : [],
            append: reason === null ? [] : [audited(stored, reason)],
          }),
    };
    return (await untilTaken(leaseSeconds, () => store.commit(batch))) === "committed";
  };

  const settle = async (claimed: Claimed, stored: StoredMessage | null, outcome: Outcome): Promise<void> => {
    const { fate } = outcome;
    if (outcome.fate === "retried")
      await putOff(store, claimed, { seconds: outcome.afterSeconds, leaseSeconds });
    else if (!(await end(claimed, stored, "reason" in outcome ? outcome.reason : null))) return;
    const { item, group, attempts } = claimed;
    const channel = channelOf(group);
    if (fate !== "withdrawn") telemetry.count("messages_out", { channel, result: fate });
    if (fate === "failed" || fate === "unknown")
      log.warn({ item, channel, fate, attempts }, "message not known to have arrived");
  };

  const work = async (claimed: Claimed): Promise<void> => {
    let stored: StoredMessage | null = null;
    let outcome: Outcome;
    try {
      stored = parseStored(StoredMessage, claimed.payload, "message");
      outcome = await deliver(claimed, stored);
    } catch (error) {
      outcome = afterError(error, claimed);
    }
    await settle(claimed, stored, outcome);
  };

  return createPump({
    store,
    queue: outboxQueue,
    worker: name,
    leaseSeconds,
    parallel,
    idleMilliseconds: options.idleMilliseconds ?? 500,
    log,
    work,
  });
}
