import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger, type Level } from "../../../src/adapters/logging/logger.ts";
import { KnowledgeError } from "../../../src/ports/knowledge-source.ts";
import { StoreFullError } from "../../../src/ports/store.ts";

/** A log with what it wrote. */
function recorder(level: Level = "info") {
  const lines: string[] = [];
  return { log: createLogger(level, { write: (line) => lines.push(line) }), lines };
}

function entryOf(fields: object, message = "something happened"): Record<string, unknown> {
  const { log, lines } = recorder();
  log.info(fields, message);
  return JSON.parse(lines.join("")) as Record<string, unknown>;
}

const secret = "hunter2-秘密-7f3a";

/** What may never stand in a line: ends of lines, controls, marks of direction, invisible and unpaired characters. */
const forbidden = /[\p{C}\p{Zl}\p{Zp}]/u;

describe("an entry", () => {
  it("has level, time and message as words, and its fields", () => {
    const entry = entryOf({ channel: "web", count: 3 }, "serving");
    expect(entry).toMatchObject({ level: "info", msg: "serving", channel: "web", count: 3 });
    expect(entry.time).toMatch(/^\d{4}-\d{2}-\d{2}T/);
  });

  it("is dropped below the level", () => {
    const { log, lines } = recorder("warn");
    log.info({}, "no");
    log.debug({}, "no");
    log.warn({}, "yes");
    expect(lines).toHaveLength(1);
  });

  it("does not let a field pass for the entry's own", () => {
    const entry = entryOf({ level: "error", msg: "forged", time: 0, pid: 1 });
    expect(entry).toMatchObject({ level: "info", msg: "something happened", field_level: "error" });
  });

  it("shortens what is long, deep or many", () => {
    const deep: Record<string, unknown> = {};
    deep.self = deep;
    const entry = entryOf({
      long: "字".repeat(100_000),
      many: Array.from({ length: 1_000 }, (_, at) => at),
      deep,
    });
    expect(JSON.stringify(entry).length).toBeLessThan(2_000);
  });

  it("is written even where a field cannot be read", () => {
    const fields = {
      get broken(): string {
        throw new Error(secret);
      },
    };
    expect(entryOf(fields)).toMatchObject({ msg: "something happened", fields: "[unreadable]" });
  });

  it("shows nothing of objects with a class of their own", () => {
    const held = {
      buffer: Buffer.from(secret),
      address: new URL(`redis://user:${secret}@host`),
      map: new Map([["a", secret]]),
      toJSON: () => secret,
    };
    expect(JSON.stringify(entryOf(held))).not.toContain(secret);
  });
});

describe("errors", () => {
  it("of ours carry name, code and message", () => {
    const entry = entryOf({ err: new StoreFullError("the disk of ./data is full; make room") });
    expect(entry.err).toMatchObject({
      name: "StoreFullError",
      code: "store.full",
      message: "the disk of ./data is full; make room",
    });
  });

  it("of ours carry no more than that", () => {
    const error = new KnowledgeError([
      { code: "x", severity: "error", file: "a.md", line: 1, message: secret, remedy: secret },
    ]);
    const entry = entryOf({ err: error });
    expect(entry.err).toMatchObject({ code: "knowledge.invalid" });
    expect(JSON.stringify(entry)).not.toContain(secret);
  });

  it.each([
    [
      "of a library",
      Object.assign(new Error(`near "${secret}": syntax error`), { code: "ERR_SQLITE_ERROR" }),
    ],
    ["of the language", new TypeError(`cannot read ${secret}`)],
    ["of a parser", caught(() => JSON.parse(`{"${secret}": `))],
    ["without a code", new Error(secret)],
    ["with a secret as its name", Object.assign(new Error("x"), { name: `bearer ${secret}` })],
    ["with a secret as its code", Object.assign(new Error("x"), { code: `key ${secret}` })],
    ["with a message that looks like a stack", new Error(`x\n    at ${secret} (src/${secret}.ts:1:1)`)],
    ["with a stack that does not fit its message", withStack(`Error: ${secret}\n    at src/a${secret}:1:1`)],
  ])("%s never show their message", (_, error) => {
    const entry = entryOf({ err: error });
    expect(JSON.stringify(entry)).not.toContain(secret);
    expect((entry.err as { name: string }).name).toMatch(/^\w+$/);
  });

  it("tell where in the code, and nothing of the machine's folders", () => {
    const { at } = entryOf({ err: caught(() => new Intl.DateTimeFormat("zh", { timeZone: secret })) })
      .err as { at?: string[] };
    const { at: own } = entryOf({ err: caught(failInProject) }).err as { at: string[] };
    for (const place of [...(at ?? []), ...own]) expect(place).toMatch(/^(?:src\/|node_modules\/|node:)/);
    expect(own.length).toBeGreaterThan(0);
  });

  it("tell their causes by the same rule", () => {
    const cause = Object.assign(new Error(secret), { code: "ENOSPC" });
    const entry = entryOf({ err: new StoreFullError("full", { cause }) });
    expect(entry.err).toMatchObject({ code: "store.full", cause: { name: "Error", code: "ENOSPC" } });
    expect(JSON.stringify(entry)).not.toContain(secret);
  });

  it("are cut where their causes go in a circle", () => {
    const error = new Error("x");
    error.cause = error;
    expect(JSON.stringify(entryOf({ err: error })).length).toBeLessThan(5_000);
  });

  it("are known anywhere among the fields, and as the fields themselves", () => {
    expect(entryOf({ results: [{ failure: new StoreFullError("full") }] })).toMatchObject({
      results: [{ failure: { code: "store.full" } }],
    });
    expect(entryOf(new StoreFullError("full"))).toMatchObject({ err: { code: "store.full" } });
  });
});

describe("secrets and texts", () => {
  it.each([
    "token",
    "TELEGRAM_BOT_TOKEN",
    "APP_SECRET",
    "password",
    "WEB_ADMIN_PASSWORD_HASH",
    "set-cookie",
    "authorization",
    "DATA_KEY",
    "apiKey",
    "signature",
  ])("are left out under the key %s", (key) => {
    expect(JSON.stringify(entryOf({ [key]: secret, inner: { [key]: [secret] } }))).not.toContain(secret);
  });

  it.each(["text", "question", "narrative", "body", "payload", "content", "query"])(
    "of users are left out under the key %s",
    (key) => {
      expect(JSON.stringify(entryOf({ [key]: secret, inner: { [key]: { deeper: secret } } }))).not.toContain(
        secret,
      );
    },
  );
});

describe("hostile characters", () => {
  const hostile = [
    '\r\n{"level":"error"}',
    "\u001b[2J",
    "\u009b31m",
    "\u202e",
    "\u2066",
    "\u2028\u2029\u0085",
    "\ud800",
    "\udc00x",
    "\ufeff\u200b",
    "\u{e0041}",
    "\u0000\u007f",
  ];

  it.each(hostile)("are escaped in one line (%j)", (text) => {
    const { log, lines } = recorder();
    log.error({ field: text, [text]: text, list: [text] }, `x ${text}`);
    expect(lines).toHaveLength(1);
    const [line = ""] = lines;
    expect(line.endsWith("\n")).toBe(true);
    expect(line.slice(0, -1)).not.toMatch(forbidden);
    expect(JSON.parse(line)).toMatchObject({ level: "error", field: text });
  });

  it("never make a second line or an unreadable one, for any text and any value", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.anything({ withBigInt: true, withDate: true })),
        fc.string({ unit: "binary" }),
        (fields, message) => {
          const { log, lines } = recorder();
          log.warn(fields, message);
          expect(lines).toHaveLength(1);
          expect(lines.join("").slice(0, -1)).not.toMatch(forbidden);
          expect(JSON.parse(lines.join(""))).toMatchObject({ level: "warn", msg: message });
        },
      ),
    );
  });

  it("leave Chinese readable", () => {
    const { log, lines } = recorder();
    log.info({ document: "《中国共产党问责条例》" }, "loaded");
    expect(lines.join("")).toContain("《中国共产党问责条例》");
  });
});

function caught(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("it did not fail");
}

function withStack(stack: string): Error {
  const error = new Error("short");
  error.stack = stack;
  return error;
}

/** An error whose stack passes through a file of the project. */
function failInProject(): void {
  createLogger("info", {
    write() {
      throw new Error(secret);
    },
  }).info({}, "x");
}
