/** The server on a Redis that is reached by TLS and by a user who may do no more than it needs. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { visit } from "../adapters/http/client.ts";
import { type Certificates, createCertificates, hasRedisWithTls } from "../certificates.ts";
import { freePort, type RedisServer, startRedis } from "../redis-server.ts";
import { until } from "../until.ts";
import { killAll, makeDataFolder, removeDataFolder, startServer, untilIdle } from "./harness.ts";

/** As docs/operations.md has it. */
const rights = "~rongcuo:* &rongcuo:* +@all -@dangerous -@admin +info +role";
const [user, password] = ["rongcuo", "a pass:word/with@marks"];

describe.skipIf(!hasRedisWithTls())("the server on an encrypted Redis", { timeout: 120_000 }, () => {
  const folders: string[] = [];
  let certificates: Certificates;
  let redis: RedisServer;
  let port: number;

  beforeAll(async () => {
    certificates = createCertificates();
    port = await freePort();
    redis = await startRedis(certificates.settings(port));
    await redis.ask("ACL", "SETUSER", user, "on", `>${password}`, ...rights.split(" "));
  });
  afterAll(async () => {
    killAll();
    await redis?.close();
    for (const folder of folders) removeDataFolder(folder);
    certificates?.remove();
  });

  const serve = (environment: Readonly<Record<string, string>> = {}, secret = password) => {
    const folder = makeDataFolder();
    folders.push(folder);
    return startServer(folder, null, {
      REDIS_URL: `rediss://${user}:${encodeURIComponent(secret)}@127.0.0.1:${port}`,
      ...environment,
    });
  };
  const trusted = () => ({ NODE_EXTRA_CA_CERTS: certificates.authorityFile });

  it("answers as on any other, with no more rights than the runbook gives its user", async () => {
    const server = await serve(trusted());
    const visitor = visit(server.url);
    await visitor.send("/api/first-questions");
    const asked = await visitor.json("POST", "/api/messages", {
      conversation: "c",
      eventId: "e1",
      text: "问责条例第十七条说了什么？",
      notice: noticeVersion,
    });
    expect(asked.status).toBe(202);
    await until(async () =>
      (await visitor.send("/api/conversations/c/turns?after=0")).text.includes("中国共产党问责条例"),
    );
    await untilIdle(server.url);
    expect((await server.terminate()).code).toBe(0);
    expect(server.log()).not.toMatch(/NOPERM|no permissions/i);
  });

  it("shows a certificate to one that asks for it, and tells a file that cannot be read", async () => {
    const asking = await freePort();
    const strict = await startRedis(certificates.settings(asking, true));
    try {
      const shown = {
        ...trusted(),
        REDIS_URL: `rediss://127.0.0.1:${asking}`,
        REDIS_TLS_CERT_FILE: certificates.certificateFile,
        REDIS_TLS_KEY_FILE: certificates.keyFile,
      };
      const server = await serve(shown);
      expect((await visit(server.url).send("/readyz")).status).toBe(200);
      expect((await server.terminate()).code).toBe(0);
      await expect(serve({ ...shown, REDIS_TLS_KEY_FILE: "/nowhere.key" })).rejects.toThrow(
        /REDIS_TLS_KEY_FILE: cannot be read/,
      );
    } finally {
      await strict.close();
    }
  });

  it("does not start on one whose certificate or password does not fit, and says so without the password", async () => {
    const failureOf = (environment: Readonly<Record<string, string>>, secret: string): Promise<string> =>
      serve(environment, secret).then(
        () => "started",
        (error: unknown) => String(error),
      );
    // Each tries for a while before it gives up.
    const failures = await Promise.all([failureOf({}, password), failureOf(trusted(), "another/password")]);
    for (const failure of failures) {
      expect(failure).toMatch(/ended with [1-9]/);
      for (const secret of [password, "another/password"])
        for (const form of [secret, encodeURIComponent(secret)]) expect(failure).not.toContain(form);
    }
  });
});
