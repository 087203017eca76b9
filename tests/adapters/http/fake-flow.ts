/** The inside as the web sees it, written by hand: conversations in memory, answered at once by the fake assistant. */
import type { Answer } from "../../../src/core/grounding/answer.ts";
import type { Access, Grant } from "../../../src/ports/access.ts";
import {
  type Address,
  type Channel,
  type Inbound,
  messageKey,
  type Outbound,
  type Receipt,
  type Sink,
} from "../../../src/ports/channel.ts";
import type { Conversations, TurnView } from "../../../src/ports/conversations.ts";
import type { FakeAssistant } from "./fake-assistant.ts";

export const forgetWords = "确认删除我的数据";

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

export interface FakeFlow {
  readonly conversations: Conversations;
  readonly sink: Sink;
  /** Events taken in, in order; a repeated one once. */
  readonly events: Inbound[];
  /** What the next events get instead of being taken in. */
  readonly refusals: Receipt[];
  /** Answers go out through this channel. */
  attach(channel: Pick<Channel, "send">): void;
  /** Takes events in and answers none until released. */
  hold(): void;
  release(): Promise<void>;
  /** Has the last turn of a conversation changed, and what shows it told. */
  change(to: Address, change: Partial<TurnView>): Promise<void>;
  /** Sends a message that belongs to no turn. */
  say(to: Address, text: string, key?: string): Promise<void>;
  /** Conversations and turns, `person/conversation`. */
  readonly turns: Map<string, Writable<TurnView>[]>;
  clear(): void;
}

const nameOf = ({ person, conversation }: Address): string => `${person}/${conversation}`;

export function createFakeFlow(assistant: FakeAssistant): FakeFlow {
  const turns: FakeFlow["turns"] = new Map();
  const events: Inbound[] = [];
  const refusals: Receipt[] = [];
  const seen = new Set<string>();
  let channel: Pick<Channel, "send"> | null = null;
  let held: Inbound[] | null = null;
  let sent = 0;

  const send = async (to: Address, message: Outbound, key?: string): Promise<void> => {
    sent += 1;
    await channel?.send(to, message, key ?? `m${sent}`, null);
  };
  const notice = (text: string): Answer => ({
    ...assistant.ask("你好"),
    blocks: [{ type: "notice", text }],
  });
  const say = (to: Address, text: string, key?: string): Promise<void> => {
    const answer = notice(text);
    assistant.asked.pop();
    return send(to, { turn: null, answer, choices: [], file: null }, key);
  };

  const turnOf = (
    text: string,
    asOf: string | null,
    number: number,
    context: Answer["context"],
  ): TurnView => {
    const answer = assistant.ask(text, { context, ...(asOf === null ? {} : { asOf }) });
    const withheld = answer.refusalReason === "classified" ? "classified" : null;
    return {
      turn: number,
      at: Date.now(),
      asOf,
      question: withheld === null ? text : null,
      withheld,
      answer,
      choices: text.includes("选项")
        ? [
            { label: "工程", text: "/cases 工程" },
            { label: "招标", text: "/cases 招标" },
          ]
        : answer.suggestions.map((suggestion) => ({ label: suggestion, text: suggestion })),
      file: text.includes("我的数据") ? "my-data" : null,
      feedback: null,
    };
  };

  const handle = async (event: Inbound): Promise<void> => {
    const { from, content } = event;
    const all = turns.get(nameOf(from)) ?? [];
    if (content.type === "feedback") {
      const turn = all.find(({ turn: number }) => number === content.turn);
      if (turn !== undefined) turn.feedback = content.verdict;
      return;
    }
    if (content.type !== "text") return;
    if (content.text === forgetWords) {
      for (const name of [...turns.keys()]) if (name.startsWith(`${from.person}/`)) turns.delete(name);
      await say(from, "您的数据已经删除。", messageKey(event));
      return;
    }
    const context = all.at(-1)?.answer.context ?? null;
    const turn = turnOf(content.text, content.asOf, all.length + 1, context);
    turns.set(nameOf(from), [...all, turn]);
    const { answer, choices, file } = turn;
    await send(from, { turn: turn.turn, answer, choices, file });
  };

  const stop = async (event: Inbound): Promise<void> => {
    await say(event.from, "已停止。", messageKey(event));
    const waiting = held?.splice(0) ?? [];
    for (const { from, content } of waiting) {
      if (content.type !== "text") continue;
      const all = turns.get(nameOf(from)) ?? [];
      const turn: TurnView = {
        ...turnOf("你好", null, all.length + 1, null),
        question: content.text,
        answer: notice("已按您的要求停止。"),
      };
      turns.set(nameOf(from), [...all, turn]);
      await send(from, { ...turn, turn: turn.turn });
    }
  };

  return {
    events,
    refusals,
    turns,
    say,
    async change(to, change) {
      const turn = turns.get(nameOf(to))?.at(-1);
      if (turn === undefined) throw new Error("nothing was asked");
      Object.assign(turn, change);
      await send(to, { turn: turn.turn, answer: turn.answer, choices: turn.choices, file: turn.file });
    },
    attach(given) {
      channel = given;
    },
    hold() {
      held = [];
    },
    async release() {
      const waiting = held ?? [];
      held = null;
      for (const event of waiting) await handle(event);
    },
    async sink(event) {
      const refusal = refusals.shift();
      if (refusal !== undefined) return refusal;
      if (seen.has(event.eventId)) return { status: "accepted" };
      seen.add(event.eventId);
      events.push(event);
      if (event.content.type === "text" && ["/stop", "停止回答"].includes(event.content.text))
        await stop(event);
      else if (held === null) await handle(event);
      else held.push(event);
      return { status: "accepted" };
    },
    conversations: {
      turns: async (of, after, limit) =>
        (turns.get(nameOf(of)) ?? [])
          .filter(({ turn }) => turn > after)
          .slice(0, limit)
          .map((turn) => ({ ...turn })),
      list: async (person) =>
        [...turns]
          .filter(([name]) => name.startsWith(`${person}/`))
          .map(([name, all]) => ({
            conversation: name.slice(person.length + 1),
            title: all.find(({ question }) => question !== null)?.question?.slice(0, 40) ?? "",
            turns: all.length,
            lastAt: all.at(-1)?.at ?? 0,
          }))
          .reverse(),
      remove: async (of) => void turns.delete(nameOf(of)),
      file: async (person, file) => ({
        name: "我的数据.json",
        mediaType: "application/json",
        text: JSON.stringify({ person, file, turns: [...turns.keys()] }),
      }),
    },
    clear() {
      turns.clear();
      events.length = 0;
      refusals.length = 0;
      held = null;
    },
  };
}

export interface FakeAccess extends Pick<Access, "admit" | "grantOf" | "redeem"> {
  /** Whether everybody is let in. */
  open: boolean;
  /** Codes given, by person. */
  readonly codes: Map<string, string>;
  readonly admitted: Set<string>;
  approve(code: string): void;
}

/** Everybody is let in until `open` is set to false; the invitation `good-token` can be redeemed once. */
export function createFakeAccess(): FakeAccess {
  const codes = new Map<string, string>();
  const admitted = new Set<string>();
  const invitations = new Set(["good-token"]);
  const grantFor = (person: Grant["person"]): Grant => ({
    person,
    role: "cadre",
    unit: "",
    until: null,
    grantedAt: 0,
    grantedBy: "open",
  });
  const access: FakeAccess = {
    open: true,
    codes,
    admitted,
    grantOf: async (person) => (access.open || admitted.has(person) ? grantFor(person) : null),
    async admit(person) {
      if (access.open || admitted.has(person)) return { admitted: true, grant: grantFor(person) };
      const code = codes.get(person) ?? `ABCD-${String(codes.size + 1).padStart(4, "0")}`;
      codes.set(person, code);
      return { admitted: false, code, until: Date.UTC(2026, 10, 23, 6, 5) };
    },
    approve(code) {
      for (const [person, given] of codes) if (given === code) admitted.add(person);
    },
    async redeem(person, token) {
      if (!invitations.delete(token)) return { ok: false, problem: "unknown-code" };
      admitted.add(person);
      return { ok: true, value: grantFor(person) };
    },
  };
  return access;
}
