import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faithful, givenIn, unfaithful } from "../llm/claims.ts";
import { createModelServer, type Mode, type ModelServer } from "../llm/server.ts";
import { runCli } from "./run-cli.ts";

/** No editor wrote an answer to it, so it leaves room for a model. */
const question = "处分影响期满后还能不能正常使用干部";

let service: ModelServer;
beforeAll(async () => {
  service = await createModelServer();
});
afterAll(() => service.close());
beforeEach(() => {
  service.always(null);
  service.answer(faithful);
});

const model = () => ({
  OPENAI_MODEL: "writer-1",
  OPENAI_BASE_URL: service.baseURL,
  LLM_DEADLINE_SECONDS: "60",
});
const ask = async (asked: string, ...options: string[]) => {
  const { status, stdout, stderr } = await runCli(["ask", "--json", ...options, asked], model());
  return { status, stderr, answer: JSON.parse(stdout) };
};
const card = async () => JSON.parse((await runCli(["ask", "--json", question])).stdout);

describe("ask with a model", () => {
  it("prints sentences of the model's, each labelled and cited, before the evidence", async () => {
    const { status, answer } = await ask(question);
    expect(status).toBe(0);
    expect(answer).toMatchObject({ kind: "answer", mode: "generated" });
    const written = answer.sentences.filter(({ origin }: { origin: string }) => origin === "model");
    expect(written.length).toBeGreaterThan(0);
    for (const { citations } of answer.sentences) {
      expect(citations.length).toBeGreaterThan(0);
      for (const n of citations)
        expect(answer.citations.some((cited: { n: number }) => cited.n === n)).toBe(true);
    }
    expect(answer.text.length).toBeLessThanOrEqual(4_000);
    expect(answer.text.split("〔AI 生成〕")).toHaveLength(written.length + 1);
  });

  it("gives the same answer as without one where it is told to, where it is switched off, and to what an editor answers", async () => {
    const calls = service.requests.length;
    const plain = await card();
    expect((await ask(question, "--no-model")).answer).toEqual(plain);
    const off = await runCli(["ask", "--json", question], { ...model(), LLM_DISABLED: "true" });
    expect(JSON.parse(off.stdout)).toEqual(plain);
    expect((await ask("集体研究过的是不是就没事？")).answer.mode).toBe("curated");
    expect(service.requests.length).toBe(calls);
  });

  it.each<Mode>([
    { type: "status", status: 500 },
    { type: "html", status: 502 },
    { type: "html", status: 200 },
    { type: "drop" },
    { type: "no-finish" },
    { type: "finish", reason: "length" },
    { type: "empty" },
  ])("gives the evidence card and no word of the fault where the service goes wrong: %o", async (mode) => {
    service.always(mode);
    const { status, answer, stderr } = await ask(question);
    expect(status).toBe(0);
    expect(answer).toEqual(await card());
    expect(stderr).not.toMatch(/secret-of-the-proxy|refused:|处分影响期/);
  });

  it.each(Object.keys(unfaithful))("gives the evidence card where the model gives %s", async (kind) => {
    service.answer((request) => unfaithful[kind]?.(request) ?? "");
    const { answer } = await ask(question);
    const plain = await card();
    // Of a judgement it is said besides that none is given; what is invented promises besides.
    const judged = ["verdict", "promise", "invented document", "invented article"].includes(kind);
    expect(answer).toEqual(
      judged ? { ...plain, text: expect.stringContaining("不是对您这件事的判断") } : plain,
    );
  });

  it.each<[Mode, string]>([
    [{ type: "status", status: 404 }, "failure=unavailable, status=404"],
    [{ type: "status", status: 401 }, "failure=unavailable, status=401"],
    [{ type: "html", status: 200 }, "failure=malformed, status=200"],
    [{ type: "finish", reason: "length" }, "failure=cut, status=200"],
  ])("tells on stderr which service was not had, and why: %o", async (mode, why) => {
    service.always(mode);
    const { stderr } = await ask(question);
    expect(stderr).toContain(`model not had (host=${new URL(service.baseURL).host}, ${why})`);
  });

  it("tells of an address at which nobody listens", async () => {
    const gone = await createModelServer();
    await gone.close();
    const { stderr } = await runCli(["ask", question], { ...model(), OPENAI_BASE_URL: gone.baseURL });
    expect(stderr).toContain("cause=ECONNREFUSED");
  });

  it("asks once for all within one deadline, however the service drags on", async () => {
    service.answer(() => "字".repeat(12_000));
    service.always({ type: "trickle", milliseconds: 5 });
    const calls = service.requests.length;
    const { status } = await runCli(["ask", question], { ...model(), LLM_DEADLINE_SECONDS: "1" });
    expect([status, service.requests.length - calls]).toEqual([0, 1]);
  });

  it("hands over what a question is about, and nobody in it", async () => {
    const named = `${question}？我是张伟局长，电话13812345678，身份证11010519491231002X`;
    await ask(named);
    for (const { body } of service.requests) expect(body).not.toMatch(/张伟|13812345678|11010519491231002X/);
  });

  it("answers a batch in its order, one with the model, one without", async () => {
    const lines = [
      { id: "a", text: question },
      { id: "b", text: "问责条例第十七条说了什么？" },
    ].map((line) => JSON.stringify(line));
    const { stdout } = await runCli(["ask", "--json", "--questions", "-"], model(), lines.join("\n"));
    const answers = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, mode }) => [id, mode])).toEqual([
      ["a", "generated"],
      ["b", "extractive"],
    ]);
  });
});

describe("eval --with-model", () => {
  it("counts what a model adds and whether it holds, judged where there is a judge", async () => {
    service.answer((request) =>
      request.model === "judge-1"
        ? '{"supported":true}'
        : request.model === "writer-1"
          ? faithful(request)
          : "",
    );
    const settings = { ...model(), OPENAI_JUDGE_MODEL: "judge-1" };
    const { status, stdout } = await runCli(["eval", "--with-model", "--json"], settings);
    expect(status).toBe(0);
    const figures = JSON.parse(stdout);
    expect(figures).toMatchObject({ model: "writer-1", exact: 1 });
    expect(figures.written).toBeGreaterThan(0);
    expect(figures.judged).toEqual({ sentences: figures.sentences, unsupported: 0, failed: 0 });
    // A model that is sound refuses no less and no more than none.
    expect(figures.refusalRecall).toBeGreaterThanOrEqual(0.9);
    const judged = service.requests.filter(({ body }) => JSON.parse(body).model === "judge-1");
    expect(JSON.parse(JSON.parse(judged[0]?.body ?? "{}").messages.at(-1).content)).toHaveProperty("claim");
    expect(givenIn(JSON.parse(judged[0]?.body ?? "{}"))).not.toHaveProperty("question");
  });

  it.each<Mode>([
    { type: "status", status: 401 },
    { type: "html", status: 200 },
  ])("prints no figures of a model that never answered: %o", async (mode) => {
    service.always(mode);
    const { status, stdout, stderr } = await runCli(["eval", "--with-model", "--json"], model());
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("no answer was had of the model");
  });

  it("does not take it for a judgement that the judge never answered", async () => {
    service.answer((request) => (request.model === "judge-1" ? "我看可以" : faithful(request)));
    const settings = { ...model(), OPENAI_JUDGE_MODEL: "judge-1" };
    const { status, stdout, stderr } = await runCli(["eval", "--with-model"], settings);
    expect(status).toBe(3);
    expect(stdout).toMatch(/unsupported +not judged; \d+ judgements were not had/);
    expect(stderr).toContain("OPENAI_JUDGE_MODEL");
  });

  it("needs a model", async () => {
    const { status, stdout, stderr } = await runCli(["eval", "--with-model"]);
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("OPENAI_MODEL");
  });
});
