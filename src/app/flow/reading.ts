/** Reading what is stored of a person. */
import type { PersonId } from "../../ports/channel.ts";
import type { DeadLetter, Space, Store, Versioned } from "../../ports/store.ts";
import { spaceOf, statePrefix } from "./keys.ts";

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

/** How much is stored of a person. */
export async function storedCounts(
  store: Pick<Store, "list">,
  person: PersonId,
): Promise<{ readonly conversations: number; readonly turns: number }> {
  const space = spaceOf(person);
  const [states, turns] = await Promise.all([
    listAll(store, space, [statePrefix(person)]),
    listAll(store, space, [`turn/${person}/`]),
  ]);
  return { conversations: states.length, turns: turns.length };
}
