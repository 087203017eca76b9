export type AuditFields = Readonly<Record<string, string | number | null>> & { readonly kind: string };
export const auditBody = (fields: AuditFields): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))));
