import { describe, expect, it } from "vitest";
import { createTokens } from "../../src/adapters/channels/telegram/tokens.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { telegramKey } from "../../src/compose/telegram.ts";
import { temporaryFolder } from "../app/temporary-store.ts";
import { runCli } from "./run-cli.ts";

const secret = "an application secret of some length";

describe("cli telegram link", () => {
  const settings = { DATA_DIR: temporaryFolder(), APP_SECRET: secret };
  const link = (...args: string[]) => runCli(["telegram", "link", ...args], settings);

  it("prints what opens a source, or the pre-check, with this store's bot alone", async () => {
    const what = { directory: settings.DATA_DIR, clock: Date.now, exclusive: true, what: "a server" };
    await createSqliteStore(what).close();
    const tokens = createTokens(telegramKey(secret));
    for (const [id, target] of [
      ["accountability-2019#17", { type: "source", id: "accountability-2019#17" }],
      ["precheck", { type: "precheck", step: "" }],
    ] as const) {
      const { stdout, stderr } = await link(id);
      expect(stderr).toContain("https://t.me/NAME_OF_THE_BOT");
      expect(tokens.readLink(stdout.trim().replace("?start=", ""))).toEqual(target);
    }
  });

  it("is refused for what nothing is called", async () => {
    expect(await link("no-such#1")).toMatchObject({ status: 2, stdout: "" });
    expect(await link()).toMatchObject({ status: 2, stdout: "" });
  });
});
