/**
 * Passwords as scrypt hashes: `scrypt$N$r$p$salt$hash`, salt and hash in base64. The work is done outside the event loop,
 * 32 MiB at a time (N 2^15, r 8, p 3: a set OWASP holds to be as strong as N 2^17 with p 1).
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import type { Random } from "../../ports/chance.ts";

/** Cost of scrypt: `N` a power of two, 128·N·r bytes of memory, p passes. */
interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

interface PasswordHash {
  readonly cost: Cost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

const usual: Cost = { N: 2 ** 15, r: 8, p: 3 };
const hashBytes = 32;

/** A password hash is no scrypt hash, or one too cheap or too dear to be checked. */
export class PasswordHashError extends Error {
  readonly code = "password.hash";

  constructor(why: string) {
    super(`the password hash ${why}; make a new one with "cli admin hash-password"`);
    this.name = "PasswordHashError";
  }
}

/** Hashes with a salt of its own. Characters that look the same count as the same (NFKC). */
export async function hashPassword(password: string, random: Random = randomBytes): Promise<string> {
  const salt = Buffer.from(random(16));
  const hash = await derive(password, salt, usual, hashBytes);
  return `scrypt$${usual.N}$${usual.r}$${usual.p}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Tells whether the password is the one that was hashed, in a time that does not tell how nearly. @throws {PasswordHashError} */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { cost, salt, hash } = readPasswordHash(stored);
  return timingSafeEqual(await derive(password, salt, cost, hash.length), hash);
}

/**
 * The parts of a hash, within bounds: a hash from a foreign tool shall neither be weak nor take the machine's memory.
 *
 * @throws {PasswordHashError} saying what does not fit
 */
export function readPasswordHash(stored: string): PasswordHash {
  const form = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]+={0,2})$/;
  const [, N, r, p, salt, hash] = form.exec(stored) ?? [];
  if (salt === undefined || hash === undefined)
    throw new PasswordHashError("has not the form scrypt$N$r$p$salt$hash");
  const read: PasswordHash = {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    hash: Buffer.from(hash, "base64"),
  };
  const problem = problemOf(read);
  if (problem !== null) throw new PasswordHashError(problem);
  return read;
}

function problemOf({ cost: { N, r, p }, salt, hash }: PasswordHash): string | null {
  if (N < 2 ** 14 || N > 2 ** 18 || !Number.isInteger(Math.log2(N)))
    return "needs N as a power of two from 2^14 to 2^18";
  if (r < 8 || r > 16) return "needs r from 8 to 16";
  if (p < 1 || p > 16) return "needs p from 1 to 16";
  if (salt.length < 16 || salt.length > 64) return "needs a salt of 16 to 64 bytes";
  if (hash.length < 32 || hash.length > 64) return "needs a hash of 32 to 64 bytes";
  return null;
}

const derive = (password: string, salt: Buffer, { N, r, p }: Cost, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Twice what the algorithm needs, since OpenSSL counts its own share too.
    const options = { N, r, p, maxmem: 256 * N * r };
    scrypt(password.normalize("NFKC"), salt, length, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
