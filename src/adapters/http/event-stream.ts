/**
 * The news of a conversation as server-sent events.
 *
 *   event: turn      id: <turn>              a `TurnView`
 *   event: message   id: <turn>~<sequence>   {sequence, answers, message}, a message that belongs to no turn
 *
 * `Last-Event-ID`, else `?after=&seen=`, says what the page has. A turn may come twice, after an erasure with a lower
 * number; the page knows turns by number. Nothing is kept for a page that reads slowly: it is woken and reads the store.
 */
import { type Context, Hono } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Address } from "../../ports/channel.ts";
import type { TurnView } from "../../ports/conversations.ts";
import { name, newsQuery, resumeId } from "./schemas.ts";
import type { Site, StreamLimits } from "./site.ts";
import type { WebEnvironment } from "./visitor.ts";
import type { KeptMessage } from "./web-channel.ts";

/** How soon a browser tries again after a stream has ended. */
const retryMilliseconds = 2_000;

/** What the page has already. */
interface Position {
  readonly after: number;
  /** Null: no message without a turn is wanted but new ones. */
  readonly seen: number | null;
}

function positionOf(context: Context): Position | null {
  const [, turn, sequence] = resumeId.exec(context.req.header("last-event-id") ?? "") ?? [];
  const query = newsQuery.safeParse(context.req.query());
  if (!query.success) return null;
  const asked = query.data.seen ?? null;
  if (turn === undefined) return { after: query.data.after, seen: asked };
  return { after: Number(turn), seen: sequence === undefined ? asked : Number(sequence) };
}

/** Counts open streams. A person's oldest one makes room for a new one: it may be a connection that died unnoticed. */
function createStreamRegister({ ofOnePerson, inAll }: StreamLimits) {
  const open = new Map<string, (() => void)[]>();
  let count = 0;
  return {
    /** Null where there is no room; else what to call at the end. */
    enter(person: string, close: () => void): (() => void) | null {
      const own = open.get(person) ?? [];
      if (own.length < ofOnePerson && count >= inAll) return null;
      if (own.length >= ofOnePerson) own[0]?.();
      own.push(close);
      open.set(person, own);
      count += 1;
      return () => {
        const at = own.indexOf(close);
        if (at === -1) return;
        own.splice(at, 1);
        count -= 1;
        if (own.length === 0 && open.get(person) === own) open.delete(person);
      };
    },
  };
}

const turnEvent = (turn: TurnView) => ({
  event: "turn",
  id: String(turn.turn),
  data: JSON.stringify(turn),
});

const messageEvent = (after: number, kept: KeptMessage) => ({
  event: "message",
  id: `${after}~${kept.sequence}`,
  data: JSON.stringify(kept),
});

export function createEventStream(site: Site): Hono<WebEnvironment> {
  const { channel, conversations, access, times } = site;
  const register = createStreamRegister(site.streamLimits);

  /** Writes what is new until the page goes away, may no longer listen, or the server stops. */
  const serve = async (
    stream: SSEStreamingApi,
    address: Address,
    from: Position,
    ended: AbortSignal,
    end: () => void,
  ): Promise<void> => {
    let after = from.after;
    let seen = from.seen ?? channel.sequence();
    let wake = Promise.withResolvers<void>();
    const unsubscribe = channel.subscribe(address, (event) => {
      if (event.type === "stopped") end();
      // After an erasure turns are counted from 1 again.
      else if (event.type === "turn") after = Math.min(after, event.turn - 1);
      wake.resolve();
    });
    ended.addEventListener("abort", () => wake.resolve());
    try {
      await stream.write(`retry: ${retryMilliseconds}\n\n`);
      while (!ended.aborted) {
        for (const turn of await conversations.turns(address, after, 100)) {
          after = turn.turn;
          await stream.writeSSE(turnEvent(turn));
        }
        for (const kept of channel.messagesAfter(address, seen)) {
          seen = kept.sequence;
          await stream.writeSSE(messageEvent(after, kept));
        }
        const quiet = await quietFor(wake.promise, times.heartbeatMilliseconds);
        if (!quiet) wake = Promise.withResolvers();
        else if ((await access.grantOf(address.person)) === null) return;
        else await stream.write(": \n\n");
      }
    } finally {
      unsubscribe();
    }
  };

  return new Hono<WebEnvironment>().get("/api/conversations/:conversation/events", (context) => {
    const conversation = name.safeParse(context.req.param("conversation"));
    const from = positionOf(context);
    if (!conversation.success || from === null) return site.failure(context, "notFound");
    if (channel.health().state === "down") return site.failure(context, "unavailable");
    const { person } = context.get("device");
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const leave = register.enter(person, end);
    if (leave === null) return site.failure(context, "streams");
    // Proxies that gather a response before they pass it on are asked not to.
    context.header("x-accel-buffering", "no");
    const response = streamSSE(
      context,
      async (stream) => {
        stream.onAbort(end);
        try {
          await serve(stream, { person, conversation: conversation.data }, from, ending.signal, end);
        } finally {
          leave();
        }
      },
      async (error) => site.log.error({ err: error }, "stream of events failed"),
    );
    response.headers.set("cache-control", "no-store");
    return response;
  });
}

/** Whether nothing happened for so long. */
async function quietFor(woken: Promise<void>, milliseconds: number): Promise<boolean> {
  const late = Promise.withResolvers<true>();
  const timer = setTimeout(() => late.resolve(true), milliseconds);
  const quiet = await Promise.race([woken.then(() => false), late.promise]);
  clearTimeout(timer);
  return quiet;
}
