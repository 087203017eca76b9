/** The commands of access; who acts is the command line, and whoever may run it is an administrator. */
import { composeAccess, openSecrets } from "../compose/store.ts";
import type { Config } from "../config.ts";
import { isPersonId } from "../core/access/terms.ts";
import {
  type Access,
  type AccessProblem,
  type AccessResult,
  type Grant,
  type PairingRequest,
  type Role,
  roles,
  type Terms,
} from "../ports/access.ts";
import type { PersonId } from "../ports/channel.ts";
import { type Command, type ExitCode, readArguments, type Terminal, UsageError } from "./command.ts";
import { positive } from "./input.ts";
import { withStore } from "./store.ts";

const by = "command-line";
const day = 86_400_000;

/** Options of all these commands; each takes those its usage names. */
const options = {
  json: { type: "boolean", default: false },
  role: { type: "string" },
  unit: { type: "string" },
  days: { type: "string" },
  unlimited: { type: "boolean", default: false },
  "valid-days": { type: "string", default: "7" },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>["values"];

interface Invocation {
  readonly values: Values;
  readonly words: readonly string[];
  readonly access: Access;
  readonly terminal: Terminal;
  /** The page on which a token is redeemed; null where no public address is set. */
  readonly joinPage: (token: string) => string | null;
}

/** A command `access WORD` that takes these words and options. */
function command(
  word: string,
  summary: string,
  usage: {
    readonly words: readonly string[];
    readonly takes: readonly (keyof Values)[];
    readonly help: string;
  },
  run: (invocation: Invocation) => Promise<ExitCode>,
): Command {
  return {
    name: `access ${word}`,
    summary,
    help: usage.help,
    run: async (args, terminal, config: Config) => {
      const names = ["json", ...usage.takes] as const;
      const known = Object.fromEntries(names.map((name) => [name, options[name]])) as typeof options;
      const { values, positionals } = readArguments(args, known);
      if (positionals.length !== usage.words.length)
        throw new UsageError(`access ${word} takes ${usage.words.join(" ") || "nothing"}; see --help`);
      return withStore(config, async ({ store }) =>
        run({
          values,
          words: positionals,
          access: composeAccess(config, store, await openSecrets(config, store)),
          terminal,
          joinPage: (token) =>
            config.PUBLIC_URL === undefined ? null : new URL(`/join/${token}`, config.PUBLIC_URL).href,
        }),
      );
    },
  };
}

const problems: Readonly<Record<AccessProblem, string>> = {
  forbidden: "what ADMIN_USERS gives is changed there, and nowhere else",
  "unknown-code": "nobody asks with this code: it was used, it ended after 60 minutes, or it is misspelt",
  "unknown-person": 'this person has been given nothing; "cli access list" shows who has',
  invalid: "these terms cannot be given: the unit needs one line of at most 100 characters",
};

/** Prints what an act gave; a refusal is exit 1. */
function finish<Value>(
  { values, terminal }: Invocation,
  result: AccessResult<Value>,
  json: (value: Value) => object,
  text: (value: Value) => string,
): ExitCode {
  if (!result.ok) {
    if (values.json) terminal.out(`${JSON.stringify({ problem: result.problem })}\n`);
    terminal.err(`${problems[result.problem]}\n`);
    return 1;
  }
  terminal.out(values.json ? `${JSON.stringify(json(result.value))}\n` : text(result.value));
  return 0;
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const grantJson = ({ person, role, unit, until, grantedAt, grantedBy }: Grant) => ({
  person,
  role,
  unit,
  until: instant(until),
  granted_at: grantedAt === 0 ? null : instant(grantedAt),
  granted_by: grantedBy,
});

const grantLine = ({ person, role, unit, until, grantedBy }: Grant): string =>
  `${person.padEnd(40)} ${role.padEnd(17)} ${(instant(until) ?? "no end").padEnd(25)} by ${grantedBy}  ${unit}\n`;

const requestJson = ({ code, person, askedAt, until }: PairingRequest) => ({
  code,
  person,
  asked_at: instant(askedAt),
  until: instant(until),
});

function personOf(text: string | undefined): PersonId {
  if (text === undefined || !isPersonId(text))
    throw new UsageError(
      `${JSON.stringify(text)} is not of the form channel:id; "cli access list" shows people`,
    );
  return text;
}

function roleOf(text: string | undefined): Role {
  const role = roles.find((known) => known === text);
  if (role === undefined) throw new UsageError(`--role must be one of ${roles.join(", ")}`);
  return role;
}

const untilOf = ({ days }: Values): number | null =>
  days === undefined ? null : Date.now() + positive("days", days) * day;

const termsOf = (values: Values): Terms => ({
  role: roleOf(values.role),
  unit: values.unit ?? "",
  until: untilOf(values),
});

const terms = `ROLE is one of ${roles.join(", ")}; UNIT the name of the unit (单位); without --days
it holds until it is taken back.`;

const list = command(
  "list",
  "who may use the service, in which role and unit",
  { words: [], takes: [], help: "cli access list [--json]\n\nAdministrators of ADMIN_USERS stand first." },
  async (invocation) =>
    finish(
      invocation,
      await invocation.access.grants(by),
      (grants) => ({ grants: grants.map(grantJson) }),
      (grants) => grants.map(grantLine).join(""),
    ),
);

const requests = command(
  "requests",
  "who asks to be let in",
  {
    words: [],
    takes: [],
    help: "cli access requests [--json]\n\nThe oldest first; a code lasts 60 minutes.",
  },
  async (invocation) =>
    finish(
      invocation,
      await invocation.access.requests(by),
      (open) => ({ requests: open.map(requestJson) }),
      (open) =>
        open.map(({ code, person, until }) => `${code}  ${person}  until ${instant(until)}\n`).join(""),
    ),
);

const approve = command(
  "approve",
  "let in who asks with a code",
  {
    words: ["CODE"],
    takes: ["role", "unit", "days"],
    help: `cli access approve CODE --role ROLE [--unit UNIT] [--days N] [--json]\n\n${terms}`,
  },
  async (invocation) => {
    const { access, words, values } = invocation;
    return finish(
      invocation,
      await access.approve(by, words[0] ?? "", termsOf(values)),
      grantJson,
      grantLine,
    );
  },
);

const change = command(
  "change",
  "change a person's role, unit or time",
  {
    words: ["PERSON"],
    takes: ["role", "unit", "days", "unlimited"],
    help: `cli access change PERSON [--role ROLE] [--unit UNIT] [--days N | --unlimited] [--json]\n\nWhat is not named stays as it is.`,
  },
  async (invocation) => {
    const { access, words, values } = invocation;
    const person = personOf(words[0]);
    if (values.unlimited && values.days !== undefined)
      throw new UsageError("--days and --unlimited exclude one another");
    const present = await access.grants(by);
    const grant = present.ok ? present.value.find((one) => one.person === person) : undefined;
    const kept = grant?.until ?? null;
    const until = values.unlimited || values.days !== undefined ? untilOf(values) : kept;
    const role = values.role === undefined && grant !== undefined ? grant.role : roleOf(values.role);
    const unit = values.unit ?? grant?.unit ?? "";
    return finish(invocation, await access.change(by, person, { role, unit, until }), grantJson, grantLine);
  },
);

const revoke = command(
  "revoke",
  "take back what a person has been given",
  { words: ["PERSON"], takes: [], help: "cli access revoke PERSON [--json]" },
  async (invocation) => {
    const person = personOf(invocation.words[0]);
    const result = await invocation.access.revoke(by, person);
    return finish(
      invocation,
      result,
      () => ({ person }),
      () => `${person} has been given nothing any more\n`,
    );
  },
);

const transfer = command(
  "transfer",
  "move a grant to another device or account of the same person",
  {
    words: ["FROM", "CODE"],
    takes: [],
    help: "cli access transfer FROM CODE [--json]\n\nFROM loses the grant; whoever asks with CODE gets it. Conversations stay where they are.",
  },
  async (invocation) => {
    const [from, code = ""] = invocation.words;
    const result = await invocation.access.transfer(by, personOf(from), code);
    return finish(invocation, result, grantJson, grantLine);
  },
);

const invite = command(
  "invite",
  "make a one-time invitation",
  {
    words: [],
    takes: ["role", "unit", "days", "valid-days"],
    help: `cli access invite --role ROLE [--unit UNIT] [--days N] [--valid-days M=7] [--json]

Prints a token that gives the terms to the one who redeems it first, within M days (30 at most): the person opens
/join/TOKEN at the server's address and presses the button. With PUBLIC_URL the whole link is told, too.
--json: {"token","link","valid_until"}
${terms}`,
  },
  async (invocation) => {
    const { access, values, terminal, joinPage } = invocation;
    const days = positive("valid-days", values["valid-days"]);
    if (days > 30) throw new UsageError("--valid-days must be at most 30");
    const validUntil = Date.now() + days * day;
    return finish(
      invocation,
      await access.invite(by, termsOf(values), validUntil),
      ({ token }) => ({ token, link: joinPage(token), valid_until: instant(validUntil) }),
      ({ token }) => {
        const link = joinPage(token);
        if (link !== null) terminal.err(`to be opened by the person invited: ${link}\n`);
        return `${token}\n`;
      },
    );
  },
);

export const accessCommands: readonly Command[] = [list, requests, approve, change, revoke, transfer, invite];
