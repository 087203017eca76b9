/** The pre-check's pages on a free loopback port, over the shipped rules and a real store. */
import { randomUUID } from "node:crypto";
import { createCatalogueRoutes } from "../../../src/adapters/http/catalogue.ts";
import { createPrecheckRoutes } from "../../../src/adapters/http/precheck.ts";
import { createPseudonyms } from "../../../src/adapters/sealing/keyed-hash.ts";
import { createSqliteStore } from "../../../src/adapters/stores/sqlite-store.ts";
import { createCatalogue } from "../../../src/app/catalogue.ts";
import { createErasure } from "../../../src/app/flow/erasure.ts";
import { createInterviews } from "../../../src/app/precheck/interviews.ts";
import type { Interviews } from "../../../src/ports/interviews.ts";
import { siteLinks } from "../../../src/text/page.ts";
import { temporaryFolder } from "../../folders.ts";
import { assistant, knowledge } from "../../knowledge-base.ts";
import { at, interviewer, today } from "../../precheck-interviewer.ts";
import { type Settings, type Started, start } from "./start.ts";

export const contact = "本单位组织人事部门";

export interface StartedPrecheck extends Started {
  readonly interviews: Interviews;
}

/** @param around stands before the interviews, to see or to change what the pages get */
export async function startPrecheck(
  settings: Settings = {},
  around: (interviews: Interviews) => Interviews = (interviews) => interviews,
): Promise<StartedPrecheck> {
  const clock = (): number => at;
  const store = createSqliteStore({
    directory: temporaryFolder(),
    clock,
    exclusive: true,
    what: "a test",
  });
  const interviews = around(
    createInterviews({
      store,
      interviewer,
      pseudonyms: createPseudonyms("a secret of at least thirty-two characters"),
      erasure: createErasure({ store, log: { debug() {}, info() {}, warn() {}, error() {} }, clock }),
      clock,
      expiry: (from) => from + 180 * 86_400_000,
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
    async close() {
      await server.close();
      await store.close();
    },
  };
}
