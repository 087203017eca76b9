import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faithful } from "../llm/claims.ts";
import { createModelServer, type ModelServer } from "../llm/server.ts";
import { runCommand, startCommand, temporaryFolder } from "./run.ts";

describe("the chat in a terminal", () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const bytesOf = (name: string): string =>
    readdirSync(name)
      .map((file) => readFileSync(join(name, file)).toString("latin1"))
      .join("");

  it("chats from a pipe and ends at the end of input", async () => {
    const { status, stdout } = await runCommand(["chat"], folder, "问责条例第十七条说了什么\n那第十八条呢\n");
    expect(status).toBe(0);
    expect(stdout).toContain("按此理解检索：《中国共产党问责条例》第十八条");
  });

  describe("with a model", () => {
    const question = "处分影响期满后还能不能正常使用干部\n";
    let service: ModelServer;
    beforeEach(async () => {
      service = await createModelServer();
      service.answer(faithful);
    });
    afterEach(() => service.close());
    const settings = () => ({
      OPENAI_BASE_URL: service.baseURL,
      OPENAI_MODEL: "writer-1",
      OPENAI_API_KEY: "key",
      LLM_DEADLINE_SECONDS: "60",
    });

    it("ends only when its words have come", async () => {
      service.always({ type: "slow-first", milliseconds: 500 });
      const { status, stdout } = await runCommand(["chat"], folder, question, settings());
      expect(status).toBe(0);
      expect(stdout.indexOf("AI 生成")).toBeGreaterThan(stdout.indexOf("原文摘录"));
    });

    it("ends at once at an interrupt, and closes the request", async () => {
      service.always({ type: "silence" });
      const chat = startCommand(["chat"], folder, settings());
      chat.child.stdin?.end(question);
      await service.until(() => service.requests.length > 0);
      await chat.printed("原文摘录");
      chat.child.kill("SIGINT");
      const { status, stdout } = await chat.ended;
      expect(status).toBe(0);
      expect(stdout).not.toContain("AI 生成");
      await service.until(() => service.aborted() > 0);
    });
  });

  it("tells what is kept before the first question", async () => {
    const { stdout } = await runCommand(["chat"], folder, "你好\n");
    expect(stdout.indexOf("使用前请知悉")).toBeGreaterThanOrEqual(0);
    expect(stdout.indexOf("使用前请知悉")).toBeLessThan(stdout.indexOf("问：你好"));
  });

  it("leaves no byte of a marked text, and says so to whoever pasted it", async () => {
    const { stdout } = await runCommand(["chat"], folder, "机密★10年 zhanqiansecret 部署\n");
    expect(stdout).toContain("带有国家秘密标志");
    expect(stdout).not.toContain("zhanqiansecret");
    expect(bytesOf(folder)).not.toContain("zhanqiansecret");
  });

  it("keeps no plain text where a key is set", async () => {
    const key = `k1:${Buffer.alloc(32, 7).toString("base64")}`;
    await runCommand(["chat"], folder, "zhanqian容错怎么申请\n", { DATA_KEY: key });
    expect(bytesOf(folder)).not.toContain("zhanqian");
  });

  it("names the process that holds the folder", async () => {
    const first = startCommand(["chat"], folder);
    await first.printed("您还可以问");
    const second = await runCommand(["chat"], folder, "你好\n");
    first.child.stdin?.end();
    expect(second.status).toBe(3);
    expect(second.stdout).toBe("");
    expect(second.stderr).toContain(`process ${first.child.pid}`);
    expect((await first.ended).status).toBe(0);
  });

  it("names what is wrong with the store in one line", async () => {
    writeFileSync(join(folder, "file"), "");
    const unusable = await runCommand(["chat"], join(folder, "file"), "你好\n");
    const key = (byte: number) => ({ DATA_KEY: `k${byte}:${Buffer.alloc(32, byte).toString("base64")}` });
    const data = join(folder, "data");
    await runCommand(["chat"], data, "你好\n", key(1));
    const locked = await runCommand(["chat"], data, "你好\n", key(2));
    for (const { status, stdout, stderr } of [unusable, locked]) {
      expect([status, stdout, stderr.trim().split("\n").length]).toEqual([3, "", 1]);
    }
    expect([unusable.stderr, locked.stderr].map((text) => /DATA_(?:DIR|KEY)/.exec(text)?.[0])).toEqual([
      "DATA_DIR",
      "DATA_KEY",
    ]);
  });

  it("puts complaints and unanswered questions on the gap list, masked", async () => {
    const questions = "投诉建议 第十七条引文不完整，我的电话13812345678\n玉门关保护办法第三条说了什么\n";
    await runCommand(["chat"], folder, questions);
    const { status, stdout } = await runCommand(["gaps", "--json"], folder);
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
        .map(({ kind, text }) => [kind, text]),
    ).toEqual([
      ["complaint", "第十七条引文不完整，我的电话〔电话〕"],
      ["unanswered", "玉门关保护办法第三条说了什么"],
    ]);
  });

  it("says that there is no store yet", async () => {
    expect(await runCommand(["gaps"], join(folder, "none"))).toMatchObject({ status: 3, stdout: "" });
  });
});
