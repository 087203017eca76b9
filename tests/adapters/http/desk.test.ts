import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deskWords as words } from "../../../src/text/desk.ts";
import { password, type StartedDesk, startDesk } from "./start-desk.ts";

const minute = 60_000;
const hour = 60 * minute;

describe("the desk", () => {
  let desk: StartedDesk;
  beforeEach(async () => {
    desk = await startDesk();
  });
  afterEach(() => desk.close());

  const get = async (
    path: string,
    cookie = "",
  ): Promise<{ status: number; text: string; headers: Headers }> => {
    const response = await fetch(desk.url + path, { headers: { cookie }, redirect: "manual" });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const post = async (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string; headers: Headers }> => {
    const response = await fetch(desk.url + path, {
      method: "POST",
      headers: { origin: desk.url, ...headers },
      body: new URLSearchParams(fields),
      redirect: "manual",
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const tokenIn = (text: string): string => /name="token" value="([^"]+)"/.exec(text)?.[1] ?? "";
  const tryToSignIn = async (given = password) =>
    post("/admin/sign-in", { token: tokenIn((await get("/admin")).text), password: given });
  /** The cookie of a new session, and the token its forms carry. */
  const signIn = async (): Promise<{ cookie: string; token: string }> => {
    const { headers } = await tryToSignIn();
    const cookie = (headers.get("set-cookie") ?? "").split(";")[0] ?? "";
    return { cookie, token: tokenIn((await get("/admin/invite", cookie)).text) };
  };
  const isSignIn = (text: string): boolean => text.includes('action="/admin/sign-in"');

  describe("signing in", () => {
    it("shows nothing but the sign-in to whoever is not signed in", async () => {
      for (const path of ["/admin", "/admin/people", "/admin/person?person=web:b2", "/admin/invite"]) {
        const { text, headers } = await get(path);
        expect(isSignIn(text), path).toBe(true);
        expect(text).not.toContain("web:b2");
        expect(headers.get("cache-control")).toBe("no-store");
      }
    });

    it("takes the password, and keeps the session in a cookie no script and no other site can use", async () => {
      const { status, headers } = await tryToSignIn();
      expect([status, headers.get("location")]).toEqual([303, "/admin"]);
      expect(headers.get("set-cookie")).toMatch(
        /^rongcuo_admin=[^;]+; Path=\/admin; HttpOnly; SameSite=Strict$/,
      );
    });

    it("binds the cookie to https where people come by https", async () => {
      await desk.close();
      desk = await startDesk({ secure: true });
      const { headers } = await tryToSignIn();
      expect(headers.get("set-cookie")).toMatch(
        /^__Secure-rongcuo_admin=[^;]+; Path=\/admin; HttpOnly; Secure; SameSite=Strict$/,
      );
    });

    it("says the same for a wrong password, a stale form and too many tries", async () => {
      const wrong = await tryToSignIn("wrong");
      const stale = await post("/admin/sign-in", { token: "1.x", password });
      for (let count = 0; count < 3; count++) await tryToSignIn("wrong");
      const early = await tryToSignIn();
      const bare = ({ status, text }: typeof wrong) => [
        status,
        text.replace(/name="token" value="[^"]+"/, ""),
      ];
      expect(wrong.status).toBe(401);
      expect(wrong.text).toContain(words.signInFailed);
      expect(bare(stale)).toEqual(bare(wrong));
      expect(bare(early)).toEqual(bare(wrong));
    });

    it("makes each failure of an address wait longer, without comparing passwords meanwhile", async () => {
      for (let count = 0; count < 3; count++) await tryToSignIn("wrong");
      expect((await tryToSignIn()).status).toBe(401);
      expect(desk.compared).toHaveLength(3);
      desk.clock.now += 2_000;
      expect((await tryToSignIn("wrong")).status).toBe(401);
      desk.clock.now += 2_000;
      expect((await tryToSignIn()).status).toBe(401);
      desk.clock.now += 2_000;
      expect((await tryToSignIn()).status).toBe(303);
    });

    it("bounds tries in all, but not those of an address that signed in before", async () => {
      await signIn();
      for (let count = 0; count < 40; count++) {
        desk.client.address = `10.1.0.${count}`;
        await tryToSignIn("wrong");
      }
      expect(desk.compared.length).toBeLessThanOrEqual(30);
      desk.client.address = "10.9.9.9";
      expect((await tryToSignIn()).status).toBe(401);
      desk.client.address = "10.0.0.1";
      expect((await tryToSignIn()).status).toBe(303);
    });
  });

  describe("a session", () => {
    it("ends after 30 minutes without use", async () => {
      const { cookie } = await signIn();
      desk.clock.now += 29 * minute;
      expect(isSignIn((await get("/admin", cookie)).text)).toBe(false);
      desk.clock.now += 30 * minute;
      const { text } = await get("/admin", cookie);
      expect(isSignIn(text)).toBe(true);
      expect(text).toContain(words.expired);
    });

    it("ends after 8 hours, used or not", async () => {
      const { cookie } = await signIn();
      for (let half = 0; half < 31; half++) {
        desk.clock.now += 15 * minute;
        expect(isSignIn((await get("/admin", cookie)).text)).toBe(false);
      }
      desk.clock.now += 8 * hour - 31 * 15 * minute;
      expect(isSignIn((await get("/admin", cookie)).text)).toBe(true);
    });

    it("ends for a copy of its cookie, too, when signed out", async () => {
      const { cookie, token } = await signIn();
      expect((await post("/admin/sign-out", { token }, { cookie })).status).toBe(303);
      expect(isSignIn((await get("/admin", cookie)).text)).toBe(true);
    });

    it.each(["rongcuo_admin=x", "rongcuo_admin=a.b", "rongcuo_admin="])(
      "is none for the cookie %s",
      async (cookie) => {
        expect(isSignIn((await get("/admin/people", cookie)).text)).toBe(true);
      },
    );
  });

  describe("forms", () => {
    it("change nothing without the token of their session", async () => {
      const { cookie } = await signIn();
      const other = await signIn();
      for (const token of ["", "x", other.token]) {
        const { status } = await post("/admin/revoke", { token, person: "web:b2" }, { cookie });
        expect(status).toBe(403);
      }
      expect(desk.access.acts).toEqual([]);
    });

    it.each([
      { origin: "https://elsewhere.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ])("are refused from another site: %o", async (headers) => {
      const { cookie, token } = await signIn();
      const { status } = await post("/admin/revoke", { token, person: "web:b2" }, { cookie, ...headers });
      expect(status).toBe(403);
      expect(desk.access.acts).toEqual([]);
    });

    it.each([
      ["/admin/approve", { code: "4821-7730", role: "emperor", unit: "", until: "" }],
      ["/admin/approve", { code: "4821-7730", role: "cadre", unit: "", until: "2026-13-01" }],
      ["/admin/change", { person: "<b>", role: "cadre", unit: "", until: "" }],
      ["/admin/invite", { days: "400", role: "cadre", unit: "", until: "" }],
      ["/admin/revoke", {}],
    ])("%s with %o change nothing", async (path, fields) => {
      const { cookie, token } = await signIn();
      expect((await post(path, { token, ...(fields as Record<string, string>) }, { cookie })).status).toBe(
        400,
      );
      expect(desk.access.acts).toEqual([]);
    });

    it("larger than any form of ours are refused", async () => {
      const { cookie, token } = await signIn();
      const { status } = await post("/admin/revoke", { token, person: "x".repeat(20_000) }, { cookie });
      expect(status).toBe(403);
    });
  });

  describe("acts", () => {
    it("approve a request, with role, unit and the last day of use in Beijing", async () => {
      const { cookie, token } = await signIn();
      expect((await get("/admin", cookie)).text).toContain("4821-7730");
      const { headers } = await post(
        "/admin/approve",
        { token, code: "4821-7730", role: "official", unit: " 市委组织部 ", until: "2026-12-31" },
        { cookie },
      );
      expect(headers.get("location")).toBe("/admin");
      expect(desk.access.held.get("web:7f3a9c")).toMatchObject({
        role: "official",
        unit: "市委组织部",
        until: Date.UTC(2026, 11, 31, 16),
        grantedBy: "web:admin",
      });
      const page = (await get("/admin", cookie)).text;
      expect(page).toContain("已批准web:7f3a9c。");
      expect(page).not.toContain("4821-7730");
      expect((await get("/admin/people", cookie)).text).toContain("至2026年12月31日");
    });

    it("ask before they revoke", async () => {
      const { cookie, token } = await signIn();
      const { text } = await get("/admin/revoke?person=web:b2", cookie);
      expect(text).toContain(words.revokeButton);
      expect(desk.access.held.has("web:b2")).toBe(true);
      await post("/admin/revoke", { token, person: "web:b2" }, { cookie });
      expect(desk.access.acts).toEqual(["revoke web:admin web:b2"]);
      expect(desk.access.held.has("web:b2")).toBe(false);
    });

    it("change terms, and move a grant to a new device", async () => {
      const { cookie, token } = await signIn();
      await post(
        "/admin/change",
        { token, person: "web:b2", role: "auditor", unit: "", until: "" },
        { cookie },
      );
      expect(desk.access.held.get("web:b2")).toMatchObject({ role: "auditor", unit: "", until: null });
      await post("/admin/transfer", { token, person: "web:b2", code: "1905-2266" }, { cookie });
      expect([...desk.access.held.keys()]).toEqual(["telegram:77", "telegram:1001"]);
    });

    it("show the link of an invitation once", async () => {
      const { cookie, token } = await signIn();
      await post("/admin/invite", { token, role: "cadre", unit: "城建局", until: "", days: "3" }, { cookie });
      // Without a public address: where the administrator is.
      const link = `${desk.url}/join/one-time-token`;
      expect((await get("/admin/invite", cookie)).text).toContain(link);
      expect((await get("/admin/invite", cookie)).text).not.toContain(link);
      expect(desk.access.acts).toEqual([
        `invite web:admin cadre 城建局 null ${desk.clock.now + 3 * 24 * hour}`,
      ]);
    });

    it("lead an invitation to the public address where one is set", async () => {
      await desk.close();
      desk = await startDesk({ publicUrl: new URL("http://rongcuo.example/") });
      const { cookie, token } = await signIn();
      await post("/admin/invite", { token, role: "cadre", unit: "", until: "", days: "3" }, { cookie });
      expect((await get("/admin/invite", cookie)).text).toContain(
        "http://rongcuo.example/join/one-time-token",
      );
    });

    it("say so where the settings name no administrator for the desk, instead of showing empty lists", async () => {
      desk.access.desk = false;
      const { cookie } = await signIn();
      for (const path of ["/admin", "/admin/people"])
        expect((await get(path, cookie)).text, path).toContain(words.problems.forbidden);
    });

    it("say why nothing happened", async () => {
      const { cookie, token } = await signIn();
      await post(
        "/admin/approve",
        { token, code: "9999-9999", role: "cadre", unit: "", until: "" },
        { cookie },
      );
      expect((await get("/admin", cookie)).text).toContain(words.problems["unknown-code"]);
    });

    it("know nobody who is not there", async () => {
      const { cookie } = await signIn();
      expect((await get("/admin/person?person=web:nobody", cookie)).status).toBe(404);
    });
  });

  it("shows the figures of the overview, and keeps markup in names inert", async () => {
    const grant = desk.access.held.get("web:b2");
    if (grant !== undefined) desk.access.held.set("web:b2", { ...grant, unit: "<img src=x>" });
    const { cookie } = await signIn();
    expect((await get("/admin", cookie)).text).toContain("待处理消息");
    const people = (await get("/admin/people", cookie)).text;
    expect(people).toContain("&lt;img src=x&gt;");
    expect(people).not.toContain("<img");
  });

  it("is absent where no password is set, and tells the operator how to switch it on", async () => {
    await desk.close();
    desk = await startDesk({ off: true });
    for (const path of ["/admin", "/admin/people"]) {
      const { status, text } = await get(path);
      expect(status).toBe(404);
      expect(text).toContain("WEB_ADMIN_PASSWORD_HASH");
    }
    expect((await post("/admin/sign-in", { password })).status).toBe(404);
  });
});
