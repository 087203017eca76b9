/**
 * Sessions of the desk, held in memory: signing out ends one at once, and a restart ends all. The cookie carries a random id
 * with its signature, so that only ids we made are looked up; the token of a form is another signature of the same id.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock, Instant } from "../../ports/time.ts";

const longestMilliseconds = 8 * 3_600_000;
const idleMilliseconds = 30 * 60_000;

/** Sessions at a time; the oldest makes room. */
const mostSessions = 16;

/** Shown on the next page, once. */
export type Flash =
  | { readonly type: "done"; readonly text: string }
  | { readonly type: "problem"; readonly text: string }
  | { readonly type: "invitation"; readonly link: string };

export interface Session {
  /** What a form of this session carries. */
  readonly formToken: string;
  /** Keeps something for the next page. */
  setFlash(flash: Flash): void;
  /** Takes it; null where there is nothing. */
  takeFlash(): Flash | null;
}

export interface Sessions {
  /** Starts one; returns the value of its cookie. */
  start(): string;
  /** The session of a cookie, and counts this as a use; null where it never was, has ended, or was idle too long. */
  find(cookie: string | undefined): Session | null;
  end(cookie: string | undefined): void;
}

interface Held {
  readonly startedAt: Instant;
  lastUse: Instant;
  flash: Flash | null;
}

/** @param key signs; of at least 32 bytes */
export function createSessions(key: Buffer, clock: Clock): Sessions {
  const held = new Map<string, Held>();
  const sign = (purpose: string, id: string): string =>
    createHmac("sha256", key).update(`desk.${purpose}:${id}`).digest("base64url");

  const idOf = (cookie: string | undefined): string | null => {
    const [id = "", signature = "", ...rest] = (cookie ?? "").split(".");
    return rest.length === 0 && sameText(signature, sign("session", id)) ? id : null;
  };

  return {
    start() {
      const id = randomBytes(24).toString("base64url");
      const now = clock();
      held.set(id, { startedAt: now, lastUse: now, flash: null });
      const [oldest] = held.keys();
      if (held.size > mostSessions && oldest !== undefined) held.delete(oldest);
      return `${id}.${sign("session", id)}`;
    },
    find(cookie) {
      const id = idOf(cookie);
      const session = id === null ? undefined : held.get(id);
      if (id === null || session === undefined) return null;
      const now = clock();
      if (now - session.startedAt >= longestMilliseconds || now - session.lastUse >= idleMilliseconds) {
        held.delete(id);
        return null;
      }
      session.lastUse = now;
      return {
        formToken: sign("form", id),
        setFlash: (flash) => {
          session.flash = flash;
        },
        takeFlash: () => {
          const { flash } = session;
          session.flash = null;
          return flash;
        },
      };
    },
    end(cookie) {
      const id = idOf(cookie);
      if (id !== null) held.delete(id);
    },
  };
}

/** Compares without telling by time how much of it fits. */
export function sameText(left: string, right: string): boolean {
  const [one, other] = [Buffer.from(left), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
