/** Dockerfile and .dockerignore as Docker would read them, as far as the project uses them. */
import { readProjectFile } from "./compose-file.ts";

interface Stage {
  /** `COPY` out of the project: where from, and the folder or file they become under the working folder. */
  readonly copies: readonly { readonly source: string; readonly target: string }[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  /** The last word of the file: what is run. */
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

const instructions = readProjectFile("Dockerfile")
  .replaceAll(/^#.*\n/gm, "")
  .replaceAll(/\\\n\s*/g, "")
  .split("\n")
  .filter((line) => line.trim() !== "");

const argumentsOf = (lines: readonly string[], name: string): string[] =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));

function readStage(lines: readonly string[]): Stage {
  const copies = argumentsOf(lines, "COPY")
    .filter((line) => !line.startsWith("--from="))
    .flatMap((line) => {
      const words = line.split(/\s+/);
      const [target = ""] = words.splice(-1);
      return words.map((source) => ({ source, target: words.length > 1 ? `${target}${source}` : target }));
    });
  const settings = argumentsOf(lines, "ENV").flatMap((line) =>
    line.split(/\s+/).map((pair) => pair.split("=")),
  );
  const [check = "CMD []"] = argumentsOf(lines, "HEALTHCHECK");
  return {
    copies,
    environment: Object.fromEntries(settings.map(([name = "", value = ""]) => [name, value])),
    user: argumentsOf(lines, "USER").at(-1),
    command: JSON.parse(argumentsOf(lines, "CMD").at(-1) ?? "[]"),
    healthCheck: JSON.parse(check.slice(check.indexOf("CMD ") + 4)),
  };
}

/** What is installed from, and what is run. */
export function readDockerfile(): { readonly dependencies: Stage; readonly image: Stage } {
  const starts = instructions.flatMap((line, at) => (line.startsWith("FROM ") ? [at] : []));
  const stages = starts.map((start, at) => readStage(instructions.slice(start, starts[at + 1])));
  const [dependencies, image, ...more] = stages;
  if (dependencies === undefined || image === undefined || more.length > 0)
    throw new Error("the Dockerfile has other than two stages");
  return { dependencies, image };
}

/** Whether Docker is handed a file or folder at the top of the project: the last line that fits decides. */
export function isHandedOver(source: string): boolean {
  const fitting = readProjectFile(".dockerignore")
    .split("\n")
    .filter((line) => line === "*" || line.replace(/^!/, "") === source.replace(/^\.\//, ""));
  return fitting.at(-1)?.startsWith("!") ?? true;
}
