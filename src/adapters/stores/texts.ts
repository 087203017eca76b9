import type { DatabaseSync } from "node:sqlite";
import type { StoredText } from "../../ports/store.ts";
import type { Instant } from "../../ports/time.ts";

/** Every text that may be encrypted, whatever it belongs to; inside a transaction where it writes. */
export interface Texts {
  list(after: string | null, limit: number, now: Instant): StoredText[];
  rewrite(stored: StoredText, to: string): boolean;
}

type Kind = StoredText["kind"];

/** Order in which the kinds are gone through: an item may become a dead letter meanwhile, and is met there. */
const kinds: readonly Kind[] = ["document", "item", "dead"];
const tables = { document: "document", item: "item", dead: "dead_letter" } as const;

/** A ref is kind and row, `item/17`; rows keep their number for as long as they live. */
function parseRef(ref: string): { readonly kind: Kind; readonly row: number } {
  const [, kind, row] = /^(document|item|dead)\/(\d{1,16})$/.exec(ref) ?? [];
  if (kind === undefined) throw new TypeError(`no ref of a stored text: ${JSON.stringify(ref)}`);
  return { kind: kind as Kind, row: Number(row) };
}

export function createTexts(database: DatabaseSync): Texts {
  const rows = (kind: Kind, name: string, text: string, live: string) =>
    database.prepare(
      `SELECT '${kind}' AS kind, space, ${name} AS name, '${kind}/' || id AS ref, ${text} AS text
       FROM ${tables[kind]} WHERE id > :after AND ${live} ORDER BY id LIMIT :limit`,
    );
  const list = {
    document: rows("document", "key", "value", "(expires_at IS NULL OR expires_at > :now)"),
    item: rows("item", "in_group", "payload", ":now IS NOT NULL"),
    dead: rows("dead", "in_group", "payload", ":now IS NOT NULL"),
  };
  const rewrite = (kind: Kind, name: string, text: string) =>
    database.prepare(
      `UPDATE ${tables[kind]} SET ${text} = :to WHERE id = :row AND space = :space AND ${name} = :name AND ${text} = :from`,
    );
  const update = {
    document: rewrite("document", "key", "value"),
    item: rewrite("item", "in_group", "payload"),
    dead: rewrite("dead", "in_group", "payload"),
  };

  return {
    list: (after, limit, now) => {
      const from = after === null ? null : parseRef(after);
      const found: StoredText[] = [];
      for (const kind of kinds.slice(from === null ? 0 : kinds.indexOf(from.kind))) {
        const left = limit - found.length;
        if (left === 0) break;
        const rowsAfter = kind === from?.kind ? from.row : 0;
        found.push(...(list[kind].all({ after: rowsAfter, limit: left, now }) as unknown as StoredText[]));
      }
      return found;
    },
    rewrite: ({ ref, space, name, text }, to) => {
      const { kind, row } = parseRef(ref);
      return update[kind].run({ row, space, name, from: text, to }).changes === 1;
    },
  };
}
