/**
 * Style and scripts of the pages, held in memory. Their address carries a hash of all of them, so a browser may keep them
 * for ever and still never mixes two releases: each script finds the others beside itself, under the same hash.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

export interface Asset {
  readonly text: string;
  readonly type: string;
  readonly etag: string;
}

export interface Assets {
  /** `/assets/<hash>/page.css`. */
  readonly style: string;
  /** The script that starts the page. */
  readonly script: string;
  /** The modules it needs, so that the browser fetches them at once instead of one after the other. */
  readonly modules: readonly string[];
  /** Address of another file of the folder. */
  address(name: string): string;
  /** The file, and whether the hash asked for is that of this release; undefined where there is none. */
  find(hash: string, name: string): { readonly asset: Asset; readonly current: boolean } | undefined;
}

/** Scripts that start by themselves; the others are modules of the chat. */
const starting = new Set(["page.js", "copy.js"]);

const folder = new URL("./page/", import.meta.url);

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Reads every style and script of the folder, once. */
export function loadAssets(): Assets {
  const assets = new Map<string, Asset>();
  for (const name of readdirSync(folder).sort()) {
    const type = types[name.split(".").at(-1) ?? ""];
    if (type === undefined) continue;
    const text = readFileSync(new URL(name, folder), "utf8");
    assets.set(name, { text, type, etag: `"${hashOf(text)}"` });
  }
  const release = hashOf([...assets].map(([name, { etag }]) => name + etag).join(""));
  const address = (name: string): string => `/assets/${release}/${name}`;
  return {
    style: address("page.css"),
    script: address("page.js"),
    modules: [...assets.keys()].filter((name) => name.endsWith(".js") && !starting.has(name)).map(address),
    address,
    find(hash, name) {
      const asset = assets.get(name);
      return asset === undefined ? undefined : { asset, current: hash === release };
    },
  };
}
