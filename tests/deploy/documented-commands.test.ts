/** What people are told to type is there: the command, and every option, as the command line itself reads them. */
import { beforeAll, describe, expect, it } from "vitest";
import { runCli } from "../cli/run-cli.ts";
import { documentedCommands } from "./documented-commands.ts";

/** No command has it, so a command line ends here at the latest, before anything is done. */
const unknownOption = "--no-such-option";

describe("a command that a document or message names", () => {
  let names: readonly string[] = [];
  beforeAll(async () => {
    const { stdout } = await runCli(["--help"]);
    names = [...stdout.matchAll(/^ {2}(.{24})/gm)].map(([, name = ""]) => name.trim());
  });

  it("is looked for in all of them", () => {
    const files = documentedCommands().map(({ file }) => file);
    for (const file of [
      "README.md",
      "SECURITY.md",
      "docs/operations.md",
      "docs/campaigns.md",
      ".env.example",
    ])
      expect(files).toContain(file);
    expect(names.length).toBeGreaterThan(40);
  });

  it.each(documentedCommands().map(({ file, words }) => [file, words.join(" "), words] as const))(
    "%s: cli %s",
    async (_, line, words) => {
      const called = names
        .filter((name) => `${line} `.startsWith(`${name} `))
        .toSorted((left, right) => right.length - left.length)[0];
      // All the commands that begin so may be named by what they have in common.
      if (called === undefined) return expect(names.some((name) => name.startsWith(`${line} `))).toBe(true);
      const { status, stderr } = await runCli([...words, unknownOption]);
      expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining(unknownOption) });
      // Else a word that is no part of any command would pass for an argument.
      expect(line.slice(called.length)).not.toMatch(/^ [a-z]+(?: |$)/);
    },
  );
});
