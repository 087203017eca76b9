/**
 * An adapter as an OIDC service would need it, authorisation code flow with PKCE, over a service in memory: it shows that
 * the port carries the flow. Tokens, keys and discovery are left out.
 */
import { createHash, randomBytes } from "node:crypto";
import { ownPath } from "../../../src/core/access/own-path.ts";
import type { SignedIn, SignIn } from "../../../src/ports/access.ts";
import type { Sealer } from "../../../src/ports/sealing.ts";
import type { Clock } from "../../../src/ports/time.ts";

/** What the service knows of a code it has given. */
interface Authorisation {
  readonly subject: string;
  readonly nonce: string;
  readonly challenge: string;
}

export interface IdentityService {
  consent(redirect: string, subject: string): Record<string, string>;
  /** The token endpoint; a code is good once. */
  exchange(code: string, verifier: string): Pick<Authorisation, "subject" | "nonce"> | null;
}

const challengeOf = (verifier: string): string => createHash("sha256").update(verifier).digest("base64url");
const unguessable = (): string => randomBytes(24).toString("base64url");

export function createIdentityService(): IdentityService {
  const codes = new Map<string, Authorisation>();
  return {
    consent(redirect, subject) {
      const query = new URL(redirect).searchParams;
      const code = unguessable();
      const [nonce, challenge] = [query.get("nonce") ?? "", query.get("code_challenge") ?? ""];
      codes.set(code, { subject, nonce, challenge });
      return { code, state: query.get("state") ?? "" };
    },
    exchange(code, verifier) {
      const given = codes.get(code);
      codes.delete(code);
      return given?.challenge === challengeOf(verifier) ? given : null;
    },
  };
}

/** What must survive the way there and back. */
interface Kept {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly until: number;
}

const place = "sign-in";

export function createFakeOidc(service: IdentityService, sealer: Sealer, clock: Clock): SignIn {
  const opened = (text: string | null): Kept | null => {
    try {
      return text === null ? null : (JSON.parse(sealer.open(text, place)) as Kept);
    } catch {
      return null;
    }
  };
  /** The service's own name where it has our form, and a hash of it elsewhere. */
  const subjectOf = (name: string): string =>
    /^[A-Za-z0-9._-]{1,128}$/.test(name) ? name : createHash("sha256").update(name).digest("hex");

  return {
    async begin(returnTo) {
      const [state, nonce, verifier] = [unguessable(), unguessable(), unguessable()];
      const kept: Kept = { state, nonce, verifier, returnTo: ownPath(returnTo), until: clock() + 600_000 };
      const query = new URLSearchParams({
        response_type: "code",
        scope: "openid",
        state,
        nonce,
        code_challenge: challengeOf(verifier),
        code_challenge_method: "S256",
      });
      return {
        redirect: `https://identity.example/authorize?${query}`,
        kept: sealer.seal(JSON.stringify(kept), place),
      };
    },
    async complete({ code, state }, text): Promise<SignedIn | null> {
      const kept = opened(text);
      if (kept === null || clock() >= kept.until || state !== kept.state || code === undefined) return null;
      const answer = service.exchange(code, kept.verifier);
      if (answer === null || answer.nonce !== kept.nonce) return null;
      return { subject: subjectOf(answer.subject), terms: null, returnTo: kept.returnTo };
    },
  };
}
