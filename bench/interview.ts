/** The interview: how long the next page takes to find, and a whole view with its reasons, over simulated matters. */
import { join } from "node:path";
import { composePrechecking, openRules } from "../src/compose/rules.ts";
import { beginMatter, type Matter, type Move } from "../src/core/precheck/interview.ts";
import type { MatterView } from "../src/ports/interviews.ts";

export interface InterviewRow {
  readonly what: string;
  readonly times: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export interface InterviewFigures {
  readonly rows: readonly InterviewRow[];
  readonly matters: number;
  readonly meanFields: number;
  readonly meanPages: number;
  readonly mostPages: number;
}

const today = "2026-11-23";
/** Part of the answers that are a fact's best; the others are any. */
const bestShare = 0.8;

/** Plays matters to their result, a page at a time. */
export function measureInterview(matters = 1_000): InterviewFigures {
  const config = { KNOWLEDGE_DIR: join(import.meta.dirname, "..", "knowledge") };
  const { interviewer } = composePrechecking(config, openRules(config, "refused").catalogue, () => today);
  const chance = createChance(20_261_126);
  const next: number[] = [];
  const views: number[] = [];
  const pages: number[] = [];
  let fields = 0;

  const moved = (matter: Matter, move: Move): Matter => {
    const result = interviewer.move(matter, move, 0);
    if (!result.ok) throw new Error(`${move.type} was refused: ${result.problem}`);
    return result.matter;
  };
  const timed = <Result>(into: number[], run: () => Result): Result => {
    const started = performance.now();
    const result = run();
    into.push(performance.now() - started);
    return result;
  };
  const answersTo = ({ step }: MatterView): Record<string, string> =>
    Object.fromEntries(
      (step.type === "questions" ? step.questions : []).map(({ fact, values }) => {
        const at = chance() < bestShare ? 0 : Math.floor(chance() * values.length);
        return [fact, values[at]?.id ?? "unsure"];
      }),
    );

  for (let run = 0; run < matters; run++) {
    let matter = beginMatter("A".repeat(22), 1, 0);
    matter = moved(matter, { type: "consent" });
    matter = moved(matter, { type: "jurisdiction", ids: [] });
    matter = moved(matter, { type: "dates", act: "2026-03-01", decision: today });
    let shown = 0;
    for (;;) {
      const now = matter;
      const stage = timed(next, () => interviewer.stage(now));
      if (stage.type !== "questions") break;
      shown += 1;
      fields += stage.facts.length;
      const view = timed(views, () => interviewer.view(now));
      matter = moved(matter, { type: "answers", facts: answersTo(view), source: "page" });
    }
    pages.push(shown);
  }
  return {
    rows: [rowOf("next page", next), rowOf("view of a page of questions", views)],
    matters,
    meanFields: fields / matters,
    meanPages: pages.reduce((sum, count) => sum + count, 0) / matters,
    mostPages: Math.max(...pages),
  };
}

function rowOf(what: string, times: number[]): InterviewRow {
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  return { what, times: times.length, p50Milliseconds: at(0.5), p99Milliseconds: at(0.99) };
}

/** Numbers from 0 to 1, the same in every run. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
