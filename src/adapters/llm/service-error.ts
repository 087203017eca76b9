/**
 * What an error of the library tells: numbers and codes alone. Its message is left where it is, for it quotes what the service
 * wrote, and services quote what they were given.
 */

export interface ServiceError {
  /** Null: the service was not reached, or broke off. */
  readonly status: number | null;
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

export function readServiceError(error: unknown): ServiceError {
  const given =
    typeof error === "object" && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const status = typeof given.status === "number" ? given.status : null;
  return {
    status,
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
