/** The command line. Machine output on stdout, everything else on stderr. */

import { formatProblems } from "./adapters/knowledge/problems.ts";
import { accessCommands } from "./cli/access.ts";
import { hashPasswordCommand } from "./cli/admin.ts";
import { archiveVerify } from "./cli/archive.ts";
import { ask } from "./cli/ask.ts";
import { auditVerify } from "./cli/audit.ts";
import { backup } from "./cli/backup.ts";
import { campaignCommands } from "./cli/campaign.ts";
import { similarCases } from "./cli/cases.ts";
import { chat } from "./cli/chat.ts";
import { AbsentError, type Command, type ExitCode, type Terminal, UsageError } from "./cli/command.ts";
import { deadLetters, discardDeadLetter, retryDeadLetter } from "./cli/dead-letters.ts";
import { digest } from "./cli/digest.ts";
import { knowledgeEmbed } from "./cli/embed.ts";
import { evaluate } from "./cli/eval.ts";
import { gapsAssign, gapsClose, gapsDraft, gapsName, gapsReply } from "./cli/gap-work.ts";
import { gaps, gapsList } from "./cli/gaps.ts";
import { keysNew, keysRotate } from "./cli/keys.ts";
import {
  knowledgeCheck,
  knowledgeImport,
  knowledgePlaces,
  knowledgeQuotations,
  knowledgeStatistics,
} from "./cli/knowledge.ts";
import { precheckEvaluate, precheckReplay, precheckSchema } from "./cli/precheck.ts";
import { precheckExtract } from "./cli/precheck-extract.ts";
import { precheckCompare, precheckReport } from "./cli/precheck-report.ts";
import { restore } from "./cli/restore.ts";
import { rulesDiff, rulesLint, rulesPublish, rulesTable } from "./cli/rules.ts";
import { search } from "./cli/search.ts";
import { telegramLink } from "./cli/telegram.ts";
import { storeExport, storeForget, storeImport } from "./cli/transfer.ts";
import { ConfigError, readConfig } from "./config.ts";
import { KnowledgeError } from "./ports/knowledge-source.ts";

const commands: readonly Command[] = [
  ask,
  chat,
  search,
  similarCases,
  knowledgeCheck,
  knowledgeStatistics,
  knowledgeQuotations,
  knowledgePlaces,
  knowledgeImport,
  knowledgeEmbed,
  precheckSchema,
  precheckEvaluate,
  precheckExtract,
  precheckReplay,
  precheckReport,
  precheckCompare,
  rulesLint,
  rulesTable,
  rulesDiff,
  rulesPublish,
  evaluate,
  gaps,
  gapsList,
  gapsAssign,
  gapsName,
  gapsDraft,
  gapsClose,
  gapsReply,
  digest,
  backup,
  restore,
  storeExport,
  storeImport,
  storeForget,
  deadLetters,
  retryDeadLetter,
  discardDeadLetter,
  ...accessCommands,
  ...campaignCommands,
  auditVerify,
  archiveVerify,
  telegramLink,
  keysNew,
  keysRotate,
  hashPasswordCommand,
];

/** The commands that begin with a word (`access`); all of them where none does. */
function overview(first: string | undefined): string {
  const group = commands.filter(({ name }) => name.startsWith(`${first} `));
  const shown = group.length > 0 ? group : commands;
  const lines = shown.map(({ name, summary }) => `  ${name.padEnd(24)}${summary}`);
  return `cli ${shown === group ? `${first} ` : ""}COMMAND … (--help on each)\n\n${lines.join("\n")}\n`;
}

/** Runs one command line; never throws for what a user or the world did wrong. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ExitCode> {
  const command = commands
    .filter(({ name }) => name.split(" ").every((word, at) => args[at] === word))
    .sort((left, right) => right.name.length - left.name.length)[0];
  if (command === undefined) {
    if (args[0] === "help" || args.includes("--help")) {
      terminal.out(overview(args[0]));
      return 0;
    }
    terminal.err(
      `${args.length === 0 ? "a command is needed" : `unknown command: ${args.join(" ")}`}\n\n${overview(args[0])}`,
    );
    return 2;
  }
  const rest = args.slice(command.name.split(" ").length);
  if (rest.includes("--help")) {
    terminal.out(`${command.help}\n`);
    return 0;
  }
  try {
    return await command.run(rest, terminal, readConfig(command.ignoresSettings ? {} : environment));
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) {
      terminal.err(`${error.message}\n`);
      return 2;
    }
    if (error instanceof KnowledgeError) {
      terminal.err(`${formatProblems(error.problems)}\n`);
      return 3;
    }
    if (error instanceof AbsentError) {
      terminal.err(`${error.message}\n`);
      return 3;
    }
    throw error;
  }
}

if (import.meta.main) {
  // A reader that closes the pipe early (head, less) ends the command quietly.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  process.exitCode = await runCommandLine(
    process.argv.slice(2),
    {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      input: async () => Buffer.concat(await process.stdin.toArray()),
    },
    process.env,
  );
}
