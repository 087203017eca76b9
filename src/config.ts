/** The environment as one schema, read once at start. Nothing else reads `process.env`. */
import { z } from "zod";
import { isLoopback } from "./core/access/loopback.ts";
import { isOwnAddress } from "./core/access/own-addresses.ts";
import { usualHours, usualPerWeek } from "./core/campaign/campaign.ts";

/** A whole number in digits alone: `1e3` and `0x50` would be taken for something else than was meant. */
const whole = (least: number, most: number) =>
  z.string().transform((text, context): number => {
    const digits = text.trim();
    const value = Number(digits);
    if (/^\d+$/.test(digits) && value >= least && value <= most) return value;
    context.addIssue({
      code: "custom",
      message: `needs a whole number from ${least} to ${most}, in digits alone`,
    });
    return z.NEVER;
  });

/** A limit; 0 switches it off. */
const count = (otherwise: number) => whole(0, 1_000_000_000).default(otherwise);

/** Words before a text, as they are; `\\n` is a line end, which a line of a settings file cannot hold. */
const prefix = z
  .string()
  .max(500)
  .default("")
  .transform((text) => text.replaceAll("\\n", "\n"));

/** A key for encryption at rest; never printed. */
export interface DataKey {
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

/** `id:base64[,id:base64…]`: the first writes, all read. */
const DataKeys = z.string().transform((text, context): readonly DataKey[] => {
  const keys = text.split(",").map((part) => {
    const [, id = "", encoded = ""] = /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})\s*$/.exec(part) ?? [];
    return { id, bytes: Buffer.from(encoded, "base64") };
  });
  const names = new Set(keys.map(({ id }) => id));
  if (keys.some(({ id, bytes }) => id === "" || bytes.length !== 32) || names.size < keys.length)
    context.addIssue({
      code: "custom",
      message:
        'needs the form id:base64[,id:base64…] with 32 bytes each and different ids; "cli keys new" prints one',
    });
  return keys;
});

/** A service that speaks the OpenAI protocol. What follows the path would be lost, and a key in the address be logged. */
const ServiceUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((text) => /^https?:\/\/[^@?#]+$/.test(text), {
    error:
      "needs an address without user, query and fragment, such as https://host/v1; keys go into OPENAI_API_KEY",
  });

/** Asked in order where the first model cannot be had. */
const Fallbacks = z.string().transform((text, context) => {
  const Fallback = z.strictObject({
    baseURL: ServiceUrl,
    key: z.string(),
    model: z.string().min(1),
  });
  try {
    const parsed = z.array(Fallback).max(8).safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below, without the text: it holds keys.
  }
  context.addIssue({
    code: "custom",
    message: 'needs a JSON list of {"baseURL": "https://…/v1", "key": "…", "model": "…"}',
  });
  return z.NEVER;
});

const Switch = z
  .enum(["true", "false", "1", "0"], { error: "needs true or false" })
  .default("false")
  .transform((text) => text === "true" || text === "1");

/** `HH:MM-HH:MM`, within one day. */
const HoursOfDay = z.string().transform((text, context) => {
  const time = "((?:[01]\\d|2[0-3]):[0-5]\\d|24:00)";
  const [, from = "", until = ""] = new RegExp(`^\\s*${time}\\s*-\\s*${time}\\s*$`).exec(text) ?? [];
  if (from < until) return { from, until };
  context.addIssue({
    code: "custom",
    message: "needs hours of one day, the earlier first, such as 08:30-18:00",
  });
  return z.NEVER;
});

const PersonList = z.string().transform((text, context): readonly `${string}:${string}`[] => {
  const people = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const person of people)
    if (!/^(?:telegram:[1-9]\d{0,15}|(?:web|terminal):[A-Za-z0-9._-]{1,128})$/.test(person))
      context.addIssue({
        code: "custom",
        message: `"${person}" can be nobody; needs web:admin or telegram: and the number of a user, as in telegram:1001`,
      });
  return people as `${string}:${string}`[];
});

export const Environment = z.object({
  /** The knowledge base. */
  KNOWLEDGE_DIR: z.string().default("./knowledge"),
  /** An organisation's own folder laid over it. */
  KNOWLEDGE_OVERLAY: z.string().optional(),
  HTTP_HOST: z.string().default("127.0.0.1"),
  /** 0 picks a free port. */
  HTTP_PORT: whole(0, 65_535).default(8787),
  /** The address people see, for links and cookies; without it, the address bound to. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(
      (url) => /^https?:\/\/[^/?#@]+\/?$/i.test(url),
      "needs scheme, host and port alone: pages and links begin at /",
    )
    .optional(),
  /** Number of trusted proxies before the server. */
  TRUST_PROXY: whole(0, 10).default(0),
  /** The embedded store, archives and exports. */
  DATA_DIR: z.string().default("./data"),
  /** The store that several processes share; without it, the embedded one in `DATA_DIR`. */
  REDIS_URL: z
    .string()
    .regex(
      /^rediss?(?:\+(?:sentinel|cluster))?:\/\/\S+$/,
      "needs redis://, redis+sentinel:// or redis+cluster://; with rediss for TLS",
    )
    .optional(),
  /** Who asks the sentinels of `REDIS_URL`, which have users of their own; without a password, anybody. */
  REDIS_SENTINEL_USERNAME: z.string().optional(),
  REDIS_SENTINEL_PASSWORD: z.string().optional(),
  /** Files (PEM) of the certificate that is shown to Redis and of its key, where Redis asks for one. */
  REDIS_TLS_CERT_FILE: z.string().optional(),
  REDIS_TLS_KEY_FILE: z.string().optional(),
  /** `open` for everybody on this machine, `approval` by an administrator; without it, what the address calls for. */
  ACCESS: z.enum(["open", "approval"]).optional(),
  /** `channel:id` of the administrators. */
  ADMIN_USERS: PersonList.default([]),
  /** scrypt hash of the password of `web:admin`. */
  WEB_ADMIN_PASSWORD_HASH: z
    .string()
    .regex(
      /^scrypt\$\d+\$\d+\$\d+\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$/,
      'is not a scrypt hash; "cli admin hash-password" makes one',
    )
    .optional(),
  /** Keys that encrypt texts of users at rest. */
  DATA_KEY: DataKeys.optional(),
  /** Signs cookies and tokens; without it, one is made and kept in the store. */
  APP_SECRET: z.string().min(32, "needs at least 32 characters").optional(),
  /** How long conversations are kept. */
  RETENTION_DAYS: whole(1, 3650).default(180),
  /** Given: the bot is served as well. */
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[A-Za-z0-9_-]+$/, "is not a token of the form number:letters, as BotFather gives it")
    .optional(),
  /** Another root for a Bot API server of one's own. */
  TELEGRAM_API_ROOT: z.url({ protocol: /^https?$/ }).default("https://api.telegram.org"),
  TELEGRAM_MODE: z.enum(["polling", "webhook"]).default("polling"),
  /** Where Telegram posts updates; its path is served here. */
  TELEGRAM_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(
      (url) => !isOwnAddress(new URL(url).pathname),
      "needs a path that the server does not answer otherwise, as in https://host/telegram",
    )
    .optional(),
  /** Sent by Telegram with each update. */
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, "needs 1 to 256 of A-Za-z0-9_-")
    .optional(),
  /** Messages the bot sends in any one second; 0: no limit. */
  TELEGRAM_MESSAGES_PER_SECOND: count(30),
  /** When pushes go out at most, in Beijing; a campaign may be narrower. `until` does not count. */
  PUSH_HOURS: HoursOfDay.default({ from: usualHours.from, until: usualHours.until }),
  /** Pushes go out on weekends and holidays too, where a campaign asks for it. */
  PUSH_ON_DAYS_OFF: Switch,
  /** Most pushes of all campaigns to one person in seven days; a campaign may ask for fewer. */
  PUSH_PER_WEEK: whole(1, 7).default(usualPerWeek),
  /** Given with a model: answers may be put into words by it. */
  OPENAI_MODEL: z.string().optional(),
  OPENAI_API_KEY: z.string().default(""),
  /** Any service of that protocol. */
  OPENAI_BASE_URL: ServiceUrl.default("https://api.openai.com/v1"),
  /** Searches by meaning too, beside the words. */
  OPENAI_EMBEDDING_MODEL: z.string().optional(),
  /** Before a question, and before a passage, where the embedding model wants some words there; `\\n` is a line end. */
  EMBEDDING_QUESTION_PREFIX: prefix,
  EMBEDDING_PASSAGE_PREFIX: prefix,
  /** Judges in evaluations alone. */
  OPENAI_JUDGE_MODEL: z.string().optional(),
  OPENAI_FALLBACKS: Fallbacks.default([]),
  /** All attempts at one answer together. */
  LLM_DEADLINE_SECONDS: whole(1, 120).default(20),
  /** Tokens of one person in a day; 0: no limit. */
  LLM_DAILY_TOKENS: count(200_000),
  /** Switches every use of a model off. */
  LLM_DISABLED: Switch,
  /** 备案号 of the model, shown in `/about`. */
  MODEL_FILING_NUMBER: z.string().optional(),
  /** Limits; 0: none. */
  LIMIT_USER_PER_MINUTE: count(60),
  LIMIT_USER_PER_DAY: count(1_000),
  LIMIT_UNIT_PER_DAY: count(20_000),
  LIMIT_TOTAL_PER_MINUTE: count(12_000),
  /** Shown in notices and refusals. */
  ORG_NAME: z.string().optional(),
  ORG_CONTACT: z.string().default("本单位组织人事或纪检监察部门"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

/** The settings as checked; `ACCESS` is what the address calls for where it was left out. */
export type Config = Readonly<Omit<z.infer<typeof Environment>, "ACCESS">> & {
  readonly ACCESS: "open" | "approval";
};

interface Issue {
  readonly variable: string;
  readonly message: string;
}

/** What reaches the program from beyond this machine: an address bound to, or a proxy's that leads here; null: nothing. */
const reachedBy = ({ HTTP_HOST, PUBLIC_URL }: z.infer<typeof Environment>): string | null => {
  if (!isLoopback(HTTP_HOST)) return `HTTP_HOST is ${HTTP_HOST}`;
  return PUBLIC_URL === undefined || isLoopback(new URL(PUBLIC_URL).hostname)
    ? null
    : `PUBLIC_URL is ${PUBLIC_URL}`;
};

/** What settings ask of one another. */
const issuesBetween = (settings: z.infer<typeof Environment>): Issue[] => [
  ...issuesOfReach(settings),
  ...issuesOfSentinels(settings),
  ...issuesOfCertificate(settings),
  ...issuesOfTelegram(settings),
];

/** A login that nobody is shown would seem to protect something. */
function issuesOfSentinels(settings: z.infer<typeof Environment>): Issue[] {
  const [username, password] = ["REDIS_SENTINEL_USERNAME", "REDIS_SENTINEL_PASSWORD"] as const;
  const given = [username, password].filter((variable) => settings[variable] !== undefined);
  if (given.length > 0 && !settings.REDIS_URL?.includes("+sentinel:"))
    return given.map((variable) => ({ variable, message: "is for a REDIS_URL with +sentinel alone" }));
  return settings[username] !== undefined && settings[password] === undefined
    ? [{ variable: password, message: `must be set where ${username} is` }]
    : [];
}

function issuesOfCertificate(settings: z.infer<typeof Environment>): Issue[] {
  const both = ["REDIS_TLS_CERT_FILE", "REDIS_TLS_KEY_FILE"] as const;
  const given = both.filter((variable) => settings[variable] !== undefined);
  if (given.length > 0 && !settings.REDIS_URL?.startsWith("rediss"))
    return given.map((variable) => ({ variable, message: "is for a REDIS_URL with rediss alone" }));
  return given.length === 1
    ? both
        .filter((variable) => !given.includes(variable))
        .map((variable) => ({ variable, message: `must be set where ${given[0]} is` }))
    : [];
}

/** Everything about Telegram leaves this machine; and a webhook without a secret believes everybody. */
function issuesOfTelegram(settings: z.infer<typeof Environment>): Issue[] {
  const missing = (["TELEGRAM_WEBHOOK_URL", "TELEGRAM_WEBHOOK_SECRET"] as const).filter(
    (variable) => settings.TELEGRAM_MODE === "webhook" && settings[variable] === undefined,
  );
  const open = settings.TELEGRAM_BOT_TOKEN !== undefined && settings.DATA_KEY === undefined;
  return [
    ...missing.map((variable) => ({ variable, message: "must be set where TELEGRAM_MODE is webhook" })),
    // Said once, where the address asks for it too.
    ...(open && reachedBy(settings) === null
      ? [
          {
            variable: "DATA_KEY",
            message: 'must be set where Telegram is served; "cli keys new" prints one',
          },
        ]
      : []),
  ];
}

function issuesOfReach(settings: z.infer<typeof Environment>): Issue[] {
  const reached = reachedBy(settings);
  if (reached === null) return [];
  return [
    ...(settings.ACCESS === "open"
      ? [{ variable: "ACCESS", message: `open is for this machine alone, and ${reached}` }]
      : []),
    ...(settings.DATA_KEY === undefined
      ? [
          {
            variable: "DATA_KEY",
            message: `must be set where not only this machine is served (${reached}); "cli keys new" prints one`,
          },
        ]
      : []),
  ];
}

/** One or more variables do not fit; the message names each with the remedy. */
export class ConfigError extends Error {
  readonly code = "config.invalid";
  readonly variables: readonly string[];

  constructor(issues: readonly Issue[]) {
    super(
      `settings to correct:\n${issues.map(({ variable, message }) => `  ${variable}: ${message}`).join("\n")}`,
    );
    this.name = "ConfigError";
    this.variables = issues.map(({ variable }) => variable);
  }
}

/** By variable: reads a value that is given, and throws an error whose message says what does not fit. */
export type SettingChecks = Readonly<
  Partial<Record<keyof typeof Environment.shape, (value: string) => unknown>>
>;

/** What the checks say of those variables that nothing was said of yet. */
function issuesOfChecks(
  given: Readonly<Record<string, string>>,
  checks: SettingChecks,
  wrong: ReadonlySet<string>,
): Issue[] {
  return Object.entries(checks).flatMap(([variable, check]) => {
    const value = given[variable];
    if (value === undefined || wrong.has(variable)) return [];
    try {
      check(value);
      return [];
    } catch (error) {
      return [{ variable, message: (error as Error).message.replace(`${variable} `, "") }];
    }
  });
}

/** What the settings that fit ask of one another, where others do not. */
function issuesBesides(given: Readonly<Record<string, string>>, wrong: ReadonlySet<string>): Issue[] {
  const fitting = Environment.safeParse(
    Object.fromEntries(Object.entries(given).filter(([variable]) => !wrong.has(variable))),
  );
  if (!fitting.success) return [];
  // What depends on an address that cannot be read cannot be judged.
  const unknown = (variable: string) => wrong.has("REDIS_URL") && variable.startsWith("REDIS_");
  return issuesBetween(fitting.data).filter(({ variable }) => !wrong.has(variable) && !unknown(variable));
}

/**
 * Reads the settings; empty text counts as unset.
 *
 * @param checks what else a value must fulfil
 * @throws {ConfigError} naming every variable that does not fit
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  checks: SettingChecks = {},
): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== "",
    ),
  );
  const parsed = Environment.safeParse(given);
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    variable: String(path[0]),
    message,
  }));
  issues.push(...issuesOfChecks(given, checks, new Set(issues.map(({ variable }) => variable))));
  issues.push(...issuesBesides(given, new Set(issues.map(({ variable }) => variable))));
  if (!parsed.success || issues.length > 0) throw new ConfigError(issues);
  const settings = parsed.data;
  return Object.freeze({
    ...settings,
    ACCESS: settings.ACCESS ?? (reachedBy(settings) === null ? "open" : "approval"),
  });
}
