/**
 * Pictures of messages: `GET /pictures/:hash`, for whoever is let in. A picture never changes under its hash, so a browser
 * keeps it; caches on the way do not, for not everybody is let in.
 */
import { Hono } from "hono";
import { readPicture } from "../../core/campaign/picture.ts";
import type { Pictures } from "../../ports/pictures.ts";
import type { Routes } from "./server.ts";
import type { WebEnvironment } from "./visitor.ts";

const ownCache = "private, max-age=31536000, immutable";

export const createPictureRoutes =
  (pictures: Pictures): Routes =>
  () =>
    new Hono<WebEnvironment>().get("/pictures/:hash", async (context) => {
      const hash = context.req.param("hash");
      const bytes = await pictures.read(hash);
      const head = bytes === null ? null : readPicture(bytes);
      if (bytes === null || head === null || typeof head === "string") return context.notFound();
      context.header("cache-control", ownCache);
      context.header("etag", `"${hash}"`);
      if (context.req.header("if-none-match")?.includes(hash) === true) return context.body(null, 304);
      return context.body(new Uint8Array(bytes), 200, { "content-type": `image/${head.type}` });
    });
