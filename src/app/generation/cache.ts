/** What a model said of a question and held, for the next person who asks the same; in this process, the newest kept. */
import type { SoundClaim } from "../../core/grounding/claims/claim.ts";

export interface KeptClaims {
  readonly sound: readonly SoundClaim[];
  readonly model: string;
  /** A judgement was among what was said, and kept back. */
  readonly verdict: boolean;
}

export interface ClaimCache {
  get(key: string): KeptClaims | undefined;
  set(key: string, claims: KeptClaims): void;
}

/** @param most entries kept; the one not asked for longest goes first */
export function createClaimCache(most = 500): ClaimCache {
  const entries = new Map<string, KeptClaims>();
  return {
    get(key) {
      const found = entries.get(key);
      if (found !== undefined) {
        entries.delete(key);
        entries.set(key, found);
      }
      return found;
    },
    set(key, claims) {
      entries.delete(key);
      entries.set(key, claims);
      for (const oldest of entries.keys()) {
        if (entries.size <= most) break;
        entries.delete(oldest);
      }
    },
  };
}
