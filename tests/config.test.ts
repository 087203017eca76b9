import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingChecks } from "../src/compose/settings.ts";
import { type ConfigError, Environment, readConfig } from "../src/config.ts";

describe("the settings", () => {
  it("have defaults that need nothing", () => {
    expect(readConfig({})).toMatchObject({
      HTTP_HOST: "127.0.0.1",
      HTTP_PORT: 8787,
      KNOWLEDGE_DIR: "./knowledge",
    });
  });

  it("count empty text as unset", () => {
    expect(readConfig({ HTTP_PORT: "", LOG_LEVEL: "  " })).toEqual(readConfig({}));
  });

  it("name every variable that does not fit in one message", () => {
    expect(() => readConfig({ HTTP_PORT: "80a", LOG_LEVEL: "loud" })).toThrowError(
      expect.objectContaining({
        code: "config.invalid",
        variables: ["HTTP_PORT", "LOG_LEVEL"],
      }) as ConfigError,
    );
  });

  it("name what does not fit in itself together with what others ask for, and what a reader of a value says", () => {
    const wrong = {
      HTTP_HOST: "0.0.0.0",
      HTTP_PORT: "80a",
      ACCESS: "open",
      REDIS_URL: "redis://a,b",
      REDIS_SENTINEL_USERNAME: "watcher",
      WEB_ADMIN_PASSWORD_HASH: "scrypt$2$8$1$AAAA$AAAA",
    };
    expect(() => readConfig(wrong, settingChecks)).toThrowError(
      expect.objectContaining({
        variables: ["HTTP_PORT", "REDIS_URL", "WEB_ADMIN_PASSWORD_HASH", "ACCESS", "DATA_KEY"],
        message: expect.stringMatching(/REDIS_URL: names several hosts[\s\S]*N as a power of two/),
      }) as ConfigError,
    );
  });

  const key = `k1:${Buffer.alloc(32, 1).toString("base64")}`;
  const variablesOf = (settings: Record<string, string>): readonly string[] => {
    try {
      readConfig(settings);
      return [];
    } catch (error) {
      return (error as ConfigError).variables;
    }
  };

  it("let everybody in on this machine alone; elsewhere an administrator approves", () => {
    expect(readConfig({}).ACCESS).toBe("open");
    expect(readConfig({ ACCESS: "approval" }).ACCESS).toBe("approval");
    expect(readConfig({ HTTP_HOST: "0.0.0.0", DATA_KEY: key }).ACCESS).toBe("approval");
    expect(readConfig({ PUBLIC_URL: "https://rongcuo.example", DATA_KEY: key }).ACCESS).toBe("approval");
    expect(readConfig({ PUBLIC_URL: "http://localhost:8787" }).ACCESS).toBe("open");
  });

  it.each([{ HTTP_HOST: "0.0.0.0" }, { PUBLIC_URL: "https://rongcuo.example" }])(
    "refuse open access and plain storage beyond this machine: %j",
    (reached) => {
      expect(variablesOf({ ...reached, ACCESS: "open" })).toEqual(["ACCESS", "DATA_KEY"]);
    },
  );

  it.each([
    "ftp://host/v1",
    "host/v1",
    "https://user:secret@host/v1",
    "https://host/v1?api-key=secret",
    "https://host/v1#x",
  ])("refuse an address of a model service that could not be used as it is: %s", (address) => {
    expect(variablesOf({ OPENAI_BASE_URL: address })).toEqual(["OPENAI_BASE_URL"]);
    const fallback = { baseURL: address, key: "k", model: "m" };
    expect(variablesOf({ OPENAI_FALLBACKS: JSON.stringify([fallback]) })).toEqual(["OPENAI_FALLBACKS"]);
  });

  it("take fallbacks as a list, and tell no key of one that does not fit", () => {
    const fallback = { baseURL: "http://10.0.0.8:8000/v1", key: "sk-seeded", model: "m" };
    expect(readConfig({ OPENAI_FALLBACKS: JSON.stringify([fallback]) }).OPENAI_FALLBACKS).toEqual([fallback]);
    for (const wrong of [
      "[{",
      JSON.stringify(fallback),
      JSON.stringify([{ ...fallback, more: 1 }]),
      JSON.stringify([{ ...fallback, model: "" }]),
      JSON.stringify(Array(9).fill(fallback)),
    ])
      expect(() => readConfig({ OPENAI_FALLBACKS: wrong })).toThrowError(
        expect.objectContaining({
          variables: ["OPENAI_FALLBACKS"],
          message: expect.not.stringContaining("seeded"),
        }) as ConfigError,
      );
  });

  it("refuse Telegram without a key for what is stored, and a token that can be none", () => {
    const token = "123456:AA-bb_cc";
    expect(variablesOf({ TELEGRAM_BOT_TOKEN: token })).toEqual(["DATA_KEY"]);
    expect(variablesOf({ TELEGRAM_BOT_TOKEN: token, HTTP_HOST: "0.0.0.0" })).toEqual(["DATA_KEY"]);
    expect(variablesOf({ TELEGRAM_BOT_TOKEN: token, DATA_KEY: key })).toEqual([]);
    expect(variablesOf({ TELEGRAM_BOT_TOKEN: "secret words", DATA_KEY: key })).toEqual([
      "TELEGRAM_BOT_TOKEN",
    ]);
  });

  it("bound pushes to working hours and two a week where nothing is said", () => {
    const { PUSH_HOURS, PUSH_ON_DAYS_OFF, PUSH_PER_WEEK } = readConfig({});
    expect({ PUSH_HOURS, PUSH_ON_DAYS_OFF, PUSH_PER_WEEK }).toEqual({
      PUSH_HOURS: { from: "08:30", until: "18:00" },
      PUSH_ON_DAYS_OFF: false,
      PUSH_PER_WEEK: 2,
    });
    const given = readConfig({ PUSH_HOURS: "06:00 - 24:00", PUSH_ON_DAYS_OFF: "true", PUSH_PER_WEEK: "7" });
    expect(given.PUSH_HOURS).toEqual({ from: "06:00", until: "24:00" });
    expect([given.PUSH_ON_DAYS_OFF, given.PUSH_PER_WEEK]).toEqual([true, 7]);
  });

  it.each(["8:30-18:00", "08:30", "18:00-08:30", "09:00-09:00", "08:30-25:00", "08:60-18:00", "always"])(
    "refuse %s as the hours of pushes",
    (hours) => {
      expect(variablesOf({ PUSH_HOURS: hours })).toEqual(["PUSH_HOURS"]);
    },
  );

  it.each(["0", "8", "two"])("refuse %s as the number of pushes a week", (perWeek) => {
    expect(variablesOf({ PUSH_PER_WEEK: perWeek })).toEqual(["PUSH_PER_WEEK"]);
  });

  it("refuse a webhook without address or secret, and either of the wrong form", () => {
    const webhook = { TELEGRAM_MODE: "webhook", DATA_KEY: key };
    const names = ["TELEGRAM_WEBHOOK_URL", "TELEGRAM_WEBHOOK_SECRET"];
    expect(variablesOf(webhook)).toEqual(names);
    const wrong = { TELEGRAM_WEBHOOK_URL: "https://example.org/", TELEGRAM_WEBHOOK_SECRET: "不行" };
    expect(variablesOf({ ...webhook, ...wrong })).toEqual(names);
    const right = { TELEGRAM_WEBHOOK_URL: "https://example.org/hook", TELEGRAM_WEBHOOK_SECRET: "a_B-1" };
    expect(variablesOf({ ...webhook, ...right })).toEqual([]);
  });

  it.each(["/healthz", "/admin", "/api/messages", "/precheck", "/sources/x"])(
    "refuse a webhook that would take over %s",
    (path) => {
      expect(variablesOf({ TELEGRAM_WEBHOOK_URL: `https://example.org${path}` })).toEqual([
        "TELEGRAM_WEBHOOK_URL",
      ]);
    },
  );

  it.each([
    "k1",
    "k1:short",
    `${key},${key}`,
    `k 1:${Buffer.alloc(32).toString("base64")}`,
    `k1:${Buffer.alloc(31).toString("base64")}`,
  ])("refuse the key %s", (given) => {
    expect(variablesOf({ DATA_KEY: given })).toEqual(["DATA_KEY"]);
  });

  it("take a login of the sentinels where there are sentinels, and a name only with its password", () => {
    const sentinels = { REDIS_URL: "rediss+sentinel://a,b/mymaster" };
    const named = { REDIS_SENTINEL_USERNAME: "watcher" };
    const password = { REDIS_SENTINEL_PASSWORD: "secret" };
    expect(readConfig({ ...sentinels, ...named, ...password })).toMatchObject({ ...named, ...password });
    expect(readConfig({ ...sentinels, ...password }).REDIS_SENTINEL_USERNAME).toBeUndefined();
    expect(variablesOf({ ...sentinels, ...named })).toEqual(["REDIS_SENTINEL_PASSWORD"]);
    for (const REDIS_URL of ["redis://a", "redis+cluster://a", ""])
      expect(variablesOf({ REDIS_URL, ...named, ...password })).toEqual([
        "REDIS_SENTINEL_USERNAME",
        "REDIS_SENTINEL_PASSWORD",
      ]);
  });

  it("take a certificate for a Redis by TLS alone, and only with its key", () => {
    const redis = { REDIS_URL: "rediss://a" };
    const [certificate, key] = [{ REDIS_TLS_CERT_FILE: "/a.crt" }, { REDIS_TLS_KEY_FILE: "/a.key" }];
    expect(variablesOf({ ...redis, ...certificate, ...key })).toEqual([]);
    expect(variablesOf({ ...redis, ...certificate })).toEqual(["REDIS_TLS_KEY_FILE"]);
    expect(variablesOf({ ...redis, ...key })).toEqual(["REDIS_TLS_CERT_FILE"]);
    for (const REDIS_URL of ["redis://a", ""])
      expect(variablesOf({ REDIS_URL, ...certificate, ...key })).toEqual([
        "REDIS_TLS_CERT_FILE",
        "REDIS_TLS_KEY_FILE",
      ]);
  });

  it("read several keys, the first for writing", () => {
    const second = `k2:${Buffer.alloc(32, 2).toString("base64")}`;
    expect(readConfig({ DATA_KEY: `${second}, ${key}` }).DATA_KEY?.map(({ id }) => id)).toEqual(["k2", "k1"]);
  });

  it("say of a number in another form which numbers are taken, and in which form", () => {
    expect(() => readConfig({ RETENTION_DAYS: "1e3" })).toThrow(
      "RETENTION_DAYS: needs a whole number from 1 to 3650, in digits alone",
    );
    expect(readConfig({ RETENTION_DAYS: " 30 " }).RETENTION_DAYS).toBe(30);
  });

  it.each([
    ["ADMIN_USERS", "admin"],
    ["ADMIN_USERS", "telegram:abc"],
    ["ADMIN_USERS", "telegram:0"],
    ["ADMIN_USERS", "web:admin,wechat:1"],
    ["HTTP_PORT", "0x50"],
    ["HTTP_PORT", "65536"],
    ["TRUST_PROXY", "+1"],
    ["LLM_DEADLINE_SECONDS", "1e1"],
    ["LIMIT_TOTAL_PER_MINUTE", "1e3"],
    ["WEB_ADMIN_PASSWORD_HASH", "secret"],
    ["PUBLIC_URL", "rongcuo.example"],
    ["PUBLIC_URL", "https://rongcuo.example/under/a/path"],
    ["PUBLIC_URL", "https://somebody@rongcuo.example"],
    ["RETENTION_DAYS", "0"],
    ["LIMIT_USER_PER_DAY", "-1"],
    ["APP_SECRET", "short"],
  ])("refuse %s=%s", (name, value) => {
    expect(variablesOf({ [name]: value })).toEqual([name]);
  });

  it("are the same in the README, the example file and the schema", () => {
    const read = (file: string): string => readFileSync(join(import.meta.dirname, "..", file), "utf8");
    const schema = Object.keys(Environment.shape).sort();
    const readme = [...read("README.md").matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1]).sort();
    const example = [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]).sort();
    expect(readme).toEqual(schema);
    expect(example).toEqual(schema);
  });
});
