import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
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

  it("are the same in the README, the example file and the schema", () => {
    const read = (file: string): string => readFileSync(join(import.meta.dirname, "..", file), "utf8");
    const schema = Object.keys(Environment.shape).sort();
    const readme = [...read("README.md").matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1]).sort();
    const example = [...read(".env.example").matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]).sort();
    expect(readme).toEqual(schema);
    expect(example).toEqual(schema);
  });
});
