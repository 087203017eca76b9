/** The image is not built here; but what it would hold is put together, and started as it would be. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { Environment } from "../../src/config.ts";
import { noticeVersion } from "../../src/text/dialogue.ts";
import { visit } from "../adapters/http/client.ts";
import { startArguments } from "../faults/harness.ts";
import { until } from "../until.ts";
import { readProjectFile, root } from "./compose-file.ts";
import { isHandedOver, readDockerfile } from "./image-file.ts";

const run = promisify(execFile);
const { dependencies, image } = readDockerfile();

describe("the image", () => {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const makeFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), "rongcuo-image-"));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  /** Every path below a folder with when it last changed; a folder changes with what it holds. */
  const contents = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => !path.startsWith("node_modules"))
      .map((path) => `${path} ${statSync(join(folder, path)).mtimeMs}`);

  /** The program as the image has it. */
  const makeProgram = (): string => {
    const folder = makeFolder();
    for (const { source, target } of image.copies) {
      mkdirSync(dirname(join(folder, target)), { recursive: true });
      cpSync(join(root, source), join(folder, target), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    return folder;
  };

  it("copies only what Docker is handed", () => {
    for (const { source } of [...dependencies.copies, ...image.copies])
      expect(isHandedOver(source), source).toBe(true);
    for (const kept of ["tests", "data", ".env", ".git", "deploy"])
      expect(isHandedOver(kept), kept).toBe(false);
  });

  it("starts as npm does, with room for young objects besides, and so does the unit of systemd", () => {
    const unit = readProjectFile("deploy/rongcuo.service");
    const [program, ...given] = image.command;
    expect(program).toBe("node");
    expect(given.filter((argument) => !argument.startsWith("--"))).toEqual(startArguments);
    expect(/^ExecStart=(.*)$/m.exec(unit)?.[1]).toBe(["/usr/bin/node", ...given].join(" "));
  });

  it("runs as no root, with settings that there are", () => {
    expect(image.user).toBe("node");
    const settings = Object.keys(image.environment).filter((name) => name !== "NODE_ENV");
    expect(Object.keys(Environment.shape)).toEqual(expect.arrayContaining(settings));
  });

  it("holds all the program needs, is found healthy, and writes to its data alone", {
    timeout: 60_000,
  }, async () => {
    const [program, data] = [makeProgram(), makeFolder()];
    const before = contents(program);
    const [, ...args] = image.command;
    const child = spawn(process.execPath, args, {
      cwd: program,
      // Beyond this machine keys would be needed.
      env: {
        ...image.environment,
        HTTP_HOST: "127.0.0.1",
        HTTP_PORT: "0",
        LOG_LEVEL: "error",
        DATA_DIR: data,
        TMPDIR: makeFolder(),
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    closing.push(() => child.kill("SIGKILL"));
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = String(line).trim();

    const [, ...check] = image.healthCheck;
    const checked = (port: string) => run(process.execPath, check, { env: { HTTP_PORT: port } });
    await checked(new URL(url).port);
    await expect(checked("1")).rejects.toMatchObject({ code: 1 });

    const visitor = visit(url);
    await visitor.send("/api/first-questions");
    const message = {
      conversation: "c",
      eventId: "e",
      text: "问责条例第十七条说了什么？",
      notice: noticeVersion,
    };
    expect((await visitor.json("POST", "/api/messages", message)).status).toBe(202);
    await until(async () =>
      (await visitor.send("/api/conversations/c/turns?after=0")).text.includes("中国共产党问责条例"),
    );
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    expect(contents(program)).toEqual(before);
    expect(readdirSync(data)).not.toEqual([]);
  });
});
