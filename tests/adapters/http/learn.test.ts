/** Learning as pages: the moves of the chat, kept for the visitor alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readLearning } from "../../../src/app/learning/stored-learning.ts";
import { learnPageWords as words } from "../../../src/text/learn-page.ts";
import { learningWords } from "../../../src/text/learning.ts";
import { httpErrors } from "../../../src/text/page.ts";
import { catalogue } from "../../precheck-interviewer.ts";
import { type Reply, send, type Visitor, visit } from "./client.ts";
import { type StartedLearn, startLearn } from "./start-learn.ts";
import { personOf } from "./start-precheck.ts";

let server: StartedLearn;
let visitor: Visitor;
beforeAll(async () => {
  server = await startLearn();
});
afterAll(() => server.close());
beforeEach(() => {
  visitor = visit(server.url);
});

const look = (move: string, who = visitor): Promise<Reply> =>
  who.send(`/learn?${new URLSearchParams({ move })}`);
const tokenOf = ({ text }: Reply): string => /name="token" value="([^"]*)"/.exec(text)?.[1] ?? "";
const learningOf = async (who = visitor) => (await readLearning(server.store, personOf(who))).learning;

const quiz = catalogue.base.quizzes.find(({ id }) => id === "quiz-accountability-silence");
const rightAt = quiz?.options.findIndex(({ right }) => right) ?? -1;
const wrongAt = quiz?.options.findIndex(({ right }) => !right) ?? -1;
const answerMove = (place: number): string => `答题 ${quiz?.id} ${place} accountability`;

/** A page with a token that is the visitor's, and the answer sent with it. */
async function answer(place: number, who = visitor): Promise<Reply> {
  const token = tokenOf(await look("每日一题", who));
  return who.form("/learn", { token, move: answerMove(place) });
}

describe("the page of learning", () => {
  it("offers every way to learn, and nothing that needs a conversation", async () => {
    const { status, text } = await visitor.send("/learn");
    expect(status).toBe(200);
    for (const label of ["daily", "topics", "misconceptions", "walks", "wrong", "progress"] as const)
      expect(text).toContain(`>${learningWords[label]}</a>`);
    for (const label of ["subscribe", "polls", "end"] as const)
      expect(text).not.toContain(`>${learningWords[label]}<`);
    expect(text).toContain('href="/learn"');
  });

  it.each([
    "每日一题",
    "按专题",
    "误区辨析",
    "案例推演",
    "我的错题",
    "我的学习",
    "下一题 accountability",
    "推演 seed-1",
  ])("shows %s, and keeps nothing of it", async (move) => {
    const { status, text } = await look(move);
    expect(status).toBe(200);
    expect(text).toContain("<h1");
    expect((await learningOf()).answered).toEqual([]);
    expect(await server.store.list("p00", "learning/", { limit: 1 })).toEqual([]);
  });

  it("explains an answer with its sources, and keeps it for the visitor alone", async () => {
    const { status, text } = await answer(wrongAt);
    expect(status).toBe(200);
    // Told as a question: without its full stop.
    expect(text).toContain(quiz?.stem.replace(/。$/u, ""));
    expect(text).toContain(learningWords.comesBack);
    expect(text).toContain('href="/sources/');
    expect((await learningOf()).answered).toMatchObject([{ quiz: quiz?.id, right: false }]);
    const other = visit(server.url);
    expect((await look("我的学习", other)).text).toContain(learningWords.progressNone);
    expect((await learningOf(other)).answered).toEqual([]);
  });

  it("takes an answer sent twice once", async () => {
    await answer(wrongAt);
    const before = await learningOf();
    expect((await answer(rightAt)).text).toContain(learningWords.again);
    expect(await learningOf()).toEqual(before);
  });

  it("walks through a case to its published decision", async () => {
    expect((await look("推演 seed-1 F")).text).toContain("会议补助");
    const { text } = await look("推演 seed-1 FFFFFFE");
    expect(text).toContain("受到党内严重警告处分");
  });

  it("ticks several options by links, and answers them with a form", async () => {
    const several = catalogue.base.quizzes.find(({ kind }) => kind === "multiple");
    const { text } = await look(`勾选 ${several?.id} 0 ${several?.topic}`);
    expect(text).toContain("☑");
    expect(text).toContain(`>${learningWords.done}</button>`);
  });

  it("leads to the chat where something belongs in a conversation", async () => {
    const { text } = await answer(rightAt);
    expect(text).toContain(words.inChat(learningWords.report));
    expect(text).toContain(`href="/?${new URLSearchParams({ q: `此题有误 ${quiz?.id}` })}"`);
  });
});

describe("the visitor's own record", () => {
  it("is counted plainly, and goes with one button that is asked twice", async () => {
    await answer(wrongAt);
    const progress = await look("我的学习");
    expect(progress.text).toContain("党内问责：1题");
    expect(progress.text).toContain(words.eraseConfirm);
    const erased = await visitor.form("/learn", { token: tokenOf(progress), move: learningWords.erase });
    expect(erased.text).toContain(learningWords.erased);
    expect(await learningOf()).toMatchObject({ answered: [], cards: [] });
    expect((await look("我的学习")).text).not.toContain(words.eraseSure);
  });
});

describe("a request that may not change anything", () => {
  it("is one by its address alone, or with the token of somebody else, or with none", async () => {
    expect((await look(answerMove(rightAt))).status).toBe(404);
    await look("每日一题");
    const foreign = tokenOf(await look("每日一题", visit(server.url)));
    for (const token of [foreign, "", "x"]) {
      const reply = await visitor.form("/learn", { token, move: answerMove(rightAt) });
      expect(reply.status).toBe(403);
      expect(reply.text).toContain(words.expired);
    }
    expect((await learningOf()).answered).toEqual([]);
  });

  it("comes from another site", async () => {
    const token = tokenOf(await look("每日一题"));
    const reply = await send(server.url, "/learn", {
      method: "POST",
      headers: {
        origin: "https://evil.example",
        "content-type": "application/x-www-form-urlencoded",
        cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
      body: String(new URLSearchParams({ token, move: answerMove(rightAt) })),
    });
    expect(reply.status).toBe(403);
    expect((await learningOf()).answered).toEqual([]);
  });

  it("comes from a browser that keeps no cookie, which is told so", async () => {
    const reply = await visit(server.url).form("/learn", { token: "x", move: answerMove(rightAt) });
    expect(reply.text).toContain(httpErrors.cookies);
  });

  it.each([
    "每日一题 开",
    "用投票形式",
    "结束学习",
    "此题有误 quiz-accountability-silence",
    "怎么申请容错",
    "x".repeat(201),
  ])("is no move of this page: %s", async (move) => {
    const token = tokenOf(await look("每日一题"));
    expect((await look(move)).status).toBe(404);
    expect([400, 404]).toContain((await visitor.form("/learn", { token, move })).status);
    expect(await learningOf()).toMatchObject({ dailyTo: null, polls: false });
  });
});
