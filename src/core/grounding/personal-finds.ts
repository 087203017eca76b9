/** What a find of personal data (个人信息) is, and how one is looked for. */

export type PersonalDataKind =
  | "identity"
  | "phone"
  | "bank-card"
  | "plate"
  | "email"
  | "account"
  | "address"
  | "name";

/** Looks for one kind by a pattern; earlier finds are not found again. */
export interface Finder {
  readonly kind: PersonalDataKind;
  /** Global; what it matches is the find, so cues stand in look-behinds. */
  readonly pattern: RegExp;
  /** Tells whether the matched text really is one, by itself and the two characters on either side; without it the pattern decides. */
  readonly holds?: (matched: string, before: string, after: string) => boolean;
  /** UTF-16 units at the beginning of the match that are not part of it. */
  readonly lead?: (matched: string) => number;
}
