/**
 * Has stories (经过) of pre-checks read by a model, outside of the conversations, which go on meanwhile.
 *
 *   stories ─ matter still waits for it, not stopped? ─ model ─ one commit: the item ends, the inbox has what became of it
 *                                                                           └ handled in its turn, as what a person says is
 *
 * The story stands in its item alone and goes with it. Whatever ends the waiting ends the request: a stop and what this process
 * handles at once, what happens elsewhere (a page, another process, an erasure) within a look. A process that dies leaves the
 * item, which is tried again a few times and then given up, so that nobody waits for ever.
 */
import { errorCode } from "../../ports/errors.ts";
import type { Batch, Claimed, Store } from "../../ports/store.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
import { isReading, type KeptMatter, readMatters } from "../precheck/matters.ts";
import type { Stories, StoryRead } from "../precheck/stories.ts";
import { commitOnce } from "./commits.ts";
import { parseStored, type StoredEvent, StoredStory } from "./events.ts";
import { groupOf, inboxQueue, stopKey, storiesQueue } from "./keys.ts";
import { createPump, type Pump } from "./pump.ts";
import type { ShowWork } from "./showing.ts";

export interface StoryReaderOptions {
  readonly store: Store;
  readonly stories: Pick<Stories, "read">;
  /** Names this process in leases. */
  readonly name: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly showWork: ShowWork;
  /** Something is in the inbox. */
  readonly wakeWorker: () => void;
  readonly parallel?: number;
  /** How long the model may take over one story, all services together. */
  readonly deadlineSeconds?: number;
  /** A story that waited so long is given up: whoever told it has gone on. */
  readonly patienceSeconds?: number;
  /** How often a story in hand is looked after: whether it is still waited for. */
  readonly lookMilliseconds?: number;
  readonly idleMilliseconds?: number;
  /** A story whose claims ended so often without a word is given up. */
  readonly maxAttempts?: number;
}

export interface StoryReader extends Pump {
  /** Something happened: what is not waited for any more ends at once. */
  look(): void;
}

/** Whether a story is still waited for: by a matter, not any more, or until somebody said stop. */
type Standing = KeptMatter | "gone" | "stopped";

const ended = (reason: Extract<StoryRead, { ok: false }>["reason"]): StoryRead => ({ ok: false, reason });

export function createStoryReader(options: StoryReaderOptions): StoryReader {
  const { store, stories, name, log, clock, showWork, wakeWorker } = options;
  const { parallel = 8, deadlineSeconds = 90, patienceSeconds = 600, maxAttempts = 3 } = options;
  const { lookMilliseconds = 1_000 } = options;
  /** Looks after what is in hand. */
  const looks = new Set<() => Promise<void>>();
  const stopping = new AbortController();

  const standingOf = async ({ space }: Claimed, story: StoredStory): Promise<Standing> => {
    const kept = (await readMatters(store, story.of.person)).find(({ matter }) => matter.id === story.matter);
    if (kept === undefined || !isReading(kept.matter, story.since)) return "gone";
    const [stop] = await store.read(space, [stopKey(story.of)]);
    return (stop?.version ?? 0) > story.stops ? "stopped" : kept;
  };

  /** The event that tells what became of a story, in the conversation it was told in. */
  const eventOf = (
    { item }: Claimed,
    { channel, of, matter, since, stops }: StoredStory,
    read: StoryRead,
  ) => ({
    queue: inboxQueue,
    group: groupOf(of),
    payload: JSON.stringify({
      form: 1,
      channel,
      eventId: `story-${item}`,
      at: clock(),
      stops,
      from: of,
      content: { type: "read", matter, since, read },
    } satisfies StoredEvent),
  });

  const end = async (claimed: Claimed, rest: Pick<Batch, "enqueue">, dead: string | null = null) => {
    const settle = [{ claimed, dead }];
    await commitOnce(store, { id: `read/${claimed.item}`, space: claimed.space, settle, ...rest });
    wakeWorker();
  };

  /** Reads a story while it is waited for; null: it is not any more, and why is read again from the store. */
  const readWhileWaited = async (claimed: Claimed, story: StoredStory, { matter }: KeptMatter) => {
    const unwanted = new AbortController();
    const look = async (): Promise<void> => {
      try {
        if (typeof (await standingOf(claimed, story)) === "string") unwanted.abort();
      } catch (error) {
        log.warn({ err: error, item: claimed.item }, "cannot tell whether a story is still waited for");
      }
    };
    looks.add(look);
    const hide = showWork(story.of, "story");
    const timer = setInterval(look, lookMilliseconds).unref();
    const deadline = AbortSignal.timeout(deadlineSeconds * 1_000);
    try {
      const signal = AbortSignal.any([unwanted.signal, stopping.signal, deadline]);
      const read = await stories.read(matter, story.text, story.of.person, signal);
      if (unwanted.signal.aborted) return null;
      // Nobody stopped it: it took too long.
      return !read.ok && deadline.aborted && !stopping.signal.aborted ? ended("timeout") : read;
    } finally {
      clearInterval(timer);
      looks.delete(look);
      hide();
    }
  };

  /** What a story comes to without a model; null: it is read. */
  const givenUp = ({ attempts, enqueuedAt }: Claimed, standing: Standing): StoryRead | "gone" | null => {
    if (standing === "gone") return "gone";
    if (standing === "stopped") return ended("stopped");
    if (attempts > maxAttempts) return ended("unavailable");
    return clock() - enqueuedAt > patienceSeconds * 1_000 ? ended("timeout") : null;
  };

  const work = async (claimed: Claimed): Promise<void> => {
    let story: StoredStory;
    try {
      story = parseStored(StoredStory, claimed.payload, "story");
    } catch (error) {
      log.error({ err: error, item: claimed.item }, "story buried");
      return end(claimed, {}, errorCode(error));
    }
    const standing = await standingOf(claimed, story);
    let read = givenUp(claimed, standing);
    if (read === null && typeof standing === "object")
      read = (await readWhileWaited(claimed, story, standing)) ?? (await unwaited(claimed, story));
    // The next start goes on with it.
    if (stopping.signal.aborted && read !== "gone" && read?.ok !== true) return store.release(claimed, 0);
    await end(claimed, read === "gone" || read === null ? {} : { enqueue: [eventOf(claimed, story, read)] });
  };

  /** Why a story is not waited for any more. */
  const unwaited = async (claimed: Claimed, story: StoredStory): Promise<StoryRead | "gone"> =>
    (await standingOf(claimed, story)) === "gone" ? "gone" : ended("stopped");

  const pump = createPump({
    store,
    queue: storiesQueue,
    worker: name,
    // Longer than the deadline, so that nobody else begins the same.
    leaseSeconds: deadlineSeconds + 30,
    parallel,
    idleMilliseconds: options.idleMilliseconds ?? 500,
    log,
    work,
  });

  return {
    ...pump,
    look() {
      for (const one of looks) void one();
    },
    stop(seconds) {
      stopping.abort();
      return pump.stop(seconds);
    },
  };
}
