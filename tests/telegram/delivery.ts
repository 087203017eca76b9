/** Updates on their way to the bot: kept until it confirms them, by polling or by webhook, in order or not. */
import type { Update } from "./types.ts";

/** What `setWebhook` was told. */
export interface Webhook {
  readonly url: string;
  readonly secret: string | null;
  readonly connections: number;
}

export interface Delivery {
  /** Adds an update of a kind the bot asked for; returns its id. */
  add(kind: string, content: object): number;
  /** Adds one as it is, with its own id. */
  addRaw(update: Update): void;
  /** Hands out the same update once more, under the id it had. */
  redeliver(id: number): void;
  /** Each update is given so many times; 1. */
  duplicates: number;
  /** Updates are shuffled within windows of so many, the same way in each run; 1. */
  window: number;
  /** How many are not confirmed. */
  waiting(): number;
  /** All that were added. */
  readonly history: readonly Update[];
  webhook: Webhook | null;
  /** What went wrong with the webhook last; null: nothing. */
  lastError: string | null;
  allowed: readonly string[] | null;
  /** Those from an offset on, which confirms the ones before; null: another poll took this one's place. */
  poll(offset: number, limit: number, seconds: number, gone: Promise<unknown>): Promise<Update[] | null>;
  /** Tries to deliver to the webhook again. */
  push(): void;
  stop(): void;
}

/** Kinds a bot gets that asked for none. */
const notByDefault: ReadonlySet<string> = new Set([
  "chat_member",
  "message_reaction",
  "message_reaction_count",
]);

const redeliverMilliseconds = 40;

export function createDelivery(beat: () => void): Delivery {
  const history: Update[] = [];
  let pending: Update[] = [];
  let last = 1_000;
  let seed = 1;
  let polling: ((taken: "over" | "stop") => void) | null = null;
  let arrived: () => void = () => {};
  let stopped = false;
  /** Under way to the webhook. */
  const sending = new Set<Update>();

  /** Deterministic shuffling (a linear congruential generator): a failure can be seen again. */
  const shuffled = (updates: readonly Update[]): Update[] => {
    if (delivery.window <= 1) return [...updates];
    const result: Update[] = [];
    for (let from = 0; from < updates.length; from += delivery.window) {
      const part = updates.slice(from, from + delivery.window);
      while (part.length > 0) {
        seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
        result.push(...part.splice(seed % part.length, 1));
      }
    }
    return result;
  };

  const given = (updates: readonly Update[]): Update[] =>
    shuffled(updates).flatMap((update) => Array.from({ length: delivery.duplicates }, () => update));

  const added = (update: Update): void => {
    history.push(update);
    pending.push(update);
    arrived();
    delivery.push();
  };

  const confirm = (update: Update): void => {
    pending = pending.filter((other) => other !== update);
  };

  const post = async (webhook: Webhook, update: Update): Promise<void> => {
    sending.add(update);
    let problem: string | null = null;
    try {
      const response = await fetch(webhook.url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(webhook.secret === null ? {} : { "x-telegram-bot-api-secret-token": webhook.secret }),
        },
        body: JSON.stringify(update),
      });
      await response.arrayBuffer();
      if (!response.ok) problem = `Wrong response from the webhook: ${response.status}`;
    } catch {
      problem = "Connection refused";
    }
    delivery.lastError = problem;
    sending.delete(update);
    if (problem === null) confirm(update);
    else await new Promise((resolve) => setTimeout(resolve, redeliverMilliseconds));
    beat();
    delivery.push();
  };

  const delivery: Delivery = {
    duplicates: 1,
    window: 1,
    history,
    webhook: null,
    lastError: null,
    allowed: null,
    add(kind, content) {
      const update = { update_id: ++last, [kind]: content };
      const wanted = delivery.allowed === null ? !notByDefault.has(kind) : delivery.allowed.includes(kind);
      if (wanted) added(update);
      return update.update_id;
    },
    addRaw: added,
    redeliver(id) {
      const found = history.find(({ update_id }) => update_id === id);
      if (found !== undefined) added({ ...found });
    },
    waiting: () => pending.length,
    async poll(offset, limit, seconds, gone) {
      polling?.("over");
      pending = pending.filter(({ update_id }) => update_id >= offset);
      beat();
      const found = (): Update[] => given(pending.slice(0, limit));
      if (pending.length > 0 || seconds === 0) return found();
      let timer: NodeJS.Timeout | undefined;
      const ended = await new Promise<"over" | "stop" | "arrived" | "time">((resolve) => {
        polling = resolve;
        arrived = () => resolve("arrived");
        timer = setTimeout(resolve, seconds * 1000, "time");
        void gone.then(() => resolve("stop"));
      });
      clearTimeout(timer);
      if (ended === "over") return null;
      polling = null;
      return found();
    },
    push() {
      const { webhook } = delivery;
      if (webhook === null || stopped) return;
      // Those under way stand first, so one more than they are is in sight.
      for (const update of given(pending.slice(0, Math.max(webhook.connections, delivery.window) + 1))) {
        if (sending.size >= webhook.connections) return;
        if (!sending.has(update)) void post(webhook, update);
      }
    },
    stop() {
      stopped = true;
      polling?.("stop");
    },
  };
  return delivery;
}
