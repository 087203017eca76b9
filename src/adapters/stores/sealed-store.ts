import { SealError, type Sealer } from "../../ports/sealing.ts";
import {
  type Claimed,
  type CommitResult,
  placeOf,
  type Space,
  type Store,
  type Versioned,
} from "../../ports/store.ts";
import { checkBatch } from "./names.ts";

/** Reason code of an item whose text was changed, so that it cannot be opened. */
const unreadable = "sealed-text-changed";

/**
 * A store whose documents and payloads are encrypted, each bound to its place ({@link placeOf}). Streams pass as they are:
 * they hold no text of a user. So do `texts` and `rewrite`, which the rotation of keys works with.
 *
 * A document that cannot be opened is a {@link SealError}. So is a claimed item whose key is not set, which the operator
 * can put right. One that was changed never will be right and must not hold up its queue: it goes to the dead letters,
 * where its payload is shown as it is stored.
 */
export function createSealedStore(store: Store, sealer: Sealer): Store {
  const documentPlace = (space: Space, name: string): string => placeOf({ kind: "document", space, name });
  const itemPlace = (space: Space, name: string): string => placeOf({ kind: "item", space, name });

  const openDocument = (space: Space, { key, version, value }: Versioned): Versioned => ({
    key,
    version,
    value: value === null ? null : sealer.open(value, documentPlace(space, key)),
  });

  /** Null where the text was changed. @throws {SealError} its key is not set */
  function openPayload({
    space,
    group,
    payload,
  }: Pick<Claimed, "space" | "group" | "payload">): string | null {
    try {
      return sealer.open(payload, itemPlace(space, group));
    } catch (error) {
      if (error instanceof SealError && error.reason !== "key") return null;
      throw error;
    }
  }

  const bury = (claimed: Claimed): Promise<CommitResult> =>
    store.commit({
      id: `${unreadable}/${claimed.queue}/${claimed.item}/${claimed.lease}`,
      space: claimed.space,
      settle: [{ claimed, dead: unreadable }],
    });

  return {
    ...store,
    read: async (space, keys) => (await store.read(space, keys)).map((one) => openDocument(space, one)),
    list: async (space, prefix, options) =>
      (await store.list(space, prefix, options)).map((one) => openDocument(space, one)),
    commit: async (batch) => {
      // Sealing would hide from the store below what it has to refuse.
      checkBatch(batch);
      const { space, put = [], enqueue = [] } = batch;
      return store.commit({
        ...batch,
        put: put.map((one) => ({ ...one, value: sealer.seal(one.value, documentPlace(space, one.key)) })),
        enqueue: enqueue.map((one) => ({
          ...one,
          payload: sealer.seal(one.payload, itemPlace(space, one.group)),
        })),
      });
    },
    claim: async (queue, options) => {
      const items = (await store.claim(queue, options)).map((stored) => ({
        stored,
        payload: openPayload(stored),
      }));
      await Promise.all(items.filter(({ payload }) => payload === null).map(({ stored }) => bury(stored)));
      return items.flatMap(({ stored, payload }) => (payload === null ? [] : [{ ...stored, payload }]));
    },
    deadLetters: async (options) =>
      (await store.deadLetters(options)).map((letter) => ({
        ...letter,
        payload: openPayload(letter) ?? letter.payload,
      })),
  };
}
