import { inboxQueue, outboxQueue } from "../app/flow/keys.ts";
import type { Config } from "../config.ts";
import type { DeadLetter, Store } from "../ports/store.ts";
import {
  type Command,
  type ExitCode,
  readArguments,
  readOptions,
  type Terminal,
  UsageError,
} from "./command.ts";
import { withStore } from "./store.ts";

const pageSize = 500;

/** Every dead letter, page by page. */
async function allDeadLetters(store: Store, queue: string | undefined): Promise<DeadLetter[]> {
  const letters: DeadLetter[] = [];
  const more = () =>
    store.deadLetters({
      limit: pageSize,
      after: letters.at(-1)?.id ?? "",
      ...(queue === undefined ? {} : { queue }),
    });
  for (let page = await more(); page.length > 0; page = await more()) letters.push(...page);
  return letters;
}

/** What an operator sees of one: never the payload, which is text of a user. */
const view = ({ id, queue, group, attempts, reason, enqueuedAt, diedAt }: DeadLetter) => ({
  id,
  queue,
  group,
  attempts,
  reason,
  enqueued_at: new Date(enqueuedAt).toISOString(),
  died_at: new Date(diedAt).toISOString(),
});

export const deadLetters: Command = {
  name: "dead-letters",
  summary: "list events and messages that could not be handled",
  help: `cli dead-letters [--queue ${inboxQueue}|${outboxQueue}] [--json]

One a line: id, queue, group, attempts, reason, when it came and when it was given up; never its text.
--json prints {"dead_letters":[{"id","queue","group","attempts","reason","enqueued_at","died_at"}]}.`,
  async run(args, terminal, config) {
    const values = readOptions(args, {
      json: { type: "boolean", default: false },
      queue: { type: "string" },
    });
    const { queue } = values;
    if (queue !== undefined && queue !== inboxQueue && queue !== outboxQueue)
      throw new UsageError(`--queue is ${inboxQueue} or ${outboxQueue}`);
    const letters = await withStore(config, ({ kept }) => allDeadLetters(kept, queue));
    const views = letters.map(view);
    if (values.json) terminal.out(`${JSON.stringify({ dead_letters: views })}\n`);
    else for (const letter of views) terminal.out(`${Object.values(letter).join("\t")}\n`);
    return 0;
  },
};

/** A command that does one thing to one dead letter. */
const actOn = (
  verb: "retry" | "discard",
  done: "retried" | "discarded",
  summary: string,
  help: string,
  act: (store: Store, id: string) => Promise<boolean>,
): Command => ({
  name: `dead-letters ${verb}`,
  summary,
  help: `cli dead-letters ${verb} ID [--json]\n\n${help}\nPrints {"id","status":"${done}"}.`,
  run: async (args: readonly string[], terminal: Terminal, config: Config): Promise<ExitCode> => {
    const { values, positionals } = readArguments(args, { json: { type: "boolean", default: false } });
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) throw new UsageError("one ID is needed");
    if (!(await withStore(config, ({ kept }) => act(kept, id))))
      throw new UsageError(`no dead letter ${id}; "cli dead-letters" lists them`);
    terminal.out(values.json ? `${JSON.stringify({ id, status: done })}\n` : `${done} ${id}\n`);
    return 0;
  },
});

export const retryDeadLetter = actOn(
  "retry",
  "retried",
  "put a dead letter back into its queue",
  "It goes to the end of its group, with no attempts counted.",
  (store, id) => store.revive(id),
);

export const discardDeadLetter = actOn(
  "discard",
  "discarded",
  "delete a dead letter for good",
  "It cannot be brought back.",
  (store, id) => store.discard(id),
);
