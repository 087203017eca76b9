/** What access keeps in the store, and the one way to change it. */
import { channelOf, holdsAt, readUnit } from "../../core/access/terms.ts";
import {
  type AccessProblem,
  type AccessResult,
  type Actor,
  type Grant,
  roles,
  type Terms,
} from "../../ports/access.ts";
import type { Random } from "../../ports/chance.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import {
  type Batch,
  type CommitResult,
  type Put,
  type Store,
  StoreUnavailableError,
} from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { type AuditEvent, auditBody } from "../audit.ts";
import { accessSpace, auditStream } from "../flow/keys.ts";

export interface AccessOptions {
  readonly store: Pick<Store, "read" | "list" | "commit">;
  /** `open`: everybody of the web and the terminal is a cadre; other channels need approval all the same. */
  readonly mode: "open" | "approval";
  /** Administrators by configuration; nobody else can take that from them. */
  readonly admins: readonly PersonId[];
  readonly clock: Clock;
  readonly random: Random;
  readonly pseudonyms: Pseudonyms;
}

/** Channels whose people are on this machine, or as good as. */
const openChannels: readonly string[] = ["web", "terminal"];

/** What an act read, by key; null where there is nothing. */
export type Read = <Value>(key: string) => Value | null;

/** What an act changes: with its audit entry, or without where it gives nothing to anybody. */
export interface Change {
  readonly put?: readonly Put[];
  readonly remove?: readonly string[];
  readonly event: AuditEvent | null;
}

/** How an act goes on from what it read; without a change nothing is written. */
export type Decision<Value> = AccessProblem | { readonly value: Value; readonly change: Change | null };

/** Who acts, and whose authority the commit rests on. */
type Authority = Actor | "nobody";

interface AuditedTerms {
  readonly role: Terms["role"];
  readonly unit: string | null;
  readonly until: Instant | null;
}

export interface Records {
  readonly keys: typeof keysOf;
  /** The document's value; null where there is none. */
  read<Value>(key: string): Promise<Value | null>;
  /** All documents whose key begins so. */
  list<Value>(prefix: string): Promise<readonly Value[]>;
  /** The grant that holds, given what is stored of the person. */
  holding(person: PersonId, stored: Grant | null): Grant | null;
  isConfigured(person: PersonId): boolean;
  configured(): readonly Grant[];
  /** Whether somebody may administer, given what is stored of them. */
  mayAdminister(by: Actor, stored: Grant | null): boolean;
  /**
   * Reads, decides and commits, again where somebody else was faster; acts of one process wait for one another. `by` must
   * be an administrator up to the commit; `nobody` needs to be none.
   */
  act<Value>(
    by: Authority,
    keys: readonly string[],
    decide: (read: Read, now: Instant) => Decision<Value>,
  ): Promise<AccessResult<Value>>;
  /** The terms as they may be granted; null where they may not. */
  termsOf(terms: Terms, now: Instant): Terms | null;
  grantPut(grant: Grant): Put;
  /** The parts of an audit entry that name people and terms. */
  actor(by: Actor): string;
  pseudonym(of: string): string;
  audited(grant: Grant): AuditedTerms & { readonly person: string };
  auditedTerms(terms: Terms): AuditedTerms;
  random(count: number): Uint8Array;
}

const keysOf = {
  grant: (person: PersonId | "") => `grant/${person}`,
  asked: (person: PersonId) => `asked/${person}`,
  request: (hash: string) => `request/${hash}`,
  invitation: (hash: string) => `invitation/${hash}`,
  asking: "asking",
};

const pageSize = 200;

export function createRecords(options: AccessOptions): Records {
  const { store, mode, admins, clock, random, pseudonyms } = options;
  const isConfigured = (person: PersonId): boolean => admins.includes(person);
  const standing = (person: PersonId, role: Grant["role"], grantedBy: string): Grant => ({
    person,
    role,
    unit: "",
    until: null,
    grantedAt: 0,
    grantedBy,
  });

  const holding = (person: PersonId, stored: Grant | null): Grant | null => {
    if (isConfigured(person)) return standing(person, "admin", "configuration");
    if (stored !== null && holdsAt(stored, clock())) return stored;
    return mode === "open" && openChannels.includes(channelOf(person))
      ? standing(person, "cadre", "open")
      : null;
  };
  const mayAdminister = (by: Actor, stored: Grant | null): boolean =>
    by === "command-line" || holding(by, stored)?.role === "admin";

  /** Commits; where it cannot be told whether that took effect, once more, which then has no second effect. */
  async function commit(batch: Batch): Promise<CommitResult> {
    try {
      return await store.commit(batch);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return store.commit(batch);
    }
  }

  async function attempt<Value>(
    by: Authority,
    keys: readonly string[],
    decide: (read: Read, now: Instant) => Decision<Value>,
  ): Promise<AccessResult<Value> | "conflict"> {
    const own = by === "nobody" || by === "command-line" ? [] : [keysOf.grant(by)];
    const documents = await store.read(accessSpace, [...new Set([...own, ...keys])]);
    const values = new Map(documents.map(({ key, value }) => [key, value]));
    const read: Read = (key) => parsed(values.get(key) ?? null);
    if (by !== "nobody" && !mayAdminister(by, own[0] === undefined ? null : read(own[0])))
      return { ok: false, problem: "forbidden" };
    const now = clock();
    const decision = decide(read, now);
    if (typeof decision === "string") return { ok: false, problem: decision };
    const { value, change } = decision;
    if (change === null) return { ok: true, value };
    const { put = [], remove = [], event } = change;
    const result = await commit({
      id: `access-${Buffer.from(random(16)).toString("hex")}`,
      space: accessSpace,
      expect: documents.map(({ key, version }) => ({ key, version })),
      put,
      remove,
      append: event === null ? [] : [{ stream: auditStream, at: now, body: auditBody(event) }],
    });
    return result === "committed" ? { ok: true, value } : "conflict";
  }

  const auditedTerms = ({ role, unit, until }: Terms): AuditedTerms => ({
    role,
    unit: unit === "" ? null : pseudonyms.of(`unit/${unit}`),
    until,
  });

  let before: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const result = before.then(work);
    before = result.catch(() => undefined);
    return result;
  };

  return {
    keys: keysOf,
    holding,
    isConfigured,
    configured: () => admins.map((person) => standing(person, "admin", "configuration")),
    mayAdminister,
    random,
    async read(key) {
      const [document] = await store.read(accessSpace, [key]);
      return parsed(document?.value ?? null);
    },
    async list<Value>(prefix: string) {
      const found: Value[] = [];
      for (let after = ""; ; ) {
        const page = await store.list(accessSpace, prefix, { after, limit: pageSize });
        for (const { value } of page) if (value !== null) found.push(JSON.parse(value) as Value);
        if (page.length < pageSize) return found;
        after = page.at(-1)?.key ?? "";
      }
    },
    act: (by, keys, decide) =>
      inTurn(async () => {
        for (;;) {
          const result = await attempt(by, keys, decide);
          if (result !== "conflict") return result;
        }
      }),
    termsOf: ({ role, unit, until }, now) => {
      const name = readUnit(unit);
      const ends = until === null || (Number.isSafeInteger(until) && until > now);
      return name !== null && ends && roles.includes(role) ? { role, unit: name, until } : null;
    },
    grantPut: (grant) => ({
      key: keysOf.grant(grant.person),
      value: JSON.stringify(grant),
      ...(grant.until === null ? {} : { expiresAt: grant.until }),
    }),
    actor: (by) => (by === "command-line" ? by : pseudonyms.of(by)),
    pseudonym: pseudonyms.of,
    audited: (grant) => ({ person: pseudonyms.of(grant.person), ...auditedTerms(grant) }),
    auditedTerms,
  };
}

const parsed = <Value>(value: string | null): Value | null =>
  value === null ? null : (JSON.parse(value) as Value);
