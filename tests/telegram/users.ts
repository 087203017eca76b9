/** Scripted people and groups: what they do becomes updates. */
import type { Chats } from "./chats.ts";
import type { Delivery } from "./delivery.ts";
import type { Button } from "./types.ts";

export interface Person {
  readonly id: number;
  /** Has begun a chat with the bot earlier; nothing is told of it now. */
  met(): void;
  /** Writes in private, or in a group; returns the id of the update. */
  say(text: string, rest?: object): number;
  /** Sends something that is no text: `{ photo: [] }`, `{ voice: {} }`. */
  send(content: object): number;
  edit(messageId: number, text: string): number;
  /** Presses the newest button with that label the bot shows in the chat. @throws where there is none */
  press(label: string): number;
  /** Presses with data of one's own. */
  pressRaw(data: string, messageId?: number): number;
  /** Votes for an option of the newest poll the bot shows in the chat. @throws where there is none that is open */
  vote(option: string): number;
  /** Votes, or says so, with content of one's own. */
  voteRaw(content: object): number;
  block(): number;
  unblock(): void;
  deactivate(): void;
  deleteMessage(id: number): void;
  /** The same person in a group. */
  in(group: number): Person;
}

export interface People {
  person(id: number, name?: string): Person;
  /** Opens a group the bot is in. */
  group(id: number): void;
}

export function createPeople(
  chats: Chats,
  updates: Delivery,
  me: { readonly id: number; readonly username: string },
): People {
  let queries = 0;

  const make = (id: number, name: string, chatId: number): Person => {
    const from = { id, is_bot: false, first_name: name, language_code: "zh-hans" };
    const type = chatId === id ? ("private" as const) : ("supergroup" as const);
    const chat = { id: chatId, type, ...(type === "private" ? { first_name: name } : { title: "某科室" }) };

    const message = (content: object): object => {
      chats.open(chatId, type);
      return { message_id: chats.nextMessage(), date: 1, from, chat, ...content };
    };

    /** Commands and mentions as the platform marks them. */
    const marked = (text: string): object[] =>
      [...text.matchAll(/(?<!\S)\/[a-z_]+(?:@\w+)?|@\w+/g)].map((found) => ({
        type: found[0].startsWith("/") ? "bot_command" : "mention",
        offset: found.index,
        length: found[0].length,
      }));

    const pressRaw = (data: string, messageId = 1): number =>
      updates.add("callback_query", {
        id: `q${++queries}`,
        from,
        chat_instance: "1",
        data,
        message: { message_id: messageId, date: 1, chat, from: { id: me.id, is_bot: true }, text: "…" },
      });

    const voteRaw = (content: object): number => updates.add("poll_answer", { user: from, ...content });

    const buttonOf = (label: string): { readonly button: Button; readonly message: number } => {
      for (const { id: found, buttons } of chats.of(chatId).messages.toReversed()) {
        const button = buttons.find(({ text }) => text.includes(label));
        if (button !== undefined) return { button, message: found };
      }
      throw new Error(`no button says ${label}`);
    };

    return {
      id,
      met: () => void chats.open(chatId, type),
      say(text, rest = {}) {
        const entities = marked(text);
        return updates.add(
          "message",
          message({ text, ...(entities.length === 0 ? {} : { entities }), ...rest }),
        );
      },
      send: (content) => updates.add("message", message(content)),
      edit: (messageId, text) =>
        updates.add("edited_message", {
          ...message({ text }),
          message_id: messageId,
          edit_date: 2,
        }),
      press(label) {
        const { button, message: found } = buttonOf(label);
        return pressRaw(button.callback_data ?? "", found);
      },
      pressRaw,
      vote(option) {
        const shown = chats.of(chatId).messages.findLast(({ poll, deleted }) => poll !== null && !deleted);
        const poll = shown?.poll;
        const at = poll?.options.indexOf(option) ?? -1;
        if (poll == null || poll.closed || at < 0) throw new Error(`no open poll offers ${option}`);
        if (poll.votes.has(id)) throw new Error("who voted in a quiz cannot vote again");
        poll.votes.set(id, at);
        // Nobody is told who voted in an anonymous poll.
        return poll.anonymous
          ? 0
          : voteRaw({ poll_id: poll.id, option_ids: [at], option_persistent_ids: [String(at)] });
      },
      voteRaw,
      block() {
        chats.of(chatId).state = "blocked";
        return updates.add("my_chat_member", {
          chat,
          from,
          date: 1,
          old_chat_member: { status: "member", user: me },
          new_chat_member: { status: "kicked", user: me, until_date: 0 },
        });
      },
      unblock() {
        chats.of(chatId).state = "open";
      },
      deactivate() {
        chats.of(chatId).state = "deactivated";
      },
      deleteMessage(messageId) {
        const found = chats.of(chatId).messages.find((shown) => shown.id === messageId);
        if (found !== undefined) found.deleted = true;
      },
      in: (group) => make(id, name, group),
    };
  };

  return {
    person: (id, name = "某某") => make(id, name, id),
    group: (id) => void chats.open(id, "supergroup"),
  };
}
