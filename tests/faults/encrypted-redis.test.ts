/** The server on a Redis that is reached by TLS and by a user who may do no more than it needs. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { visit } from "../adapters/http/client.ts";
import { needs } from "../needs.ts";
import { freePort, type RedisServer, startRedis } from "../redis-server.ts";
import { until } from "../until.ts";
import { killAll, makeDataFolder, removeDataFolder, startServer, untilIdle } from "./harness.ts";

/** Whether the server was built with TLS; said where it was not. */
function hasTls(): boolean {
  const path = needs("redis-server");
  if (path === null || needs("openssl") === null) return false;
  const tried = spawnSync(path, ["--port", "0", "--tls-port", "1", "--tls-cert-file", "/nowhere"], {
    encoding: "utf8",
    timeout: 10_000,
  });
  const has = !/bad directive|wrong number of arguments/i.test(`${tried.stdout}${tried.stderr}`);
  if (!has) process.stderr.write("skipped: redis-server is built without TLS\n");
  return has;
}

/** As docs/operations.md has it. */
const rights = "~rongcuo:* &rongcuo:* +@all -@dangerous -@admin +info +role";
const [user, password] = ["rongcuo", "a pass:word/with@marks"];

describe.skipIf(!hasTls())("the server on an encrypted Redis", { timeout: 120_000 }, () => {
  const certificates = mkdtempSync(join(tmpdir(), "certificates-"));
  const file = (name: string): string => join(certificates, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { stdio: "ignore" });
  const folders: string[] = [];
  let redis: RedisServer;
  let port: number;

  beforeAll(async () => {
    // An authority of our own, and a certificate for this machine's address.
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "2",
      "-subj",
      "/CN=test authority",
      "-keyout",
      file("ca.key"),
      "-out",
      file("ca.crt"),
    );
    openssl(
      "req",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-subj",
      "/CN=redis",
      "-keyout",
      file("redis.key"),
      "-out",
      file("redis.csr"),
    );
    writeFileSync(file("names"), "subjectAltName=IP:127.0.0.1\n");
    openssl(
      "x509",
      "-req",
      "-days",
      "2",
      "-in",
      file("redis.csr"),
      "-CA",
      file("ca.crt"),
      "-CAkey",
      file("ca.key"),
      "-CAcreateserial",
      "-extfile",
      file("names"),
      "-out",
      file("redis.crt"),
    );
    port = await freePort();
    redis = await startRedis([
      "--tls-port",
      String(port),
      "--tls-cert-file",
      file("redis.crt"),
      "--tls-key-file",
      file("redis.key"),
      "--tls-ca-cert-file",
      file("ca.crt"),
      "--tls-auth-clients",
      "no",
    ]);
    await redis.ask("ACL", "SETUSER", user, "on", `>${password}`, ...rights.split(" "));
  });
  afterAll(async () => {
    killAll();
    await redis?.close();
    for (const folder of folders) removeDataFolder(folder);
    rmSync(certificates, { recursive: true });
  });

  const serve = (environment: Readonly<Record<string, string>> = {}, secret = password) => {
    const folder = makeDataFolder();
    folders.push(folder);
    return startServer(folder, null, {
      REDIS_URL: `rediss://${user}:${encodeURIComponent(secret)}@127.0.0.1:${port}`,
      ...environment,
    });
  };
  const trusted = { NODE_EXTRA_CA_CERTS: file("ca.crt") };

  it("answers as on any other, with no more rights than the runbook gives its user", async () => {
    const server = await serve(trusted);
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

  it("does not start on one whose certificate or password does not fit, and says so without the password", async () => {
    const failureOf = (environment: Readonly<Record<string, string>>, secret: string): Promise<string> =>
      serve(environment, secret).then(
        () => "started",
        (error: unknown) => String(error),
      );
    // Each tries for a while before it gives up.
    const failures = await Promise.all([failureOf({}, password), failureOf(trusted, "another/password")]);
    for (const failure of failures) {
      expect(failure).toMatch(/ended with [1-9]/);
      for (const secret of [password, "another/password"])
        for (const form of [secret, encodeURIComponent(secret)]) expect(failure).not.toContain(form);
    }
  });
});
