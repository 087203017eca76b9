import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { composeAccess, openSecrets, openStore } from "../../src/compose/store.ts";
import { readConfig } from "../../src/config.ts";
import { temporaryFolder } from "../app/temporary-store.ts";
import { runCli } from "./run-cli.ts";

/** A server's access in this process, which holds the folder, and the command line beside it. */
async function besideServer() {
  const directory = temporaryFolder();
  const settings = {
    DATA_DIR: directory,
    DATA_KEY: `k:${randomBytes(32).toString("base64")}`,
    ACCESS: "approval",
    ADMIN_USERS: "web:admin",
  };
  const config = readConfig(settings);
  const { store, kept } = await openStore(config, { exclusive: true, create: true, what: "a server" });
  const access = composeAccess(config, store, await openSecrets(config, store));
  const codeOf = async (person: `web:${string}`): Promise<string> => {
    const admission = await access.admit(person);
    if (admission.admitted || admission.code === null) throw new Error("no code");
    return admission.code;
  };
  return {
    kept,
    access,
    codeOf,
    settings,
    cli: (...args: string[]) => runCli(["access", ...args], settings),
  };
}

describe("cli access, beside a running server", () => {
  it("lists who asks, lets them in, changes, moves and takes back", async () => {
    const { kept, access, codeOf, cli } = await besideServer();
    const code = await codeOf("web:1");
    expect(JSON.parse((await cli("requests", "--json")).stdout)).toMatchObject({
      requests: [{ code, person: "web:1" }],
    });
    expect((await cli("requests")).stdout).toContain(`${code}  web:1`);

    const approved = await cli(
      "approve",
      code.toLowerCase(),
      "--role",
      "official",
      "--unit",
      "某市纪委",
      "--days",
      "30",
      "--json",
    );
    expect(approved).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(approved.stdout)).toMatchObject({
      person: "web:1",
      role: "official",
      unit: "某市纪委",
      granted_by: "command-line",
    });
    const grant = await access.grantOf("web:1");
    expect(grant?.until).toBeGreaterThan(Date.now() + 29 * 86_400_000);

    expect((await cli("change", "web:1", "--role", "auditor")).status).toBe(0);
    expect(await access.grantOf("web:1")).toMatchObject({
      role: "auditor",
      unit: "某市纪委",
      until: grant?.until,
    });
    expect((await cli("change", "web:1", "--unlimited")).status).toBe(0);
    expect(await access.grantOf("web:1")).toMatchObject({ role: "auditor", until: null });

    expect((await cli("transfer", "web:1", await codeOf("web:2"))).status).toBe(0);
    expect(await access.grantOf("web:1")).toBeNull();
    const { grants } = JSON.parse((await cli("list", "--json")).stdout);
    expect(grants).toMatchObject([
      { person: "web:admin", role: "admin", until: null, granted_at: null, granted_by: "configuration" },
      { person: "web:2", role: "auditor" },
    ]);

    expect((await cli("revoke", "web:2")).status).toBe(0);
    expect(await access.grantOf("web:2")).toBeNull();
    await kept.close();
  });

  it("makes an invitation that the server takes once", async () => {
    const { kept, access, cli } = await besideServer();
    const token = (await cli("invite", "--role", "publicity-editor", "--unit", "宣传部")).stdout.trim();
    expect(await access.redeem("web:3", token)).toMatchObject({
      ok: true,
      value: { role: "publicity-editor", unit: "宣传部" },
    });
    expect(await access.redeem("web:4", token)).toMatchObject({ ok: false });
    await kept.close();
  });

  it("tells the link of an invitation where the public address is set", async () => {
    const { kept, settings } = await besideServer();
    const invite = (...more: string[]) =>
      runCli(["access", "invite", "--role", "cadre", ...more], {
        ...settings,
        PUBLIC_URL: "https://rongcuo.example",
      });
    const { stdout, stderr } = await invite();
    expect(stderr).toContain(`https://rongcuo.example/join/${stdout.trim()}\n`);
    const { token, link } = JSON.parse((await invite("--json")).stdout);
    expect(link).toBe(`https://rongcuo.example/join/${token}`);
    await kept.close();
  });

  it("ends with 1 where there is nothing to act on, and with 2 where the words are wrong", async () => {
    const { kept, cli } = await besideServer();
    const unknown = await cli("approve", "ABCD-EFGH", "--role", "cadre", "--json");
    expect(unknown).toMatchObject({ status: 1, stdout: '{"problem":"unknown-code"}\n' });
    expect(await cli("revoke", "web:nobody")).toMatchObject({ status: 1, stdout: "" });
    expect(await cli("revoke", "web:admin")).toMatchObject({ status: 1, stdout: "" });
    for (const wrong of [
      ["approve", "ABCD-EFGH"],
      ["approve", "ABCD-EFGH", "--role", "emperor"],
      ["approve", "--role", "cadre"],
      ["revoke", "nobody"],
      ["invite", "--role", "cadre", "--valid-days", "31"],
      ["invite", "--role", "cadre", "--days", "0"],
      ["change", "web:1", "--role", "cadre", "--days", "3", "--unlimited"],
      ["list", "--role", "cadre"],
    ])
      expect(await cli(...wrong)).toMatchObject({ status: 2, stdout: "" });
    await kept.close();
  });

  it("ends with 3 where there is no store, and makes none", async () => {
    const DATA_DIR = join(temporaryFolder(), "none");
    expect(await runCli(["access", "list"], { DATA_DIR })).toMatchObject({ status: 3, stdout: "" });
    expect(existsSync(DATA_DIR)).toBe(false);
  });
});
