import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokens } from "../../../../src/adapters/channels/telegram/tokens.ts";
import { assistant, knowledge } from "../../../knowledge-base.ts";
import { signingKey } from "./open.ts";

const tokens = createTokens(signingKey);
const shown = { chat: 1001, user: 1001 };
const pressed = { turn: 12, choice: 3 };

describe("what a button sends", () => {
  it("comes back as the choice it was made for, in at most 64 bytes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 99 }),
        fc.maxSafeInteger(),
        (turn, choice, chat) => {
          const place = { chat, user: 2 ** 52 };
          const token = tokens.press(place, { turn, choice });
          expect(Buffer.byteLength(token)).toBeLessThanOrEqual(64);
          expect(tokens.readPress(place, token)).toEqual({ turn, choice });
        },
      ),
    );
  });

  it("means nothing in another chat, of another person, under another key, or changed", () => {
    const token = tokens.press(shown, pressed);
    expect(tokens.readPress({ chat: -5, user: 1001 }, token)).toBeNull();
    expect(tokens.readPress({ chat: 1001, user: 1002 }, token)).toBeNull();
    expect(createTokens(Buffer.alloc(32, 8)).readPress(shown, token)).toBeNull();
    expect(tokens.readPress(shown, token.replace(/^c\./, "d."))).toBeNull();
  });

  it("is not guessed", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 64 }), (data) => {
        expect(tokens.readPress(shown, data)).toBeNull();
      }),
    );
  });
});

describe("a deep link", () => {
  it("carries a source and comes back as it", () => {
    for (const id of ["accountability-2019#17.1.2", "discipline-2018#133-1", "case-12", "a_b#1"]) {
      const payload = tokens.link({ type: "source", id });
      expect(payload).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(tokens.readLink(payload ?? "")).toEqual({ type: "source", id });
    }
  });

  it("fits for every source an answer cites", () => {
    for (const question of assistant.firstQuestions())
      for (const { passage } of assistant.ask(question).citations)
        expect(tokens.link({ type: "source", id: passage })).not.toBeNull();
  });

  it("opens the pre-check", () => {
    const payload = tokens.link({ type: "precheck", step: "" }) ?? "";
    expect(tokens.readLink(payload)).toEqual({ type: "precheck", step: "" });
  });

  it("opens an editor's text, learning and each of its questions", () => {
    const { curated, quizzes } = knowledge.catalogue.base;
    for (const target of [
      { type: "learn", quiz: null } as const,
      ...curated.map(({ id }) => ({ type: "entry", id }) as const),
      ...quizzes.map(({ id }) => ({ type: "learn", quiz: id }) as const),
    ])
      expect(tokens.readLink(tokens.link(target) ?? "")).toEqual(target);
  });

  it("is worth nothing unsigned, and there is none for what is too long", () => {
    expect(tokens.readLink("saccountability-2019_n17")).toBeNull();
    expect(tokens.readLink("saccountability-2019_n17-AAAAAAAAAAA")).toBeNull();
    expect(tokens.link({ type: "source", id: "x".repeat(60) })).toBeNull();
  });
});
