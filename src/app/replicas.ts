/**
 * The processes that share a store. All of them must answer from the same knowledge, or one person would hear two truths:
 * each writes down what it answers from, and one that would answer otherwise does not start. Nor does one with another
 * secret, for a person signed in at one of them would be a stranger to the other.
 */
import { SealError } from "../ports/sealing.ts";
import type { Store } from "../ports/store.ts";
import type { Clock } from "../ports/time.ts";
import { systemSpace } from "./flow/keys.ts";

/** Another process on the same store answers from other knowledge. */
export class KnowledgeMismatchError extends Error {
  readonly code = "replicas.knowledge";

  constructor(ours: string, others: readonly { readonly name: string; readonly knowledge: string }[]) {
    const told = others.map(({ name, knowledge }) => `${name} with ${knowledge}`).join(", ");
    super(
      `this process would answer from knowledge ${ours}, and on the same store run: ${told}; give all the same ` +
        `KNOWLEDGE_DIR, or stop the others first (one that died counts for ${presentSeconds} seconds)`,
    );
    this.name = "KnowledgeMismatchError";
  }
}

/** Another process on the same store signs with another secret. */
export class SecretMismatchError extends Error {
  readonly code = "replicas.secret";

  constructor(others: readonly { readonly name: string }[]) {
    super(
      `another process of this store uses another APP_SECRET: ${others.map(({ name }) => name).join(", ")}; give all the ` +
        `same APP_SECRET, or none, or stop the others first (one that died counts for ${presentSeconds} seconds)`,
    );
    this.name = "SecretMismatchError";
  }
}

/** Another process on the same store encrypts with a key that this one does not have. */
export class DataKeyMismatchError extends Error {
  readonly code = "replicas.data-key";

  constructor(options: ErrorOptions) {
    super(
      "another process of this store uses another DATA_KEY; give all the same DATA_KEY, or stop the others first " +
        `(one that died counts for ${presentSeconds} seconds)`,
      options,
    );
    this.name = "DataKeyMismatchError";
  }
}

/** How long a process counts as present after it was last heard of. */
const presentSeconds = 90;
/** How often a process says that it is there. */
export const beatSeconds = 30;

export interface Replica {
  /**
   * Says that this process is there; whatever keeps it from joining, it is then present no more.
   *
   * @throws {KnowledgeMismatchError} others answer from other knowledge
   * @throws {SecretMismatchError} others sign with another secret
   * @throws {DataKeyMismatchError} what others wrote down cannot be read
   */
  join(): Promise<void>;
  /** Says so again; every {@link beatSeconds}. Never rejects. */
  beat(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * @param options.name names this process, differently from every other
 * @param options.knowledge hash of all it answers from, without spaces
 * @param options.secret keyed hash that tells secrets apart and gives none away, without spaces
 */
export function createReplica(options: {
  readonly store: Pick<Store, "list" | "commit">;
  readonly clock: Clock;
  readonly name: string;
  readonly knowledge: string;
  readonly secret: string;
  readonly newId: () => string;
}): Replica {
  const { store, clock, name, knowledge, secret } = options;
  const prefix = "replica/";
  const key = prefix + name;
  const id = (): string => `replica/${options.newId()}`;
  const tell = () =>
    store.commit({
      id: id(),
      space: systemSpace,
      put: [{ key, value: `${knowledge} ${secret}`, expiresAt: clock() + presentSeconds * 1_000 }],
    });
  const leave = async (): Promise<void> => {
    await store.commit({ id: id(), space: systemSpace, remove: [key] }).catch(() => {});
  };

  const refuseOthers = async (): Promise<void> => {
    const present = await store.list(systemSpace, prefix, { limit: 1_000 });
    const others = present.map((one) => {
      // Earlier versions of the program wrote the knowledge alone, and their secret is taken to be the same.
      const [theirKnowledge = "", theirSecret = secret] = (one.value ?? "").split(" ");
      return { name: one.key.slice(prefix.length), knowledge: theirKnowledge, secret: theirSecret };
    });
    const otherwise = others.filter((other) => other.knowledge !== knowledge);
    if (otherwise.length > 0) throw new KnowledgeMismatchError(knowledge, otherwise);
    const strangers = others.filter((other) => other.secret !== secret);
    if (strangers.length > 0) throw new SecretMismatchError(strangers);
  };

  return {
    async join() {
      // First told, then looked: of two that start at once at least one sees the other.
      try {
        await tell();
        await refuseOthers();
      } catch (error) {
        // Staying, it would keep those from starting that are right.
        await leave();
        throw error instanceof SealError ? new DataKeyMismatchError({ cause: error }) : error;
      }
    },
    beat: () =>
      tell().then(
        () => {},
        () => {},
      ),
    leave,
  };
}
