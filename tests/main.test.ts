import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { startArguments } from "./faults/harness.ts";

const root = join(import.meta.dirname, "..");

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close();
});

it("asks V8 only for flags this Node knows: an unknown one would be ignored with a line on stderr", () => {
  const known = execFileSync(process.execPath, ["--v8-options"], { encoding: "utf8" });
  for (const file of ["start.js", "main.ts"]) {
    const source = readFileSync(join(root, "src", file), "utf8");
    const asked = [...source.matchAll(/setFlagsFromString\("--([a-z-]+)/g)].map(([, flag]) => flag);
    expect(asked, file).not.toEqual([]);
    for (const flag of asked) expect(known).toContain(`--${flag} `);
  }
});

/** A script that writes, when the process ends, which parts of Node and which files of libraries it had loaded. */
const tellParts = `data:text/javascript,import { writeSync } from "node:fs";
import { Module } from "node:module";
process.on("exit", () => writeSync(2, [...process.moduleLoadList, ...Object.keys(Module._cache)].join("\\n")));`;

/** Starts the server as npm does, stops it once it serves, and tells what was loaded. */
async function partsLoaded(folder: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--import", tellParts, ...startArguments], {
    cwd: root,
    env: { HTTP_PORT: "0", LOG_LEVEL: "error", DATA_DIR: join(folder, "data"), TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  closing.push(() => child.kill("SIGKILL"));
  const parts = text(child.stderr);
  await once(child.stdout, "data");
  child.kill("SIGTERM");
  return (await parts).split("\n");
}

const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "rongcuo-start-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

it("needs the compiler of types at the first start alone: it would stay in memory for good", {
  timeout: 120_000,
}, async () => {
  const folder = makeFolder();
  const compiler = "NativeModule internal/deps/amaro/dist/index";
  expect(await partsLoaded(folder)).toContain(compiler);
  const again = await partsLoaded(folder);
  expect(again).toContain("NativeModule http");
  expect(again).not.toContain(compiler);
});

it("serves without what few starts or questions want: the parser of YAML, pictures, Telegram, Redis", {
  timeout: 60_000,
}, async () => {
  const parts = await partsLoaded(makeFolder());
  const libraries = new Set(parts.map((part) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(part)?.[1]));
  expect(libraries).toContain("pino");
  for (const late of ["yaml", "@resvg/resvg-js", "qrcode", "grammy", "ioredis"])
    expect(libraries).not.toContain(late);
});
