/** Rotation of keys (密钥轮换): every stored text ends sealed with the first key. */
import { SealError, type Sealer } from "../ports/sealing.ts";
import { placeOf, type Store, type StoredText } from "../ports/store.ts";

/** What a rotation found and did. */
export interface Rotation {
  readonly texts: number;
  readonly resealed: number;
  /** Texts that no key opens; left as they are. */
  readonly unreadable: number;
  /** Texts that were written with another key while the rotation ran; above 0 a server runs with the old order of keys. */
  readonly left: number;
}

type Outcome = "current" | "resealed" | "unreadable" | "left";

const pageSize = 200;

/**
 * Goes through all texts, as often as that finds something to do, three times at most: a text may change under a running
 * server. Each text is replaced by itself, so a rotation that was cut off is simply begun again.
 *
 * @param store as it is kept, not one that seals by itself
 */
export async function rotateKeys(
  store: Pick<Store, "texts" | "rewrite" | "erase">,
  sealer: Sealer,
): Promise<Rotation> {
  let resealed = 0;
  let counts = await pass(store, sealer);
  for (let again = 0; again < 2 && counts.resealed + counts.left > 0; again++) {
    resealed += counts.resealed;
    counts = await pass(store, sealer);
  }
  resealed += counts.resealed;
  // What stood there before is not to be read with an old key, or without any.
  if (resealed > 0) await store.erase();
  const { current, unreadable, left } = counts;
  return { texts: current + counts.resealed + unreadable + left, resealed, unreadable, left };
}

async function pass(
  store: Pick<Store, "texts" | "rewrite">,
  sealer: Sealer,
): Promise<Record<Outcome, number>> {
  const counts: Record<Outcome, number> = { current: 0, resealed: 0, unreadable: 0, left: 0 };
  for (let after: string | null = null; ; ) {
    const page: readonly StoredText[] = await store.texts(after, pageSize);
    // Together, so that they share one wait for the disk.
    for (const outcome of await Promise.all(page.map((stored) => reseal(store, sealer, stored))))
      counts[outcome]++;
    after = page.at(-1)?.ref ?? null;
    if (after === null) return counts;
  }
}

async function reseal(store: Pick<Store, "rewrite">, sealer: Sealer, stored: StoredText): Promise<Outcome> {
  if (sealer.isCurrent(stored.text)) return "current";
  const place = placeOf(stored);
  try {
    const text = sealer.open(stored.text, place);
    return (await store.rewrite(stored, sealer.seal(text, place))) ? "resealed" : "left";
  } catch (error) {
    if (error instanceof SealError) return "unreadable";
    throw error;
  }
}
