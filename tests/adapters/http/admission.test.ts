/** How people come in where a person has to be approved. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SignInOptions } from "../../../src/adapters/http/admission-routes.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import { errorCode, formOf, type Visitor, visit } from "./client.ts";
import { notice, type Started, start } from "./start.ts";

let server: Started;
let visitor: Visitor;
beforeEach(async () => {
  server = await start();
  server.access.open = false;
  visitor = visit(server.url);
});
afterEach(() => server.close());

const codeOf = (text: string): string | undefined => /<strong id="code">([^<]+)</.exec(text)?.[1];

describe("whoever is not admitted", () => {
  it("is asked to come back with the cookie, and then sees a code on every page", async () => {
    const first = await visitor.send("/sources/seed-1?asOf=2020-01-01");
    expect([first.status, first.headers.location]).toEqual([303, "/sources/seed-1?asOf=2020-01-01&cookie=1"]);
    expect(server.access.codes.size).toBe(0);
    const back = await visitor.send(String(first.headers.location));
    // An address that is passed on does not say that a cookie was given.
    expect([back.status, back.headers.location]).toEqual([303, "/sources/seed-1?asOf=2020-01-01"]);
    expect(server.access.codes.size).toBe(0);
    const page = await visitor.send(String(back.headers.location));
    expect([page.status, codeOf(page.text)]).toEqual([403, "ABCD-0001"]);
    expect(page.text).toContain("本单位组织人事部门");
    expect(page.text).toContain("11月23日14:05");
    expect(page.text).toContain('href="/sources/seed-1?asOf=2020-01-01"');
    for (const path of ["/", "/c/c1", "/new", "/sources/seed-1", "/nowhere"])
      expect(codeOf((await visitor.send(path)).text)).toBe("ABCD-0001");
  });

  it("is told about cookies where the browser keeps none", async () => {
    const page = await visit(server.url).send("/?cookie=1");
    expect([page.status, codeOf(page.text)]).toEqual([403, undefined]);
    expect(page.text).toContain("Cookie");
    const form = await visit(server.url).form("/ask", { text: "问题" });
    expect([form.status, form.headers["content-type"]]).toEqual([403, expect.stringMatching(/^text\/html/)]);
  });

  it("gets the code from the API, too, and reaches nothing there", async () => {
    const fresh = await visitor.send("/api/conversations");
    expect([fresh.status, errorCode(fresh), server.access.codes.size]).toEqual([403, "unapproved", 0]);
    for (const path of [
      "/api/conversations",
      "/api/conversations/c1/turns",
      "/api/conversations/c1/events",
      "/api/my-data",
      "/api/sources/seed-1",
      "/api/first-questions",
    ]) {
      const reply = await visitor.send(path);
      expect([reply.status, errorCode(reply)]).toEqual([403, "unapproved"]);
      expect(JSON.parse(reply.text).pairing.code).toBe("ABCD-0001");
    }
    const message = { conversation: "c1", eventId: "e1", text: "问题", notice: notice.version };
    expect((await visitor.json("POST", "/api/messages", message)).status).toBe(403);
    expect(server.flow.events).toEqual([]);
  });

  it("is let in by the approval of the code, which the page notices", async () => {
    await visitor.send("/");
    await visitor.send("/");
    const look = async (): Promise<unknown> => JSON.parse((await visitor.send("/api/admission")).text);
    expect(await look()).toMatchObject({ admitted: false, code: "ABCD-0001" });
    server.access.approve("ABCD-0001");
    expect(await look()).toEqual({ admitted: true });
    expect((await visitor.send("/")).status).toBe(200);
  });

  it("can probe and see styles, and nothing else", async () => {
    const statusOf = async (path: string): Promise<number> => (await visitor.send(path)).status;
    expect(
      await Promise.all(["/healthz", "/readyz", "/metrics", "/assets/x/page.css"].map(statusOf)),
    ).toEqual([200, 200, 200, 200]);
  });
});

describe("an invitation", () => {
  it("is not used up by looking at its link", async () => {
    for (let time = 0; time < 3; time++) expect((await visitor.send("/join/good-token")).status).toBe(200);
    expect(server.access.admitted.size).toBe(0);
  });

  it("lets in who presses the button, once", async () => {
    const fields = formOf(await visitor.send("/join/good-token"));
    expect((await visitor.form("/join", fields)).status).toBe(200);
    expect((await visitor.send("/")).status).toBe(200);
    const other = visit(server.url);
    const again = await other.form("/join", formOf(await other.send("/join/good-token")));
    expect([again.status, server.access.admitted.size]).toEqual([410, 1]);
  });

  it("is not redeemed by another site's form, or with another person's token", async () => {
    const fields = formOf(await visitor.send("/join/good-token"));
    const cross = await visitor.form("/join", fields, { "sec-fetch-site": "cross-site" });
    const other = visit(server.url);
    await other.send("/join/good-token");
    const foreign = await other.form("/join", fields);
    expect([cross.status, foreign.status, server.access.admitted.size]).toEqual([403, 403, 0]);
  });

  it("leaves markup in its link inert", async () => {
    const { text } = await visitor.send(`/join/${encodeURIComponent('"><img src=x>')}`);
    expect(text).not.toContain("<img");
  });
});

describe("signing in elsewhere", () => {
  const arrived: [PersonId, string][] = [];
  let completed = 0;
  const signIn: SignInOptions = {
    begin: async (to) => ({
      redirect: `https://id.example/auth?state=s1&to=${encodeURIComponent(to)}`,
      kept: "s1",
    }),
    async complete(parameters, kept) {
      if (parameters.state !== kept) return null;
      completed += 1;
      if (parameters.code !== "good") return null;
      return { subject: parameters.who ?? "zhang.san", terms: null, returnTo: parameters.to ?? "/" };
    },
    arrived: async (person, { subject }) => void arrived.push([person, subject]),
  };
  beforeEach(async () => {
    await server.close();
    arrived.length = 0;
    completed = 0;
    server = await start({ signIn });
    server.access.open = false;
    visitor = visit(server.url);
  });

  it("is offered on the page with the code", async () => {
    await visitor.send("/c/c1");
    expect((await visitor.send("/c/c1")).text).toContain('href="/sign-in?to=%2Fc%2Fc1"');
  });

  it("leads there and back, and the browser is that person from then on", async () => {
    const there = await visitor.send("/sign-in?to=/c/c1");
    expect(there.headers.location).toBe("https://id.example/auth?state=s1&to=%2Fc%2Fc1");
    const back = await visitor.send("/sign-in/return?state=s1&code=good&to=/c/c1");
    expect([back.status, back.headers.location]).toEqual([303, "/c/c1"]);
    expect(arrived).toEqual([["web:zhang.san", "zhang.san"]]);
    server.access.admitted.add("web:zhang.san");
    expect((await visitor.send("/c/c1")).status).toBe(200);
  });

  it("does not believe who comes back without having gone, with another state, twice or too late", async () => {
    const back = (state: string): Promise<{ status: number }> =>
      visitor.send(`/sign-in/return?state=${state}&code=good`);
    expect((await back("s1")).status).toBe(403);
    await visitor.send("/sign-in");
    expect((await back("s2")).status).toBe(403);
    expect((await back("s1")).status).toBe(403);
    await visitor.send("/sign-in");
    server.time.now = Date.now() + 601_000;
    expect((await back("s1")).status).toBe(403);
    expect(completed).toBe(0);
  });

  it("makes nobody the administrator, and leads nowhere else", async () => {
    await visitor.send("/sign-in");
    expect((await visitor.send("/sign-in/return?state=s1&code=good&who=admin")).status).toBe(403);
    await visitor.send("/sign-in");
    const back = await visitor.send("/sign-in/return?state=s1&code=good&to=//evil.example");
    expect(back.headers.location).toBe("/");
    const there = await visitor.send("/sign-in?to=https://evil.example");
    expect(there.headers.location).toContain("to=%2F");
    expect(there.headers.location).not.toContain("evil");
  });
});
