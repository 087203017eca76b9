/** Forms of pre-checks as commands read them; every complaint names the place. */
import { z } from "zod";
import { NoRulesForDayError, UnknownJurisdictionError } from "../app/precheck/rule-book.ts";
import { FormError, UnknownNameError } from "../core/rules/errors.ts";
import type { PrecheckRequest } from "../ports/precheck.ts";
import { AbsentError, UsageError } from "./command.ts";

export const Day = z.iso.date();
export const Facts = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)]));
const Jurisdictions = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (typeof given === "string" ? idsIn(given) : given));

/** A form as the contract has it; other keys are errors, so that no misspelt date passes for none. */
const Entry = z.strictObject({
  id: z.string().min(1),
  facts: Facts,
  act_date: Day.nullish(),
  decision_date: Day.nullish(),
  jurisdiction: Jurisdictions.nullish(),
});
const Single = Entry.extend({ id: z.string().min(1).nullish() });

type Entry = z.output<typeof Single>;

/** `sichuan`, or several from the most general to the most specific: `sichuan,chengdu`. */
export const idsIn = (given: string): string[] => given.split(",").flatMap((id) => id.trim() || []);

/** What holds where a form says nothing else. */
export interface Defaults extends Pick<PrecheckRequest, "actDate" | "decisionDate" | "jurisdictions"> {
  /** In Beijing: no act and no decision is later. */
  readonly today: string;
}

/** @throws {UsageError} its days cannot be those of an act and of what was decided of it */
function requestOf(entry: Entry, defaults: Defaults, place: string): PrecheckRequest {
  const { actDate, decisionDate, today } = {
    ...defaults,
    actDate: entry.act_date ?? defaults.actDate,
    decisionDate: entry.decision_date ?? defaults.decisionDate,
  };
  if (actDate > today)
    throw new UsageError(
      `${place}: act_date ${actDate} is after today, ${today}; give the day it happened on`,
    );
  if (decisionDate > today)
    throw new UsageError(
      `${place}: decision_date ${decisionDate} is after today, ${today}; leave it out where nothing is decided yet`,
    );
  if (decisionDate < actDate)
    throw new UsageError(
      `${place}: decision_date ${decisionDate} is before act_date ${actDate}; nothing is decided before it happened, check both`,
    );
  return {
    id: entry.id ?? null,
    facts: entry.facts,
    actDate,
    decisionDate,
    jurisdictions: entry.jurisdiction ?? defaults.jurisdictions,
  };
}

export function textOf(bytes: Uint8Array, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${place}: not UTF-8`, { cause: error });
  }
}

/** @throws {UsageError} naming the place and each part that does not fit */
export function parse<T>(text: string, schema: z.ZodType<T>, place: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${place}: not JSON`, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the form"}: ${message}`,
  );
  throw new UsageError(`${place}: ${issues.join("; ")}`, { cause: parsed.error });
}

/** A form with its place, for messages. */
export interface Placed {
  readonly request: PrecheckRequest;
  readonly place: string;
  readonly line: number;
}

/** The single form: the same object as a line of a batch, or just the facts. */
export function readSingle(text: string, path: string, defaults: Defaults): Placed[] {
  const value = parse(text, z.record(z.string(), z.unknown()), path);
  const wrapped = typeof value.facts === "object" && value.facts !== null && !Array.isArray(value.facts);
  const entry = wrapped ? parse(text, Single, path) : { facts: parse(text, Facts, path) };
  return [{ request: requestOf(entry, defaults, path), place: path, line: 1 }];
}

export function readBatch(text: string, path: string, defaults: Defaults): Placed[] {
  return text.split("\n").flatMap((content, at) => {
    const place = `${path}, line ${at + 1}`;
    return content.trim() === ""
      ? []
      : [{ request: requestOf(parse(content, Entry, place), defaults, place), place, line: at + 1 }];
  });
}

/** Runs a use case; what is wrong with the form, its dates or names is wrong usage, told with its place. */
export function orUsage<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NoRulesForDayError && error.firstDay === null)
      throw new AbsentError(error.message, { cause: error });
    if (
      error instanceof NoRulesForDayError ||
      error instanceof UnknownJurisdictionError ||
      error instanceof UnknownNameError ||
      error instanceof FormError
    )
      throw new UsageError(`${place}: ${error.message}`, { cause: error });
    throw error;
  }
}
