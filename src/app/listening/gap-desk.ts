/** The work of editors on the gap list (待补充清单): who sees to a gap, until when, and how it ended. */
import { type Closing, findGap, type Gap, gapList, type Work } from "../../core/listening/gap-list.ts";
import type { Actor } from "../../ports/access.ts";
import type { GapAct, GapEditing } from "../../ports/listening.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import { type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Clock } from "../../ports/time.ts";
import { auditBody } from "../audit.ts";
import { commitOnce } from "../flow/commits.ts";
import { auditStream, gapsSpace, workKey } from "../flow/keys.ts";
import { readNotes } from "./notes.ts";
import { type KeptWork, readWorks, storedWork } from "./works.ts";

export interface GapDeskOptions {
  readonly store: Pick<Store, "list" | "commit">;
  readonly pseudonyms: Pseudonyms;
  /** Puts texts together; each text comes back once. */
  readonly cluster: (texts: readonly string[]) => readonly (readonly string[])[];
  readonly clock: Clock;
  readonly newId: () => string;
}

export interface GapDesk extends Pick<GapEditing, "list" | "find" | "act"> {
  /** Takes away the work on gaps of which nothing is left. @returns how many went */
  tidy(): Promise<number>;
}

const conflictLimit = 10;

export function createGapDesk(options: GapDeskOptions): GapDesk {
  const { store, pseudonyms, cluster, clock, newId } = options;

  const read = async () => {
    const [notes, kept] = await Promise.all([readNotes(store, pseudonyms), readWorks(store)]);
    const works = kept.map(({ work }) => work);
    const gaps = gapList(
      notes.map(({ note }) => note),
      works,
      cluster,
    );
    return { gaps, works, kept };
  };

  const workAfter = ({ id, notes, work }: Gap, act: GapAct): Work => {
    const at = clock();
    const before: Work = {
      ...(work ?? { id, begunAt: at, owner: null, due: null, drafted: false, topic: null, closing: null }),
      notes: notes.map((note) => note.id),
    };
    switch (act.type) {
      case "assign":
        return { ...before, owner: act.owner, due: act.due, closing: null };
      case "draft":
        return { ...before, drafted: true, closing: null };
      case "name":
        return { ...before, topic: act.topic };
      case "close":
        return { ...before, closing: { at, ...act.by } satisfies Closing };
    }
  };

  const actOnce = async (id: string, act: GapAct, by: Actor): Promise<Gap | "unknown" | "conflict"> => {
    const { gaps, works, kept } = await read();
    const gap = findGap(gaps, works, id);
    if (gap === undefined) return "unknown";
    const work = workAfter(gap, act);
    const key = workKey(work.id);
    const result = await commitOnce(store, {
      id: `gap/${newId()}`,
      space: gapsSpace,
      expect: [{ key, version: kept.find((one) => one.work.id === work.id)?.version ?? 0 }],
      put: [{ key, value: storedWork(work) }],
      append: [
        {
          stream: auditStream,
          at: clock(),
          body: auditBody({
            kind: "gap.worked",
            actor: by === "command-line" ? by : pseudonyms.of(by),
            gap: pseudonyms.of(work.id),
            act: act.type,
          }),
        },
      ],
    });
    if (result !== "committed") return "conflict";
    return findGap((await read()).gaps, works, gap.id) ?? gap;
  };

  const orphans = async (): Promise<readonly KeptWork[]> => {
    const { gaps, kept } = await read();
    const present = new Set(gaps.flatMap(({ notes }) => notes.map((note) => note.id)));
    return kept.filter(({ work }) => !work.notes.some((note) => present.has(note)));
  };

  return {
    list: async () => (await read()).gaps,
    async find(id) {
      const { gaps, works } = await read();
      return findGap(gaps, works, id);
    },
    async act(id, act, by) {
      for (let tries = 0; tries < conflictLimit; tries++) {
        const result = await actOnce(id, act, by);
        if (result !== "conflict") return result === "unknown" ? undefined : result;
      }
      throw new StoreUnavailableError("a gap was changed by others each time; try again");
    },
    async tidy() {
      const gone = await orphans();
      for (const { work, version } of gone)
        await commitOnce(store, {
          id: `gap-gone/${newId()}`,
          space: gapsSpace,
          expect: [{ key: workKey(work.id), version }],
          remove: [workKey(work.id)],
        });
      return gone.length;
    },
  };
}
