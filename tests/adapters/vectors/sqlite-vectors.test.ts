import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { createSqliteVectors, VectorsUnusableError } from "../../../src/adapters/vectors/sqlite-vectors.ts";
import type { VectorStore } from "../../../src/ports/vectors.ts";
import { temporaryFolder } from "../../folders.ts";

const vector = (...numbers: number[]): Float32Array => Float32Array.from(numbers);

/** What is told goes into `warnings`. */
function openIn(directory: string): { store: VectorStore; warnings: string[] } {
  const warnings: string[] = [];
  return { store: createSqliteVectors({ directory, warn: (message) => warnings.push(message) }), warnings };
}

/** Vectors of three texts, on the disk and closed. */
function filled(): string {
  const directory = join(temporaryFolder(), "vectors");
  const { store } = openIn(directory);
  store.write("m", ["甲", "乙", "丙"], [vector(1, 0), vector(0, 1), vector(0.6, 0.8)]);
  store.close();
  return directory;
}

describe("vectors on disk", () => {
  it("come back as they were, in the order asked for, after a restart", () => {
    const { store, warnings } = openIn(filled());
    expect(store.read("m", ["丙", "丁", "甲"])).toEqual([vector(0.6, 0.8), null, vector(1, 0)]);
    expect(warnings).toEqual([]);
    store.close();
  });

  it("are of one model: another's are others", () => {
    const { store } = openIn(filled());
    expect(store.read("n", ["甲"])).toEqual([null]);
    store.write("n", ["甲"], [vector(5)]);
    expect(store.read("m", ["甲"])).toEqual([vector(1, 0)]);
    store.close();
  });

  it("are replaced by those of the same text and model", () => {
    const { store } = openIn(filled());
    store.write("m", ["甲"], [vector(3)]);
    expect(store.read("m", ["甲"])).toEqual([vector(3)]);
    store.close();
  });

  it("are taken out where no text of the model wants them, beside somebody who reads", () => {
    const directory = filled();
    const { store } = openIn(directory);
    const { store: reader, warnings } = openIn(directory);
    store.write("old", ["甲", "乙"], [vector(1), vector(1)]);
    expect(reader.read("m", ["乙"])).toEqual([vector(0, 1)]);
    expect(store.prune("m", ["甲", "丁"])).toEqual({ stale: 2, otherModels: 2 });
    expect(reader.read("m", ["甲", "乙", "丙"])).toEqual([vector(1, 0), null, null]);
    reader.write("m", ["乙"], [vector(0, 1)]);
    expect(store.read("m", ["乙"])).toEqual([vector(0, 1)]);
    expect(store.prune("m", ["甲", "乙"])).toEqual({ stale: 0, otherModels: 0 });
    expect(warnings).toEqual([]);
    reader.close();
    store.close();
  });

  it("are written as parts of a larger array, too", () => {
    const { store } = openIn(filled());
    store.write("m", ["丁"], [vector(7, 8, 9).subarray(1)]);
    expect(store.read("m", ["丁"])).toEqual([vector(8, 9)]);
    store.close();
  });

  it("that were altered on the disk are left out, told, and can be written again", () => {
    const directory = filled();
    const database = new DatabaseSync(join(directory, "vectors.sqlite"));
    database.exec("UPDATE vector SET vector = x'000000000000803f' WHERE vector = x'0000803f00000000'");
    database.close();
    const { store, warnings } = openIn(directory);
    expect(store.read("m", ["甲", "乙"])).toEqual([null, vector(0, 1)]);
    expect(warnings).toEqual([expect.stringContaining("1 vectors")]);
    store.write("m", ["甲"], [vector(1, 0)]);
    expect(store.read("m", ["甲"])).toEqual([vector(1, 0)]);
    store.close();
  });

  it.each<[string, (file: string) => void]>([
    ["is no database", (file) => writeFileSync(file, "nonsense".repeat(1_000))],
    ["is cut short", (file) => truncateSync(file, 5_000)],
    [
      "is overwritten in the middle",
      (file) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(0xff, 4_096));
      },
    ],
  ])("are begun anew where the file %s, and it is told", (_, damage) => {
    const directory = filled();
    damage(join(directory, "vectors.sqlite"));
    const { store, warnings } = openIn(directory);
    expect(store.read("m", ["甲"])).toEqual([null]);
    store.write("m", ["甲"], [vector(1, 0)]);
    expect(store.read("m", ["甲"])).toEqual([vector(1, 0)]);
    expect(warnings.join()).toContain("computed again");
    store.close();
  });

  it("are all there, or not at all, of a write whose process is killed", async () => {
    const directory = filled();
    // Writes batch after batch until it is killed, wherever that is.
    const child = spawn(process.execPath, [join(import.meta.dirname, "endless-writer.ts"), directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let written = 0;
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      written += chunk.toString("utf8").split("\n").length - 1;
      if (written >= 5) break;
    }
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const { store, warnings } = openIn(directory);
    const texts = (batch: number): string[] => Array.from({ length: 8 }, (_, at) => `${batch}/${at}`);
    for (let batch = 0; batch < written; batch++) expect(store.read("m", texts(batch))).not.toContain(null);
    // The one under way when it died.
    expect(new Set(store.read("m", texts(written + 1)).map((held) => held === null)).size).toBe(1);
    expect(store.read("m", ["甲"])).toEqual([vector(1, 0)]);
    expect(warnings).toEqual([]);
    store.close();
  });

  it("are written and read by two at once", () => {
    const directory = filled();
    const [one, other] = [openIn(directory).store, openIn(directory).store];
    one.write("m", ["一"], [vector(1)]);
    other.write("m", ["二"], [vector(2)]);
    expect(one.read("m", ["一", "二"])).toEqual([vector(1), vector(2)]);
    expect(other.read("m", ["一", "二"])).toEqual([vector(1), vector(2)]);
    one.close();
    other.close();
  });

  it("cannot be kept where the folder is a file", () => {
    const file = join(temporaryFolder(), "file");
    appendFileSync(file, "");
    expect(() => openIn(file)).toThrow(VectorsUnusableError);
  });
});
