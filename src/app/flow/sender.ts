/**
 * Delivers the outbox, one message of a conversation at a time.
 *
 *   pending ── sending ── sent
 *                      ├─ failed    the person cannot be reached, or the platform does not take it
 *                      └─ unknown   it may have arrived: never sent again blindly
 *
 * On a channel that shows a repeated key once, an unknown message is simply sent again. On any other, a mark is written
 * before the send; whoever finds the mark knows that an earlier send was cut off. What failed or is unknown stands among
 * the dead letters of the outbox, where an operator sees it.
 */
import type {
  Capabilities,
  Channel,
  FileName,
  OutboundFile,
  PersonId,
  SendResult,
} from "../../ports/channel.ts";
import { errorCode } from "../../ports/errors.ts";
import { type Batch, type Claimed, isStoreTrouble, type Store } from "../../ports/store.ts";
import type { Log, Telemetry } from "../../ports/telemetry.ts";
import { parseStored, StoredMessage, StoredTurn } from "./events.ts";
import { outboxQueue, sendingKey, turnKey } from "./keys.ts";
import { createPump, type Pump } from "./pump.ts";

export interface SenderOptions {
  readonly store: Store;
  readonly channels: readonly Channel[];
  /** Makes a file for a person. */
  readonly file: (person: PersonId, name: FileName) => Promise<OutboundFile>;
  /** Names this process in leases. */
  readonly name: string;
  readonly telemetry: Telemetry;
  readonly log: Log;
  readonly parallel?: number;
  readonly leaseSeconds?: number;
  /** A message the platform puts off so often has failed. */
  readonly maxAttempts?: number;
}

/** A message that could not even be tried so often is a dead letter. */
const failureLimit = 5;

const channelIdOf = ({ to }: StoredMessage): string => to.person.split(":", 1)[0] ?? "";

type Fate = "sent" | "failed" | "unknown" | "retried" | "withdrawn";

export function createSender(options: SenderOptions): Pump {
  const { store, channels, name, telemetry, log } = options;
  const { parallel = 16, leaseSeconds = 60, maxAttempts = 50 } = options;

  /** The message as it is to be sent; null where what it told has been deleted. */
  const outboundOf = async (claimed: Claimed, { to, turn, message }: StoredMessage) => {
    if (turn === null) return message;
    const [read] = await store.read(claimed.space, [turnKey(to, turn)]);
    if (read?.value == null) return null;
    const { answer, choices, file } = parseStored(StoredTurn, read.value, "turn");
    return { turn, answer, choices, file };
  };

  const end = async (claimed: Claimed, stored: StoredMessage, dead: string | null): Promise<void> => {
    const batch: Batch = {
      id: `sent/${claimed.item}/${claimed.attempts}`,
      space: claimed.space,
      settle: [{ claimed, dead }],
      remove: [sendingKey(stored.to)],
    };
    await store.commit(batch);
  };

  /** Marks that a send begins. False: the mark of an earlier send is there, so that one was cut off. */
  const mark = async (claimed: Claimed, { to, key }: StoredMessage): Promise<boolean> => {
    const [read] = await store.read(claimed.space, [sendingKey(to)]);
    if (read?.value === key) return false;
    const marked = await store.commit({
      id: `sending/${claimed.item}/${claimed.attempts}`,
      space: claimed.space,
      expect: [{ key: sendingKey(to), version: read?.version ?? 0 }],
      put: [{ key: sendingKey(to), value: key }],
    });
    return marked === "committed";
  };

  const unmark = ({ space, item, attempts }: Claimed, { to }: StoredMessage) =>
    store.commit({ id: `unsent/${item}/${attempts}`, space, remove: [sendingKey(to)] });

  const conclude = async (
    claimed: Claimed,
    stored: StoredMessage,
    result: SendResult,
    { dropsRepeatedKey }: Capabilities,
  ): Promise<Fate> => {
    if (result.status === "retry" && claimed.attempts < maxAttempts) {
      if (!dropsRepeatedKey) await unmark(claimed, stored);
      await store.release(claimed, result.afterSeconds);
      return "retried";
    }
    if (result.status === "unknown" && dropsRepeatedKey && claimed.attempts < maxAttempts) {
      await store.release(claimed, 1);
      return "retried";
    }
    const reason = {
      sent: null,
      retry: "put-off-too-often",
      failed: result.status === "failed" ? result.reason : "failed",
      unknown: "unknown",
    }[result.status];
    await end(claimed, stored, reason);
    return result.status === "retry" ? "failed" : result.status;
  };

  const deliver = async (claimed: Claimed, stored: StoredMessage): Promise<Fate> => {
    const channel = channels.find(({ id }) => id === channelIdOf(stored));
    if (channel === undefined) {
      // Another process may serve that channel, or this one after its next start.
      await store.release(claimed, 60);
      return "retried";
    }
    const outbound = await outboundOf(claimed, stored);
    if (outbound === null) {
      await end(claimed, stored, null);
      return "withdrawn";
    }
    if (!channel.capabilities.dropsRepeatedKey && !(await mark(claimed, stored))) {
      await end(claimed, stored, "unknown");
      return "unknown";
    }
    const file = outbound.file === null ? null : await options.file(stored.to.person, outbound.file);
    const result = await channel.send(stored.to, outbound, stored.key, file);
    return conclude(claimed, stored, result, channel.capabilities);
  };

  const send = async (claimed: Claimed): Promise<void> => {
    const stored = parseStored(StoredMessage, claimed.payload, "message");
    const fate = await deliver(claimed, stored);
    const channel = channelIdOf(stored);
    telemetry.count("messages_out", { channel, result: fate });
    if (fate === "failed" || fate === "unknown")
      log.warn({ item: claimed.item, channel, fate }, "message not known to have arrived");
  };

  const work = async (claimed: Claimed): Promise<void> => {
    try {
      await send(claimed);
    } catch (error) {
      log.warn({ err: error, item: claimed.item, attempts: claimed.attempts }, "message not ended");
      if (isStoreTrouble(error) || claimed.attempts < failureLimit)
        await store.release(claimed, claimed.attempts);
      else
        await store.commit({
          id: `dead/${claimed.queue}/${claimed.item}/${claimed.attempts}`,
          space: claimed.space,
          settle: [{ claimed, dead: errorCode(error) }],
        });
    }
  };

  return createPump({
    store,
    queue: outboxQueue,
    worker: name,
    leaseSeconds,
    parallel,
    idleMilliseconds: 500,
    log,
    work,
  });
}
