/** The environment as one schema, read once at start. Nothing else reads `process.env`. */
import { z } from "zod";

const Port = z.coerce.number().int().min(0).max(65_535);

export const Environment = z.object({
  /** The knowledge base. */
  KNOWLEDGE_DIR: z.string().default("./knowledge"),
  /** An organisation's own folder laid over it. */
  KNOWLEDGE_OVERLAY: z.string().optional(),
  HTTP_HOST: z.string().default("127.0.0.1"),
  /** 0 picks a free port. */
  HTTP_PORT: Port.default(8787),
  /** Shown in notices and refusals. */
  ORG_NAME: z.string().optional(),
  ORG_CONTACT: z.string().default("本单位组织人事或纪检监察部门"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export type Config = Readonly<z.infer<typeof Environment>>;

/** One or more variables do not fit; the message names each with the remedy. */
export class ConfigError extends Error {
  readonly code = "config.invalid";
  readonly variables: readonly string[];

  constructor(issues: readonly { readonly variable: string; readonly message: string }[]) {
    super(
      `settings to correct:\n${issues.map(({ variable, message }) => `  ${variable}: ${message}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.variables = issues.map(({ variable }) => variable);
  }
}

/** Reads the settings; empty text counts as unset. @throws {ConfigError} naming every variable that does not fit */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => ({ variable: issue.path.join("."), message: issue.message })),
    );
  return Object.freeze(parsed.data);
}
