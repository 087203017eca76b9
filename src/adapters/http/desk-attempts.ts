/**
 * Bounds how often a password may be tried, per address and in all. Each failure of an address makes the next try wait twice
 * as long. A try counts as failed from its start, so that many at once gain nothing.
 *
 * The bound in all would let anyone keep the administrator out by failing on and on; an address that signed in before is
 * therefore exempt from it.
 */
import type { Clock, Instant } from "../../ports/time.ts";

/** Tries of one address without any wait. */
const freeTries = 3;
const firstWaitMilliseconds = 2_000;
const longestWaitMilliseconds = 15 * 60_000;
/** An address without a failure for this long starts afresh. */
const forgetMilliseconds = 60 * 60_000;

/** Tries in all within the window. */
const triesInAll = 30;
const windowMilliseconds = 5 * 60_000;

/** Addresses remembered; the one longest quiet is dropped. */
const mostAddresses = 5_000;

export interface Attempts {
  /** Whether the address may try now; if so, the try is counted. */
  begin(address: string): boolean;
  /** The password was right: the address starts afresh. */
  succeed(address: string): void;
}

interface Record {
  readonly failures: number;
  readonly last: Instant;
}

/** Counts in memory; a restart forgets, which an attacker cannot bring about. */
export function createAttempts(clock: Clock): Attempts {
  const records = new Map<string, Record>();
  const known = new Set<string>();
  let recent: Instant[] = [];

  const waitAfter = (failures: number): number =>
    failures < freeTries
      ? 0
      : Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** (failures - freeTries));

  return {
    begin(given) {
      const address = networkOf(given);
      const now = clock();
      const held = records.get(address);
      const record = held === undefined || now - held.last >= forgetMilliseconds ? null : held;
      if (record !== null && now < record.last + waitAfter(record.failures)) return false;
      recent = recent.filter((at) => now - at < windowMilliseconds);
      if (recent.length >= triesInAll && !known.has(address)) return false;
      recent.push(now);
      records.delete(address);
      records.set(address, { failures: (record?.failures ?? 0) + 1, last: now });
      const [oldest] = records.keys();
      if (records.size > mostAddresses && oldest !== undefined) records.delete(oldest);
      return true;
    },
    succeed(given) {
      const address = networkOf(given);
      records.delete(address);
      known.add(address);
    },
  };
}

/** Whoever has one IPv6 address has the 2⁶⁴ beside it, too. */
const networkOf = (address: string): string =>
  address.includes(":") && !address.includes(".") ? prefixOf(address) : address;

function prefixOf(address: string): string {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill("0"), ...after].slice(0, 4).join(":");
}
