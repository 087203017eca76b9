import { formatProblems } from "../adapters/knowledge/problems.ts";
import { composeAssistant } from "../compose.ts";
import type { Config } from "../config.ts";
import type { Assistant } from "../ports/assistant.ts";
import { KnowledgeError } from "../ports/knowledge-source.ts";
import { AbsentError, type Terminal } from "./command.ts";

/** The assistant, or the knowledge base's problems on stderr. @throws {AbsentError} it cannot be loaded */
export async function openAssistant(config: Config, terminal: Terminal): Promise<Assistant> {
  try {
    return await composeAssistant(config);
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    terminal.err(`${formatProblems(error.problems)}\n`);
    throw new AbsentError(error.message, { cause: error });
  }
}
