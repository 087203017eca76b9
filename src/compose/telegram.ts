/** The Telegram bot, where a token is set. */
import type { TelegramChannel } from "../adapters/channels/telegram/telegram-channel.ts";
import type { LinkTarget } from "../adapters/channels/telegram/tokens.ts";
import type { Hook } from "../adapters/http/server.ts";
import { deriveKey } from "../adapters/sealing/keyed-hash.ts";
import type { Config } from "../config.ts";
import type { Lease } from "../ports/lease.ts";
import type { Log } from "../ports/telemetry.ts";
import { articleOf, type Held, linkWords, openingQuestion } from "../text/links.ts";
import type { Runtime } from "./runtime.ts";

export interface ComposedTelegram {
  readonly channel: TelegramChannel;
  /** Where updates are posted to; none where they are asked for. */
  readonly hooks: readonly Hook[];
}

/** Signs presses and deep links. */
export const telegramKey = (secret: string): Uint8Array => deriveKey(secret, "telegram");

/** Null where no token is set; then nothing of the library is loaded. */
export async function composeTelegram(
  config: Config,
  {
    assistant,
    catalogue,
    secret,
    pollerLease,
    sharedLimiter,
    channelMemory,
    pictures,
  }: Pick<
    Runtime,
    "assistant" | "catalogue" | "secret" | "pollerLease" | "sharedLimiter" | "channelMemory" | "pictures"
  >,
  log: Log,
): Promise<ComposedTelegram | null> {
  if (config.TELEGRAM_BOT_TOKEN === undefined) return null;
  log.warn(
    {},
    "Telegram is served: its messages are carried and kept on servers abroad, it cannot be reached from most networks of the " +
      "mainland, and personal reports go out only with protect_content, which does not prevent a screenshot; see README",
  );
  const { createTelegramChannel, systemTime } = await import(
    "../adapters/channels/telegram/telegram-channel.ts"
  );
  const channel = createTelegramChannel({
    token: config.TELEGRAM_BOT_TOKEN,
    apiRoot: config.TELEGRAM_API_ROOT,
    mode: modeOf(config, pollerLease()),
    signingKey: telegramKey(secret),
    messagesPerSecond: config.TELEGRAM_MESSAGES_PER_SECOND === 0 ? null : config.TELEGRAM_MESSAGES_PER_SECOND,
    limiter: sharedLimiter,
    memory: channelMemory,
    pictures,
    linkText: linkText({ assistant, catalogue }),
    log,
    time: systemTime,
  });
  const { door } = channel;
  const path = new URL(config.TELEGRAM_WEBHOOK_URL ?? "http://localhost/").pathname;
  return { channel, hooks: door === null ? [] : [{ path, answer: door }] };
}

function modeOf(
  { TELEGRAM_MODE: mode, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret }: Config,
  lease: Lease | null,
) {
  // The settings are refused where the mode is webhook and one of both is missing.
  return mode === "webhook" && url !== undefined && secret !== undefined
    ? ({ type: "webhook", url, secret } as const)
    : ({ type: "polling", lease } as const);
}

/** What a deep link asks, in words the dialogue understands. */
const linkText = ({ assistant, catalogue }: Pick<Runtime, "assistant" | "catalogue">) => {
  const held: Held = {
    source(id) {
      const view = assistant.source(id);
      return view && { kind: view.kind, title: view.title, article: articleOf(view.heading) };
    },
    question: (id) =>
      openingQuestion(
        id,
        catalogue.text(id)?.questions ?? [],
        (question) => assistant.ask(question).context?.entry ?? null,
      ),
  };
  return (target: LinkTarget): string | null => linkWords(target, held);
};
