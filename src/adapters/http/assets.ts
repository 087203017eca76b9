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
  /** `/assets/<hash>/page.css` for `page.css`. */
  address(name: string): string;
  /** What a script imports, directly or not, so that the browser fetches all at once instead of one after the other. */
  modulesOf(name: string): readonly string[];
  /** The file, and whether the hash asked for is that of this release; undefined where there is none. */
  find(hash: string, name: string): { readonly asset: Asset; readonly current: boolean } | undefined;
}

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
  const importsOf = (name: string): string[] =>
    [...(assets.get(name)?.text ?? "").matchAll(/^(?:import|export)\s[^;]*?"\.\/([\w-]+\.js)";$/gm)].map(
      ([, imported]) => imported ?? "",
    );
  return {
    address,
    modulesOf(name) {
      const found = new Set([name]);
      for (const module of found) for (const imported of importsOf(module)) found.add(imported);
      found.delete(name);
      return [...found].map(address);
    },
    find(hash, name) {
      const asset = assets.get(name);
      return asset === undefined ? undefined : { asset, current: hash === release };
    },
  };
}
