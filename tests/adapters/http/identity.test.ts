/** Who a browser is: the signed cookie, and what a forged one is worth. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createIdentity } from "../../../src/adapters/http/identity.ts";
import { createSigner } from "../../../src/adapters/http/signing.ts";
import { send, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

const cookieName = "rongcuo_device";
const day = 86_400_000;

let server: Started;
beforeAll(async () => {
  server = await start();
});
afterAll(() => server.close());

const setCookies = (headers: Readonly<Record<string, string | string[] | undefined>>): string[] =>
  [headers["set-cookie"] ?? []].flat();

/** The person a cookie stands for, seen by what they send. */
async function personOf(cookie: string | null, at = server): Promise<string> {
  const visitor = visit(at.url);
  if (cookie !== null) visitor.cookies.set(cookieName, cookie);
  const eventId = `e${Math.random().toString(36).slice(2)}`;
  const message = { conversation: "c1", eventId, text: "你好", notice: notice.version };
  expect((await visitor.json("POST", "/api/messages", message)).status).toBe(202);
  return at.flow.events.at(-1)?.from.person ?? "";
}

async function newCookie(at = server): Promise<string> {
  const visitor = visit(at.url);
  await visitor.send("/");
  return visitor.cookies.get(cookieName) ?? "";
}

describe("the cookie", () => {
  it("is for the server alone, for this site alone, and lasts 180 days", async () => {
    const [cookie, ...others] = setCookies((await send(server.url, "/")).headers);
    expect(others).toEqual([]);
    expect(cookie).toMatch(
      /^rongcuo_device=d\.[\w-]+\.\d+\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it("takes the prefix that binds it to the host and https, where people come by https", async () => {
    const secure = await start({ publicUrl: "https://chat.example" });
    const headers = { host: "chat.example" };
    const [cookie = ""] = setCookies((await send(secure.url, "/", { headers })).headers);
    expect(cookie).toMatch(/^__Host-rongcuo_device=.*; Secure; SameSite=Lax$/);
    await secure.close();
  });

  it("is kept to https behind a trusted proxy that says so", async () => {
    const proxied = await start({ trustedProxies: 1 });
    const cookieFor = async (headers: Record<string, string>): Promise<string> =>
      setCookies((await send(proxied.url, "/", { headers })).headers)[0] ?? "";
    expect(await cookieFor({ "x-forwarded-proto": "https" })).toContain("; Secure");
    expect(await cookieFor({ "x-forwarded-proto": "https, http" })).not.toContain("; Secure");
    await proxied.close();
  });

  it("is given once, renewed after a day of use, and not with assets or probes", async () => {
    const own = await start();
    const visitor = visit(own.url);
    expect(setCookies((await visitor.send("/")).headers)).toHaveLength(1);
    expect(setCookies((await visitor.send("/")).headers)).toEqual([]);
    own.time.now = Date.now() + 2 * day;
    expect(setCookies((await visitor.send("/api/conversations")).headers)).toHaveLength(1);
    expect(setCookies((await visitor.send("/api/conversations")).headers)).toEqual([]);
    for (const path of ["/healthz", "/metrics", "/assets/x/page.css"])
      expect(setCookies((await send(own.url, path)).headers)).toEqual([]);
    await own.close();
  });

  it("names the same person for as long as it is used within 180 days, and nobody afterwards", async () => {
    const own = await start();
    const cookie = await newCookie(own);
    const person = await personOf(cookie, own);
    own.time.now = Date.now() + 179 * day;
    expect(await personOf(cookie, own)).toBe(person);
    own.time.now = Date.now() + 181 * day;
    expect(await personOf(cookie, own)).not.toBe(person);
    await own.close();
  });

  it("is taken away by signing out", async () => {
    const visitor = visit(server.url);
    await visitor.send("/");
    expect((await visitor.send("/api/sign-out", { method: "POST" })).status).toBe(204);
    expect(visitor.cookies.size).toBe(0);
  });
});

describe("a forged cookie", () => {
  const encode = (name: string): string => Buffer.from(name).toString("base64url");

  it.each([
    ["nothing", () => ""],
    ["garbage", () => "%00;x"],
    ["no signature", (cookie: string) => cookie.split(".").slice(0, 3).join(".")],
    [
      "another name",
      (cookie: string) => cookie.replace(/^d\.[\w-]+/, `d.${encode("somebody-else-entirely")}`),
    ],
    ["the administrator", (cookie: string) => cookie.replace(/^d\.[\w-]+/, `d.${encode("admin")}`)],
    ["another kind", (cookie: string) => cookie.replace(/^d/, "s")],
    ["another day", (cookie: string) => cookie.replace(/\.(\d+)\./, (_, given) => `.${Number(given) + 1}.`)],
    [
      "a changed signature",
      (cookie: string) => `${cookie.slice(0, -2)}${cookie.endsWith("AA") ? "BB" : "AA"}`,
    ],
    ["a very long text", () => `d.${"a".repeat(7_000)}.1.${"a".repeat(43)}`],
  ])("with %s is somebody new, and no error", async (_, forge) => {
    const cookie = await newCookie();
    const person = await personOf(cookie);
    const other = await personOf(forge(cookie));
    expect(other).toMatch(/^web:[\w-]{22}$/);
    expect(other).not.toBe(person);
  });

  it("of another secret is somebody new", async () => {
    const other = await start({ secret: "another secret of thirty-two characters" });
    const cookie = await newCookie(other);
    expect(await personOf(cookie)).not.toBe(await personOf(cookie, other));
    await other.close();
  });

  it("cannot make an administrator even with the right signature", () => {
    const identity = createIdentity({
      signer: createSigner("x".repeat(32)),
      secure: false,
      clock: Date.now,
      random: (count) => new Uint8Array(count),
    });
    expect(identity.signedIn("admin")).toBeNull();
    expect(identity.signedIn("Admin")).toBeNull();
    expect(identity.signedIn("a/b")).toBeNull();
    expect(identity.signedIn("zhang.san")).toEqual({ person: "web:zhang.san", kind: "signed_in" });
  });
});

it("writes nothing for who only looks", async () => {
  const own = await start();
  for (let time = 0; time < 20; time++) await send(own.url, "/");
  own.access.open = false;
  for (let time = 0; time < 20; time++) await send(own.url, "/");
  expect([own.flow.events, own.flow.turns.size, own.access.codes.size]).toEqual([[], 0, 0]);
  await own.close();
});
