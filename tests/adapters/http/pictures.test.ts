import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPictureRoutes } from "../../../src/adapters/http/picture-routes.ts";
import { jpegOfSize, pictureOf, pngOfSize } from "../../pictures.ts";
import { visit } from "./client.ts";
import { type Started, start } from "./start.ts";

const png = pngOfSize(30, 20);
const jpeg = jpegOfSize(40, 30);
const page = Buffer.from("<!doctype html><script>alert(1)</script>");
const hashOf = (bytes: Uint8Array): string =>
  pictureOf(bytes, { type: "png", width: 1, height: 1, alt: "" }).hash;
const kept = new Map([png, jpeg, page].map((bytes) => [hashOf(bytes), bytes]));

let server: Started;
beforeAll(async () => {
  server = await start({ pages: [createPictureRoutes({ read: async (hash) => kept.get(hash) ?? null })] });
});
afterAll(() => server.close());

const get = (hash: string, headers: Record<string, string> = {}) =>
  visit(server.url).send(`/pictures/${hash}`, { headers });

describe("a picture of a message", () => {
  it.each([
    ["image/png", png],
    ["image/jpeg", jpeg],
  ])("is served as %s, to be kept by the browser for ever and by nobody on the way", async (type, bytes) => {
    const { status, headers } = await get(hashOf(bytes));
    expect([status, headers["content-type"], headers["content-length"]]).toEqual([
      200,
      type,
      String(bytes.length),
    ]);
    expect(headers["cache-control"]).toBe("private, max-age=31536000, immutable");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("img-src 'self'");
  });

  it("is not sent again to whoever has it", async () => {
    const { headers } = await get(hashOf(png));
    const again = await get(hashOf(png), { "if-none-match": String(headers.etag) });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it.each([
    ["what is not kept", "0".repeat(64)],
    ["what is no picture", hashOf(page)],
    ["what is no name of one", "..%2F..%2Fetc%2Fpasswd"],
  ])("is not %s", async (_, hash) => expect((await get(hash)).status).toBe(404));

  it("is shown to nobody who is not let in", async () => {
    const visitor = visit(server.url);
    await visitor.send("/");
    server.access.open = false;
    const { status } = await visitor.send(`/pictures/${hashOf(png)}`);
    server.access.open = true;
    expect(status).toBe(403);
  });
});
