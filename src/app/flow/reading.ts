/** Reading what is stored of a person. */
import type { Address } from "../../ports/channel.ts";
import type { DeadLetter, Space, Store, Versioned } from "../../ports/store.ts";
import { spaceOf, stateKey, statePrefix } from "./keys.ts";

/** Documents or letters read at once. */
export const pageSize = 500;

/** Every document under the prefixes, page by page. */
export async function listAll(
  store: Pick<Store, "list">,
  space: Space,
  prefixes: readonly string[],
): Promise<readonly Versioned[]> {
  const found: Versioned[] = [];
  for (const prefix of prefixes)
    for (let after = ""; ; ) {
      const page = await store.list(space, prefix, { after, limit: pageSize });
      found.push(...page);
      if (page.length < pageSize) break;
      after = page.at(-1)?.key ?? "";
    }
  return found;
}

/** Every dead letter of a queue, page by page, in the order of their deaths. */
export async function* lettersOf(
  store: Pick<Store, "deadLetters">,
  queue: string,
): AsyncGenerator<DeadLetter> {
  for (let after: string | undefined; ; ) {
    const page = await store.deadLetters({
      queue,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.id;
  }
}

/**
 * How much is stored of a person as soon as the turn that asks for it is stored as well, in the conversation it is asked in: as
 * much as the file says that is read then.
 */
export async function storedCounts(
  store: Pick<Store, "list">,
  asked: Address,
): Promise<{ readonly conversations: number; readonly turns: number }> {
  const { person } = asked;
  const space = spaceOf(person);
  const [states, turns] = await Promise.all([
    listAll(store, space, [statePrefix(person)]),
    listAll(store, space, [`turn/${person}/`]),
  ]);
  const begun = states.some(({ key }) => key === stateKey(asked));
  return { conversations: states.length + (begun ? 0 : 1), turns: turns.length + 1 };
}
