import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { paragraphText } from "../../src/core/law/catalogue.ts";
import { quotationsOf } from "../../src/core/law/quotations.ts";
import { runCli } from "../cli/run-cli.ts";
import { knowledge } from "../knowledge-base.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/quotations.md"), "utf8");
const quotations = quotationsOf(knowledge.catalogue.base);
/** A row's cells as they read: escapes and line breaks undone. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:条、段|---) /.test(line))
  .map((line) =>
    line
      .slice(2, -2)
      .split(/ \| /)
      .map((text) => text.replaceAll("<br>", "\n").replace(/\\([\\|*_`<>[\]])/g, "$1")),
  );

describe("the table of official quotations", () => {
  it("is what the command prints", async () => {
    expect((await runCli(["knowledge", "quotations", "--markdown"])).stdout).toBe(page);
  });

  it("holds every wording whole, each with its grade", () => {
    expect(rows.map(([, , , text]) => text)).toEqual(
      quotations.map(({ official }) => official.paragraphs.map(paragraphText).join("\n")),
    );
    for (const [, , grade] of rows) expect(["转载文本，引用前请核对", "待核原文"]).toContain(grade);
  });

  it("names the source of every document quoted", () => {
    for (const { document } of quotations) expect(page).toContain(`出处：${document.source.title}。`);
  });

  it("calls no wording verified that was not compared with the issuer's own page", () => {
    for (const { document, provision } of quotations)
      if (provision.verification === "verified") expect(document.source.host).not.toBeNull();
  });
});

it("lists one line a quotation without --markdown", async () => {
  const { stdout } = await runCli(["knowledge", "quotations"]);
  expect(stdout.trim().split("\n")).toHaveLength(quotations.length);
});
