/** The interviews of a person outside of a conversation: what a page reads and changes. One change is one commit. */
import { channelOf } from "../../core/access/terms.ts";
import { beginMatter, type Matter } from "../../core/precheck/interview.ts";
import type { PersonId } from "../../ports/channel.ts";
import type { Interviews, MatterView, Move, Moved } from "../../ports/interviews.ts";
import type { Pseudonyms } from "../../ports/sealing.ts";
import { type Batch, type CommitResult, type Store, StoreUnavailableError } from "../../ports/store.ts";
import type { Clock, Instant } from "../../ports/time.ts";
import { auditBody } from "../audit.ts";
import { matterResult } from "../dialogue/interview.ts";
import { commitOnce } from "../flow/commits.ts";
import { resultEvent } from "../flow/effects.ts";
import type { Erasure } from "../flow/erasure.ts";
import { auditStream, matterKey, spaceOf, storyGroup } from "../flow/keys.ts";
import { storyItem } from "../flow/messages.ts";
import { profilePut } from "../flow/profile.ts";
import type { Interviewer } from "./interviewer.ts";
import { type KeptMatter, readMatters } from "./matters.ts";
import { storedMatter } from "./stored-matter.ts";
import { noStories, type Stories } from "./stories.ts";

export interface InterviewsOptions {
  readonly store: Store;
  readonly interviewer: Interviewer;
  readonly pseudonyms: Pseudonyms;
  readonly erasure: Pick<Erasure, "request">;
  readonly clock: Clock;
  /** First instant at which what is written at `at` is gone. */
  readonly expiry: (at: Instant) => Instant;
  /** 22 characters of base64url. */
  readonly newMatterId: () => string;
  /** Makes ids of commits. */
  readonly newId: () => string;
  /** Lets stories in that a model is to read; left out: there is no model. */
  readonly stories?: Pick<Stories, "admit">;
  /** A story is waiting; left out: whoever reads it looks by itself. */
  readonly wakeReader?: () => void;
}

/** How often a beginning that meets another change of the person is tried again. */
const conflictLimit = 10;

export function createInterviews(options: InterviewsOptions): Interviews {
  const {
    store,
    interviewer,
    pseudonyms,
    erasure,
    clock,
    expiry,
    newMatterId,
    newId,
    stories = noStories,
    wakeReader = () => {},
  } = options;

  const keep = async (
    person: PersonId,
    { matter, version }: KeptMatter,
    enqueue: Batch["enqueue"] = [],
  ): Promise<CommitResult> => {
    const at = clock();
    const { expect, put } = await profilePut(store, person, at, expiry(at));
    const key = matterKey(person, matter.id);
    const result = matterResult(interviewer.view(matter));
    return commitOnce(store, {
      id: `matter/${newId()}`,
      space: spaceOf(person),
      expect: [...expect, { key, version }],
      put: [...put, { key, value: storedMatter(matter), expiresAt: expiry(at) }],
      enqueue,
      append:
        result === null
          ? []
          : [{ stream: auditStream, at, body: auditBody(resultEvent(pseudonyms, person, result)) }],
    });
  };

  const find = async (person: PersonId, matter: string): Promise<KeptMatter | undefined> =>
    (await readMatters(store, person)).find((kept) => kept.matter.id === matter);

  const beginOnce = async (person: PersonId): Promise<Matter | null> => {
    const all = await readMatters(store, person);
    // Pressed twice, or begun and left: the same one.
    const untouched = all.find(({ matter }) => matter.revision === 1);
    if (untouched !== undefined) return untouched.matter;
    const matter = beginMatter(newMatterId(), nextNumber(all), clock());
    return (await keep(person, { matter, version: 0 })) === "conflict" ? null : matter;
  };

  const nextNumber = (all: readonly KeptMatter[]): number =>
    Math.max(0, ...all.map(({ matter }) => matter.number)) + 1;

  const copyOnce = async (person: PersonId, id: string): Promise<Matter | "absent" | "conflict"> => {
    const all = await readMatters(store, person);
    const original = all.find(({ matter }) => matter.id === id)?.matter;
    if (original === undefined) return "absent";
    const at = clock();
    const { continuedAt: _, ...rest } = original;
    const copy: Matter = {
      ...rest,
      id: newMatterId(),
      number: nextNumber(all),
      // One that was never changed is taken for begun and left.
      revision: 2,
      startedAt: at,
      changedAt: at,
      paused: false,
      story: null,
    };
    return (await keep(person, { matter: copy, version: 0 })) === "conflict" ? "conflict" : copy;
  };

  /** Makes a move on a matter as it was read. @param given what is put into a queue with the matter as it then is */
  const moveKept = async (
    person: PersonId,
    kept: KeptMatter,
    move: Move,
    given: (matter: Matter) => Batch["enqueue"] = () => [],
  ): Promise<Moved> => {
    const moved = interviewer.move(kept.matter, move, clock());
    if (!moved.ok) return { status: "refused", problem: moved.problem, view: interviewer.view(kept.matter) };
    const result = await keep(person, { matter: moved.matter, version: kept.version }, given(moved.matter));
    if (result !== "conflict") return { status: "moved", view: interviewer.view(moved.matter) };
    const now = await find(person, moved.matter.id);
    return now === undefined
      ? { status: "absent" }
      : { status: "conflict", view: interviewer.view(now.matter) };
  };

  /** The matter at the version it was seen at, or what to say instead. */
  const seen = async (
    person: PersonId,
    matter: string,
    version: number,
  ): Promise<{ readonly kept: KeptMatter } | { readonly instead: Moved }> => {
    const kept = await find(person, matter);
    if (kept === undefined) return { instead: { status: "absent" } };
    return kept.matter.revision === version
      ? { kept }
      : { instead: { status: "conflict", view: interviewer.view(kept.matter) } };
  };

  return {
    async list(person) {
      const all = await readMatters(store, person);
      return all
        .map(({ matter }) => ({
          matter: matter.id,
          number: matter.number,
          startedAt: matter.startedAt,
          changedAt: matter.changedAt,
          paused: matter.paused,
          continuedAt: matter.continuedAt ?? null,
          done: interviewer.stage(matter).type === "result",
          comparable: interviewer.isComparable(matter),
        }))
        .reverse();
    },

    async view(person, matter): Promise<MatterView | null> {
      const kept = await find(person, matter);
      return kept === undefined ? null : interviewer.view(kept.matter);
    },

    async begin(person) {
      for (let tries = 0; tries < conflictLimit; tries++) {
        const matter = await beginOnce(person);
        if (matter !== null) return interviewer.view(matter);
      }
      throw new StoreUnavailableError("a pre-check could not be begun: the person's documents kept changing");
    },

    async move(person, matter, version, move) {
      const found = await seen(person, matter, version);
      return "instead" in found ? found.instead : moveKept(person, found.kept, move);
    },

    async tell(person, matter, version, story) {
      const found = await seen(person, matter, version);
      if ("instead" in found) return found.instead;
      const { kept } = found;
      // Nothing is sent for a step at which no story is told.
      if (interviewer.stage(kept.matter).type !== "story")
        return { status: "refused", problem: "out-of-step", view: interviewer.view(kept.matter) };
      const admitted = stories.admit(story);
      if (!admitted.ok) return moveKept(person, kept, { type: "story-end", why: admitted.reason });
      const { text } = admitted;
      const told = await moveKept(person, kept, { type: "story-told" }, ({ id, revision }) => [
        storyItem({
          form: 1,
          channel: channelOf(person),
          of: { person, conversation: id },
          matter: id,
          since: revision,
          stops: 0,
          text,
        }),
      ]);
      wakeReader();
      return told;
    },

    async copy(person, matter) {
      for (let tries = 0; tries < conflictLimit; tries++) {
        const copy = await copyOnce(person, matter);
        if (copy === "absent") return null;
        if (copy !== "conflict") return interviewer.view(copy);
      }
      throw new StoreUnavailableError(
        "a pre-check could not be copied: the person's documents kept changing",
      );
    },

    async compare(person, readings) {
      const all = new Map((await readMatters(store, person)).map(({ matter }) => [matter.id, matter]));
      const columns = readings.flatMap(({ matter: id, label }) => {
        const matter = all.get(id);
        return matter !== undefined && interviewer.isComparable(matter) ? [{ label, matter }] : [];
      });
      return columns.length === readings.length && columns.length > 1 ? interviewer.compare(columns) : null;
    },

    async remove(person, matter) {
      const kept = await find(person, matter);
      if (kept === undefined) return;
      await commitOnce(store, {
        id: `matter-removed/${newId()}`,
        space: spaceOf(person),
        remove: [matterKey(person, matter)],
        // A story of it that is still to be read.
        purgeGroups: storyGroup(person, matter),
        append: [
          {
            stream: auditStream,
            at: clock(),
            body: auditBody({
              kind: "precheck_removed",
              person: pseudonyms.of(person),
              matter: pseudonyms.of(matter),
            }),
          },
        ],
      });
      await erasure.request();
    },
  };
}
