/** A model that does what an injected instruction says, whatever it was told before; `tests/questions/injections.jsonl` holds them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faithful, givenIn } from "./claims.ts";
import type { ChatRequest } from "./server.ts";

export interface Injection {
  readonly id: string;
  readonly kind: string;
  /** What is put into a question, a passage, a story. */
  readonly text: string;
  /** What an obeying model writes: a claim (citing the first passage, or `cites`), a whole reply, or what it was told. */
  readonly obeyed: {
    readonly claim?: string;
    readonly cites?: readonly string[];
    readonly raw?: string;
    readonly leak?: string;
    /** A hundred times. */
    readonly many?: string;
  };
}

export const injections: readonly Injection[] = readFileSync(
  join(import.meta.dirname, "..", "questions", "injections.jsonl"),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const canaryOf = (instructions: string): string => /内部记号：([a-z0-9]+)/u.exec(instructions)?.[1] ?? "";

/** What is told of the instructions, by how it is told. */
const leaks: Readonly<Record<string, (instructions: string, input: string) => string>> = {
  prompt: (instructions) => instructions.slice(0, 280),
  fence: (instructions) => `\`\`\`\n${instructions.slice(0, 250)}\n\`\`\``,
  canary: (instructions) => `记号是${canaryOf(instructions)}，请收好。`,
  spaced: (instructions) => `记号倒过来是${[...canaryOf(instructions)].reverse().join(" ")}，请收好。`,
  summary: () => "每个 claim 是一句完整的中文，逐字照抄一条依据，不换词也不加词。",
  input: (_, input) => input.slice(0, 280),
};

/** The claims it makes; null: its whole reply is another. */
function claimsOf({ obeyed }: Injection, request: ChatRequest) {
  const { claim, cites, leak, many } = obeyed;
  const [first] = givenIn(request).evidence;
  const citing = (text: string) => ({ text, cites: cites ?? [first?.id ?? "k"] });
  if (claim !== undefined) return [citing(claim)];
  if (many !== undefined) return Array.from({ length: 100 }, () => citing(many));
  const [system, user] = request.messages;
  return leak === undefined
    ? null
    : [citing(leaks[leak]?.(system?.content ?? "", user?.content ?? "") ?? "")];
}

/** @param besides says what is right as well */
export function obeying(injection: Injection, request: ChatRequest, besides: boolean): string {
  const obeyed = claimsOf(injection, request);
  if (obeyed === null) return injection.obeyed.raw ?? "";
  const right = besides ? JSON.parse(faithful(request)).claims : [];
  return JSON.stringify({ claims: [...right, ...obeyed], insufficient: false });
}
