/** Chats of the double: who may be written to, and what each shows. */
import type { Shown } from "./types.ts";

export interface Chat {
  readonly id: number;
  readonly type: "private" | "group" | "supergroup" | "channel";
  /** `unknown`: the person never wrote to the bot. */
  state: "open" | "unknown" | "blocked" | "deactivated";
  readonly messages: Shown[];
  /** What is shown as being written, until a message comes. */
  draft: { readonly id: number; readonly text: string } | null;
}

export interface Chats {
  /** The chat; one that nobody opened is `unknown`. */
  of(id: number): Chat;
  open(id: number, type: Chat["type"]): Chat;
  /** The next message id, of bot and people alike. */
  nextMessage(): number;
}

export function createChats(): Chats {
  const chats = new Map<number, Chat>();
  let last = 0;
  const of = (id: number, type: Chat["type"] = "private"): Chat => {
    const found = chats.get(id) ?? { id, type, state: "unknown" as const, messages: [], draft: null };
    chats.set(id, found);
    return found;
  };
  return {
    of,
    open(id, type) {
      const chat = of(id, type);
      if (chat.state === "unknown") chat.state = "open";
      return chat;
    },
    nextMessage: () => ++last,
  };
}
