import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until it holds; the test's own time bounds it. What it throws counts as "not yet". */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    if (await Promise.resolve(holds()).catch(() => false)) return;
    await pause(20);
  }
}
