/** Opens the store that the settings name, encrypted where a key is set. */
import { randomBytes } from "node:crypto";
import { createEphemeralSealer, createSealer } from "../adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "../adapters/sealing/keyed-hash.ts";
import { createSealedStore } from "../adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../adapters/stores/sqlite-store.ts";
import { applicationSecret } from "../app/secret.ts";
import type { Config } from "../config.ts";
import type { Pseudonyms, Sealer } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";

export interface OpenedStore {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Seals masked passages: with the same key, or with one that ends with this process. */
  readonly marksSealer: Sealer;
  readonly pseudonyms: Pseudonyms;
  /** Signs cookies and tokens. */
  readonly secret: string;
}

/**
 * Opens the store of `DATA_DIR`.
 *
 * @param how.exclusive takes the folder for this process alone
 * @param how.what names the opener to whoever finds the folder taken
 * @param how.create makes a store where there is none
 * @throws {StoreLockedError} {@link StoreAbsentError} and the store's other errors
 */
export async function openStore(
  config: Config,
  how: { readonly exclusive: boolean; readonly what: string; readonly create: boolean },
): Promise<OpenedStore> {
  const sealer = createSealer(config.DATA_KEY ?? []);
  const raw = createSqliteStore({ directory: config.DATA_DIR, clock: Date.now, ...how });
  const store = createSealedStore(raw, sealer);
  try {
    const secret = await applicationSecret(store, config.APP_SECRET, randomBytes);
    return {
      store,
      sealer,
      marksSealer: sealer.encrypts ? sealer : createEphemeralSealer(),
      pseudonyms: createPseudonyms(secret),
      secret,
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}
