import { hashPassword } from "../adapters/passwords/scrypt.ts";
import { type Command, readArguments, UsageError } from "./command.ts";

const shortest = 12;

export const hashPasswordCommand: Command = {
  name: "admin hash-password",
  summary: "hash a password for WEB_ADMIN_PASSWORD_HASH",
  help: `cli admin hash-password

Reads one line from standard input, at least ${shortest} characters, and prints its scrypt hash. So that the password neither
shows nor stays in the shell's history:

  read -rs PASSWORD && printf %s "$PASSWORD" | npm run --silent cli -- admin hash-password

In a file that expands variables, the hash stands in single quotes: it contains "$".`,
  ignoresSettings: true,
  async run(args, terminal) {
    if (readArguments(args, {}).positionals.length > 0)
      throw new UsageError("the password comes from standard input, never from the command line");
    const password = readPassword(await terminal.input());
    terminal.out(`${await hashPassword(password)}\n`);
    return 0;
  },
};

function readPassword(input: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(input);
  } catch (error) {
    throw new UsageError("the password is not UTF-8", { cause: error });
  }
  const password = text.replace(/\r?\n$/, "");
  if (/[\r\n]/.test(password)) throw new UsageError("the password is one line, and more were given");
  if ([...password.normalize("NFKC")].length < shortest)
    throw new UsageError(`the password needs at least ${shortest} characters`);
  return password;
}
