/**
 * A webhook: Telegram posts each update to an address of ours. The secret is compared before anything is read, and 200 is
 * said only when the update is dealt with, for what is refused is posted again.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { WebhookInfo } from "grammy/types";
import type { Instant } from "../../../ports/time.ts";
import { type Hearing, type HearingSettings, introduce, troubleOf } from "./hearing.ts";
import type { Incoming } from "./incoming.ts";
import { allowedUpdates } from "./updates.ts";

export interface WebhookSettings extends HearingSettings {
  readonly url: string;
  readonly secret: string;
  readonly incoming: Incoming;
}

/** An update holds a text of 4 096 units and what surrounds it. */
const bodyLimit = 256 * 1024;
/** Posts Telegram makes at once. */
const connections = 40;

export function createWebhookHearing(settings: WebhookSettings): Hearing {
  const { url, secret, calls, standing, pace, time, log } = settings;
  const quiet = { chat: null } as const;

  const set = (signal: AbortSignal) =>
    calls.perform("setWebhook", { ...quiet, signal }, (api, given) =>
      api.setWebhook(
        url,
        { secret_token: secret, allowed_updates: [...allowedUpdates], max_connections: connections },
        given,
      ),
    );

  const info = (signal: AbortSignal) =>
    calls.perform("getWebhookInfo", { ...quiet, signal }, (api, given) => api.getWebhookInfo(given));

  /** What Telegram says is wrong; null: nothing. */
  const complaintOf = (found: WebhookInfo, since: Instant): string | null => {
    if (found.url !== url) return "the webhook is set to another address";
    const failing = found.pending_update_count > 0 && (found.last_error_date ?? 0) * 1000 >= since;
    return failing ? calls.redact(`deliveries fail: ${found.last_error_message ?? "unknown"}`) : null;
  };

  const look = async (since: Instant, signal: AbortSignal): Promise<void> => {
    const outcome = await info(signal);
    if (signal.aborted) return;
    if (outcome.status !== "ok") return standing.trouble(troubleOf(outcome));
    const complaint = complaintOf(outcome.result, since);
    if (complaint === null) return standing.good();
    standing.trouble(complaint);
    log.warn({ complaint }, "webhook in trouble");
    if (outcome.result.url !== url) await set(signal);
  };

  return {
    async run(signal) {
      if (!(await introduce(settings, () => set(signal), signal))) return;
      while (!signal.aborted) {
        const since = time.clock();
        await time.wait(pace.look * 1000, signal);
        if (!signal.aborted) await look(since, signal);
      }
    },
  };
}

/** What a request to the webhook's address is answered with. */
export type WebhookDoor = (request: Request) => Promise<Response>;

/** @param take deals with an update; false: not durable; null: nobody hears */
export function createWebhookDoor(
  secret: string,
  take: () => ((update: unknown) => Promise<boolean>) | null,
): WebhookDoor {
  const digest = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest();
  const own = digest(secret);
  const say = (status: number, headers: Record<string, string> = {}): Response =>
    new Response(null, { status, headers });

  return async (request) => {
    if (request.method !== "POST") return say(405, { allow: "POST" });
    const given = request.headers.get("x-telegram-bot-api-secret-token") ?? "";
    if (!timingSafeEqual(digest(given), own)) return say(401);
    const type = request.headers.get("content-type") ?? "";
    if (!/^application\/json\s*(?:;|$)/i.test(type)) return say(415);
    const body = await readBody(request);
    if (body === null) return say(413);
    let update: unknown;
    try {
      update = JSON.parse(body);
    } catch {
      return say(400);
    }
    const hear = take();
    return say(hear !== null && (await hear(update)) ? 200 : 503);
  };
}

/** The body as text; null where it is too long. */
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimit) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > bodyLimit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
