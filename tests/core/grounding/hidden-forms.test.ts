import { describe, expect, it } from "vitest";
import { maskPersonalData } from "../../../src/core/grounding/personal-data.ts";
import * as heldOut from "./held-out-forms.ts";
import { type Hidden, hiddenForms } from "./hidden-forms.ts";

/** Tells whether any of the stretch is left, from `at` in the text. */
const isLeftAt = (text: string, at: number, end: number): boolean => {
  let covered = at;
  for (const find of maskPersonalData(text).found)
    if (find.start <= covered && find.end > covered) covered = find.end;
  return covered < end;
};
const isLeft = ({ text, secret }: Hidden): boolean => {
  const at = text.indexOf(secret);
  return isLeftAt(text, at, at + secret.length);
};

const seeded = hiddenForms(20_260_101);
const count = 200;

describe("secrets in forms that nobody lists", () => {
  it.each([
    ["mobile, identity and card numbers", seeded.numbers(count), 0.005],
    ["numbers of the fixed network, of other countries, of passports", seeded.landlines(count), 0.005],
    ["plates", seeded.plates(count), 0],
    ["addresses", seeded.addresses(count), 0.02],
    ["addresses of mail and accounts", seeded.accounts(count), 0],
    ["names after a word that says so", seeded.names(count), 0.02],
    ["names in traditional characters", seeded.traditionalStories(count), 0.01],
  ])("are masked: %s", (_name, texts, most) => {
    const left = texts.filter(isLeft);
    expect(left.length / texts.length, JSON.stringify(left)).toBeLessThanOrEqual(most);
  });

  it("take no more of the text with them than a few characters", () => {
    for (const { text, secret } of [...seeded.numbers(count), ...seeded.names(count)]) {
      const masked = maskPersonalData(text).found.reduce((sum, { start, end }) => sum + end - start, 0);
      expect(masked, text).toBeLessThanOrEqual(secret.length + 4);
    }
  });
});

describe("secrets in forms written by hand", () => {
  it.each(
    Object.entries(heldOut).flatMap(([group, lines]) =>
      group === "nothingPersonal" ? [] : lines.map((line) => [group, line] as const),
    ),
  )("are masked: %s, %s", (_group, line) => {
    const text = line.replace(/[{}]/g, "");
    for (const { index, 1: secret = "" } of line.matchAll(/\{([^}]+)\}/g)) {
      const at = index - (line.slice(0, index).match(/[{}]/g)?.length ?? 0);
      expect(isLeftAt(text, at, at + secret.length), maskPersonalData(text).text).toBe(false);
    }
  });

  it.each(heldOut.nothingPersonal)("nothing is seen in %s", (text) => {
    expect(maskPersonalData(text).text).toBe(text);
  });
});
