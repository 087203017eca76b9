/**
 * The audit log (审计日志): who, when, what, never the text of anybody. Each entry carries the hash of the one before, so
 * that a changed, removed, inserted or cut entry is found and named. Whoever can write to the store could compute every
 * hash anew; so the last hash of each stream, which `cli audit verify` prints, belongs on paper or on another machine.
 */
import { z } from "zod";
import type { Answer } from "../core/grounding/answer.ts";
import { checks } from "../core/grounding/claims/claim.ts";
import { roles } from "../ports/access.ts";
import { feedbackVerdicts } from "../ports/channel.ts";
import { type Entry, entryHashInput, type Store, type StreamHead } from "../ports/store.ts";

/** A pseudonym or hash, 128 or 256 bits in hexadecimal. */
const hash = z.string().regex(/^(?:[0-9a-f]{32}|[0-9a-f]{64})$/);
/** A word of the program's own: `out_of_scope`, `curated`, `store.full`. */
const code = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:[._-][a-z0-9]+){0,7}$/)
  .max(64);
const count = z.number().int().nonnegative();
/** Names of an operator's and an editor's making, never of a user's. */
const modelName = z.string().regex(/^[A-Za-z0-9._:/@+-]{1,128}$/);
/** Ids of passages, of an editor's making too: an imported one may look otherwise than those of the folder. */
const passageLimit = 200;
const passage = z.string().min(1).max(passageLimit);
/** Pseudonym of a person, or who acts without being one. */
const actor = z.union([hash, z.enum(["command-line", "configuration"])]);
const terms = {
  role: z.enum(roles),
  /** Pseudonym of the unit; null where there is none. */
  unit: hash.nullable(),
  until: count.nullable(),
};
const conversation = { person: hash, conversation: hash };

/** The passages an answer cites, each once. */
export const citedPassages = ({ citations }: Pick<Answer, "citations">): string[] => [
  ...new Set(citations.map(({ passage: cited }) => cited.slice(0, passageLimit))),
];

/** Every kind of event with its fields: pseudonyms, codes and numbers, so that no text of a user can enter. */
const AuditEvent = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("notice"), person: hash }),
  z.strictObject({
    kind: z.literal("question"),
    ...conversation,
    turn: count,
    answer: code,
    mode: code,
    reason: code.nullable(),
    /** Keyed hash of the question; null where its text was not kept. */
    text: hash.nullable(),
    // What the answer rested on. Absent from entries written before it was recorded.
    /** Day by whose law it was answered. */
    asOf: z.iso.date().optional(),
    /** Hash of the knowledge base. */
    knowledge: z.string().max(80).optional(),
    /** Passages cited. */
    passages: z.array(passage).optional(),
    /** Keyed hash of what is shown. */
    shown: hash.optional(),
  }),
  /** A model was asked to put a turn into words. `generated`: its sentences stand before the evidence; `offered`: none does, for they judged, and a pre-check is offered; else nothing changed. */
  z.strictObject({
    kind: z.literal("draft"),
    ...conversation,
    turn: count,
    result: code,
    /** As configured; null where nothing came of it. */
    model: modelName.nullable(),
    /** SHA-256 of the prompt. */
    prompt: hash.nullable(),
    /** Passages cited. */
    passages: z.array(passage),
    /** Keyed hash of what is shown. */
    text: hash.nullable(),
    milliseconds: count,
    // Absent from entries written before they were recorded; day and knowledge also where the turn stays as it is.
    /** Day by whose law it was answered. */
    asOf: z.iso.date().optional(),
    /** Hash of the knowledge base. */
    knowledge: z.string().max(80).optional(),
    /** Claims dropped, by the check they failed. */
    dropped: z.partialRecord(z.enum(checks), count).optional(),
    /** Of all replies had for it, as the service counts them, else estimated. */
    tokens: count.optional(),
  }),
  z.strictObject({ kind: z.literal("refused"), event: hash, reason: code }),
  z.strictObject({
    kind: z.literal("feedback"),
    ...conversation,
    turn: count,
    verdict: z.enum(feedbackVerdicts),
  }),
  /** A pre-check came to a result; `record` is the hash of what gives it again. */
  z.strictObject({
    kind: z.literal("precheck"),
    person: hash,
    matter: hash,
    result: code,
    record: hash,
    /** Answers that a model proposed and the person confirmed; absent: none. */
    confirmed: count.optional(),
  }),
  z.strictObject({ kind: z.literal("precheck_removed"), person: hash, matter: hash }),
  z.strictObject({ kind: z.literal("exported"), person: hash }),
  z.strictObject({ kind: z.literal("forgotten"), person: hash, documents: count }),
  z.strictObject({ kind: z.literal("conversation_removed"), ...conversation }),
  z.strictObject({ kind: z.literal("dead"), event: hash, reason: code }),
  z.strictObject({ kind: z.literal("message"), ...conversation, turn: count.nullable(), result: code }),
  /** An editor worked on a gap of the list: it was assigned, drafted or closed. */
  z.strictObject({ kind: z.literal("gap.worked"), actor, gap: hash, act: code }),
  /** A person was told the answer to a note of theirs: by somebody, or because the knowledge base now has one. */
  z.strictObject({ kind: z.literal("gap.answered"), actor, ...conversation, turn: count }),
  z.strictObject({ kind: z.literal("gap.told"), ...conversation, turn: count }),
  /** A campaign was written, approved, started …; `content` is the hash of what it was about. */
  z.strictObject({ kind: z.literal("campaign"), actor, campaign: hash, act: code, content: hash.nullable() }),
  z.strictObject({ kind: z.literal("access.approved"), actor, person: hash, ...terms }),
  z.strictObject({ kind: z.literal("access.changed"), actor, person: hash, ...terms }),
  z.strictObject({ kind: z.literal("access.revoked"), actor, person: hash }),
  z.strictObject({ kind: z.literal("access.transferred"), actor, from: hash, person: hash, ...terms }),
  z.strictObject({ kind: z.literal("access.invited"), actor, invitation: hash, ends: count, ...terms }),
  z.strictObject({ kind: z.literal("access.redeemed"), invitation: hash, person: hash, ...terms }),
]);
export type AuditEvent = z.infer<typeof AuditEvent>;

/** An event does not fit its kind: a field too many, or one that could hold text. */
export class AuditEventError extends Error {
  readonly code = "audit.event";

  constructor(kind: string, fields: readonly string[]) {
    // The values stay out: one of them may be what must not be written down.
    super(`the audit event "${kind}" does not fit its kind: ${fields.join(", ")}; see src/app/audit.ts`);
    this.name = "AuditEventError";
  }
}

/** The body of an audit entry: JSON with sorted keys, the same bytes for the same event. @throws {AuditEventError} */
export function auditBody(event: AuditEvent): string {
  const checked = AuditEvent.safeParse(event);
  if (!checked.success)
    throw new AuditEventError(
      // A kind that is none of ours is not repeated either.
      kinds.has(event.kind) ? event.kind : "?",
      checked.error.issues.map(({ path, code }) => `${path.join(".")} (${code})`),
    );
  const fields = Object.entries(checked.data).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(Object.fromEntries(fields));
}

const kinds: ReadonlySet<string> = new Set(AuditEvent.options.map((option) => option.shape.kind.value));

/** What the check of one stream found. */
export interface StreamCheck {
  readonly space: string;
  readonly stream: string;
  /** Entries that were read. */
  readonly entries: number;
  readonly ok: boolean;
  /** Sequence of the first entry that is wrong or missing; null where all is well. */
  readonly brokenAt: number | null;
  /** Where the stream ends, to be kept elsewhere. */
  readonly last: StreamHead["last"];
}

const pageSize = 500;

/**
 * Checks every stream: each hash is right, no entry is missing, and both ends are where the store says they are. Works
 * beside a running server; what is appended meanwhile waits for the next check.
 *
 * @param sha256 of the UTF-8 bytes, in hexadecimal
 */
export async function verifyAudit(
  store: Pick<Store, "streams" | "readStream">,
  sha256: (text: string) => string,
): Promise<readonly StreamCheck[]> {
  const checks: StreamCheck[] = [];
  for (const head of await store.streams()) checks.push(await verifySettled(store, head, sha256));
  return checks;
}

/** Looks at the head again where the stream may have been trimmed or appended to during the check. */
async function verifySettled(
  store: Pick<Store, "streams" | "readStream">,
  head: StreamHead,
  sha256: (text: string) => string,
): Promise<StreamCheck> {
  const { beyond, ...found } = await verifyStream(store, head, sha256);
  const { space, stream, last, base } = head;
  const check: StreamCheck = { space, stream, ...found, ok: found.brokenAt === null, last };
  if (check.ok && beyond === null) return check;
  const now = (await store.streams()).find((other) => other.space === space && other.stream === stream);
  if (!check.ok)
    return now === undefined || now.base.sequence === base.sequence
      ? check
      : verifySettled(store, now, sha256);
  return beyond === null || (now !== undefined && beyond <= now.last.sequence)
    ? check
    : { ...check, ok: false, brokenAt: beyond };
}

/** What was read of a stream; `beyond` is an entry after its head, just appended or slipped in. */
interface Found {
  readonly entries: number;
  readonly brokenAt: number | null;
  readonly beyond: number | null;
}

async function verifyStream(
  store: Pick<Store, "readStream">,
  { space, stream, base, last }: StreamHead,
  sha256: (text: string) => string,
): Promise<Found> {
  let { sequence, hash } = base;
  let entries = 0;
  let page: readonly Entry[];
  do {
    // At first from below, not from the base: an entry slipped in before the kept ones is found too.
    const after = entries === 0 ? Number.MIN_SAFE_INTEGER : sequence;
    page = await store.readStream(space, stream, after, pageSize);
    for (const entry of page) {
      if (entry.sequence > last.sequence)
        return { entries, brokenAt: endsWrong(sequence, hash, last), beyond: entry.sequence };
      entries++;
      if (entry.sequence !== sequence + 1 || entry.hash !== sha256(entryHashInput(hash, entry)))
        return { entries, brokenAt: Math.min(entry.sequence, sequence + 1), beyond: null };
      ({ sequence, hash } = entry);
    }
  } while (page.length === pageSize);
  return { entries, brokenAt: endsWrong(sequence, hash, last), beyond: null };
}

/** The place where a stream that was read to its end does not end as it should. */
function endsWrong(sequence: number, hash: string, last: StreamHead["last"]): number | null {
  if (sequence !== last.sequence) return sequence + 1;
  return hash === last.hash ? null : sequence;
}
