/** Opens the store that the settings name, and what rests on it alone. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSealer } from "../adapters/sealing/aes-gcm.ts";
import { createPseudonyms } from "../adapters/sealing/keyed-hash.ts";
import { createEpochFile } from "../adapters/stores/redis/epoch-file.ts";
import type { OpenRedis, Shared } from "../adapters/stores/redis/open.ts";
import { createSealedStore } from "../adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../adapters/stores/sqlite-store.ts";
import { openSqliteTransfer } from "../adapters/stores/sqlite-transfer.ts";
import { createAccess } from "../app/access/access.ts";
import { applicationSecret } from "../app/secret.ts";
import { type Config, ConfigError } from "../config.ts";
import type { Access } from "../ports/access.ts";
import type { Pseudonyms, Sealer } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";
import type { Transfer } from "../ports/transfer.ts";

export interface OpenedStore {
  /** Seals and opens by itself. */
  readonly store: Store;
  /** As it is kept, for what must work without the keys. */
  readonly kept: Store;
  readonly sealer: Sealer;
  /** What processes that share the store share beside it; null where this process has it alone. */
  readonly shared: Shared | null;
}

/** How a store is opened. */
export interface HowOpened {
  /** Takes the folder for this process: the server and the chat; a command works beside them without. */
  readonly exclusive: boolean;
  /** Makes a store where there is none. */
  readonly create: boolean;
  /** Names the opener to whoever finds the folder taken. */
  readonly what: string;
  /** Told what the operator should know of a shared store. */
  readonly warn?: (message: string) => void;
}

/**
 * The store of `REDIS_URL`, or else of `DATA_DIR`, sealed with `DATA_KEY`. A shared store is never taken for one process,
 * and the leases of one that died lapse by themselves.
 *
 * @throws an error whose code begins with `store.`: locked, absent, damaged, of a newer version, unfit, lost, not reached
 */
export async function openStore(config: Config, how: HowOpened): Promise<OpenedStore> {
  const { kept, shared } = await openKept(config, how);
  const sealer = createSealer(config.DATA_KEY ?? []);
  return { store: createSealedStore(kept, sealer), kept, sealer, shared };
}

async function openKept(
  config: Config,
  { exclusive, create, what, warn = () => {} }: HowOpened,
): Promise<Pick<OpenedStore, "kept" | "shared">> {
  const clock = Date.now;
  if (config.REDIS_URL === undefined) {
    const kept = createSqliteStore({
      directory: config.DATA_DIR,
      clock,
      exclusive,
      create,
      what,
      endLeases: exclusive,
    });
    return { kept, shared: null };
  }
  // Loaded only where it is used: the client costs the start of everybody else.
  const { openRedisStore } = await import("../adapters/stores/redis/open.ts");
  const { store, ...shared } = await openRedisStore({ ...redisOf(config), clock, create, warn });
  return { kept: store, shared };
}

/** @throws {ConfigError} it cannot be read */
function readFile(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError([{ variable, message: `cannot be read: ${(error as Error).message}` }]);
  }
}

/** How the shared store is reached, and where it is remembered which one it was. */
function redisOf({
  REDIS_URL: url = "",
  REDIS_SENTINEL_USERNAME: username,
  REDIS_SENTINEL_PASSWORD: password,
  REDIS_TLS_CERT_FILE: certificate,
  REDIS_TLS_KEY_FILE: key,
  DATA_DIR,
}: Config): Pick<OpenRedis, "url" | "sentinels" | "identity" | "memory"> {
  return {
    url,
    sentinels: password === undefined ? undefined : { username, password },
    identity:
      certificate === undefined || key === undefined
        ? undefined
        : { cert: readFile("REDIS_TLS_CERT_FILE", certificate), key: readFile("REDIS_TLS_KEY_FILE", key) },
    memory: createEpochFile(DATA_DIR),
  };
}

/** The store of `REDIS_URL`, or else of `DATA_DIR`, to be moved; the errors are those of {@link openStore}. */
export async function openTransfer(
  config: Config,
  {
    create,
    what,
    warn,
  }: { readonly create: boolean; readonly what: string; readonly warn: (message: string) => void },
): Promise<Transfer> {
  const clock = Date.now;
  if (config.REDIS_URL === undefined)
    return openSqliteTransfer({ directory: config.DATA_DIR, clock, create, what });
  const { openRedisTransfer } = await import("../adapters/stores/redis/open.ts");
  return openRedisTransfer({ ...redisOf(config), clock, create, warn });
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
