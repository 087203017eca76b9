/** Errors as an operator needs them: what it was, where in the code, and what caused it. */
import { join } from "node:path";

export interface ErrorFields {
  readonly name: string;
  /** `store.full` of ours, `ECONNREFUSED` of the system's. */
  readonly code?: string | number;
  /** Only of our own errors: those of libraries quote what they were given. */
  readonly message?: string;
  /** `src/app/flow/worker.ts:41:9`, the innermost first; places in the code alone. */
  readonly at?: readonly string[];
  readonly cause?: ErrorFields;
}

const mostFrames = 6;
const mostCauses = 4;
const root = join(import.meta.dirname, "..", "..", "..");

/** Our codes: small words with a full stop between. */
const ownCode = /^[a-z]+(?:[-_][a-z]+)*\.[a-z]+(?:[-_][a-z]+)*$/;
const anyCode = /^[A-Za-z0-9_.-]{1,60}$/;

export function errorFields(error: Error, causes = mostCauses): ErrorFields {
  const { name, code, cause } = error as Error & { readonly code?: unknown };
  const own = typeof code === "string" && ownCode.test(code);
  const at = framesOf(error);
  return {
    name: /^\w{1,60}$/.test(name) ? name : "Error",
    ...(typeof code === "number" || (typeof code === "string" && anyCode.test(code)) ? { code } : {}),
    ...(own ? { message: error.message.slice(0, 1_000) } : {}),
    ...(at.length > 0 ? { at } : {}),
    ...(cause instanceof Error && causes > 0 ? { cause: errorFields(cause, causes - 1) } : {}),
  };
}

/** Places of the stack within the project, its libraries and Node. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== "string" || typeof message !== "string") return [];
  // The message stands before the frames and may hold lines that look like some.
  const from = stack.indexOf(message);
  if (from < 0) return [];
  return stack
    .slice(from + message.length)
    .split("\n")
    .flatMap((line) => {
      const [, place = ""] = /^\s+at (?:.*\()?(?:file:\/\/)?([^()]+:\d+:\d+)\)?$/.exec(line) ?? [];
      const inside = place.replace(`${root}/`, "").replace(/^.*\/(?=node_modules\/)/, "");
      return /^(?:node:|src\/|node_modules\/)[\w./@+-]+:\d+:\d+$/.test(inside) ? [inside] : [];
    })
    .slice(0, mostFrames);
}
