/** The shipped knowledge, read and prepared once for the tests that need all of it. */
import { join } from "node:path";
import { createFolderSource } from "../src/adapters/knowledge/folder.ts";
import { createPinyin } from "../src/adapters/script/pinyin.ts";
import { loadSimplifiedTable } from "../src/adapters/script/simplified.ts";
import { prepareKnowledge } from "../src/app/ask/knowledge.ts";
import { createAssistant } from "../src/app/assistant.ts";
import type { Assistant } from "../src/ports/assistant.ts";

/** The day all scenarios are played on. */
export const today = "2026-11-23";

const base = await createFolderSource(join(import.meta.dirname, "..", "knowledge")).load();

export const knowledge = prepareKnowledge(base, {
  simplified: await loadSimplifiedTable(),
  pronounce: createPinyin(),
});

export const assistant: Assistant = createAssistant(knowledge, {
  contact: "本单位组织人事或纪检监察部门",
  today: () => today,
});
