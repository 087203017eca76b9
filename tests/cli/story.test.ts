/** The whole program in a pipe: settings, model service, sealed store; a story told, confirmed, and nowhere left. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { interviewWords as words } from "../../src/text/interview.ts";
import { createModelServer, type ModelServer } from "../llm/server.ts";
import { runCommand, temporaryFolder } from "./run.ts";

let service: ModelServer;
const folder = temporaryFolder();
beforeAll(async () => {
  service = await createModelServer();
  service.answer(() =>
    JSON.stringify({
      facts: [
        { fact: "urgency", value: "yes", quote: "情况紧急" },
        { fact: "procedure", value: "later", quote: "手续事后如实补办" },
      ],
    }),
  );
});
afterAll(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

const story = "zhanqian水库闸门漏水，情况紧急，王建国局长（电话13800138000）决定先行抢修，手续事后如实补办。";

it("is told in the chat of the program, reaches the service masked, and leaves no byte behind", async () => {
  const lines = [
    "预审",
    words.consent,
    words.nationalOnly,
    "2026-03-01",
    words.notDecided,
    words.story,
    words.storyConsent,
    story,
    words.confirmAll,
    "已答的题",
  ];
  const { status, stdout, stderr } = await runCommand(["chat"], folder, `${lines.join("\n")}\n`, {
    OPENAI_MODEL: "fake-model",
    OPENAI_BASE_URL: service.baseURL,
    MODEL_FILING_NUMBER: "备案0001",
    DATA_KEY: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  });
  expect(status).toBe(0);
  expect(stdout).toContain("大模型“fake-model”（备案号备案0001）");
  expect(stdout).toContain("依据您的话：“情况紧急”");
  expect(stdout).toContain("紧急，来不及走正常程序（从经过整理、经您确认）");
  const sent = service.requests.map(({ body }) => body).join();
  const kept = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString("utf8"))
    .join();
  for (const secret of ["王建国", "13800138000"]) {
    expect(sent).not.toContain(secret);
    expect(stderr).not.toContain(secret);
    expect(kept).not.toContain(secret);
  }
  expect(sent).toContain("zhanqian");
  expect(stderr + kept).not.toContain("zhanqian");
});
