/** What the forms of the desk send, as the use cases take it. Days are of Beijing, and the last one is still of use. */
import { z } from "zod";
import { roles, type Terms } from "../../ports/access.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Instant } from "../../ports/time.ts";
import { day } from "./schemas.ts";

const dayMilliseconds = 24 * 3_600_000;
const beijingMilliseconds = 8 * 3_600_000;

/** The day of an instant in Beijing. */
export const dayOf = (instant: Instant): string =>
  new Date(instant + beijingMilliseconds).toISOString().slice(0, 10);

/** The last day of use of what ends at an instant. */
export const lastDayOf = (until: Instant): string => dayOf(until - 1);

/** The first instant after a day in Beijing. */
const endOf = (last: string): Instant =>
  Date.parse(`${last}T00:00:00Z`) - beijingMilliseconds + dayMilliseconds;

const personId = z.custom<PersonId>(
  (value) => typeof value === "string" && /^[a-z]{1,20}:[A-Za-z0-9._-]{1,128}$/.test(value),
);
const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9-]{1,40}$/);
const terms = {
  role: z.enum(roles),
  unit: z.string().trim().max(100),
  until: z.union([z.literal("").transform(() => null), day.transform(endOf)]),
};

export const approveForm = z.object({ code, ...terms });
export const changeForm = z.object({ person: personId, ...terms });
export const personForm = z.object({ person: personId });
export const transferForm = z.object({ person: personId, code });
export const inviteForm = z.object({ days: z.coerce.number().int().min(1).max(30), ...terms });
export const signInForm = z.object({ password: z.string().min(1).max(1_000) });

/** The terms alone. */
export const termsOf = ({ role, unit, until }: Terms): Terms => ({ role, unit, until });

/** When an invitation made now ceases to hold. */
export const inviteUntil = (now: Instant, days: number): Instant => now + days * dayMilliseconds;
