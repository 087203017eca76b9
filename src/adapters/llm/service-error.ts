/**
 * What an error of the library tells: numbers and codes alone. Its message is left where it is, for it quotes what the service
 * wrote, and services quote what they were given.
 */

export interface ServiceError {
  /** Null: the service was not reached, or broke off. */
  readonly status: number | null;
  /** Why it was not reached, as the system names it (`ECONNREFUSED`); null: it does not say. */
  readonly cause: string | null;
  /** The service turned the request down as it was; another may be taken. */
  readonly turnedDown: boolean;
  /** Its content filter kept the question back. */
  readonly filtered: boolean;
  /** The parameter it named. */
  readonly parameter: string | null;
  /** How long it asks to be left alone; null: it does not say. */
  readonly restMilliseconds: number | null;
}

/** By which services say that they filter what they are asked, not only what they answer. */
const filters = ["content_filter", "data_inspection_failed", "DataInspectionFailed"];
const turningDown = [400, 413, 422];
const longestRest = 300_000;
/** `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, `UND_ERR_SOCKET`, `SELF_SIGNED_CERT_IN_CHAIN`. */
const systemCode = /^(?:E[A-Z]{3,15}|UND_ERR_[A-Z_]{3,20}|[A-Z_]*CERT[A-Z_]*)$/;

export function readServiceError(error: unknown): ServiceError {
  const given =
    typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const status = typeof given.status === "number" ? given.status : null;
  return {
    status,
    cause: causeOf(given, 3),
    turnedDown: status !== null && turningDown.includes(status),
    filtered: filters.some((code) => given.code === code || given.type === code),
    parameter: typeof given.param === "string" ? given.param : null,
    restMilliseconds: restOf(given.headers),
  };
}

/** Of `retry-after` in seconds; a date would need a clock that both sides agree on. */
function restOf(headers: unknown): number | null {
  const seconds =
    headers instanceof Headers ? Number.parseFloat(headers.get("retry-after") ?? "") : Number.NaN;
  return seconds > 0 ? Math.min(seconds * 1_000, longestRest) : null;
}

/** The system's name of the reason, some errors down; nothing else has its form, so it is nobody's words. */
function causeOf({ code, cause }: Readonly<Record<string, unknown>>, depth: number): string | null {
  if (typeof code === "string" && systemCode.test(code)) return code;
  return depth > 0 && typeof cause === "object" && cause !== null
    ? causeOf(cause as Readonly<Record<string, unknown>>, depth - 1)
    : null;
}
