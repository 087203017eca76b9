/** Documents that change with a reply, in the same commit. */

/** A document as it is to be, over the version it was read at. */
export interface Change {
  readonly key: string;
  /** 0: there was none. */
  readonly version: number;
  /** Null: it goes. */
  readonly value: string | null;
  /** Gone when conversations are; otherwise kept until it is deleted. */
  readonly expires: boolean;
}
