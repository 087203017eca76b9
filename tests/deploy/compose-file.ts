/** compose.yaml as Compose would see it: merged, and with the variables of a `.env` put in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const root = join(import.meta.dirname, "../..");
export const readProjectFile = (file: string): string => readFileSync(join(root, file), "utf8");

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** `${NAME:-otherwise}`, `${NAME:?complaint}`; `$$` is a dollar sign. */
const variable = /\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g;

/** @throws an error that names a variable that must be set and is not */
export function readCompose(environment: Readonly<Record<string, string>>): ComposeFile {
  const filled = (text: string): string =>
    text.replaceAll(variable, (whole, name: string | undefined, kind: string, rest: string) => {
      if (name === undefined) return "$";
      const value = environment[name] ?? "";
      if (value !== "" || kind === undefined) return value;
      if (kind === "?") throw new Error(`${name} is needed: ${rest}, of ${whole}`);
      return rest;
    });
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return filled(value);
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  const file = parse(readProjectFile("compose.yaml"), { merge: true }) as ComposeFile;
  // The templates beside the services are merged into them already.
  return fill({ services: file.services, networks: file.networks, volumes: file.volumes }) as ComposeFile;
}

/** Names of variables that compose.yaml asks for. */
export const variablesOfCompose = (): readonly string[] => [
  ...new Set([...readProjectFile("compose.yaml").matchAll(variable)].flatMap(([, name]) => name ?? [])),
];
