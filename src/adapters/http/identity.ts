/**
 * Who a browser is: a signed cookie names a device by 128 random bits, or a person by the subject an identity service
 * gave. Nothing is stored for it, so a visitor who only looks leaves nothing behind.
 *
 *   rongcuo_device = <kind>.<name, base64url>.<day given, from 1970>.<signature>
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { Random } from "../../ports/chance.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Clock } from "../../ports/time.ts";
import type { Signer } from "./signing.ts";

/** What the cookie says. */
export interface Device {
  readonly person: PersonId;
  /** `signed_in`: named by an identity service. */
  readonly kind: "device" | "signed_in";
  /** Whether the cookie has to be given (again): there was none of ours, or it is more than a day old. */
  readonly renew: boolean;
  /** Whether it was made for this very request. */
  readonly fresh: boolean;
}

export interface Identity {
  /** Never fails: whoever comes without a cookie of ours is somebody new. */
  read(context: Context): Device;
  /** Gives the cookie; `https`: whether this request came by https, so that the cookie may be kept to it. */
  write(context: Context, device: Pick<Device, "person" | "kind">, https: boolean): void;
  clear(context: Context): void;
  /** The person an identity service names; null for names that are kept for others. */
  signedIn(subject: string): Pick<Device, "person" | "kind"> | null;
  /** Proof in a form that our own page made it for this person. */
  formToken(person: PersonId): string;
  formTokenHolds(person: PersonId, token: string): boolean;
}

const cookieName = "rongcuo_device";
const lifetimeDays = 180;
const dayMilliseconds = 86_400_000;
const letters = { device: "d", signed_in: "s" } as const;

/** The part of a person's id that the web gives, or null where a name is kept for the desk or has a wrong form. */
const personOf = (name: string): PersonId | null =>
  /^[A-Za-z0-9._-]{1,128}$/.test(name) && name.toLowerCase() !== "admin" ? `web:${name}` : null;

/**
 * @param secure whether the page is reached by https alone; the cookie then takes the `__Host-` prefix
 */
export function createIdentity(options: {
  readonly signer: Signer;
  readonly secure: boolean;
  readonly clock: Clock;
  readonly random: Random;
}): Identity {
  const { signer, secure, clock, random } = options;
  const prefix = secure ? { prefix: "host" as const } : {};
  const today = (): number => Math.floor(clock() / dayMilliseconds);

  const parse = (cookie: string): Pick<Device, "person" | "kind" | "renew"> | null => {
    const [, text = "", letter, encoded = "", given = "", signature = ""] =
      /^(([ds])\.([A-Za-z0-9_-]{1,200})\.(\d{1,6}))\.([A-Za-z0-9_-]{43})$/.exec(cookie) ?? [];
    if (text === "" || !signer.holds("device", text, signature)) return null;
    const age = today() - Number(given);
    const person = personOf(Buffer.from(encoded, "base64url").toString());
    if (person === null || age < 0 || age >= lifetimeDays) return null;
    return { person, kind: letter === letters.device ? "device" : "signed_in", renew: age > 0 };
  };

  const newDevice = (): Device => ({
    person: `web:${Buffer.from(random(16)).toString("base64url")}`,
    kind: "device",
    renew: true,
    fresh: true,
  });

  return {
    read(context) {
      const cookie = secure ? getCookie(context, cookieName, "host") : getCookie(context, cookieName);
      const known = cookie === undefined ? null : parse(cookie);
      return known === null ? newDevice() : { ...known, fresh: false };
    },
    write(context, { person, kind }, https) {
      const name = Buffer.from(person.slice("web:".length)).toString("base64url");
      const text = `${letters[kind]}.${name}.${today()}`;
      setCookie(context, cookieName, `${text}.${signer.sign("device", text)}`, {
        httpOnly: true,
        sameSite: "Lax",
        path: "/",
        secure: secure || https,
        maxAge: lifetimeDays * 86_400,
        ...prefix,
      });
    },
    clear(context) {
      deleteCookie(context, cookieName, { path: "/", secure, ...prefix });
    },
    signedIn(subject) {
      const person = personOf(subject);
      return person === null ? null : { person, kind: "signed_in" };
    },
    formToken: (person) => signer.sign("form", person),
    formTokenHolds: (person, token) => signer.holds("form", person, token),
  };
}
