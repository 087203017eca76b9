/**
 * A stable code for logs and records: an error's own code, else its class, in small letters (`store.full`, `type-error`);
 * never its message.
 */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = error as { readonly code?: unknown };
  if (typeof code === "string" && /^[a-z][a-z0-9]*(?:[._-][a-z0-9]+){0,7}$/.test(code)) return code;
  const name = error.name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+){0,7}$/.test(name) ? name : "error";
}
