/** The calendar of working days: `holidays.yaml` at the top of the knowledge folder, or the organisation's in its place. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { dayAfter, type WorkCalendar } from "../../core/campaign/window.ts";
import { KnowledgeError, type Problem } from "../../ports/knowledge-source.ts";
import { decode } from "./files.ts";
import { describe, type Tell } from "./problems.ts";
import { readYaml } from "./yaml.ts";

export const HOLIDAYS = "holidays.yaml";

const day = z.iso.date({ error: "写真实的日期，如 2026-10-01" });

const holidaysFile = z.strictObject({
  source: z.strictObject({ title: z.string().min(1), host: z.string().nullable(), read: day.nullable() }),
  verification: z.enum(["verified", "secondary", "unverified"]),
  /** By year: each holiday with its days off, and the weekend days worked for it. */
  years: z.record(
    z.string().regex(/^\d{4}$/, { error: "写四位年份，加引号" }),
    z.array(
      z
        .strictObject({ name: z.string().min(1), from: day, to: day, worked: z.array(day) })
        .refine(({ from, to }) => from <= to && dayAfter(from, 31) > to, {
          error: "from 不晚于 to，至多一个月",
        }),
    ),
  ),
});

const daysOf = ({ from, to }: { readonly from: string; readonly to: string }): string[] => {
  const days: string[] = [];
  for (let at = from; at <= to; at = dayAfter(at)) days.push(at);
  return days;
};

/**
 * @param overlay the organisation's folder, whose file takes the place of the shipped one
 * @returns weekends alone where there is no file
 * @throws {KnowledgeError} the file does not hold
 */
export function readHolidays(directory: string, overlay: string | undefined): WorkCalendar {
  const place = [overlay, directory]
    .flatMap((root) => (root === undefined ? [] : [join(root, HOLIDAYS)]))
    .find((path) => lstatSync(path, { throwIfNoEntry: false })?.isFile());
  if (place === undefined) return { years: new Set(), off: new Set(), worked: new Set() };
  const problems: Problem[] = [];
  const tell: Tell = (code, line, ...values) => void problems.push(describe(code, place, line, values));
  const text = decode(readFileSync(place), tell);
  const read = text === null ? null : readYaml(text, holidaysFile, 1, tell);
  if (read === null) throw new KnowledgeError(problems);
  const holidays = Object.values(read.value.years).flat();
  return {
    years: new Set(Object.keys(read.value.years).map(Number)),
    off: new Set(holidays.flatMap(daysOf)),
    worked: new Set(holidays.flatMap(({ worked }) => worked)),
  };
}
