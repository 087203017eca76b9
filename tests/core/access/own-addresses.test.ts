import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isOwnAddress } from "../../../src/core/access/own-addresses.ts";

describe("the addresses of the server's own", () => {
  it("are all those that its routes answer", () => {
    const folder = join(import.meta.dirname, "../../../src/adapters/http");
    const routes = readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), "utf8").matchAll(
          /\.(?:get|post|put|delete|all)\(\s*"(\/[^"]+)"/g,
        ),
      ])
      .map((match) => match[1] ?? "");
    expect(routes).toContain("/healthz");
    expect(routes).toContain("/sources/:id");
    expect(routes.filter((path) => !isOwnAddress(path))).toEqual([]);
  });

  it.each(["/", "/admin", "/Admin/people", "/api/", "//x"])("hold %s", (path) => {
    expect(isOwnAddress(path)).toBe(true);
  });

  it.each(["/telegram", "/hooks/admin", "/administrator"])("do not hold %s", (path) => {
    expect(isOwnAddress(path)).toBe(false);
  });
});
