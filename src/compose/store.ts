/** Opens the store that the settings name, and what rests on it alone. */
import { randomBytes } from "node:crypto";
import { createSealer } from "../adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "../adapters/sealing/keyed-hash.ts";
import { createSealedStore } from "../adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../adapters/stores/sqlite-store.ts";
import { createAccess } from "../app/access/access.ts";
import { applicationSecret } from "../app/secret.ts";
import type { Config } from "../config.ts";
import type { Access } from "../ports/access.ts";
import type { Pseudonyms, Sealer } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";

export interface OpenedStore {
  /** Seals and opens by itself. */
  readonly store: Store;
  /** As it is kept, for what must work without the keys. */
  readonly kept: Store;
  readonly sealer: Sealer;
}

/**
 * The store of `DATA_DIR`, sealed with `DATA_KEY`.
 *
 * @param how.exclusive takes the folder for this process: the server and the chat; a command works beside them without
 * @param how.create makes a store where there is none
 * @param how.what names the opener to whoever finds the folder taken
 * @throws an error whose code begins with `store.`: locked, absent, damaged, or of a newer version
 */
export function openStore(
  config: Config,
  how: { readonly exclusive: boolean; readonly create: boolean; readonly what: string },
): OpenedStore {
  const kept = createSqliteStore({
    directory: config.DATA_DIR,
    clock: Date.now,
    ...how,
    endLeases: how.exclusive,
  });
  const sealer = createSealer(config.DATA_KEY ?? []);
  return { store: createSealedStore(kept, sealer), kept, sealer };
}

/** What is made of the application secret. */
export interface Secrets {
  /** Signs cookies and tokens. */
  readonly secret: string;
  readonly pseudonyms: Pseudonyms;
}

export async function openSecrets(config: Config, store: Store): Promise<Secrets> {
  const secret = await applicationSecret(store, config.APP_SECRET, randomBytes);
  return { secret, pseudonyms: createPseudonyms(secret) };
}

/** The use cases of access over an opened store. */
export const composeAccess = (config: Config, store: Store, { pseudonyms }: Secrets): Access =>
  createAccess({
    store,
    mode: config.ACCESS,
    admins: config.ADMIN_USERS,
    clock: Date.now,
    random: randomBytes,
    pseudonyms,
  });
