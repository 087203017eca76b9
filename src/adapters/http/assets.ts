/**
 * Style and script of the pages, held in memory. Their address carries a hash of all of them, so a browser may keep them
 * for ever and still never mixes two releases: `page.js` finds `view.js` beside itself, under the same hash.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const types = {
  "page.css": "text/css; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
  "view.js": "text/javascript; charset=utf-8",
} as const;

export type AssetName = keyof typeof types;

export interface Asset {
  readonly text: string;
  readonly type: string;
  readonly etag: string;
}

export interface Assets {
  /** `/assets/<hash>/page.css`. */
  address(name: AssetName): string;
  /** The file, and whether the hash asked for is that of this release; undefined where there is none. */
  find(hash: string, name: string): { readonly asset: Asset; readonly current: boolean } | undefined;
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Reads the files once. @throws where one is missing, which is a broken installation */
export function loadAssets(): Assets {
  const assets = new Map(
    Object.entries(types).map(([name, type]): [string, Asset] => {
      const text = readFileSync(new URL(`./page/${name}`, import.meta.url), "utf8");
      return [name, { text, type, etag: `"${hashOf(text)}"` }];
    }),
  );
  const release = hashOf([...assets.values()].map(({ etag }) => etag).join(""));
  return {
    address: (name) => `/assets/${release}/${name}`,
    find(hash, name) {
      const asset = assets.get(name);
      return asset === undefined ? undefined : { asset, current: hash === release };
    },
  };
}
