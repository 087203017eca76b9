/** Compose itself is not run here: the file is read as Compose reads it, and what can be tried of it is tried. */
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openRedisStore } from "../../src/adapters/stores/redis/open.ts";
import { parseRedisUrl } from "../../src/adapters/stores/redis/url.ts";
import { Environment, readConfig } from "../../src/config.ts";
import { createEpochMemory } from "../adapters/stores/redis/open.ts";
import { needs } from "../needs.ts";
import { startRedis } from "../redis-server.ts";
import { readCompose, readProjectFile, root, type Service, variablesOfCompose } from "./compose-file.ts";
import { askServer } from "./served.ts";

const secrets = {
  REDIS_PASSWORD: "0123456789abcdef",
  DATA_KEY: `k:${randomBytes(32).toString("base64")}`,
  PUBLIC_URL: "https://rongcuo.example",
};
const compose = readCompose(secrets);
const services = Object.entries(compose.services);
const serviceOf = (name: string): Service => {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`compose.yaml has no service ${name}`);
  return service;
};
const inProfile = (profile: string): readonly string[] =>
  services.filter(([, { profiles }]) => profiles?.includes(profile) ?? true).map(([name]) => name);
const bots = services.filter(([, { build }]) => build !== undefined);
const environmentOf = (service: Service) => service.environment ?? {};

describe("the services", () => {
  it("are one server with Redis, or two with Redis behind a proxy", () => {
    expect(inProfile("single").toSorted()).toEqual(["bot", "redis"]);
    expect(inProfile("replicas").toSorted()).toEqual(["bot-1", "bot-2", "proxy", "redis"]);
  });

  it.each(services)(
    "%s names the version of its image, and writes to its volumes alone, as no root",
    (_, service) => {
      expect(service.image).toMatch(/:\d+\.\d+/);
      expect(service.read_only).toBe(true);
      expect(service.user).toMatch(/^(?:node|[1-9]\d*:[1-9]\d*)$/);
      expect(service.cap_drop).toEqual(["ALL"]);
      expect(service.security_opt).toContain("no-new-privileges:true");
    },
  );

  it.each(services)("%s has longer to stop than a server takes to end what is in hand", (_, service) => {
    expect(Number(/^(\d+)s$/.exec(service.stop_grace_period ?? "")?.[1])).toBeGreaterThanOrEqual(10);
  });

  it.each(services)("%s waits for services of its own profile alone", (_, service) => {
    for (const profile of service.profiles ?? [])
      expect(inProfile(profile)).toEqual(expect.arrayContaining(Object.keys(service.depends_on ?? {})));
  });

  it("keeps Redis where only the servers reach it", () => {
    expect(serviceOf("redis").ports).toBeUndefined();
    expect(serviceOf("redis").networks).toEqual(["inside"]);
    expect(compose.networks.inside?.internal).toBe(true);
    expect(serviceOf("proxy").networks).not.toContain("inside");
  });

  it("gives every process a volume of its own, and mounts only files that are there", () => {
    const mounts = services.flatMap(([, { volumes = [] }]) =>
      volumes.map((mount) => mount.split(":")[0] ?? ""),
    );
    const [files, named] = [
      mounts.filter((one) => one.startsWith(".")),
      mounts.filter((one) => !one.startsWith(".")),
    ];
    expect(named.toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
    for (const file of files) expect(existsSync(join(root, file)), file).toBe(true);
  });
});

describe("the settings", () => {
  it.each(bots)("of %s are known, and accepted", (_, service) => {
    const environment = environmentOf(service);
    expect(Object.keys(Environment.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
    const config = readConfig(environment);
    expect(config.ACCESS).toBe("approval");
    expect(service.volumes?.map((mount) => mount.split(":")[1])).toContain(config.DATA_DIR);
    expect(parseRedisUrl(config.REDIS_URL ?? "")).toMatchObject({
      addresses: [{ host: "redis", port: 6379 }],
      password: secrets.REDIS_PASSWORD,
    });
  });

  it("are passed on but for those that a container decides itself, or that need a file or another Redis", () => {
    const passed = new Set(bots.flatMap(([, service]) => Object.keys(environmentOf(service))));
    expect(Object.keys(Environment.shape).filter((name) => !passed.has(name))).toEqual([
      "KNOWLEDGE_DIR",
      "KNOWLEDGE_OVERLAY",
      "REDIS_SENTINEL_USERNAME",
      "REDIS_SENTINEL_PASSWORD",
      "REDIS_TLS_CERT_FILE",
      "REDIS_TLS_KEY_FILE",
      "ACCESS",
    ]);
  });

  it("are not started with while a secret is missing", () => {
    for (const name of Object.keys(secrets))
      expect(() => readCompose({ ...secrets, [name]: "" })).toThrow(`${name} is needed`);
  });

  it("that may be given stand in the example, all of them and no others", () => {
    const example = [...readProjectFile("deploy/compose.env.example").matchAll(/^([A-Z_]+)=/gm)].map(
      ([, name]) => name,
    );
    expect(example.toSorted()).toEqual([...variablesOfCompose()].toSorted());
  });
});

describe("the health checks", () => {
  const pathsOf = ({ healthcheck }: Service): readonly string[] =>
    [...healthcheck.test.join(" ").matchAll(/http:\/\/127\.0\.0\.1:\d+(\/\w+)/g)].map(
      ([, path]) => path ?? "",
    );

  it("ask addresses that a server answers", async () => {
    const asked = [...new Set(services.flatMap(([, service]) => pathsOf(service)))];
    expect(asked.toSorted()).toEqual(["/healthz", "/readyz"]);
    expect(await askServer(asked)).toMatchObject(asked.map((path) => ({ path, status: 200 })));
  });

  it("of replicas ask whether they are ready, by the port they listen on", () => {
    for (const [name, service] of bots) {
      const test = service.healthcheck.test.join(" ");
      expect(test).toContain(`127.0.0.1:${environmentOf(service).HTTP_PORT}/`);
      expect(pathsOf(service)).toEqual([name === "bot" ? "/healthz" : "/readyz"]);
    }
  });
});

describe("the proxy", () => {
  const nginx = readProjectFile("deploy/nginx.conf");
  const replicas = bots.filter(([, { profiles }]) => profiles?.includes("replicas"));

  it("passes on to every replica, and is the one proxy they trust", () => {
    const servers = [...nginx.matchAll(/^\s*server ([\w.-]+:\d+)/gm)].map(([, server]) => server);
    expect(servers).toEqual(replicas.map(([name, service]) => `${name}:${environmentOf(service).HTTP_PORT}`));
    for (const [, service] of replicas) expect(environmentOf(service).TRUST_PROXY).toBe("1");
    expect(nginx).toContain("proxy_set_header X-Forwarded-For $remote_addr;");
    expect(nginx).toContain("proxy_set_header X-Forwarded-Proto $scheme;");
  });

  it("listens where its ports lead", () => {
    const listening = [...nginx.matchAll(/listen (\d+)/g)].map(([, port]) => port);
    expect(serviceOf("proxy").ports?.map((port) => port.split(":").at(-1))).toEqual(listening);
  });

  it("reads its files where they are mounted", () => {
    const mounted = serviceOf("proxy").volumes?.map((mount) => mount.split(":")[1] ?? "") ?? [];
    for (const [, file = ""] of nginx.matchAll(/ssl_certificate(?:_key)? (\S+);/g))
      expect(
        mounted.some((folder) => file.startsWith(`${folder}/`)),
        file,
      ).toBe(true);
  });

  it("passes the news of a conversation on at once, and keeps the metrics inside", () => {
    const [, pattern = "", rules = ""] = /location ~ (\S+events\$) \{([^}]*)\}/.exec(nginx) ?? [];
    expect("/api/conversations/c-1/events").toMatch(new RegExp(pattern));
    expect("/api/conversations/c-1/turns").not.toMatch(new RegExp(pattern));
    expect(rules).toContain("proxy_buffering off;");
    expect(nginx).toMatch(/location = \/metrics \{\s*return 404;/);
  });
});

/** Lines `name value` as arguments; where it stores is the test's own affair. */
const redisArguments = (): readonly string[] =>
  [...readProjectFile("deploy/redis.conf").matchAll(/^([a-z-]+) (.+)$/gm)]
    .filter(([, name]) => name !== "dir")
    .flatMap(([, name, value]) => [`--${name}`, value === '""' ? "" : (value ?? "")]);

describe.skipIf(needs("redis-server") === null)(
  "Redis set as in deploy/redis.conf",
  { timeout: 60_000 },
  () => {
    it("is one that the server takes; it has only the lack of a replica to tell", async () => {
      const redis = await startRedis(redisArguments());
      const warnings: string[] = [];
      try {
        const { store } = await openRedisStore({
          url: redis.url,
          clock: Date.now,
          memory: createEpochMemory(),
          warn: (message) => warnings.push(message),
        });
        await store.close();
      } finally {
        await redis.close();
      }
      expect(warnings).toEqual([expect.stringContaining("Redis has no replica")]);
    });
  },
);
