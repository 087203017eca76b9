/** The pages of learning on a free loopback port, over the shipped questions and cases and a real store. */
import { randomUUID } from "node:crypto";
import { createLearnRoutes } from "../../../src/adapters/http/learn.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { createLearningDialogue } from "../../../src/app/dialogue/learning.ts";
import { createLessons } from "../../../src/app/learning/lessons.ts";
import { usualHours } from "../../../src/core/campaign/campaign.ts";
import type { Store } from "../../../src/ports/store.ts";
import { siteLinks } from "../../../src/text/page.ts";
import { temporaryFolder } from "../../folders.ts";
import { at, catalogue, today, walking } from "../../precheck-interviewer.ts";
import { type Settings, type Started, start } from "./start.ts";

export interface StartedLearn extends Started {
  readonly store: Store;
}

export async function startLearn(settings: Settings = {}): Promise<StartedLearn> {
  const clock = (): number => at;
  const store = createSqliteStore({ directory: temporaryFolder(), clock, exclusive: true, what: "a test" });
  const lessons = createLessons({
    store,
    dialogue: createLearningDialogue({
      catalogue,
      walking,
      store,
      hasPolls: () => false,
      today: () => today,
      pushHours: usualHours,
    }),
    knowledgeVersion: "sha256:0",
    today: () => today,
    clock,
    expiry: (from) => from + 180 * 86_400_000,
    newId: randomUUID,
  });
  const server = await start({
    links: siteLinks,
    pages: [createLearnRoutes({ lessons, secret: "a secret of at least thirty-two characters" })],
    ...settings,
  });
  return {
    ...server,
    store,
    async close() {
      await server.close();
      await store.close();
    },
  };
}
