import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const source = join(root, "src");

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"))
  .map((file) => file.replaceAll("\\", "/"));

/** Every module a file names, static, re-exported or dynamic; types count. */
const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(source, file), "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s+"([^"]+)"|(?:^|\n)import\s+"([^"]+)"|import\("([^"]+)"\)/g,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

/** `core/law`, `adapters/http`, or the file's own name at the top. */
const layerOf = (file: string): string => {
  const [first = "", second] = file.split("/");
  return first === "adapters" && second !== undefined ? `adapters/${second}` : first;
};

/** What each layer may import from within `src`. */
const allowed: Readonly<Record<string, (target: string) => boolean>> = {
  core: (target) => target === "core",
  ports: (target) => ["core", "ports"].includes(target),
  text: (target) => ["core", "text"].includes(target),
  app: (target) => ["core", "ports", "text", "app"].includes(target),
  "compose.ts": (target) => target !== "cli" && target !== "main.ts" && target !== "cli.ts",
  compose: (target) => target !== "cli" && target !== "main.ts" && target !== "cli.ts",
  "config.ts": (target) => target === "core",
  cli: (target) => target !== "main.ts" && target !== "cli.ts",
  "cli.ts": () => true,
  "main.ts": (target) => target !== "cli" && target !== "cli.ts",
};

const mayImport = (layer: string, target: string): boolean =>
  layer.startsWith("adapters/")
    ? ["core", "ports", "text", layer].includes(target)
    : (allowed[layer]?.(target) ?? false);

describe("the direction of imports", () => {
  it.each(files)("%s imports downwards only", (file) => {
    const layer = layerOf(file);
    const wrong = importsOf(file)
      .filter((name) => name.startsWith("."))
      .map((name) => normalize(join(dirname(file), name)).replaceAll("\\", "/"))
      .filter((target) => !mayImport(layer, layerOf(target)));
    expect(wrong).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith("core/")))(
    "%s knows no library, no clock and no chance",
    (file) => {
      expect(importsOf(file).filter((name) => !name.startsWith("."))).toEqual([]);
      const text = readFileSync(join(source, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(text.match(/Date\.now|new Date\(\)|Math\.random|performance\.|process\.|crypto\./g)).toBeNull();
    },
  );

  it("names every file with its .ts ending", () => {
    const bare = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith(".") && !/\.(?:ts|json)$/.test(name))
        .map((name) => `${relative(source, join(source, file))}: ${name}`),
    );
    expect(bare).toEqual([]);
  });
});

/** Every file that one reaches through its imports, itself included. */
function reached(from: string): ReadonlySet<string> {
  const found = new Set([from]);
  for (const file of found)
    for (const name of importsOf(file).filter((name) => name.startsWith(".")))
      found.add(normalize(join(dirname(file), name)).replaceAll("\\", "/"));
  return found;
}

describe("the language model", () => {
  const withModel =
    /^(?:ports\/model|text\/model|adapters\/(?:llm|prompts)|app\/generation|core\/grounding\/claims)\b/;

  it.each(files.filter((file) => /^core\/(?:rules|precheck)\//.test(file)))(
    "%s, on which a result rests, knows nothing of it",
    (file) => {
      expect([...reached(file)].filter((name) => withModel.test(name))).toEqual([]);
    },
  );

  it.each(files.filter((file) => /^adapters\/(?:llm|prompts)\//.test(file)))(
    "%s sees no store, no channel, no knowledge and no use case",
    (file) => {
      const seen = [...reached(file)].filter((name) => layerOf(name) !== layerOf(file));
      const mayBeSeen = ["ports/model.ts", "ports/telemetry.ts"];
      expect(seen.filter((name) => !mayBeSeen.includes(name))).toEqual([]);
    },
  );

  it("loads its library in one file, when it is first asked", () => {
    const statically = /^(?:import|export) (?!type )[^;]*?from "openai(?:\/[^"]*)?"/m;
    const textOf = (file: string): string => readFileSync(join(source, file), "utf8");
    expect(files.filter((file) => statically.test(textOf(file)))).toEqual([]);
    expect(files.filter((file) => textOf(file).includes('import("openai'))).toEqual([
      "adapters/llm/endpoint.ts",
    ]);
  });
});

describe("the environment", () => {
  it("is read in one place", () => {
    const readers = files.filter((file) =>
      /process\.env/.test(readFileSync(join(source, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
    expect(readers.sort()).toEqual(["cli.ts", "main.ts"]);
  });
});
