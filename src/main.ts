/** Reads the settings, composes, serves, and stops cleanly on SIGTERM and SIGINT. */
import { pino } from "pino";
import { formatProblems } from "./adapters/knowledge/problems.ts";
import { serve } from "./compose.ts";
import { ConfigError, readConfig } from "./config.ts";
import { KnowledgeError } from "./ports/knowledge-source.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({ level: config.LOG_LEVEL }, pino.destination({ dest: 2, sync: true }));
  const server = await serve(config, logger);
  process.stdout.write(`${server.url}\n`);
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    logger.info({ signal }, "stopping");
    await server.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));
}

try {
  await main();
} catch (error) {
  if (error instanceof KnowledgeError) process.stderr.write(`${formatProblems(error.problems)}\n`);
  else if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else if ((error as NodeJS.ErrnoException).code === "EADDRINUSE")
    process.stderr.write(
      `HTTP_PORT is in use; stop the other program or set HTTP_PORT to another port (0 picks a free one)\n`,
    );
  else throw error;
  process.exitCode = 1;
}
