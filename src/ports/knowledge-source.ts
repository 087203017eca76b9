/** Where the knowledge base comes from, and what is said when it does not hold. */
import type { KnowledgeBase } from "../core/law/types.ts";

/** Something wrong in a knowledge file, told to the editor who can put it right. */
export interface Problem {
  /** Stable, for tests and machines: `reference.dead`. */
  readonly code: string;
  /** An error keeps the base from loading; a warning does not. */
  readonly severity: "error" | "warning";
  /** Path relative to the knowledge folder with `/`; `.` where no single file is meant. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** What is wrong, in plain Chinese. */
  readonly message: string;
  /** What to do about it, in plain Chinese. */
  readonly remedy: string;
}

/** Gives the knowledge base, whole or not at all. */
export interface KnowledgeSource {
  /** @throws {KnowledgeError} at least one problem is an error */
  load(): Promise<KnowledgeBase> | KnowledgeBase;
}

/** The knowledge base cannot be used; carries every problem of every file, warnings included. */
export class KnowledgeError extends Error {
  readonly code = "knowledge.invalid";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const errors = problems.filter((problem) => problem.severity === "error");
    const [first] = errors;
    const example = first ? `, first ${first.file}:${first.line} ${first.code}` : "";
    super(
      `the knowledge base has ${errors.length} error(s)${example}; run "cli knowledge check" to see them all`,
    );
    this.name = "KnowledgeError";
    this.problems = problems;
  }
}
