/** 「把经过说一说」 on the page: notice, story, and what a model read out of it, to be ticked. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { untoldWords, interviewWords as words } from "../../../src/text/interview.ts";
import { precheckPageWords as page } from "../../../src/text/precheck-page.ts";
import { createScriptedModel } from "../../scripted-model.ts";
import { type Reply, type Visitor, visit } from "./client.ts";
import { personOf, type StartedPrecheck, startPrecheck } from "./start-precheck.ts";

const story = "汛期水库闸门漏水，情况紧急，王建国局长主持局务会集体研究，先行抢修，手续事后如实补办。";
const proposals = {
  facts: [
    { fact: "urgency", value: "yes", quote: "情况紧急" },
    { fact: "procedure", value: "later", quote: "手续事后如实补办" },
    { fact: "decision", value: "collective", quote: "〔姓名〕局长主持局务会集体研究" },
  ],
};

const model = createScriptedModel();
let server: StartedPrecheck;
let visitor: Visitor;
beforeAll(async () => {
  server = await startPrecheck({}, undefined, model);
});
afterAll(() => server.close());
beforeEach(() => {
  model.answer(proposals);
  visitor = visit(server.url);
});

const hiddenOf = ({ text }: Reply, form: string): Record<string, string> =>
  Object.fromEntries(
    [
      ...(
        new RegExp(`<form[^>]*(?:id="${form}"|action="${form}")[\\s\\S]*?</form>`).exec(text)?.[0] ?? ""
      ).matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g),
    ].map(([, name, value]) => [name, value]),
  );

async function press(path: string, fields: Record<string, string>): Promise<Reply> {
  const reply = await visitor.form(path, { ...hiddenOf(await visitor.send(path), "step"), ...fields });
  return reply.status === 303 ? visitor.send(String(reply.headers.location)) : reply;
}

/** Tells the story, and looks again when it has been read. */
async function tell(path: string, text = story): Promise<Reply> {
  const told = await press(path, { do: "next", story: text });
  expect(told.status).toBe(200);
  await server.storiesRead();
  return visitor.send(path);
}

/** A matter whose story is awaited. */
async function agreed(): Promise<string> {
  const begun = await visitor.form("/precheck", hiddenOf(await visitor.send("/precheck"), "/precheck"));
  const path = String(begun.headers.location);
  await press(path, { do: "next" });
  await press(path, { do: "next", national: "yes" });
  await press(path, { do: "next", act: "2026-03-01", undecided: "yes" });
  const notice = await press(path, { do: "story" });
  expect(notice.text).toContain("fake-model");
  await press(path, { do: "next" });
  return path;
}
const answersAt = async (path: string) => {
  const view = await server.interviews.view(personOf(visitor), path.slice("/precheck/".length));
  return view?.answered.map(({ fact, answer, source }) => [fact, answer, source]);
};

describe("a story on the page", () => {
  it("is told in a field of its own, and what is ticked of it becomes an answer", async () => {
    const path = await agreed();
    const asked = await visitor.send(path);
    expect(asked.text).toContain("<textarea");
    const shown = await tell(path);
    expect(shown.text).toContain("手续事后如实补办");
    expect(shown.text).not.toContain("checked");
    expect(shown.text).not.toContain("水库闸门漏水");
    expect(await answersAt(path)).toEqual([]);
    const after = await press(path, { do: "next", "proposal.urgency": "yes" });
    expect(await answersAt(path)).toEqual([["urgency", "yes", "confirmed"]]);
    expect(after.text).toContain(page.confirmed);
    expect(after.text).toContain("第2题");
    expect(after.text).not.toContain("如实补办。");
  });

  it("is taken page by page, all of one at a press", async () => {
    const path = await agreed();
    await tell(path);
    await press(path, { do: "together" });
    expect((await answersAt(path))?.map(([fact]) => fact)).toEqual(["decision", "procedure", "urgency"]);
  });

  it("leaves everything to the questions where nothing is right", async () => {
    const path = await agreed();
    await tell(path);
    const none = await press(path, { do: "next" });
    expect(none.status).toBe(422);
    expect(none.text).toContain(page.proposalsNone);
    const asking = await press(path, { do: "none" });
    expect(await answersAt(path)).toEqual([]);
    expect(asking.text).toContain("第1题");
  });

  it("says what went wrong, and goes on by questions", async () => {
    const path = await agreed();
    model.fail("timeout");
    const asking = await tell(path);
    expect(asking.text).toContain(untoldWords.timeout);
    expect(asking.text).toContain("第1题");
    expect((await press(path, { do: "pause" })).text).not.toContain(untoldWords.timeout);
  });

  it("asks for more than a word, and is left at a press", async () => {
    const path = await agreed();
    const asked = model.requests.length;
    const short = await press(path, { do: "next", story: "好" });
    expect(short.status).toBe(422);
    expect(short.text).toContain(words.storyShort);
    expect((await press(path, { do: "story-end" })).text).toContain("第1题");
    expect(model.requests.length).toBe(asked);
  });

  it("reaches the model masked, and not at all with a secrecy mark", async () => {
    const path = await agreed();
    await tell(path, `${story}电话13800138000`);
    expect(model.requests.at(-1)?.input).not.toMatch(/王建国|13800138000/);
    await press(path, { do: "none" });
    const asked = model.requests.length;
    await press(path, { do: "story" });
    const marked = await tell(path, "机密★10年\n会议决定先行抢修，手续事后补办。");
    expect(marked.text).toContain(untoldWords.classified);
    expect(model.requests.length).toBe(asked);
  });

  it("tells that it is being read on a page that goes on by itself, with script or without", async () => {
    const path = await agreed();
    const go = model.hold();
    const told = await press(path, { do: "next", story });
    expect(told.text).toContain(page.storyReadingHelp);
    expect(told.text).toMatch(/src="[^"]*\/story-reading\.js"/);
    const [head = ""] = told.text.split("</head>");
    expect(head).toMatch(new RegExp(`<noscript><meta http-equiv="refresh" content="\\d+;url=${path}"`));
    go();
    await server.storiesRead();
    expect((await visitor.send(path)).text).not.toContain('http-equiv="refresh"');
  });

  it("is read while the page waits for nothing: a link looks again, a press stops it", async () => {
    const path = await agreed();
    const go = model.hold();
    const told = await press(path, { do: "next", story });
    expect(told.text).toContain(page.storyReading);
    expect(told.text).toContain(`href="${path}">${page.lookAgain}`);
    expect(told.text).not.toContain("水库闸门漏水");
    const left = await press(path, { do: "story-end" });
    expect(left.text).toContain("第1题");
    go();
    await server.storiesRead();
    expect((await visitor.send(path)).text).toContain("第1题");
    expect(await answersAt(path)).toEqual([]);
  });

  it("goes with its matter", async () => {
    const path = await agreed();
    const go = model.hold();
    await press(path, { do: "next", story });
    await press(path, { do: "remove" });
    go();
    await server.storiesRead();
    expect((await visitor.send(path)).status).toBe(404);
  });

  it("tells nothing that only stands in the address", async () => {
    const path = await agreed();
    expect((await visitor.send(`${path}?untold=toString`)).text).not.toContain("native code");
    expect((await visitor.send(`${path}?untold=<b>`)).text).not.toContain("<b>");
  });

  it("is sent once for a form that is sent twice", async () => {
    const path = await agreed();
    const fields = { ...hiddenOf(await visitor.send(path), "step"), do: "next", story };
    const asked = model.requests.length;
    await visitor.form(path, fields);
    expect((await visitor.form(path, fields)).status).toBe(409);
    await server.storiesRead();
    expect(model.requests.length).toBe(asked + 1);
  });
});
