/** Styles and scripts, kept by browsers for ever under the hash of their release. */
import { Hono } from "hono";
import type { Assets } from "./assets.ts";
import type { Errors } from "./errors.ts";

const longCache = "public, max-age=31536000, immutable";

export function createAssetRoutes(assets: Assets, { problem }: Errors): Hono {
  return new Hono().get("/assets/:hash/:name", (context) => {
    const found = assets.find(context.req.param("hash"), context.req.param("name"));
    if (found === undefined) return problem(context, "notFound");
    const { asset, current } = found;
    context.header("etag", asset.etag);
    context.header("cache-control", current ? longCache : "no-cache");
    if (namesTag(context.req.header("if-none-match"), asset.etag)) return context.body(null, 304);
    return context.body(asset.text, 200, { "content-type": asset.type });
  });
}

const namesTag = (header: string | undefined, etag: string): boolean =>
  header?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) ?? false;
