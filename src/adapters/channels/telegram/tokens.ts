/**
 * Short signed texts that go out and come back: what a button sends when it is pressed, and what a deep link carries. They
 * say what was offered to whom; whether it still holds is decided where the choice is acted on.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from "node:crypto";
import type { LinkTarget as PageTarget } from "../../../core/dialogue/links.ts";

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

/** What a deep link opens: anything a message leads to; a pre-check at a step, empty for its beginning. */
export type LinkTarget =
  | Exclude<PageTarget, { readonly type: "precheck" }>
  | { readonly type: "precheck"; readonly step: string };

/** The deep link to what a message leads to; null where its id is too long for one. @param bot its user name, without @ */
export function deepLink(tokens: Pick<Tokens, "link">, bot: string, target: PageTarget): string | null {
  const payload = tokens.link(target.type === "precheck" ? { type: "precheck", step: "" } : target);
  return payload === null ? null : `https://t.me/${bot}?start=${payload}`;
}

/** Bytes of a signature: 96 bits of a press, 64 of a link, which gives nothing but a question. */
const pressBytes = 12;
const linkBytes = 8;
const linkLimit = 64;

const letters = { source: "s", entry: "e", precheck: "p", learn: "l" } as const;

const nameIn = (target: LinkTarget): string => {
  switch (target.type) {
    case "source":
    case "entry":
      return target.id;
    case "precheck":
      return target.step;
    case "learn":
      return target.quiz ?? "";
  }
};

const targetOf = (letter: string, name: string): LinkTarget | null => {
  switch (letter) {
    case letters.source:
      return { type: "source", id: name };
    case letters.entry:
      return { type: "entry", id: name };
    case letters.precheck:
      return { type: "precheck", step: name };
    case letters.learn:
      return { type: "learn", quiz: name === "" ? null : name };
    default:
      return null;
  }
};

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
      const text = letters[target.type] + packed(nameIn(target));
      const payload = `${text}-${sign(`link/${text}`, linkBytes)}`;
      return /^[A-Za-z0-9_-]+$/.test(payload) && payload.length <= linkLimit ? payload : null;
    },
    readLink(payload) {
      const [, text = "", letter = "", rest = "", signature = ""] =
        /^(([a-z])([A-Za-z0-9_-]*))-([A-Za-z0-9_-]{11})$/.exec(payload) ?? [];
      const isOurs = payload.length <= linkLimit && isSigned(`link/${text}`, signature, linkBytes);
      return isOurs ? targetOf(letter, unpacked(rest)) : null;
    },
  };
}

/** Ids hold `#` and `.`, which a link may not. */
const packed = (id: string): string => id.replaceAll("_", "_u").replaceAll("#", "_n").replaceAll(".", "_d");
const unpacked = (text: string): string =>
  text.replaceAll("_d", ".").replaceAll("_n", "#").replaceAll("_u", "_");
