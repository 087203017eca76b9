/** First parts of the paths that the server answers by itself; nothing else may be served there. */
const ownFirstParts: ReadonlySet<string> = new Set([
  "admin",
  "answers",
  "api",
  "ask",
  "assets",
  "c",
  "catalogue",
  "healthz",
  "join",
  "learn",
  "metrics",
  "new",
  "pictures",
  "precheck",
  "readyz",
  "sign-in",
  "sources",
]);

/** Tells whether a path (`/admin/people`) is, or lies under, an address of the server's own. */
export const isOwnAddress = (path: string): boolean => {
  const [, first = ""] = path.toLowerCase().split("/");
  return first === "" || ownFirstParts.has(first);
};
