import { describe, expect, it } from "vitest";
import { createSealer } from "../../src/adapters/sealing/aes-gcm.ts";
import { createSealedStore } from "../../src/adapters/stores/sealed-store.ts";
import { createSqliteStore } from "../../src/adapters/stores/sqlite-store.ts";
import { readConfig } from "../../src/config.ts";
import { temporaryFolder } from "../app/temporary-store.ts";
import { runCli } from "./run-cli.ts";

const newKey = async (...options: string[]): Promise<string> =>
  (await runCli(["keys", "new", ...options])).stdout.trim();

describe("cli keys new", () => {
  it("prints a key that DATA_KEY takes, another each time", async () => {
    const [one, two] = [await newKey(), await newKey()];
    expect(one).not.toBe(two);
    expect(readConfig({ DATA_KEY: one }).DATA_KEY?.[0]?.bytes).toHaveLength(32);
  });

  it("works where the settings call for the very key it makes", async () => {
    const settings = { HTTP_HOST: "0.0.0.0", DATA_KEY: "broken" };
    expect(await runCli(["keys", "new"], settings)).toMatchObject({ status: 0 });
    expect(await runCli(["keys", "rotate"], settings)).toMatchObject({ status: 2, stdout: "" });
  });

  it("takes no id that DATA_KEY would not take", async () => {
    expect(await runCli(["keys", "new", "--id", "a:b"])).toMatchObject({ status: 2, stdout: "" });
  });
});

const [old, fresh] = [await newKey("--id", "old"), await newKey("--id", "new")];

describe("cli keys rotate", () => {
  /** A store a server has written with these keys and still holds. */
  async function written(keys: string | undefined) {
    const directory = temporaryFolder();
    const kept = createSqliteStore({ directory, clock: Date.now, exclusive: true, what: "a server" });
    const sealer = createSealer(readConfig({ DATA_KEY: keys }).DATA_KEY ?? []);
    const put = ["1", "2", "3"].map((key) => ({ key, value: `text ${key}` }));
    await createSealedStore(kept, sealer).commit({ id: "batch", space: "p01", put });
    return { directory, kept };
  }

  it("encrypts with the first key beside a running server, then names the keys no longer needed", async () => {
    const { directory, kept } = await written(old);
    const settings = { DATA_DIR: directory, DATA_KEY: `${fresh},${old}` };
    const rotated = await runCli(["keys", "rotate", "--json"], settings);
    expect(rotated).toMatchObject({ status: 0, stderr: "" });
    expect(JSON.parse(rotated.stdout)).toEqual({
      texts: 3,
      resealed: 3,
      unreadable: 0,
      left: 0,
      key: "new",
      unneeded: ["old"],
    });
    expect((await runCli(["keys", "rotate"], settings)).stdout).toContain("3 texts, 0 encrypted anew");
    const texts = await kept.texts(null, 10);
    expect(texts.map(({ text }) => text.split(".")[1])).toEqual(["new", "new", "new"]);
    await kept.close();
  });

  it("encrypts what was stored without a key", async () => {
    const { directory, kept } = await written(undefined);
    expect((await runCli(["keys", "rotate"], { DATA_DIR: directory, DATA_KEY: fresh })).status).toBe(0);
    expect((await kept.texts(null, 10)).every(({ text }) => text.startsWith("A256GCM.new."))).toBe(true);
    await kept.close();
  });

  it("ends with 1 where a key is lacking, with 2 without a key, with 3 without a store", async () => {
    const { directory, kept } = await written(old);
    const lacking = await runCli(["keys", "rotate", "--json"], { DATA_DIR: directory, DATA_KEY: fresh });
    expect(lacking.status).toBe(1);
    expect(JSON.parse(lacking.stdout)).toMatchObject({ unreadable: 3, unneeded: [] });
    expect(await runCli(["keys", "rotate"], { DATA_DIR: directory })).toMatchObject({
      status: 2,
      stdout: "",
    });
    const nowhere = { DATA_DIR: temporaryFolder(), DATA_KEY: fresh };
    expect(await runCli(["keys", "rotate"], nowhere)).toMatchObject({ status: 3, stdout: "" });
    await kept.close();
  });

  it("names the key that is lacking where a command needs what is stored", async () => {
    const directory = temporaryFolder();
    const before = createSqliteStore({ directory, clock: Date.now, exclusive: false, what: "a server" });
    await before.close();
    expect((await runCli(["access", "list"], { DATA_DIR: directory, DATA_KEY: old })).status).toBe(0);
    const without = await runCli(["access", "list"], { DATA_DIR: directory, DATA_KEY: fresh });
    expect(without).toMatchObject({ status: 3, stdout: "" });
    expect(without.stderr).toContain('the key "old"');
  });
});
