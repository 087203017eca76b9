/**
 * A dialogue with the real server over the double, written down as a person sees it:
 * `node tests/telegram/transcript.ts` prints what stands in docs/telegram.md.
 */
import { makeDataFolder, removeDataFolder, startServer } from "../faults/harness.ts";
import { type BotApi, createBotApi } from "./server.ts";
import type { Shown } from "./types.ts";

const id = 1001;

/** What the person does; what is pressed begins with the number of the button. */
type Act = { readonly say: string } | { readonly press: string };

const questions: readonly Act[] = [
  { say: "/start" },
  { say: "问责条例第十七条说了什么？" },
  { say: "依据是什么" },
  { press: "1." },
];

const answers = (count: number): Act[] => Array.from({ length: count }, () => ({ press: "1." }));

const precheck: readonly Act[] = [
  { say: "预审" },
  ...answers(2),
  { say: "2024-03-01" },
  { say: "2024-06-01" },
  ...answers(4),
  { press: "6." },
  { press: "6." },
  { press: "以上都没有" },
];

const buttonsOf = ({ buttons }: Shown): string =>
  buttons.length === 0 ? "" : `\n${buttons.map(({ text }) => `［${text}］`).join(" ")}`;

const shownAs = (message: Shown): string =>
  [
    `机器人${message.protected ? "（限制转发和保存）" : ""}：${message.text}${buttonsOf(message)}`,
    ...(message.document === null ? [] : [`文件：${message.document.name}`]),
  ].join("\n");

/** Of an edited message, the buttons that changed. */
const editedAs = (message: Shown, before: Shown): string => {
  const old = new Set(before.buttons.map(({ text }) => text));
  const changed = message.buttons.filter(({ text }) => !old.has(text));
  return `机器人（改了上一条）：${changed.map(({ text }) => `［${text}］`).join(" ")}`;
};

async function take(api: BotApi, act: Act): Promise<string> {
  const before = new Map(api.shown(id).map((message) => [message.id, { ...message }]));
  const person = api.person(id);
  let did: string;
  if ("say" in act) {
    person.say(act.say);
    did = act.say;
  } else {
    const offered = api
      .shown(id)
      .toReversed()
      .flatMap(({ buttons }) => buttons);
    const label = offered.find(({ text }) => text.includes(act.press))?.text ?? act.press;
    person.press(act.press);
    did = `［${label}］`;
  }
  const changes = (): readonly string[] =>
    api.shown(id).flatMap((message) => {
      const old = before.get(message.id);
      if (old === undefined) return [shownAs(message)];
      return message.edits > old.edits ? [editedAs(message, old)] : [];
    });
  await api.until(() => changes().length > 0);
  return [`我：${did}`, ...changes()].join("\n\n");
}

export interface Transcript {
  readonly question: string;
  readonly precheck: string;
}

/** Records both dialogues. */
export async function record(): Promise<Transcript> {
  const api = await createBotApi();
  const folder = makeDataFolder();
  const server = await startServer(folder, null, {
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root,
    ADMIN_USERS: `telegram:${id}`,
    DATA_KEY: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  });
  const run = async (acts: readonly Act[]): Promise<string> => {
    const parts: string[] = [];
    for (const act of acts) parts.push(await take(api, act));
    return parts.join("\n\n");
  };
  try {
    const question = await run(questions);
    const begun = await run(precheck);
    return { question, precheck: `${begun}\n\n${await untilResult(api)}` };
  } finally {
    await server.terminate();
    await api.close();
    removeDataFolder(folder);
  }
}

const questionsAtMost = 60;

/** Takes the first answer to every question that is left, until there is a result. */
async function untilResult(api: BotApi): Promise<string> {
  const parts: string[] = [];
  const asked = (): boolean => /第\d+题/.test(api.shown(id).at(-1)?.text ?? "");
  while (asked() && parts.length < questionsAtMost) parts.push(await take(api, { press: "1." }));
  return parts.join("\n\n");
}

if (import.meta.main) {
  const transcript = await record();
  process.stdout.write(`${transcript.question}\n\n${"=".repeat(20)}\n\n${transcript.precheck}\n`);
}
