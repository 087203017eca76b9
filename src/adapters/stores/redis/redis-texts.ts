import type { Space, StoredText } from "../../../ports/store.ts";
import type { RedisDocuments } from "./redis-documents.ts";
import { payloadsScript, rewriteScript } from "./scripts.ts";
import type { Shared } from "./shared.ts";

type Kind = StoredText["kind"];

/** Order in which the kinds are gone through: an item may become a dead letter meanwhile, and is met there. */
const kinds: readonly Kind[] = ["document", "item", "dead"];

/** A ref is `space/kind/name`, the name a key or a number. */
interface Ref {
  readonly space: Space;
  readonly kind: Kind;
  readonly name: string;
}

const refOf = ({ space, kind, name }: Ref): string => `${space}/${kind}/${name}`;

function parseRef(ref: string): Ref {
  const [, space, kind, name] = /^([a-z0-9-]{1,32})\/(document|item|dead)\/(.+)$/.exec(ref) ?? [];
  if (space === undefined || kind === undefined || name === undefined)
    throw new TypeError(`no ref of a stored text: ${JSON.stringify(ref)}`);
  return { space, kind: kind as Kind, name };
}

export interface RedisTexts {
  list(after: string | null, limit: number): Promise<readonly StoredText[]>;
  rewrite(stored: StoredText, to: string): Promise<boolean>;
}

export function createRedisTexts({ client, spaces, keys }: Shared, documents: RedisDocuments): RedisTexts {
  const { epoch } = spaces;

  const documentsOf = async (space: Space, after: string, limit: number): Promise<StoredText[]> =>
    (await documents.list(space, "", after, limit, null)).map(({ key, value }) => ({
      kind: "document",
      space,
      name: key,
      ref: refOf({ space, kind: "document", name: key }),
      text: value ?? "",
    }));

  const payloadsOf = async (space: Space, kind: "item" | "dead", after: string, limit: number) => {
    const from = after === "" ? "0" : String(Number(after));
    const letter = kind === "item" ? "i" : "d";
    const fields = await client.run(payloadsScript, [keys.base(space)], [epoch, letter, from, String(limit)]);
    const found: StoredText[] = [];
    for (let at = 0; at < (fields as string[]).length; at += 3) {
      const [number = "", name = "", text = ""] = (fields as string[]).slice(at, at + 3);
      found.push({ kind, space, name, ref: refOf({ space, kind, name: number }), text });
    }
    return found;
  };

  return {
    list: async (after, limit) => {
      const from = after === null ? null : parseRef(after);
      const found: StoredText[] = [];
      for (const space of (await spaces.all()).filter((one) => from === null || one >= from.space))
        for (const kind of kinds) {
          const within = space === from?.space;
          if (within && kinds.indexOf(kind) < kinds.indexOf(from.kind)) continue;
          const left = limit - found.length;
          if (left === 0) return found;
          const start = within && kind === from.kind ? from.name : "";
          found.push(
            ...(kind === "document"
              ? await documentsOf(space, start, left)
              : await payloadsOf(space, kind, start, left)),
          );
        }
      return found;
    },
    rewrite: async ({ ref, space, name, text }, to) => {
      const { kind, name: place } = parseRef(ref);
      return (
        (await client.run(rewriteScript, [keys.base(space)], [epoch, kind, place, name, text, to])) === 1
      );
    },
  };
}
