/**
 * The log: one line of JSON an entry, whatever goes in. Fields are cut down to what a log may hold (`safe-fields.ts`), and
 * every character that could end a line, move a cursor, turn the reading direction or hide is written as an escape.
 */
import { pino } from "pino";
import type { Log } from "../../ports/telemetry.ts";
import { safeFields } from "./safe-fields.ts";

export type Level = "debug" | "info" | "warn" | "error";

/** Where lines go; pino's own destinations, a stream. */
export interface Destination {
  write(line: string): unknown;
}

/** Standard error, written at once so that the last line before a death is there. */
export const standardError = (): Destination => pino.destination({ dest: 2, sync: true });

/**
 * A log that drops what is below `level`. An entry has `level`, `time` (ISO 8601), `pid`, `msg` and its fields; a field of
 * such a name is written as `field_…`. Never throws because of what it is given.
 */
export function createLogger(level: Level, destination: Destination): Log {
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // The library's own would take an error's fields for an error.
      serializers: { err: (fields: unknown) => fields },
    },
    { write: (line: string) => void destination.write(oneLine(line)) },
  );
  const at =
    (of: Level) =>
    (fields: object, message: string): void => {
      if (logger.isLevelEnabled(of)) logger[of](safeFields(fields), message);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Such characters can only stand within a text of the JSON, where an escape means the same. */
const oneLine = (line: string): string =>
  `${line
    .replace(/\n$/, "")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
      [...Array(character.length).keys()]
        .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, "0")}`)
        .join(""),
    )}\n`;
