/**
 * What may stand in a log entry. Texts of users, secrets and messages of libraries (which quote what they were given) are
 * left out whatever the caller hands over; the rest is bounded in size and depth.
 */
import { type ErrorFields, errorFields } from "./error-fields.ts";

type Plain =
  | null
  | boolean
  | number
  | string
  | ErrorFields
  | readonly Plain[]
  | { readonly [key: string]: Plain };

const longestText = 300;
const mostItems = 20;
const deepest = 5;

/** Keys whose value is a secret, as part of the key: `botToken`, `DATA_KEY`, `set-cookie`. */
const secretKey =
  /token|secret|passw|credential|cookie|authori[sz]ation|signature|(?:api|data|private|secret)[-_]?key|dsn$/i;

/** Keys whose value is, or quotes, what a person wrote. */
const textKey =
  /^(?:text|question|answer|narrative|content|body|payload|message|query|search|title|quote|value|input)$/i;

/** Keys of the entry itself: two of one name would let a field pass for the entry's own. */
const entryKeys: ReadonlySet<string> = new Set(["level", "time", "pid", "msg", "__proto__"]);

/** The fields of an entry as they may be written. Never throws. */
export function safeFields(fields: object): Record<string, unknown> {
  try {
    return Object.fromEntries(
      Object.entries(safeEntries(fields, 0)).map(([key, value]) => [
        entryKeys.has(key) ? `field_${key}` : key,
        value,
      ]),
    );
  } catch {
    // A getter or a proxy that throws: the entry is worth more than its fields.
    return { fields: "[unreadable]" };
  }
}

function safeEntries(object: object, depth: number): Record<string, Plain> {
  // An error given as the fields themselves has its facts in keys that are not its own.
  if (object instanceof Error) return { err: errorFields(object) };
  return Object.fromEntries(
    Object.entries(object)
      .slice(0, mostItems)
      .map(([key, value]): [string, Plain | undefined] => [key.slice(0, 60), safeEntry(key, value, depth)])
      .filter((entry): entry is [string, Plain] => entry[1] !== undefined),
  );
}

function safeEntry(key: string, value: unknown, depth: number): Plain | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (secretKey.test(key)) return "[secret]";
  if (textKey.test(key)) return "[text]";
  return safeValue(value, depth);
}

function safeValue(value: unknown, depth: number): Plain | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  if (typeof value === "string") return shortened(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object") return undefined;
  if (value instanceof Error) return errorFields(value);
  if (depth >= deepest) return "[deep]";
  if (Array.isArray(value))
    return value.slice(0, mostItems).map((item) => safeValue(item, depth + 1) ?? null);
  // Anything with a class of its own (requests, buffers, addresses with passwords) may hold anything.
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? safeEntries(value, depth + 1) : "[object]";
}

const shortened = (text: string): string =>
  text.length > longestText ? `${text.slice(0, longestText)}… (${text.length})` : text;
