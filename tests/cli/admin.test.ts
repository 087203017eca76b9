import { describe, expect, it } from "vitest";
import { verifyPassword } from "../../src/adapters/passwords/scrypt.ts";
import { readConfig } from "../../src/config.ts";
import { runCli } from "./run-cli.ts";

const hash = (input: string | Buffer, settings = {}) => runCli(["admin", "hash-password"], settings, input);

describe("cli admin hash-password", () => {
  it.each(["", "\n", "\r\n"])("hashes one line that ends with %j for the settings", async (end) => {
    const { status, stdout } = await hash(`一二三四五六七八九十甲乙${end}`, {
      WEB_ADMIN_PASSWORD_HASH: "broken",
    });
    expect(status).toBe(0);
    const stored = readConfig({ WEB_ADMIN_PASSWORD_HASH: stdout.trim() }).WEB_ADMIN_PASSWORD_HASH ?? "";
    expect(await verifyPassword("一二三四五六七八九十甲乙", stored)).toBe(true);
  });

  it.each([
    ["a short one", "elevenchars"],
    ["none", ""],
    ["two lines", "first line is long\nsecond line is too"],
    ["what is no UTF-8", Buffer.from([0xff, ...Buffer.from("123456789012")])],
  ])("refuses %s", async (_, input) => {
    expect(await hash(input)).toMatchObject({ status: 2, stdout: "" });
  });

  it("refuses a password among the arguments, where others could read it", async () => {
    const refused = await runCli(
      ["admin", "hash-password", "correct horse battery"],
      {},
      "correct horse battery",
    );
    expect(refused).toMatchObject({ status: 2, stdout: "" });
    expect(refused.stderr).not.toContain("horse");
  });
});
