import { readKnowledgeFolder } from "../adapters/knowledge/folder.ts";
import {
  ImportLineError,
  importPassages,
  parseImport,
  StoreUnusableError,
} from "../adapters/knowledge/passage-store.ts";
import { formatProblems } from "../adapters/knowledge/problems.ts";
import { readWholeKnowledge } from "../compose/rules.ts";
import { knowledgeStats } from "../core/law/catalogue.ts";
import { quotationsOf } from "../core/law/quotations.ts";
import { localDocuments, placesMarkdown } from "../text/places.ts";
import { quotationsMarkdown } from "../text/quotations.ts";
import { AbsentError, type Command, readArguments, readOptions, UsageError } from "./command.ts";
import { readInput } from "./input.ts";

export const knowledgeCheck: Command = {
  name: "knowledge check",
  summary: "check the knowledge base: form, dates, references, quotes, rules",
  help: `cli knowledge check [--json]

Reports every problem of every file at once, rules and overlays with them, with file, line and remedy. Exit 1 where one is
an error. What the rules say is proven by cli rules lint.`,
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean", default: false } });
    const { catalogue, problems } = readWholeKnowledge(config);
    const errors = problems.filter(({ severity }) => severity === "error").length;
    if (values.json)
      terminal.out(
        `${JSON.stringify({ ok: errors === 0, errors, warnings: problems.length - errors, problems })}\n`,
      );
    else {
      if (problems.length > 0) terminal.err(`${formatProblems(problems)}\n`);
      terminal.out(
        `${errors} errors, ${problems.length - errors} warnings${catalogue === null ? "" : `, ${catalogue.base.version}`}\n`,
      );
    }
    return errors === 0 ? 0 : 1;
  },
};

export const knowledgeStatistics: Command = {
  name: "knowledge stats",
  summary: "count what the knowledge base holds",
  help: "cli knowledge stats [--json]",
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean", default: false } });
    const { catalogue, library, problems } = readWholeKnowledge(config);
    if (catalogue === null || library === null) {
      terminal.err(`${formatProblems(problems)}\n`);
      return 3;
    }
    const stats = knowledgeStats(
      catalogue.base,
      new Set(library.overlays.map(({ overlay }) => overlay.id)).size,
    );
    if (values.json) terminal.out(`${JSON.stringify(stats)}\n`);
    else
      for (const [name, value] of Object.entries(stats))
        terminal.out(`${name.padEnd(16)}${typeof value === "object" ? JSON.stringify(value) : value}\n`);
    return 0;
  },
};

export const knowledgeQuotations: Command = {
  name: "knowledge quotations",
  summary: "every official wording held, with its source and grade",
  help: `cli knowledge quotations [--markdown]

One line a quotation: passage, grade, whole or excerpt. --markdown prints docs/quotations.md, every wording in full.`,
  async run(args, terminal, config) {
    const values = readOptions(args, { markdown: { type: "boolean", default: false } });
    const { base, problems } = readKnowledgeFolder(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY);
    if (base === null) {
      terminal.err(`${formatProblems(problems)}\n`);
      return 1;
    }
    const quotations = quotationsOf(base);
    if (values.markdown) terminal.out(quotationsMarkdown(quotations));
    else
      for (const { provision, official } of quotations)
        terminal.out(
          `${provision.id.padEnd(36)} ${provision.verification.padEnd(11)} ${official.complete ? "whole" : "excerpt"}\n`,
        );
    return 0;
  },
};

export const knowledgePlaces: Command = {
  name: "knowledge places",
  summary: "the local rules held, what was read of them and what could not be read",
  help: `cli knowledge places [--markdown]

One line a document: place, id, title. --markdown prints docs/places.md, with the parts that could not be read.`,
  async run(args, terminal, config) {
    const values = readOptions(args, { markdown: { type: "boolean", default: false } });
    const { base, problems } = readKnowledgeFolder(config.KNOWLEDGE_DIR, config.KNOWLEDGE_OVERLAY);
    if (base === null) {
      terminal.err(`${formatProblems(problems)}\n`);
      return 1;
    }
    if (values.markdown) terminal.out(placesMarkdown(base.documents));
    else
      for (const { jurisdiction, id, title } of localDocuments(base.documents))
        terminal.out(`${jurisdiction}  ${id}  ${title}\n`);
    return 0;
  },
};

export const knowledgeImport: Command = {
  name: "knowledge import-jsonl",
  summary: "import passages into a store of their own",
  help: `cli knowledge import-jsonl FILE|- --store DIR

UTF-8, one JSON object a line: id and text needed; title, article, section, date (YYYY-MM-DD), category optional.
Upserts by id, all or nothing; prints {"imported","updated","skipped"}.`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { store: { type: "string" } });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new UsageError("one file is needed, or - for standard input");
    if (values.store === undefined || values.store === "") throw new UsageError("--store DIR is needed");
    try {
      const passages = parseImport(await readInput(path, terminal));
      terminal.out(`${JSON.stringify(importPassages(values.store, passages))}\n`);
      return 0;
    } catch (error) {
      if (error instanceof StoreUnusableError) throw new AbsentError(error.message, { cause: error });
      if (error instanceof ImportLineError)
        throw new UsageError(`${path}, ${error.message}`, { cause: error });
      throw error;
    }
  },
};
