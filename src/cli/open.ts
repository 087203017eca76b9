import { formatProblems } from "../adapters/knowledge/problems.ts";
import { type Asking, composeAsking, composeAssistant } from "../compose/knowledge.ts";
import type { Config } from "../config.ts";
import type { Assistant } from "../ports/assistant.ts";
import { KnowledgeError } from "../ports/knowledge-source.ts";
import type { Log } from "../ports/telemetry.ts";
import { AbsentError, type Terminal } from "./command.ts";

/** What is opened, or the knowledge base's problems on stderr. @throws {AbsentError} the knowledge cannot be loaded */
export async function orKnowledgeProblems<Value>(
  terminal: Terminal,
  open: () => Promise<Value>,
): Promise<Value> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    terminal.err(`${formatProblems(error.problems)}\n`);
    throw new AbsentError(error.message, { cause: error });
  }
}

/** A log that tells whoever typed the command what they should know, and why. */
export const terminalLog = (terminal: Terminal): Log => ({
  debug() {},
  info() {},
  warn: (fields, message) => terminal.err(`${message}${told(fields)}\n`),
  error: (fields, message) => terminal.err(`${message}${told(fields)}\n`),
});

/** Plain fields as ` (host=api.example.com, failure=unavailable, status=401)`; what is an object is for a log that is kept. */
function told(fields: object): string {
  const plain = Object.entries(fields).filter(([, value]) => ["string", "number"].includes(typeof value));
  return plain.length === 0 ? "" : ` (${plain.map(([name, value]) => `${name}=${value}`).join(", ")})`;
}

/** The assistant with the vectors held. @throws {AbsentError} the knowledge cannot be loaded */
export const openAsking = (config: Config, terminal: Terminal): Promise<Asking> =>
  orKnowledgeProblems(terminal, () => composeAsking(config, terminalLog(terminal)));

/** The assistant. @throws {AbsentError} the knowledge cannot be loaded */
export const openAssistant = (config: Config, terminal: Terminal): Promise<Assistant> =>
  orKnowledgeProblems(terminal, () => composeAssistant(config));
