/**
 * The processes that share a store. All of them must answer from the same knowledge, or one person would hear two truths:
 * each writes down what it answers from, and one that would answer otherwise does not start.
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
   * @throws {DataKeyMismatchError} what others wrote down cannot be read
   */
  join(): Promise<void>;
  /** Says so again; every {@link beatSeconds}. Never rejects. */
  beat(): Promise<void>;
  leave(): Promise<void>;
}

/**
 * @param options.name names this process, differently from every other
 * @param options.knowledge hash of all it answers from
 */
export function createReplica(options: {
  readonly store: Pick<Store, "list" | "commit">;
  readonly clock: Clock;
  readonly name: string;
  readonly knowledge: string;
  readonly newId: () => string;
}): Replica {
  const { store, clock, name, knowledge } = options;
  const prefix = "replica/";
  const key = prefix + name;
  const id = (): string => `replica/${options.newId()}`;
  const tell = () =>
    store.commit({
      id: id(),
      space: systemSpace,
      put: [{ key, value: knowledge, expiresAt: clock() + presentSeconds * 1_000 }],
    });
  const leave = async (): Promise<void> => {
    await store.commit({ id: id(), space: systemSpace, remove: [key] }).catch(() => {});
  };

  const refuseOthers = async (): Promise<void> => {
    const present = await store.list(systemSpace, prefix, { limit: 1_000 });
    const others = present
      .filter(({ value }) => value !== knowledge)
      .map((one) => ({ name: one.key.slice(prefix.length), knowledge: one.value ?? "" }));
    if (others.length > 0) throw new KnowledgeMismatchError(knowledge, others);
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
