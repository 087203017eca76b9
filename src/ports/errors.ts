/** A stable code for logs and records: an error's own code, else its class; never its message. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" && /^[A-Za-z][\w.-]{0,63}$/.test(code) ? code : error.name.slice(0, 64);
}
