import { runTerminalChat } from "../adapters/channels/terminal.ts";
import { answerText } from "../text/render.ts";
import * as zh from "../text/zh.ts";
import { type Command, readArguments } from "./command.ts";
import { openAssistant } from "./open.ts";

export const chat: Command = {
  name: "chat",
  summary: "ask in the terminal, or from a pipe",
  help: `cli chat

A line is a question, a number picks a suggestion; ends at end of input.`,
  async run(args, terminal, config) {
    readArguments(args, {});
    const assistant = await openAssistant(config, terminal);
    await runTerminalChat(
      assistant,
      {
        prompt: zh.terminal.prompt,
        greeting: [zh.welcome.greeting + zh.welcome.purpose, zh.welcome.limits, zh.terminal.footer].join(
          "\n",
        ),
        suggestions: zh.suggestionsHeading,
        render: answerText,
        noSuchNumber: zh.terminal.noSuchNumber,
      },
      { input: process.stdin, output: process.stdout, interactive: process.stdin.isTTY === true },
    );
    return 0;
  },
};
