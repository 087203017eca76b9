import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createTerminalChannel, inert } from "../../../src/adapters/channels/terminal.ts";
import type { Answer } from "../../../src/core/grounding/answer.ts";
import {
  type Choice,
  type Inbound,
  messageKey,
  type Outbound,
  type Receipt,
  type Sink,
} from "../../../src/ports/channel.ts";

import { channelContract } from "../../contract/channel.ts";

const address = { person: "terminal:501", conversation: "t-1" } as const;

const message = (
  text: string,
  rest: Partial<Outbound> = {},
  refusal: Answer["refusalReason"] = null,
): Outbound => ({
  turn: 1,
  answer: {
    kind: refusal === null ? "answer" : "refusal",
    mode: "curated",
    blocks: [{ type: "notice", text }],
    citations: [],
    refusalReason: refusal,
    suggestions: [],
    knowledgeVersion: "sha256:0",
    asOf: "2026-11-23",
    understoodAs: null,
    context: null,
  },
  choices: [],
  file: null,
  ...rest,
});

const choices = (...texts: string[]): Choice[] => texts.map((text) => ({ label: text, text }));

const said = ({ content }: Inbound): string => (content.type === "text" ? content.text : content.type);

/** A terminal and somebody who types; what the sink is given is answered as `hear` says. */
async function open(
  hear: (event: Inbound, terminal: ReturnType<typeof make>) => Receipt | Promise<Receipt>,
  interactive = false,
) {
  const terminal = make(interactive);
  const sink: Sink = async (event) => hear(event, terminal);
  await terminal.channel.start(sink);
  return terminal;
}

function make(interactive: boolean, settled?: () => Promise<void>) {
  const input = new PassThrough();
  let output = "";
  let seen: { readonly text: string; readonly found: () => void } | null = null;
  let number = 0;
  const channel = createTerminalChannel({
    words: {
      prompt: "问：",
      greeting: "您好",
      suggestions: "还可以问",
      choices: "可以选：",
      earlier: "（以前的问题）",
      picture: (alt) => `图片 ${alt}`,
      file: (name) => `文件 ${name}`,
      render: ({ blocks }) => `答：${blocks.map((block) => ("text" in block ? block.text : "")).join("")}`,
    },
    streams: {
      input,
      output: new Writable({
        write(chunk, _encoding, done) {
          output += String(chunk);
          if (seen !== null && output.includes(seen.text)) seen.found();
          done();
        },
      }),
      interactive,
    },
    address,
    firstQuestions: ["第一个问题"],
    clock: () => 1,
    newId: () => `e${++number}`,
    ...(settled === undefined ? {} : { settled }),
  });
  return {
    channel,
    type: (text: string) => void input.write(text),
    endInput: () => void input.end(),
    output: () => output,
    /** Resolves when the text has been printed. */
    printed: (text: string) =>
      new Promise<void>((found) => {
        if (output.includes(text)) found();
        else seen = { text, found };
      }),
    reply: (event: Inbound, outbound: Outbound) => channel.send(address, outbound, messageKey(event), null),
  };
}

const accepted: Receipt = { status: "accepted" };

describe("the end of input", () => {
  /** A terminal whose line was answered, and more is to come; whether it has ended, and what lets it. */
  const ending = async (interactive: boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const terminal = make(interactive, () => {
      asked.resolve();
      return promise;
    });
    const events: Inbound[] = [];
    await terminal.channel.start(async (event) => {
      events.push(event);
      setImmediate(() => void terminal.reply(event, message("依据")));
      return accepted;
    });
    terminal.type("一个问题\n");
    terminal.endInput();
    let ended = false;
    const run = terminal.channel.run().then(() => {
      ended = true;
    });
    await asked.promise;
    expect(terminal.output()).toContain("答：依据");
    const again = (): Promise<unknown> =>
      terminal.channel.send(address, message("通顺的话"), "draft/terminal:501/t-1/1", null);
    return { ...terminal, run, again, ended: () => ended, settle: resolve };
  };

  it.each([
    ["from a pipe", false],
    ["at a keyboard", true],
  ])("%s waits for what is still to come of the lines", async (_, interactive) => {
    const { run, again, ended, settle, output } = await ending(interactive);
    await again();
    expect(ended()).toBe(false);
    settle();
    await run;
    expect(output()).toContain("答：通顺的话");
  });

  it("waits for nothing once it is stopped", async () => {
    const { run, channel, output } = await ending(true);
    await channel.stop(0);
    await run;
    expect(output()).not.toContain("通顺的话");
  });
});

describe("the terminal as a pipe", () => {
  it("reads as a transcript: each line after the reply to the one before, and ends at the end of input", async () => {
    const heard: string[] = [];
    const terminal = await open((event, { reply }) => {
      heard.push(said(event));
      setImmediate(() => void reply(event, message(`关于${said(event)}`)));
      return accepted;
    });
    terminal.type("问责条例第十七条\n\n那第十八条呢");
    terminal.endInput();
    await terminal.channel.run();
    expect(heard).toEqual(["问责条例第十七条", "那第十八条呢"]);
    expect(terminal.output().replaceAll(/\n+/g, "\n")).toBe(
      "您好\n还可以问\n  1. 第一个问题\n问：问责条例第十七条\n答：关于问责条例第十七条\n问：那第十八条呢\n答：关于那第十八条呢\n",
    );
  });

  it("shows what a number chose", async () => {
    const heard: string[] = [];
    const terminal = await open((event, { reply }) => {
      heard.push(said(event));
      setImmediate(() => void reply(event, message("好", { choices: choices("建议一", "建议二") })));
      return accepted;
    });
    terminal.type("1\n2\n9\n");
    terminal.endInput();
    await terminal.channel.run();
    // The number itself goes in: what it chooses is decided inside.
    expect(heard).toEqual(["1", "2", "9"]);
    for (const line of ["问：第一个问题", "问：建议二", "问：9", "  2. 建议二"])
      expect(terminal.output()).toContain(line);
  });

  it("puts only questions under the heading of questions, and counts on through both", async () => {
    const terminal = await open((event, { reply }) => {
      const { answer } = message("好");
      const outbound = {
        ...message("好", { choices: choices("那第十八条呢？", "做一次预审") }),
        answer: { ...answer, suggestions: ["那第十八条呢？"] },
      };
      const step = message("反映属实吗？", { choices: choices("属实", "不属实") });
      setImmediate(() => void reply(event, said(event) === "预审" ? step : outbound));
      return accepted;
    });
    terminal.type("预审\n第十七条\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output().replaceAll(/\n+/g, "\n")).toBe(
      "您好\n还可以问\n  1. 第一个问题\n问：预审\n答：反映属实吗？\n可以选：\n  1. 属实\n  2. 不属实\n" +
        "问：第十七条\n答：好\n还可以问\n  1. 那第十八条呢？\n可以选：\n  2. 做一次预审\n",
    );
  });

  it("repeats nothing of a line that bears a secrecy mark", async () => {
    const terminal = await open((event, { reply }) => {
      setImmediate(() => void reply(event, message("没有保存", {}, "classified")));
      return accepted;
    });
    terminal.type("绝密★长期 某行动方案\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output()).toContain("没有保存");
    expect(terminal.output()).not.toContain("某行动方案");
  });

  it("lets no text move the cursor", async () => {
    const terminal = await open((event, { reply }) => {
      const outbound = message(`\u001b[2J${said(event)}`, { choices: choices("\u001b]0;x\u0007建议") });
      setImmediate(() => void reply(event, outbound));
      return accepted;
    });
    terminal.type("\u001b[2J\u001b]0;x\u0007你好\u202e\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output()).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(inert("a\u0000b\nc\r\u009b1m")).toBe("ab\nc1m");
  });

  it("shortens a long line it repeats", async () => {
    const terminal = await open((event, { reply }) => {
      setImmediate(() => void reply(event, message("太长")));
      return accepted;
    });
    terminal.type(`${"长".repeat(5_000)}\n`);
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output().length).toBeLessThan(400);
  });

  it("tells why a line was not taken in, and goes on", async () => {
    const notices: (string | null)[] = ["太快了", null, "太快了"];
    const terminal = await open(() => ({ status: "limited", notice: notices.shift() ?? null }));
    terminal.type("一\n二\n三\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output().match(/太快了/g)).toHaveLength(2);
  });

  it("prints a file", async () => {
    const terminal = await open((event, { channel }) => {
      const file = { name: "我的数据.json", mediaType: "application/json", text: "{}" };
      setImmediate(() => void channel.send(address, message("全部"), messageKey(event), file));
      return accepted;
    });
    terminal.type("我的数据\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output()).toContain("文件 我的数据.json\n{}");
  });

  it("takes the word that a question could not be handled for its reply", async () => {
    const terminal = await open((event, { channel }) => {
      setImmediate(() => void channel.send(address, message("没有成功"), messageKey(event, "failed"), null));
      return accepted;
    });
    terminal.type("问题\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output()).toContain("没有成功");
  });

  it("ends when it is stopped, also in the middle of a question", async () => {
    const terminal = await open(() => accepted);
    const ran = terminal.channel.run();
    terminal.type("没有答复的问题\n");
    await terminal.printed("您好");
    await terminal.channel.stop(1);
    await ran;
    expect(terminal.channel.health().state).toBe("down");
  });
});

describe("the terminal at a keyboard", () => {
  it("hears a request to stop while an answer is awaited", async () => {
    const events: Inbound[] = [];
    const bothHeard = Promise.withResolvers<void>();
    const terminal = await open((event) => {
      events.push(event);
      if (events.length === 2) bothHeard.resolve();
      return accepted;
    }, true);
    const ran = terminal.channel.run();
    terminal.type("慢问题\n/stop\n");
    await bothHeard.promise;
    const [slow, stop] = events as [Inbound, Inbound];
    await terminal.reply(stop, message("已停止", { turn: null }));
    await terminal.reply(slow, message("没有回答"));
    terminal.endInput();
    await ran;
    expect(terminal.output().indexOf("已停止")).toBeLessThan(terminal.output().indexOf("没有回答"));
  });

  it("keeps what can be chosen when something was stopped", async () => {
    const terminal = await open((event, { reply }) => {
      setImmediate(
        () => void reply(event, said(event) === "/stop" ? message("已停止", { turn: null }) : message("好")),
      );
      return accepted;
    }, true);
    const ran = terminal.channel.run();
    terminal.type("/stop\n");
    await terminal.printed("已停止");
    terminal.type("1\n");
    terminal.endInput();
    await ran;
    expect(terminal.output()).toContain("问：第一个问题");
  });

  it("does not repeat what was typed, and prompts again after each reply", async () => {
    const terminal = await open((event, { reply }) => {
      setImmediate(() => void reply(event, message("好")));
      return accepted;
    }, true);
    const ran = terminal.channel.run();
    terminal.type("问题\n");
    await terminal.printed("答：好");
    terminal.endInput();
    await ran;
    expect(terminal.output().match(/问：/g)).toHaveLength(2);
    expect(terminal.output()).not.toContain("问：问题");
  });

  it("waits no longer for questions that were deleted with everything else", async () => {
    const events: Inbound[] = [];
    const heard = Promise.withResolvers<void>();
    const terminal = await open((event) => {
      events.push(event);
      if (events.length === 2) heard.resolve();
      return accepted;
    }, true);
    const ran = terminal.channel.run();
    terminal.type("问题\n确认删除我的数据\n");
    await heard.promise;
    await terminal.reply(
      events[1] as Inbound,
      message("已删除", { turn: null, choices: choices("第一个问题") }),
    );
    terminal.endInput();
    await ran;
    expect(terminal.output()).toContain("已删除");
  });
});

describe("a message at the terminal", () => {
  it("is shown once however often it is sent", async () => {
    const terminal = await open(() => accepted);
    for (const key of ["reply/terminal/t-1/e1", "reply/terminal/t-1/e1"])
      expect(await terminal.channel.send(address, message("一次"), key, null)).toEqual({ status: "sent" });
    expect(terminal.output().match(/一次/g)).toHaveLength(1);
  });

  it("for another person who uses the machine is not shown", async () => {
    const terminal = await open(() => accepted);
    const other = { person: "terminal:0", conversation: "t-0" } as const;
    expect(await terminal.channel.send(other, message("不是给你的"), "k", null)).toMatchObject({
      status: "retry",
    });
    expect(terminal.output()).not.toContain("不是给你的");
  });

  it("of an earlier run is shown as such, and changes nothing about what a number chooses", async () => {
    const terminal = await open((event, { reply }) => {
      setImmediate(() => void reply(event, message("好")));
      return accepted;
    });
    const old = message("迟到的答复", { choices: choices("旧建议") });
    await terminal.channel.send({ ...address, conversation: "t-0" }, old, "reply/terminal/t-0/e9", null);
    terminal.type("1\n");
    terminal.endInput();
    await terminal.channel.run();
    expect(terminal.output()).toMatch(/（以前的问题）\n+答：迟到的答复/);
    expect(terminal.output()).toContain("问：第一个问题");
    expect(terminal.output()).not.toContain("旧建议");
  });
});

channelContract("the terminal", async () => {
  const terminal = make(true);
  const ran: Promise<void>[] = [];
  return {
    channel: terminal.channel,
    address,
    async say(text) {
      if (ran.length === 0) ran.push(terminal.channel.run());
      const before = terminal.output().length;
      terminal.type(`${text}\n`);
      // A line that is taken in leaves no trace until its reply; what was asked of the input has been read by then.
      for (let turn = 0; turn < 5 && terminal.output().length === before; turn++)
        await new Promise<void>((resolve) => setImmediate(resolve));
    },
    shown: async () => terminal.output(),
    tookEffect: /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
    async close() {
      terminal.endInput();
      await terminal.channel.stop(0);
      await Promise.all(ran);
    },
  };
});
