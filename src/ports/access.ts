/** Who may use the service, in which unit and role. */
import type { Role } from "../core/access/roles.ts";
import type { PersonId } from "./channel.ts";
import type { Instant } from "./time.ts";

export { type Role, roles } from "../core/access/roles.ts";

/** What a person has been given. */
export interface Grant {
  readonly person: PersonId;
  readonly role: Role;
  /** Name of the unit (单位); empty where none was given. */
  readonly unit: string;
  /** First instant at which it no longer holds; null: until it is taken back. */
  readonly until: Instant | null;
  readonly grantedAt: Instant;
  /** Who gave it: a person, or `configuration`, `open`, `command-line`, `invitation`. */
  readonly grantedBy: string;
}

/** A person who asked to be let in. */
export interface PairingRequest {
  readonly code: string;
  readonly person: PersonId;
  readonly askedAt: Instant;
  readonly until: Instant;
}

/** What the border needs to know of a person. */
export type Admission =
  | { readonly admitted: true; readonly grant: Grant }
  /**
   * A one-time code an administrator can approve, valid before `until`; null where too many have asked lately, and `until`
   * is when to ask again.
   */
  | { readonly admitted: false; readonly code: string | null; readonly until: Instant };

/** Why an act of administration did not happen. */
export type AccessProblem = "forbidden" | "unknown-code" | "unknown-person" | "invalid";
export type AccessResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: AccessProblem };

/** What is to be given. */
export interface Terms {
  readonly role: Role;
  readonly unit: string;
  readonly until: Instant | null;
}

/**
 * The use cases of access. `by` is who acts, a person with the role `admin`, or `command-line`; everybody else is
 * `forbidden`. Every act that changes something is appended to the audit stream of the space `access`.
 */
export interface Access {
  /** The grant that holds now; null where there is none. Nothing is made. */
  grantOf(person: PersonId): Promise<Grant | null>;
  /** The grant, or a pairing code (the one already given, while it lasts). */
  admit(person: PersonId): Promise<Admission>;
  approve(by: Actor, code: string, terms: Terms): Promise<AccessResult<Grant>>;
  /** Changes the terms of a person who has a grant. */
  change(by: Actor, person: PersonId, terms: Terms): Promise<AccessResult<Grant>>;
  revoke(by: Actor, person: PersonId): Promise<AccessResult<null>>;
  /** Gives the grant of one person to another who asked with a code, a new device say; the old one ends. */
  transfer(by: Actor, from: PersonId, code: string): Promise<AccessResult<Grant>>;
  /** A one-time token that gives the terms to whoever redeems it before `validUntil`. */
  invite(by: Actor, terms: Terms, validUntil: Instant): Promise<AccessResult<{ readonly token: string }>>;
  redeem(person: PersonId, token: string): Promise<AccessResult<Grant>>;
  grants(by: Actor): Promise<AccessResult<readonly Grant[]>>;
  requests(by: Actor): Promise<AccessResult<readonly PairingRequest[]>>;
}

export type Actor = PersonId | "command-line";

/**
 * Signs people in who come without an identity of their own (the web). The embedded way is a signed device cookie and an
 * administrator's approval; an organisation's identity service (OIDC) fills the same port.
 *
 * What must survive the way there and back (state, nonce, PKCE verifier, where to go on) is in `kept`: a text of the
 * adapter's own, sealed by it, at most 2 000 characters of `A-Za-z0-9._-`. The border keeps it in a short-lived HttpOnly
 * cookie (SameSite=Lax, for the service sends the browser back from another site), hands it to `complete`, and deletes it
 * then. So a sign-in ends only in the browser that began it, and on any replica.
 */
export interface SignIn {
  /** `redirect`: where to send a browser that wants to sign in; null: nothing to do, the person asks for approval. */
  begin(returnTo: string): Promise<{ readonly redirect: string; readonly kept: string } | null>;
  /** Who came back with these parameters, and what the service says of them; null: nobody, and all begins anew. */
  complete(parameters: Readonly<Record<string, string>>, kept: string | null): Promise<SignedIn | null>;
}

export interface SignedIn {
  /** Stable at the identity service; becomes `web:<subject>`. 1–128 of `A-Za-z0-9._-`. */
  readonly subject: string;
  /** Where the service knows role and unit, no approval is needed. */
  readonly terms: Terms | null;
  /** Where to go on, a path of ours. */
  readonly returnTo: string;
}
