/** What changes between two versions of the rules, for a terminal. */
import type { RulesDiff } from "../core/rules/diff.ts";
import { exampleYaml } from "./lint-report.ts";
import { outcomeWording, statusWording } from "./precheck.ts";

interface Side {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
}

/** Shares in percent; very small ones are not rounded to nothing. */
export const percent = (share: number): string =>
  share === 0 ? "0 %" : share < 0.0001 ? "< 0.01 %" : `${(share * 100).toFixed(2)} %`;

const words: Readonly<Record<string, string>> = { ...outcomeWording, ...statusWording, conflict: "规则冲突" };
const named = (end: string): string => words[end] ?? end;

export function diffText({ a, b }: { readonly a: Side; readonly b: Side }, diff: RulesDiff): string {
  const side = ({ id, version, hash }: Side) => `${id}@${version}  ${hash}`;
  return `${[
    `甲：${side(a)}`,
    `乙：${side(b)}`,
    `结果改变的事实组合：${percent(diff.share)}`,
    ...diff.shifts.flatMap(({ from, to, share, example }) => [
      `  ${percent(share).padStart(9)}  ${named(from)} → ${named(to)}`,
      ...exampleYaml(example).map((line) => `               ${line}`),
    ]),
    `结果改变的示例：${diff.examples.length === 0 ? "没有" : `${diff.examples.length}个`}`,
    ...diff.examples.map(
      ({ name, from, to }) =>
        `  ${name}：${named(from.outcome ?? from.status)} → ${named(to.outcome ?? to.status)}`,
    ),
  ].join("\n")}\n`;
}
