import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { createTerminalChannel } from "../adapters/channels/terminal.ts";
import { createLogger, standardError } from "../adapters/logging/logger.ts";
import { composeRuntime } from "../compose/runtime.ts";
import { headedNotice } from "../text/dialogue.ts";
import { answerText, pictureText } from "../text/render.ts";
import * as zh from "../text/zh.ts";
import { type Command, readOptions } from "./command.ts";
import { orKnowledgeProblems } from "./open.ts";
import { needingStore } from "./store.ts";

/** Columns of a terminal that says nothing of them, as a pipe; and of a line that is still easily read. */
const usualColumns = 80;
const widest = 100;

/** How long an answer under way may take when the chat ends, in seconds. */
const endSeconds = 10;

export const chat: Command = {
  name: "chat",
  summary: "ask in the terminal, or from a pipe",
  help: `cli chat

A line is a question, a number picks what was offered; ends at end of input, when the words of a model have
come as well, and at an interrupt at once. Uses DATA_DIR alone: a running server or
another chat on it is named.`,
  async run(args, terminal, config) {
    readOptions(args, {});
    // Beside a conversation only what an operator must know.
    const log = createLogger(config.LOG_LEVEL === "info" ? "error" : config.LOG_LEVEL, standardError());
    const runtime = await needingStore(() =>
      orKnowledgeProblems(terminal, () => composeRuntime(config, log, "rongcuo chat")),
    );
    const channel = createTerminalChannel({
      words: {
        prompt: zh.terminal.prompt,
        greeting: [
          zh.welcome.greeting + zh.welcome.purpose,
          zh.welcome.limits,
          headedNotice(runtime.privacyNotice),
          zh.terminal.footer,
        ].join("\n"),
        suggestions: zh.suggestionsHeading,
        choices: zh.choicesHeading,
        earlier: zh.terminal.earlier,
        picture: pictureText,
        file: zh.terminal.file,
        render: (answer) => answerText(answer, Math.min(process.stdout.columns ?? usualColumns, widest)),
      },
      streams: { input: process.stdin, output: process.stdout, interactive: process.stdin.isTTY === true },
      address: { person: `terminal:${userInfo().uid}`, conversation: `t-${randomUUID()}` },
      firstQuestions: runtime.assistant.firstQuestions(),
      clock: Date.now,
      newId: randomUUID,
      settled: runtime.settled,
    });
    await runtime.start([channel]);
    // Whoever interrupts does not wait for a model.
    let interrupted = false;
    process.once("SIGINT", () => {
      interrupted = true;
      void channel.stop(0);
    });
    try {
      await channel.run();
    } finally {
      await runtime.stop(interrupted ? 0 : endSeconds);
    }
    return 0;
  },
};
