import type { Sealer } from "../../ports/sealing.ts";
import { placeOf, type Store } from "../../ports/store.ts";

/**
 * A store whose documents and payloads are encrypted, each bound to its place ({@link placeOf}). Streams pass as they are:
 * they hold no text of a user. So do `texts` and `rewrite`, which the rotation of keys works with.
 *
 * Reading throws {@link SealError} where a text cannot be opened; a claim then leaves its items claimed until the lease
 * ends, and each attempt counts.
 */
export function createSealedStore(store: Store, sealer: Sealer): Store {
  const documentPlace = (space: string, name: string): string => placeOf({ kind: "document", space, name });
  const itemPlace = (space: string, name: string): string => placeOf({ kind: "item", space, name });

  const openDocuments = <Document extends { readonly key: string; readonly value: string | null }>(
    space: string,
    documents: readonly Document[],
  ): Document[] =>
    documents.map((document) => ({
      ...document,
      value: document.value === null ? null : sealer.open(document.value, documentPlace(space, document.key)),
    }));
  const openItems = <
    Item extends { readonly space: string; readonly group: string; readonly payload: string },
  >(
    items: readonly Item[],
  ): Item[] =>
    items.map((item) => ({
      ...item,
      payload: sealer.open(item.payload, itemPlace(item.space, item.group)),
    }));

  return {
    ...store,
    read: async (space, keys) => openDocuments(space, await store.read(space, keys)),
    list: async (space, prefix, options) => openDocuments(space, await store.list(space, prefix, options)),
    commit: async (batch) => {
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
    claim: async (queue, options) => openItems(await store.claim(queue, options)),
    deadLetters: async (options) => openItems(await store.deadLetters(options)),
  };
}
