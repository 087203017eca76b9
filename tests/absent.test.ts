/**
 * What learning must not have, by the rules on government apps of 2026: compulsory check-ins, points, rankings, time counted,
 * scores of persons or rates by unit. It is not switched off; it is not there.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { storedLearning } from "../src/app/learning/stored-learning.ts";
import { noLearning } from "../src/core/learning/progress.ts";

const source = join(import.meta.dirname, "..", "src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:ts|js)$/.test(file))
  .map((file) => file.replaceAll("\\", "/"));
const code = (file: string): string =>
  readFileSync(join(source, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
const filesWith = (pattern: RegExp): string[] => files.filter((file) => pattern.test(code(file))).sort();

describe("the code", () => {
  it("has no leaderboard, streak, check-in or time on line", () => {
    expect(
      filesWith(/leader ?board|scoreboard|\bstreak|check[-_]?in[sT]?\b|studyTime|timeOnline|onlineTime/i),
    ).toEqual([]);
  });

  it("says such words only to say that there are none", () => {
    // What people say is recognised where questions are understood.
    const hearing = (file: string) => file.startsWith("core/grounding/");
    const saying = filesWith(/积分|打卡|排行|学习时长|正确率|参与率|完成率/).filter((file) => !hearing(file));
    expect(saying).toEqual(["text/learning.ts"]);
  });

  it("reads what is kept of learning in the use cases of the person alone", () => {
    // The list of everybody's is read in one place: to find whom the question of the day is to be sent to. A push looks at the
    // record of its recipient alone: whether the question of the day went today.
    expect(filesWith(/readLearning|learningFrom|learningKey|"learning\/"/)).toEqual([
      "app/campaign/delivery.ts",
      "app/conversations.ts",
      "app/dialogue/learning.ts",
      "app/flow/keys.ts",
      "app/learning/daily-push.ts",
      "app/learning/stored-learning.ts",
    ]);
    for (const file of ["app/learning/daily-push.ts", "app/campaign/delivery.ts"])
      expect(code(file)).not.toMatch(/answered|cards|right\b/);
  });

  it("reaches it by no command, page or figure", () => {
    const reaching = files.filter((file) => /^(?:cli|adapters)\//.test(file) || file === "cli.ts");
    for (const file of reaching)
      expect([file, /app\/learning|learning\/(?:progress|leitner|picking)/.test(code(file))]).toEqual([
        file,
        false,
      ]);
  });
});

describe("what is kept of a person", () => {
  it("has no sum, score or rank in it", () => {
    expect(Object.keys(JSON.parse(storedLearning(noLearning))).sort()).toEqual([
      "answered",
      "cards",
      "dailyTo",
      "form",
      "polls",
      "pushedOn",
    ]);
  });
});
