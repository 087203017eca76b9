/** The only place, with the folder beside it, that chooses adapters and fills ports: here the server. */
import { randomBytes } from "node:crypto";
import { createCatalogueRoutes } from "./adapters/http/catalogue.ts";
import { createDeskRoutes } from "./adapters/http/desk.ts";
import { createLearnRoutes } from "./adapters/http/learn.ts";
import { listen } from "./adapters/http/listen.ts";
import { createPictureRoutes } from "./adapters/http/picture-routes.ts";
import { createPrecheckRoutes } from "./adapters/http/precheck.ts";
import { createServer, type Routes } from "./adapters/http/server.ts";
import { createWebChannel } from "./adapters/http/web-channel.ts";
import { readPasswordHash, verifyPassword } from "./adapters/passwords/scrypt.ts";
import { deriveKey } from "./adapters/sealing/keyed-hash.ts";
import { composeRuntime, type Runtime } from "./compose/runtime.ts";
import { composeTelegram } from "./compose/telegram.ts";
import type { Config } from "./config.ts";
import { forgetConfirmation } from "./core/dialogue/commands.ts";
import type { Assistant } from "./ports/assistant.ts";
import type { Log } from "./ports/telemetry.ts";
import { overviewLabels } from "./text/desk.ts";
import { noticeVersion } from "./text/dialogue.ts";
import { siteLinks } from "./text/page.ts";

/** A running server. */
export interface Serving {
  readonly url: string;
  /** Takes nothing new, ends what is in hand, lets go of the address and the store. */
  close(): Promise<void>;
}

/** How long what is in hand may take to end, in seconds. */
const drainSeconds = 8;

/**
 * Serves the chat, the catalogue and the desk.
 *
 * @throws {StoreLockedError} {@link KnowledgeError} and what the store throws; the system's error where the address cannot
 * be had; {@link PasswordHashError} the password's hash cannot be used
 */
export async function serve(config: Config, log: Log): Promise<Serving> {
  if (config.WEB_ADMIN_PASSWORD_HASH !== undefined) readPasswordHash(config.WEB_ADMIN_PASSWORD_HASH);
  const clock = Date.now;
  const runtime = await composeRuntime(config, log, "rongcuo server");
  try {
    const channel = runtime.share(createWebChannel(clock));
    const telegram = await composeTelegram(config, runtime, log);
    const { assistant, conversations, access, metrics } = runtime;
    const app = createServer({
      assistant,
      conversations,
      access,
      channel,
      signIn: null,
      readiness() {
        const reasons = runtime.reasons();
        return { ready: reasons.length === 0, reasons };
      },
      metrics: metrics.text,
      log,
      clock,
      random: randomBytes,
      secret: deriveKey(runtime.secret, "web"),
      host: config.HTTP_HOST,
      publicUrl: config.PUBLIC_URL ?? null,
      trustedProxies: config.TRUST_PROXY,
      organisation: { name: config.ORG_NAME, contact: config.ORG_CONTACT },
      notice: { version: noticeVersion, text: runtime.privacyNotice },
      forgetWords: forgetConfirmation,
      links: siteLinks,
      hooks: telegram?.hooks ?? [],
      doors: [deskRoutes(config, runtime)],
      pages: [
        (frame) => createCatalogueRoutes({ catalogue: runtime.catalogue, frame }),
        createPictureRoutes(runtime.pictures),
        createPrecheckRoutes({
          interviews: runtime.interviews,
          contact: config.ORG_CONTACT,
          secret: deriveKey(runtime.secret, "precheck"),
        }),
        createLearnRoutes({ lessons: runtime.lessons, secret: deriveKey(runtime.secret, "learn") }),
      ],
    });
    await runtime.start([channel, ...(telegram === null ? [] : [telegram.channel])]);
    const server = await listen(app, config.HTTP_HOST, config.HTTP_PORT);
    if (config.DATA_KEY === undefined)
      log.warn({}, "DATA_KEY is not set: texts of users are stored unencrypted");
    warmUp(assistant);
    if (config.WEB_ADMIN_PASSWORD_HASH !== undefined && !config.ADMIN_USERS.includes("web:admin"))
      log.warn({}, "ADMIN_USERS does not name web:admin: whoever signs in to the desk may do nothing there");
    log.info({ knowledge: assistant.knowledgeVersion, url: server.url, access: config.ACCESS }, "serving");
    return {
      url: server.url,
      async close() {
        // The flow first: open streams end with the channel, and answers in hand still reach their readers.
        await runtime.stop(drainSeconds, () => server.close());
      },
    };
  } catch (error) {
    await runtime.stop(0);
    throw error;
  }
}

/** How long after the start, in milliseconds: nobody waits for it then. */
const warmUpDelay = 1_500;

/** Asks what a new user is offered, one question at a time, so that the first person does not wait for what is loaded late. */
function warmUp({ ask, firstQuestions }: Pick<Assistant, "ask" | "firstQuestions">): void {
  const rest = [...firstQuestions()];
  const next = (): void => {
    const question = rest.pop();
    if (question === undefined) return;
    ask(question);
    setTimeout(next, 20).unref();
  };
  setTimeout(next, warmUpDelay).unref();
}

/** The desk of `web:admin`; off where no password is set. */
function deskRoutes(config: Config, { access, secret, figures, gaps, digests }: Runtime): Routes {
  const { WEB_ADMIN_PASSWORD_HASH: hash, PUBLIC_URL } = config;
  const publicUrl = PUBLIC_URL === undefined ? null : new URL(PUBLIC_URL);
  return (frame) =>
    createDeskRoutes({
      access,
      verifyPassword: hash === undefined ? null : (password) => verifyPassword(password, hash),
      signingKey: deriveKey(secret, "desk"),
      clock: Date.now,
      secure: publicUrl?.protocol === "https:",
      publicUrl,
      frame,
      addressOf: (context) => context.get("client").address,
      gaps,
      digests,
      overview: async () =>
        (await figures()).map(({ name, value }) => ({ label: overviewLabels[name], value: String(value) })),
    });
}
