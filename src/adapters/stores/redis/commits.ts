import { type Batch, type CommitResult, StoreUnavailableError } from "../../../ports/store.ts";
import { rememberedMilliseconds } from "../remembered.ts";
import {
  bindScript,
  commitArguments,
  commitScript,
  removingCommitScript,
  type StreamEnd,
} from "./commit-script.ts";
import type { Shared } from "./shared.ts";

export interface Commits {
  commit(batch: Batch, onlyRemoves: boolean): Promise<CommitResult>;
}

/** Tries to find the end of a stream that others append to; each failed one is another's success. */
const mostTries = 100;

export function createCommits({ client, spaces, clock, keys, numbers }: Shared): Commits {
  /** Where the streams ended when last seen, by space and name. */
  const seen = new Map<string, Map<string, StreamEnd>>();
  /** The last batch of a space that appends: the next waits for it, or it would count on an end that has moved. */
  const lanes = new Map<string, Promise<unknown>>();

  const endsOf = (space: string): Map<string, StreamEnd> => {
    const ends = seen.get(space) ?? new Map<string, StreamEnd>();
    seen.set(space, ends);
    return ends;
  };

  async function send(batch: Batch, removes: boolean): Promise<CommitResult> {
    const { id, space, settle = [], enqueue = [] } = batch;
    const ends = endsOf(space);
    const hint = numbers(settle.length + enqueue.length);
    const home = client.isCluster ? [] : [keys.home(id)];
    for (let tries = 0; tries < mostTries; tries++) {
      const { args, ends: after } = commitArguments(batch, {
        epoch: spaces.epoch,
        now: clock(),
        keepMilliseconds: rememberedMilliseconds,
        namespace: keys.namespace,
        hint,
        ends,
      });
      const script = removes ? removingCommitScript : commitScript;
      const [result, ...moved] = (await client.run(script, [keys.base(space), ...home], args)) as string[];
      if (result !== "moved") {
        // A batch committed before has moved nothing now, and then the next try learns where the streams end.
        if (result === "committed") for (const [stream, end] of after) ends.set(stream, end);
        return result as CommitResult;
      }
      for (let at = 0; at < moved.length; at += 3)
        ends.set(moved[at] ?? "", { sequence: Number(moved[at + 1]), hash: moved[at + 2] ?? "" });
    }
    throw new StoreUnavailableError(`others append to the streams of ${space} without a pause; try again`);
  }

  /** One after another within a space. */
  async function inLane<Result>(space: string, run: () => Promise<Result>): Promise<Result> {
    const before = lanes.get(space) ?? Promise.resolve();
    const mine = before.then(run, run);
    lanes.set(space, mine);
    try {
      return await mine;
    } finally {
      if (lanes.get(space) === mine) lanes.delete(space);
    }
  }

  /**
   * Whether the batch was committed in another space, on a Cluster; binds its id to this one where not. Two spaces that
   * try one id at the very same time are not kept apart: nobody does.
   */
  async function committedElsewhere({ id, space }: Batch): Promise<boolean> {
    const bind = (from: string) =>
      client.run(
        bindScript,
        [keys.home(id)],
        [space, String(rememberedMilliseconds), from],
      ) as Promise<string>;
    const home = await bind("");
    if (home === space) return false;
    if ((await client.command("EXISTS", `${keys.base(home)}:id:${id}`)) === 1) return true;
    await bind(home);
    return false;
  }

  return {
    commit: async (batch, removes) => {
      await spaces.adopt(batch.space);
      if (client.isCluster && (await committedElsewhere(batch))) return "committed";
      const run = () => send(batch, removes);
      return (batch.append ?? []).length === 0 ? run() : inLane(batch.space, run);
    },
  };
}
