/** What a server does for campaigns: queues what is due, sends it, and ends what is over. Any number of servers may do it. */
import { itemName } from "../../core/campaign/campaign.ts";
import { beijingTime, nextOpening, startOf, type WorkCalendar } from "../../core/campaign/window.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
import type { Pump } from "../flow/pump.ts";
import { createTicker } from "../flow/ticker.ts";
import type { Campaigns, CampaignView } from "./campaigns.ts";
import type { Expander } from "./expansion.ts";

export interface EngineOptions {
  readonly campaigns: Pick<Campaigns, "list" | "finish">;
  readonly expander: Pick<Expander, "expand">;
  readonly delivery: Pump;
  readonly calendar: WorkCalendar;
  readonly log: Log;
  readonly clock: Clock;
  /** How often it looks whether something is due. */
  readonly tickMilliseconds?: number;
}

export interface Engine {
  start(): void;
  /** Looks once, now; for tests and for whoever does not want to wait. */
  tick(): Promise<void>;
  stop(deadlineSeconds: number): Promise<void>;
}

export function createEngine(options: EngineOptions): Engine {
  const { campaigns, expander, delivery, calendar, log, clock } = options;
  /** Items whose subscribers have all been queued; only saves looking again. */
  const queued = new Set<string>();

  const advance = async ({ campaign, state, asApproved, pace }: CampaignView): Promise<void> => {
    if (state.phase !== "running") return;
    if (beijingTime(clock()).day > campaign.to) return campaigns.finish(campaign.id);
    if (!asApproved) {
      log.warn(
        { campaign: campaign.id },
        "campaign held: the knowledge base says something else than was approved",
      );
      return;
    }
    for (const item of campaign.items) {
      const name = itemName(campaign.id, item.id);
      if (queued.has(name)) continue;
      const opens = nextOpening(
        clock(),
        { from: startOf(item, campaign), to: campaign.to },
        pace.hours,
        calendar,
      );
      if (opens === null || opens > clock()) continue;
      const result = await expander.expand(campaign, item);
      delivery.wake();
      if (result === "full") return;
      queued.add(name);
    }
  };

  const ticker = createTicker({
    async look(stopped) {
      for (const view of await campaigns.list()) {
        if (stopped()) return;
        await advance(view);
      }
    },
    milliseconds: options.tickMilliseconds ?? 2_000,
    failed: (error) => log.warn({ err: error }, "campaigns not looked at"),
  });

  return {
    start() {
      delivery.start();
      ticker.start();
    },
    tick: ticker.tick,
    async stop(deadlineSeconds) {
      await ticker.stop();
      const { left } = await delivery.stop(deadlineSeconds);
      if (left > 0) log.warn({ pushes: left }, "stopped with pushes in hand; they go on at the next start");
    },
  };
}
