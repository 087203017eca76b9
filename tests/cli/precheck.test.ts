import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { looks, outcomes, tiers } from "../../src/core/rules/types.ts";
import { temporaryFolder } from "../folders.ts";
import { runCli } from "./run-cli.ts";

const SAMPLE = join(import.meta.dirname, "../rules/sample");
const settings = { KNOWLEDGE_DIR: SAMPLE };

const flood = {
  reportTrue: "yes",
  privateGain: "none",
  urgency: "yes",
  process: "reported",
  loss: "some",
  remedy: "full",
};

const run = (args: readonly string[], input: unknown = "") =>
  runCli(["precheck", ...args], settings, typeof input === "string" ? input : JSON.stringify(input));
const evaluate = async (form: unknown, ...options: string[]) => {
  const { status, stdout, stderr } = await run(["evaluate", "--json", ...options, "-"], form);
  expect([status, stderr]).toEqual([0, ""]);
  return Result.parse(JSON.parse(stdout));
};
const batch = (lines: readonly unknown[], ...options: string[]) =>
  run(
    ["evaluate", "--json", ...options, "--batch", "-"],
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
  );

const Outcome = z.enum(outcomes);
const Status = z.enum(["decided", "insufficient", "not_applicable", "clarification"]);
const Answers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const RuleSet = z.strictObject({
  id: z.string(),
  version: z.string(),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});
/** The shape of the contract, and nothing beside it. */
const Result = z.strictObject({
  id: z.string().nullable(),
  status: Status,
  outcome: Outcome.nullable(),
  range: z
    .strictObject({
      best: Outcome.nullable(),
      worst: Outcome.nullable(),
      gates: z.array(z.enum(["not_applicable", "clarification"])).optional(),
    })
    .nullable(),
  fired: z.array(
    z.strictObject({
      rule: z.string(),
      title: z.string(),
      tier: z.enum(tiers),
      outcome: Outcome.nullable(),
      basis: z.array(
        z.strictObject({
          passage: z.string(),
          document: z.string().min(1),
          article: z.string().nullable(),
          verification: z.enum(["verified", "secondary", "unverified"]),
        }),
      ),
      facts: Answers,
    }),
  ),
  cleared: z.array(z.strictObject({ rule: z.string(), by: Answers })),
  open: z.array(z.strictObject({ rule: z.string(), tier: z.enum(tiers), facts: z.array(z.string()) })),
  next_questions: z.array(z.string()),
  nearest: z.array(z.strictObject({ rule: z.string(), failed: z.array(z.string()) })),
  what_would_change: z.array(z.strictObject({ set: z.record(z.string(), z.string()), outcome: Outcome })),
  corrections: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      due_days: z.int().nullable(),
      due_unit: z.string().optional(),
      because: z.string(),
    }),
  ),
  evidence: z.array(z.strictObject({ look: z.enum(looks), documents: z.array(z.string()) })),
  ruleset: RuleSet,
  by_version: z
    .array(z.strictObject({ ruleset: RuleSet, status: Status, outcome: Outcome.nullable() }))
    .optional(),
  record_hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
});

describe("precheck schema", () => {
  it("prints one object in the form of the contract", async () => {
    const { status, stdout, stderr } = await run(["schema", "--json"]);
    const schema = JSON.parse(stdout);
    expect([status, stderr, stdout.split("\n").length]).toEqual([0, "", 2]);
    expect(Object.keys(schema)).toEqual(["ruleset", "jurisdictions", "facts"]);
    expect(schema.jurisdictions).toEqual([{ id: "sample-city", title: "示例市" }]);
    expect(schema.facts.find(({ id }: { id: string }) => id === "loss")).toEqual({
      id: "loss",
      look: "consequence",
      label: "损失",
      question: "造成了多大损失？",
      help: "按评估或者审计结论填写。",
      values: [
        { id: "severe", label: "重大" },
        { id: "some", label: "一般" },
        { id: "none", label: "没有" },
      ],
      order: ["none", "some", "severe"],
      corrective: false,
      evidence: ["审计结论"],
    });
  });

  it("is that of the day of the act", async () => {
    const { stdout } = await run(["schema", "--json", "--act-date", "2020-01-01"]);
    expect(JSON.parse(stdout).ruleset.version).toBe("2018-10-01");
  });

  it("names the first covered day where the day is before it", async () => {
    const { status, stdout, stderr } = await run(["schema", "--act-date", "2018-09-30"]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("2018-10-01");
  });
});

describe("precheck evaluate", () => {
  it("prints one object in the form of the contract", async () => {
    const result = await evaluate(flood);
    expect(result).toMatchObject({
      id: null,
      status: "decided",
      outcome: "exempt",
      range: { best: "exempt", worst: "exempt" },
      corrections: [{ id: "C01", due_days: null }],
      ruleset: { id: "six-looks", version: "2024-01-01" },
    });
    expect(result.fired.map(({ rule }) => rule)).toEqual(["F01", "F02"]);
    expect(result.fired[1]?.basis).toEqual([
      {
        passage: "sample-rules-2024#12.1.2",
        document: "示例处分条例",
        article: "第十二条",
        verification: "verified",
      },
    ]);
  });

  it("takes the facts alone or the object of a batch, from a file or from standard input", async () => {
    const path = join(temporaryFolder(), "form.json");
    writeFileSync(path, JSON.stringify({ id: "case-1", facts: flood }));
    const { stdout } = await run(["evaluate", "--json", path]);
    expect({ ...JSON.parse(stdout), id: null }).toEqual(await evaluate(flood));
    expect(JSON.parse(stdout).id).toBe("case-1");
  });

  it("never reads missing or unsure as no", async () => {
    for (const privateGain of [undefined, "unsure"]) {
      const { status, outcome, next_questions, open } = await evaluate({ ...flood, privateGain });
      expect([status, outcome]).toEqual(["insufficient", null]);
      expect(open.map(({ rule }) => rule)).toContain("R01");
      expect(next_questions).toEqual(privateGain === undefined ? ["privateGain"] : []);
    }
  });

  it("takes several values still possible as an answer", async () => {
    expect((await evaluate({ ...flood, loss: ["none", "some"] })).outcome).toBe("exempt");
  });

  it("says by what corrections it could be better", async () => {
    const { outcome, what_would_change } = await evaluate({ ...flood, remedy: "partial" });
    expect(outcome).toBe("lighter");
    expect(what_would_change).toEqual([{ set: { remedy: "full" }, outcome: "exempt" }]);
  });

  it("gives the status of a gate with no outcome and no range", async () => {
    expect(await evaluate({ reportTrue: "no" })).toMatchObject({
      status: "clarification",
      outcome: null,
      range: null,
      corrections: [],
    });
  });

  it("lays a jurisdiction's red lines and terms over the rules", async () => {
    const alone = { ...flood, urgency: "no", process: "alone", loss: "severe" };
    expect((await evaluate(alone)).outcome).toBe("consult");
    const local = await evaluate(alone, "--jurisdiction", "sample-city");
    expect(local.outcome).toBe("not_tolerated");
    expect(local.corrections[0]).toMatchObject({ due_days: 30, due_unit: "工作日" });
    const { stdout } = await run(["evaluate", "--jurisdiction", "sample-city", "-"], alone);
    expect(stdout).toContain("期限：30个工作日");
    expect((await evaluate({ id: "a", facts: alone, jurisdiction: "sample-city" })).outcome).toBe(
      "not_tolerated",
    );
    // It holds from 2020-06-01 on.
    const before = [
      "--jurisdiction",
      "sample-city",
      "--act-date",
      "2020-05-31",
      "--decision-date",
      "2020-05-31",
    ];
    expect((await evaluate(alone, ...before)).outcome).toBe("consult");
  });

  it("chooses the version by the day of the act, and tells where that of the decision says otherwise", async () => {
    const unit = { ...flood, process: "alone", remedy: "none" };
    const same = await evaluate(unit, "--act-date", "2020-01-01", "--decision-date", "2024-02-01");
    expect([same.ruleset.version, same.by_version]).toEqual(["2018-10-01", undefined]);
    // The local red line holds from the day of the decision on.
    const { by_version, ruleset, outcome } = await evaluate(
      { ...flood, urgency: "no", process: "alone", loss: "severe" },
      ...["--jurisdiction", "sample-city", "--act-date", "2020-05-31", "--decision-date", "2020-06-01"],
    );
    expect([ruleset.version, outcome]).toEqual(["2018-10-01", "not_tolerated"]);
    expect(by_version?.map(({ outcome: says }) => says)).toEqual(["consult", "not_tolerated"]);
  });

  it.each([
    ["a decision before its act", "2024-05-02", "2024-05-01", "before act_date 2024-05-02"],
    ["an act that is still to come", "2999-05-01", "2999-05-01", "act_date 2999-05-01 is after today"],
    ["a decision that is still to come", "2024-05-01", "2999-05-01", "decision_date 2999-05-01 is after"],
  ])("refuses %s, naming the place and the remedy", async (_what, act, decision, told) => {
    const days = { act_date: act, decision_date: decision };
    for (const refused of [
      await run(["evaluate", "--act-date", act, "--decision-date", decision, "-"], flood),
      await run(["evaluate", "-"], { facts: flood, ...days }),
      await batch([{ id: "a", facts: flood, ...days }]),
      await run(["report", "-"], { facts: flood, ...days }),
    ]) {
      expect([refused.status, refused.stdout]).toEqual([2, ""]);
      expect(refused.stderr).toMatch(/-(?:, line 1)?: (?:act|decision)_date/);
      expect(refused.stderr).toContain(told);
    }
  });

  it("takes a decision of the day of the act", async () => {
    const days = ["--act-date", "2024-05-01", "--decision-date", "2024-05-01"];
    expect((await evaluate(flood, ...days)).status).toBe("decided");
  });

  it("prints the batch in its order, each line with its own days and place", async () => {
    const lines = [
      { id: "b", facts: flood },
      { id: "a", facts: { reportTrue: "no" } },
      "",
      { id: "c", facts: flood, act_date: "2020-01-01", decision_date: "2020-01-01" },
    ];
    const { status, stdout } = await batch(lines);
    const results = stdout
      .trimEnd()
      .split("\n")
      .map((line) => Result.parse(JSON.parse(line)));
    expect(status).toBe(0);
    expect(results.map(({ id, ruleset }) => [id, ruleset.version])).toEqual([
      ["b", "2024-01-01"],
      ["a", "2024-01-01"],
      ["c", "2018-10-01"],
    ]);
  });

  it("gives the same bytes twice, in whatever order the facts are written", async () => {
    const turned = Object.fromEntries(Object.entries(flood).reverse());
    const first = await run(["evaluate", "--json", "-"], flood);
    expect(await run(["evaluate", "--json", "-"], flood)).toEqual(first);
    expect(await run(["evaluate", "--json", "-"], turned)).toEqual(first);
  });

  it.each([
    ["an unknown fact", { ...flood, losss: "none" }, '"loss"'],
    ["an unknown value", { ...flood, loss: "sever" }, '"severe"'],
    ["a value that is no text", { ...flood, loss: 1 }, "loss"],
    ["an unknown jurisdiction", { id: "a", facts: flood, jurisdiction: "sample-cty" }, "sample-city"],
    ["a key that is none", { id: "a", facts: flood, "act-date": "2020-01-01" }, "act-date"],
    ["a day that is none", { id: "a", facts: flood, act_date: "2020-02-30" }, "act_date"],
    ["an act before the first covered day", { id: "a", facts: flood, act_date: "2018-09-30" }, "2018-10-01"],
    ["no JSON", "{", "not JSON"],
    ["a list", "[]", "form"],
  ])("refuses %s, naming the place and the nearest name", async (_what, form, told) => {
    const { status, stdout, stderr } = await run(["evaluate", "--json", "-"], form);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(told);
  });

  it.each([
    ["an unknown value", { id: "b", facts: { loss: "sever" } }],
    ["no id", { facts: flood }],
    ["a day without rules", { id: "b", facts: flood, act_date: "2000-01-01" }],
    ["half a line", '{"id":"b"'],
  ])(
    "refuses a whole batch for %s on a line, naming the line, and prints and records nothing",
    async (_what, line) => {
      const directory = join(temporaryFolder(), "records");
      const { status, stdout, stderr } = await batch(
        [{ id: "a", facts: flood }, line],
        "--record",
        directory,
      );
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("line 2");
      expect(() => readdirSync(directory)).toThrow();
    },
  );

  it.each([[[]], [["a.json", "b.json"]], [["--act-date", "2020-13-01", "-"]], [["nowhere.json"]]])(
    "takes %j for wrong usage",
    async (args) => {
      expect(await run(["evaluate", ...args], flood)).toMatchObject({ status: 2, stdout: "" });
    },
  );

  it("needs rules", async () => {
    const { status, stdout } = await runCli(
      ["precheck", "evaluate", "-"],
      { KNOWLEDGE_DIR: join(import.meta.dirname, "../broken/base") },
      JSON.stringify(flood),
    );
    expect([status, stdout]).toEqual([3, ""]);
  });

  it("tells people the result in the words of the contract, with the caution behind it", async () => {
    const { stdout } = await run(["evaluate", "-"], { ...flood, remedy: "partial" });
    expect(stdout).toContain("倾向：可研究从轻、减轻。本提示依所填情况生成，不是认定，以有权机关认定为准");
    expect(stdout).toContain("期限：由组织确定");
    expect(stdout).not.toContain("应当");
  });

  it("calls every rule by its title, cleared, open or near", async () => {
    const { title } = (await evaluate({ ...flood, privateGain: "self" })).fired[0] ?? { title: "" };
    const told = async (form: unknown) => (await run(["evaluate", "-"], form)).stdout;
    const line = (text: string, section: string) =>
      text.split(/^■ /m).find((part) => part.startsWith(section));
    expect(title).not.toBe("");
    const lighter = await told({ ...flood, remedy: "partial" });
    expect(line(lighter, "已排除的红线")).toContain(`R01  ${title}（`);
    expect(line(lighter, "离有利情形还差")).toMatch(/F01 {2}\S+ {2}尚缺：/);
    const open = await told({ ...flood, privateGain: "unsure" });
    expect(line(open, "尚未确定的规则")).toContain(`R01  ${title}（红线）  待定：`);
  });
});

describe("records", () => {
  const recordsOf = async (lines: readonly unknown[], knowledge = SAMPLE, ...options: string[]) => {
    const directory = mkdtempSync(join(temporaryFolder(), "records-"));
    const input = lines.map((line) => JSON.stringify(line)).join("\n");
    const args = ["precheck", "evaluate", "--json", "--batch", "-", "--record", directory, ...options];
    const { status, stdout } = await runCli(args, { KNOWLEDGE_DIR: knowledge }, input);
    expect(status).toBe(0);
    const files = readdirSync(directory)
      .sort()
      .map((name) => join(directory, name));
    return {
      files,
      results: stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    };
  };
  const replay = (files: readonly string[], knowledge = SAMPLE) =>
    runCli(["precheck", "replay", ...files], { KNOWLEDGE_DIR: knowledge });

  it("are one a form, canonical, without a name, and hashed as the result says", async () => {
    const { files, results } = await recordsOf([
      { id: "张某", facts: flood },
      { id: "李某", facts: flood },
      { id: "c", facts: { reportTrue: "no" }, jurisdiction: "sample-city" },
    ]);
    expect(files).toHaveLength(3);
    const texts = files.map((file) => readFileSync(file, "utf8"));
    expect(texts.join()).not.toMatch(/张某|李某/);
    expect(texts[0]).toBe(texts[1]);
    expect(results[0].record_hash).toBe(results[1].record_hash);
    expect(files.map((file, at) => file.includes(results[at].record_hash.slice(7)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("replay byte for byte", async () => {
    const { files } = await recordsOf([
      { id: "a", facts: { ...flood, privateGain: "unsure", loss: ["none", "some"] } },
      { id: "b", facts: flood, act_date: "2020-01-01", jurisdiction: "sample-city" },
      { id: "c", facts: {}, act_date: "2019-01-01", decision_date: "2024-06-01" },
    ]);
    expect(await replay(files)).toMatchObject({ status: 0, stderr: "" });
  });

  it("replay after a newer version of rules and of a local measure was published", async () => {
    const { files } = await recordsOf([{ id: "a", facts: flood, jurisdiction: "sample-city" }]);
    const knowledge = temporaryFolder();
    cpSync(SAMPLE, knowledge, { recursive: true });
    const rules = readFileSync(join(knowledge, "rules/six-looks/2024-01-01.yaml"), "utf8");
    // A correction of the same day, which takes the place of the version recorded, and a version that covers today.
    writeFileSync(
      join(knowledge, "rules/six-looks/2024-01-01.2.yaml"),
      rules.replaceAll("outcome: exempt", "outcome: lighter"),
    );
    writeFileSync(
      join(knowledge, "rules/six-looks/2025-01-01.yaml"),
      rules.replace("from: 2024-01-01", "from: 2025-01-01").replaceAll("outcome: exempt", "outcome: lighter"),
    );
    const city = readFileSync(join(knowledge, "overlays/sample-city.yaml"), "utf8");
    writeFileSync(
      join(knowledge, "overlays/sample-city@2025-01-01.yaml"),
      city.replace("from: 2020-06-01", "from: 2025-01-01").replace("value: 30", "value: 60"),
    );
    expect((await runCli(["rules", "publish"], { KNOWLEDGE_DIR: knowledge })).status).toBe(0);
    const [later] = (await recordsOf([{ id: "a", facts: flood, jurisdiction: "sample-city" }], knowledge))
      .results;
    expect([later.outcome, later.corrections[0].due_days]).toEqual(["lighter", 60]);
    expect(await replay(files, knowledge)).toMatchObject({ status: 0 });
  });

  it.each([
    ["its outcome", '"outcome":"exempt"', '"outcome":"lighter"'],
    ["a fact", '"loss":"some"', '"loss":"none"'],
    ["a fact nobody asks", '"loss":"some"', '"lost":"some"'],
    ["the hash of its rules", '"hash":"sha256:', '"hash":"sha256:0'],
    ["a blank", "{", "{ "],
  ])("do not replay where %s was changed", async (_what, from, to) => {
    const { files } = await recordsOf([{ id: "a", facts: flood }]);
    const [file = ""] = files;
    writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
    const { status, stdout } = await replay([file]);
    expect([status, stdout.startsWith("DIFFERS")]).toEqual([1, true]);
  });

  it("are no records where they are something else", async () => {
    const path = join(temporaryFolder(), "other.json");
    writeFileSync(path, "{}");
    expect(await replay([path])).toMatchObject({ status: 2, stdout: "" });
    expect(await replay([])).toMatchObject({ status: 2, stdout: "" });
    expect(await replay(["nowhere.json"])).toMatchObject({ status: 2, stdout: "" });
  });
});
