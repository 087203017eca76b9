import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deskWords as words } from "../../../src/text/desk.ts";
import { gapPageWords as gapWords, listeningReplies } from "../../../src/text/gaps.ts";
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

  describe("the monthly digest", () => {
    it("is that of the month before, and of another that is still kept where one is named", async () => {
      const { cookie } = await signIn();
      const { text } = await get("/admin/digest", cookie);
      const [before = ""] = desk.months;
      const [year, month] = before.split("-").map(Number);
      expect(text).toContain(`<h1 class="source-name">${year}年${month}月问答月报</h1>`);
      expect(text).toContain("反复出现的误区");
      expect(text).toContain("<td><div>12</div></td>");
      const addresses = [...text.matchAll(/href="\/admin\/digest\?month=(\d{4}-\d{2})"/g)].map(
        ([, of]) => of,
      );
      expect(addresses).toContain(before);
      await get(`/admin/digest?month=${addresses.at(-1)}`, cookie);
      expect(desk.months).toEqual([before, addresses.at(-1)]);
      for (const other of ["1999-01", "2999-01", "x"])
        expect((await get(`/admin/digest?month=${other}`, cookie)).status).toBe(404);
    });

    it("is shown to nobody without a session", async () => {
      expect((await get("/admin/digest")).text).toContain('name="password"');
      expect(desk.months).toEqual([]);
    });
  });

  describe("the gap list", () => {
    const sent = async (path: string, fields: Record<string, string>, token?: string) => {
      const session = await signIn();
      const reply = await post(
        `/admin/gaps/${path}`,
        { token: token ?? session.token, ...fields },
        { cookie: session.cookie },
      );
      return { reply, after: (await get("/admin/gaps", session.cookie)).text };
    };

    it("shows what waits, who sees to it and until when, and nobody who asked", async () => {
      const { cookie } = await signIn();
      const { text } = await get("/admin/gaps", cookie);
      for (const shown of [
        "G-7K3MQ9TD",
        "驻村补助怎么报销",
        "驻村补助&lt;b&gt;标准",
        "没有答上2",
        "李编辑",
        "2026年12月1日",
        gapWords.answerTo("4QXD-52WA"),
        "quiz-a",
        "&lt;i&gt;写反了",
        gapWords.draftThis("G-2HPM6RTA"),
        gapWords.counts(3, 1, 0),
      ])
        expect(text).toContain(shown);
      expect(text).not.toContain("早就答了的");
    });

    it("gives a draft as a file, and says where there is nothing to start from", async () => {
      const { reply } = await sent("draft", { id: "G-7K3MQ9TD" });
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-disposition")).toBe('attachment; filename="draft-g-7k3mq9td.md"');
      expect(reply.headers.get("content-type")).toContain("text/markdown");
      expect(reply.text).toContain("title: 驻村补助");
      expect(desk.gaps.acts).toEqual(["draft G-7K3MQ9TD  web:admin"]);
      expect((await sent("draft", { id: "G-4QXD52WA" })).after).toContain(gapWords.nothingNear);
    });

    it("offers no closing where a complaint waits for an answer, and refuses it", async () => {
      const { cookie } = await signIn();
      const { text } = await get("/admin/gaps", cookie);
      expect(text).toContain(gapWords.closeThis("G-7K3MQ9TD"));
      expect(text).not.toContain(gapWords.closeThis("G-4QXD52WA"));
      const { after } = await sent("close", { id: "G-4QXD52WA", entry: "", reason: "不属范围" });
      expect(after).toContain(gapWords.answerFirst);
      expect(desk.gaps.acts).toEqual([]);
    });

    it("says what was to be done until a day that is past", async () => {
      desk.clock.now = Date.UTC(2026, 11, 1, 16);
      const { cookie } = await signIn();
      const { text } = await get("/admin/gaps", cookie);
      expect(text).toContain(gapWords.counts(3, 1, 1));
      expect(text).toContain("2026年12月1日，已经过期");
    });

    it("assigns, closes and answers in the name of the desk", async () => {
      const assigned = await sent("assign", { id: "g-7k3mq9td", owner: " 李编辑 ", due: "" });
      expect(assigned.reply.headers.get("location")).toBe("/admin/gaps");
      expect(assigned.after).toContain(gapWords.assigned);
      const named = await sent("name", { id: "G-7K3MQ9TD", topic: " 驻村补助 " });
      expect(named.after).toContain(gapWords.named);
      await sent("close", { id: "G-7K3MQ9TD", entry: "village-allowance", reason: "" });
      await sent("close", { id: "G-7K3MQ9TD", entry: "", reason: "不属范围" });
      const answered = await sent("answer", { id: "4QXD-52WA", text: "已经更正。" });
      expect(answered.after).toContain(listeningReplies.answerResults.told);
      expect(desk.gaps.acts).toEqual([
        "assign G-7K3MQ9TD 李编辑 null web:admin",
        "name G-7K3MQ9TD 驻村补助 web:admin",
        "close G-7K3MQ9TD entry,village-allowance web:admin",
        "close G-7K3MQ9TD reason,不属范围 web:admin",
        "answer 4QXD-52WA 已经更正。 web:admin",
      ]);
    });

    it("says so where nothing came of it", async () => {
      expect((await sent("assign", { id: "G-99999999", owner: "李编辑", due: "" })).after).toContain(
        gapWords.gone,
      );
      expect(
        (await sent("assign", { id: "G-7K3MQ9TD", owner: "李编辑", due: "2020-01-01" })).after,
      ).toContain(gapWords.pastDue);
      expect((await sent("close", { id: "G-7K3MQ9TD", entry: "nowhere", reason: "" })).after).toContain(
        gapWords.noEntry,
      );
      expect((await sent("answer", { id: "9999-9999", text: "没有这一条" })).after).toContain(
        listeningReplies.answerResults.unknown,
      );
    });

    it.each([
      ["assign", { id: "x", owner: "李编辑", due: "" }],
      ["assign", { id: "G-7K3MQ9TD", owner: " ", due: "" }],
      ["assign", { id: "G-7K3MQ9TD", owner: "李编辑", due: "2026-02-30" }],
      ["close", { id: "G-7K3MQ9TD", entry: "", reason: "" }],
      ["close", { id: "G-7K3MQ9TD", entry: "village-allowance", reason: "两样都写" }],
      ["answer", { id: "4QXD-52WA", text: "" }],
    ])("takes no form that does not hold: %s %j", async (path, fields) => {
      expect((await sent(path, fields)).reply.status).toBe(400);
      expect(desk.gaps.acts).toEqual([]);
    });

    it("does nothing without the token of the form, and shows nothing to whom access refuses", async () => {
      expect((await sent("answer", { id: "4QXD-52WA", text: "已经更正。" }, "wrong")).reply.status).toBe(403);
      desk.access.desk = false;
      const refused = await sent("answer", { id: "4QXD-52WA", text: "已经更正。" });
      expect(refused.after).toContain(words.problems.forbidden);
      expect(refused.after).not.toContain("G-7K3MQ9TD");
      expect(desk.gaps.acts).toEqual([]);
    });
  });
});
