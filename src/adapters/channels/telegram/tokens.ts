/**
 * Short signed texts that go out and come back: what a button sends when it is pressed, and what a deep link carries. They
 * say what was offered to whom; whether it still holds is decided where the choice is acted on.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";

/** A choice of a turn, counted from 1. */
export interface Pressed {
  readonly turn: number;
  readonly choice: number;
}

/** Whom a button was shown. */
export interface Shown {
  readonly chat: number;
  readonly user: number;
}

export interface Tokens {
  /** At most 64 bytes. */
  press(shown: Shown, pressed: Pressed): string;
  /** What a token says; null where it was not made for that chat and person. */
  readPress(shown: Shown, token: string): Pressed | null;
  /** The payload of `?start=`, at most 64 of `A-Za-z0-9_-`; null where the target's id is too long for it. */
  link(target: LinkTarget): string | null;
  readLink(payload: string): LinkTarget | null;
}

/** What a deep link opens: a source by its id, or the pre-check. */
export type LinkTarget =
  | { readonly type: "source"; readonly id: string }
  | { readonly type: "precheck"; readonly step: string };

/** Bytes of a signature: 96 bits of a press, 64 of a link, which gives nothing but a question. */
const pressBytes = 12;
const linkBytes = 8;
const linkLimit = 64;

const letters = { source: "s", precheck: "p" } as const;

/** @param secret a key of its own, made for nothing else */
export function createTokens(secret: Uint8Array): Tokens {
  const key: KeyObject = createSecretKey(secret);
  const sign = (text: string, bytes: number): string =>
    createHmac("sha256", key).update(text, "utf8").digest().subarray(0, bytes).toString("base64url");
  const isSigned = (text: string, signature: string, bytes: number): boolean => {
    const [given, own] = [Buffer.from(signature), Buffer.from(sign(text, bytes))];
    return given.length === own.length && timingSafeEqual(given, own);
  };
  const pressText = ({ chat, user }: Shown, { turn, choice }: Pressed): string =>
    `press/${chat}/${user}/${turn}/${choice}`;

  return {
    press: (shown, pressed) =>
      `${pressed.turn.toString(36)}.${pressed.choice.toString(36)}.${sign(pressText(shown, pressed), pressBytes)}`,
    readPress(shown, token) {
      const [, turnText = "", choiceText = "", signature = ""] =
        /^([0-9a-z]{1,10})\.([0-9a-z]{1,2})\.([A-Za-z0-9_-]{16})$/.exec(token) ?? [];
      const pressed = { turn: Number.parseInt(turnText, 36), choice: Number.parseInt(choiceText, 36) };
      return isSigned(pressText(shown, pressed), signature, pressBytes) ? pressed : null;
    },
    link(target) {
      const text = letters[target.type] + packed(target.type === "source" ? target.id : target.step);
      const payload = `${text}-${sign(`link/${text}`, linkBytes)}`;
      return /^[A-Za-z0-9_-]+$/.test(payload) && payload.length <= linkLimit ? payload : null;
    },
    readLink(payload) {
      const [, text = "", letter, rest = "", signature = ""] =
        /^(([sp])([A-Za-z0-9_-]*))-([A-Za-z0-9_-]{11})$/.exec(payload) ?? [];
      if (payload.length > linkLimit || !isSigned(`link/${text}`, signature, linkBytes)) return null;
      return letter === "s"
        ? { type: "source", id: unpacked(rest) }
        : { type: "precheck", step: unpacked(rest) };
    },
  };
}

/** Ids hold `#` and `.`, which a link may not. */
const packed = (id: string): string => id.replaceAll("_", "_u").replaceAll("#", "_n").replaceAll(".", "_d");
const unpacked = (text: string): string =>
  text.replaceAll("_d", ".").replaceAll("_n", "#").replaceAll("_u", "_");
