/** What a find of personal data (个人信息) is, and how one is looked for: in the plain form of a text. */

export type PersonalDataKind =
  | "identity"
  | "phone"
  | "bank-card"
  | "plate"
  | "email"
  | "account"
  | "address"
  | "name";

/** Where something was found, in UTF-16 units. */
export interface Find {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
}

/** Looks for one kind by a pattern; earlier finds are not found again. */
export interface Finder {
  readonly kind: PersonalDataKind;
  /** Global; what it matches is the find, so cues stand in look-behinds. */
  readonly pattern: RegExp;
  /** Matches every text that holds one; where it does not, nothing is looked for. */
  readonly needs?: RegExp;
  /** Tells whether the matched text really is one, by itself and the two characters on either side; without it the pattern decides. */
  readonly holds?: (matched: string, before: string, after: string) => boolean;
  /** UTF-16 units at the beginning of the match that are not part of it. */
  readonly lead?: (matched: string) => number;
}

/** Looks for several kinds at once where one pattern cannot say what is one. */
export type Searcher = (text: string) => readonly Find[];
