import { randomBytes } from "node:crypto";
import { type Rotation, rotateKeys } from "../app/rotation.ts";
import { type Command, readOptions, type Terminal, UsageError } from "./command.ts";
import { withStore } from "./store.ts";

export const keysNew: Command = {
  name: "keys new",
  summary: "make a key for DATA_KEY",
  help: `cli keys new [--id ID]

Prints a new key as id:base64. Without --id the id is made of the day. Keep a copy apart from the backups of the data:
without the key nobody can read them.`,
  ignoresSettings: true,
  async run(args, terminal) {
    const values = readOptions(args, { id: { type: "string" } });
    const today = new Date().toISOString().slice(0, 10).replaceAll("-", "");
    const id = values.id ?? `k${today}-${randomBytes(2).toString("hex")}`;
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(id))
      throw new UsageError(`--id must be 1 to 32 of A-Z, a-z, 0-9, "_" and "-", not ${JSON.stringify(id)}`);
    terminal.out(`${id}:${randomBytes(32).toString("base64")}\n`);
    return 0;
  },
};

export const keysRotate: Command = {
  name: "keys rotate",
  summary: "encrypt every stored text with the first key of DATA_KEY",
  help: `cli keys rotate [--json]

 1. put the new key first: DATA_KEY=new:…,old:… and restart the server, which then reads both and writes the first
 2. cli keys rotate, with the same DATA_KEY; the server may run, and a rotation that was cut off is begun again
 3. take the old keys out of DATA_KEY; backups made before still need them

Also encrypts what was stored while DATA_KEY was not set. Exit 1 where a text is left that the first key does not open.
--json: {"texts","resealed","unreadable","left","key","unneeded"}`,
  async run(args, terminal, config) {
    const values = readOptions(args, { json: { type: "boolean", default: false } });
    const [first, ...others] = config.DATA_KEY ?? [];
    if (first === undefined)
      throw new UsageError(
        'DATA_KEY is not set, and there is nothing to encrypt with; "cli keys new" makes a key',
      );
    return withStore(config, async ({ kept, sealer }) => {
      const rotation = await rotateKeys(kept, sealer);
      const whole = rotation.unreadable + rotation.left === 0;
      const unneeded = whole ? others.map(({ id }) => id) : [];
      if (values.json) terminal.out(`${JSON.stringify({ ...rotation, key: first.id, unneeded })}\n`);
      else report(rotation, first.id, unneeded, terminal);
      return whole ? 0 : 1;
    });
  },
};

function report(rotation: Rotation, key: string, unneeded: readonly string[], terminal: Terminal): void {
  const { texts, resealed, unreadable, left } = rotation;
  terminal.out(`${texts} texts, ${resealed} encrypted anew with ${key}\n`);
  if (unreadable > 0)
    terminal.out(
      `${unreadable} cannot be opened with any key of DATA_KEY; add the key they were written with\n`,
    );
  if (left > 0)
    terminal.out(
      `${left} were written with another key meanwhile; restart the server with this DATA_KEY, then rotate again\n`,
    );
  if (unneeded.length > 0) terminal.out(`no longer needed but for older backups: ${unneeded.join(", ")}\n`);
}
