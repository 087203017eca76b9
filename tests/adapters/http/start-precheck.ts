/** The pre-check's pages on a free loopback port, over the shipped rules and a real store. */
import { randomUUID } from "node:crypto";
import { createCatalogueRoutes } from "../../../src/adapters/http/catalogue.ts";
import { createPrecheckRoutes } from "../../../src/adapters/http/precheck.ts";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { createCatalogue } from "../../../src/app/catalogue.ts";
import { createDialogue } from "../../../src/app/dialogue/dialogue.ts";
import { createInterviewDialogue } from "../../../src/app/dialogue/interview.ts";
import { createErasure } from "../../../src/app/flow/erasure.ts";
import { createHandler, type HandlerOptions } from "../../../src/app/flow/handler.ts";
import { createStoryReader, type StoryReaderOptions } from "../../../src/app/flow/story-reader.ts";
import { createWorker } from "../../../src/app/flow/worker.ts";
import { createInterviews } from "../../../src/app/precheck/interviews.ts";
import { noStories } from "../../../src/app/precheck/stories.ts";
import type { PersonId } from "../../../src/ports/channel.ts";
import type { Interviews } from "../../../src/ports/interviews.ts";
import type { LanguageModel } from "../../../src/ports/model.ts";
import { siteLinks } from "../../../src/text/page.ts";
import { reportAnswer } from "../../../src/text/report-answer.ts";
import { temporaryFolder } from "../../folders.ts";
import { assistant, knowledge } from "../../knowledge-base.ts";
import { at, book, interviewer, storyInterviewer, today } from "../../precheck-interviewer.ts";
import { storiesOf } from "../../scripted-model.ts";
import { until } from "../../until.ts";
import { type Visitor, visit } from "./client.ts";
import { type Settings, type Started, start } from "./start.ts";

export const contact = "本单位组织人事部门";

export interface StartedPrecheck extends Started {
  readonly interviews: Interviews;
  /** Resolves when every story that was told has been read. */
  storiesRead(): Promise<void>;
}

/**
 * @param around stands before the interviews, to see or to change what the pages get
 * @param model reads stories; left out: there is none
 */
export async function startPrecheck(
  settings: Settings = {},
  around: (interviews: Interviews) => Interviews = (interviews) => interviews,
  model?: LanguageModel,
): Promise<StartedPrecheck> {
  const clock = (): number => at;
  const store = createSqliteStore({
    directory: temporaryFolder(),
    clock,
    exclusive: true,
    what: "a test",
  });
  const pseudonyms = createPseudonyms("a secret of at least thirty-two characters");
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const expiry = (from: number): number => from + 180 * 86_400_000;
  const erasure = createErasure({ store, log, clock });
  const stories = model === undefined ? noStories : storiesOf(model, storyInterviewer);
  const reading = readerOf({ store, stories, pseudonyms, log, clock, expiry, erasure });
  const interviews = around(
    createInterviews({
      store,
      stories,
      interviewer: model === undefined ? interviewer : storyInterviewer,
      pseudonyms,
      erasure,
      clock,
      expiry,
      wakeReader: reading.wake,
      newMatterId: () => randomUUID().replaceAll("-", "").slice(0, 22),
      newId: randomUUID,
    }),
  );
  const server = await start({
    assistant,
    links: siteLinks,
    pages: [
      createPrecheckRoutes({ interviews, contact, secret: "a secret of at least thirty-two characters" }),
      (frame) =>
        createCatalogueRoutes({
          catalogue: createCatalogue(knowledge, { today: () => today, source: assistant.source }),
          frame,
        }),
    ],
    ...settings,
  });
  return {
    ...server,
    interviews,
    storiesRead: () =>
      until(async () => (await store.queues()).every((queue) => queue.waiting + queue.claimed === 0)),
    async close() {
      await server.close();
      await reading.stop();
      await store.close();
    },
  };
}

type Parts = Pick<HandlerOptions, "store" | "pseudonyms" | "log" | "expiry" | "erasure"> &
  Pick<StoryReaderOptions, "stories" | "clock">;

/** Reader and worker as the flow has them, for what is told on the pages. */
function readerOf(parts: Parts) {
  const telemetry = { count() {}, observe() {} };
  const dialogue = createDialogue({
    assistant,
    interview: createInterviewDialogue({
      interviewer: storyInterviewer,
      reportAnswer: (report) => reportAnswer(report, { contact }),
      handover: { offer: async () => "", take: async () => null, elsewhere: async () => [] },
      contact,
      clock: parts.clock,
      newMatterId: () => "A".repeat(22),
    }),
    access: { grantOf: async () => null, approve: async () => ({ ok: false, problem: "unknown-code" }) },
    organisation: null,
    contact,
    retentionDays: 180,
    today: () => today,
  });
  const worker = createWorker({
    ...parts,
    handler: createHandler({ ...parts, dialogue, telemetry, writer: null }),
    name: "worker",
    telemetry,
    wake: () => reader.look(),
    idleMilliseconds: 10,
  });
  const reader = createStoryReader({
    ...parts,
    name: "reader",
    showWork: () => () => undefined,
    wakeWorker: () => worker.wake(),
    idleMilliseconds: 10,
    lookMilliseconds: 10,
  });
  worker.start();
  reader.start();
  return {
    wake: () => reader.wake(),
    stop: () => Promise.all([worker.stop(5), reader.stop(5)]),
  };
}

/** The person behind a visitor's cookie. */
export const personOf = ({ cookies }: Visitor): PersonId => {
  const encoded = cookies.get("rongcuo_device")?.split(".")[1] ?? "";
  return `web:${Buffer.from(encoded, "base64url")}`;
};

/** Somebody with a matter of which every question is answered with its first value, and where it stands. */
export async function finished({
  url,
  interviews,
}: StartedPrecheck): Promise<{ visitor: Visitor; path: string }> {
  const visitor = visit(url);
  await visitor.send("/precheck");
  const { facts } = book.on(today, []).compiled.ruleSet;
  const person = personOf(visitor);
  let view = await interviews.begin(person);
  for (const move of [
    { type: "consent" },
    { type: "jurisdiction", ids: [] },
    { type: "dates", act: "2026-03-01", decision: today },
    {
      type: "answers",
      facts: Object.fromEntries(facts.map(({ id, values }) => [id, values[0]?.id ?? "unsure"])),
      source: "page",
    },
  ] as const) {
    const moved = await interviews.move(person, view.matter, view.version, move);
    if (moved.status !== "moved") throw new Error(`${move.type} came to nothing: ${moved.status}`);
    view = moved.view;
  }
  return { visitor, path: `/precheck/${view.matter}` };
}
