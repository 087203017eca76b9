/**
 * Access (准入): who may use the service, in which unit and role. All of it stands in one space, so that each act is one
 * commit with its audit entry:
 *
 *   grant/<person>           what a person has been given
 *   asked/<person>           the pairing code a person has been shown
 *   request/<hash of code>   who asked with it; gone once it is approved
 *   invitation/<hash>        terms for whoever brings the token
 *   asking                   when the codes given lately end, so that a flood of strangers cannot fill the store
 *
 * Codes and tokens are found by keyed hash alone. Asking for a code gives nothing and is not in the audit log.
 */
import type { Access } from "../../ports/access.ts";
import { createAdministration } from "./administration.ts";
import { createAdmission } from "./admission.ts";
import { createInvitations } from "./invitations.ts";
import { type AccessOptions, createRecords } from "./records.ts";

/** The use cases of access over a store. */
export function createAccess(options: AccessOptions): Access {
  const records = createRecords(options);
  return {
    ...createAdmission(records),
    ...createAdministration(records),
    ...createInvitations(records),
  };
}
