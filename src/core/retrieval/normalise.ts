/**
 * Normalises text for search, and only for search: the stored wording stays as published.
 *
 *   ＡＢＣ　①㈠ 裏\u200B面  →  abc 1(一) 里面
 *
 * Compatibility forms are unified (NFKC), invisible characters dropped, letters lowered, traditional
 * characters made simplified, white space folded. The text is taken apart into clusters, a character with
 * the marks that follow it, so that every unit of the result can be traced back to where it came from.
 */

/** Maps a UTF-16 code unit to its simplified form: 65 536 entries; identity where there is none. */
export type ScriptTable = Uint16Array;

/** A normalised text with the way back. */
export interface NormalisedText {
  readonly text: string;
  /**
   * For every code unit of `text` the offset in the original where the cluster it came from begins, and one
   * entry more: where the last cluster ends. `original.slice(offsets[a], offsets[b])` holds what became
   * `text.slice(a, b)`, with anything invisible after it, as long as neither end cuts a cluster that grew
   * (㈠ becomes three units with one offset).
   */
  readonly offsets: Uint32Array;
}

const spacedOut = /(?<![\p{Script=Han}])(?:\p{Script=Han}[ \u3000]){3,}\p{Script=Han}/gu;

/**
 * The text in simplified characters, unit for unit, with letter-spaced ones (诬 告 陷 害) closed up. Nothing else is changed,
 * so that it can still be shown.
 */
export function simplify(text: string, script: ScriptTable | null): string {
  const simplified =
    script === null
      ? text
      : Array.from({ length: text.length }, (_, at) => {
          const unit = text.charCodeAt(at);
          return String.fromCharCode(script[unit] ?? unit);
        }).join("");
  return simplified.replace(spacedOut, (spaced) => spaced.replace(/[ \u3000]/g, ""));
}

/**
 * Normalises a text for search: NFKC, no zero-width, bidi or control characters and no lone surrogates,
 * lower case, simplified characters by the table, runs of white space as one space, none at the ends.
 * Accepts any string.
 */
export function normalise(text: string, script: ScriptTable | null): string {
  return fold(text, script, false).text;
}

/** Like {@link normalise}, with the offset in the original of every code unit. */
export function normaliseWithMap(text: string, script: ScriptTable | null): NormalisedText {
  return fold(text, script, true);
}

const SPACE = 0x20;

/** A character with its marks, its invisible characters and its conjoining jamo; at most 32, so that hostile piles of marks stay cheap. */
const CLUSTER = /[\s\S][\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cs}\u1160-\u11ff\uff9e\uff9f]{0,31}/uy;

/** What leaves no trace: controls (but white space), formats, bidi, variation selectors, lone surrogates. */
const INVISIBLE = /[[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]--[\t\n\v\f\r\u0085\u2028\u2029]]/gv;

const WHITE = /[\t\n\v\f\r \u0085\u1680\u2028\u2029]/;

function fold(text: string, script: ScriptTable | null, mapped: boolean): NormalisedText {
  const output = new UnitBuffer(text.length, mapped);
  let space = -1; // where the white space waiting to be written began, -1 for none
  let end = 0;

  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    let simple = plain(unit, script);
    if (simple >= 0 && at + 1 < text.length && !standsAlone(text.charCodeAt(at + 1))) simple = -1;
    if (simple >= 0) {
      if (simple === SPACE) {
        if (space < 0) space = at;
        at++;
        continue;
      }
      if (space >= 0 && output.length > 0) output.push(SPACE, space);
      space = -1;
      output.push(simple, at);
      end = ++at;
      continue;
    }

    CLUSTER.lastIndex = at;
    const cluster = CLUSTER.exec(text)?.[0] ?? text.charAt(at);
    const folded = cluster.replace(INVISIBLE, "").normalize("NFKC").toLowerCase().normalize("NFKC");
    for (let index = 0; index < folded.length; index++) {
      const character = folded.charCodeAt(index);
      if (WHITE.test(folded.charAt(index))) {
        if (space < 0) space = at;
        continue;
      }
      if (space >= 0 && output.length > 0) output.push(SPACE, space);
      space = -1;
      output.push(isHan(character) ? (script?.[character] ?? character) : character, at);
      end = at + cluster.length;
    }
    at += cluster.length;
  }
  return output.finish(end);
}

/**
 * The normal form of a unit that has exactly one and does not depend on its neighbours, -1 for any other:
 * ASCII, Han characters, full-width forms of ASCII, the commonest Chinese punctuation.
 */
function plain(unit: number, script: ScriptTable | null): number {
  if (unit >= 0x4e00 && unit <= 0x9fff) return script?.[unit] ?? unit;
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20;
  if (unit >= 0x20 && unit <= 0x7e) return unit;
  if (unit === 0x0a || unit === 0x0d || unit === 0x09 || unit === 0x3000) return SPACE;
  if (unit >= 0x3001 && unit <= 0x3003) return unit;
  if ((unit >= 0x3007 && unit <= 0x3011) || unit === 0x3014 || unit === 0x3015) return unit;
  if (unit >= 0x2018 && unit <= 0x201d) return unit;
  if (unit >= 0xff01 && unit <= 0xff5e) return plain(unit - 0xfee0, script);
  if (unit >= 0x3400 && unit <= 0x4dbf) return script?.[unit] ?? unit;
  return -1;
}

/** Tells whether a unit surely does not join the one before it. */
function standsAlone(unit: number): boolean {
  return plain(unit, null) >= 0;
}

/** Tells whether a code unit is a Han character (汉字) of the basic plane, 〇 among them. */
export function isHan(unit: number): boolean {
  return (
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0x3400 && unit <= 0x4dbf) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    unit === 0x3007
  );
}

/** Code units with their offsets, growing as needed: one character may become eighteen. */
class UnitBuffer {
  length = 0;
  private units: Uint16Array;
  private offsets: Uint32Array | null;

  constructor(capacity: number, mapped: boolean) {
    this.units = new Uint16Array(capacity + 8);
    this.offsets = mapped ? new Uint32Array(capacity + 8) : null;
  }

  push(unit: number, offset: number): void {
    // One place is kept free for the closing offset.
    if (this.length + 1 >= this.units.length) this.grow();
    this.units[this.length] = unit;
    if (this.offsets !== null) this.offsets[this.length] = offset;
    this.length++;
  }

  finish(end: number): NormalisedText {
    let text = "";
    for (let from = 0; from < this.length; from += 4096) {
      const part = this.units.subarray(from, Math.min(from + 4096, this.length));
      text += String.fromCharCode.apply(null, part as unknown as number[]);
    }
    if (this.offsets === null) return { text, offsets: new Uint32Array(0) };
    this.offsets[this.length] = end;
    return { text, offsets: this.offsets.slice(0, this.length + 1) };
  }

  private grow(): void {
    const units = new Uint16Array(this.units.length * 2);
    units.set(this.units);
    this.units = units;
    if (this.offsets === null) return;
    const offsets = new Uint32Array(units.length);
    offsets.set(this.offsets);
    this.offsets = offsets;
  }
}
