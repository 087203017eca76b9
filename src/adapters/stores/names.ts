/** What names, texts and instants may be. Anything else is a fault of the program: a TypeError. */
import type { Batch } from "../../ports/store.ts";

const plainName = /^[a-z0-9-]{1,32}$/;
/** Longest key, group, stream or id, in UTF-16 units. */
const longest = 512;
const controls = /[\u0000-\u001f\u007f]/;

function demand(holds: boolean, what: string): void {
  if (!holds) throw new TypeError(what);
}

/** Names of spaces and queues. */
export function checkName(name: string, what: "space" | "queue"): void {
  demand(plainName.test(name), `a ${what} is 1 to 32 of a-z, 0-9 and "-": ${JSON.stringify(name)}`);
}

/** Keys, groups, streams, ids; the beginning of one may be empty. */
export function checkKey(key: string, what: string): void {
  demand(key !== "", `${what} is empty`);
  checkPrefix(key, what);
}

export function checkPrefix(key: string, what: string): void {
  demand(
    key.length <= longest && key.isWellFormed() && !controls.test(key),
    `${what} must be well-formed text without control characters, at most ${longest}: ${JSON.stringify(key)}`,
  );
}

/** A lone surrogate has no UTF-8 form and would come back as another text. */
export function checkText(text: string, what: string): void {
  demand(text.isWellFormed(), `${what} must be well-formed text`);
}

export function checkInstant(instant: number, what: string): void {
  demand(Number.isSafeInteger(instant), `${what} must be whole milliseconds: ${instant}`);
}

export function checkCount(count: number, what: string): void {
  demand(Number.isSafeInteger(count) && count > 0, `${what} must be a whole number above 0: ${count}`);
}

const eachOnce = (names: readonly string[], what: string): void =>
  demand(new Set(names).size === names.length, `${what} is named twice in one batch`);

export function checkBatch(batch: Batch): void {
  const { expect = [], put = [], remove = [], append = [], enqueue = [], settle = [] } = batch;
  checkKey(batch.id, "batch id");
  checkName(batch.space, "space");
  for (const { key } of expect) checkKey(key, "key");
  for (const key of remove) checkKey(key, "key");
  for (const { key, value, expiresAt } of put) {
    checkKey(key, "key");
    checkText(value, `value of ${key}`);
    if (expiresAt !== undefined) checkInstant(expiresAt, `expiry of ${key}`);
  }
  for (const { stream, at, body } of append) {
    checkKey(stream, "stream");
    checkInstant(at, "instant of an entry");
    checkText(body, "body of an entry");
  }
  for (const { queue, group, payload, dueAt } of enqueue) {
    checkName(queue, "queue");
    checkKey(group, "group");
    checkText(payload, `payload for ${group}`);
    if (dueAt !== undefined) checkInstant(dueAt, `due instant for ${group}`);
  }
  for (const { claimed, dead } of settle) {
    demand(claimed.space === batch.space, `item of space ${claimed.space} in a batch of ${batch.space}`);
    if (dead !== null) checkKey(dead, "reason");
  }
  if (batch.purgeGroups !== undefined) checkKey(batch.purgeGroups, "group to purge");
  eachOnce([...put.map(({ key }) => key), ...remove], "a key to put or remove");
  eachOnce(
    expect.map(({ key }) => key),
    "an expected key",
  );
  eachOnce(
    settle.map(({ claimed }) => `${claimed.queue} ${claimed.item}`),
    "an item to settle",
  );
}
