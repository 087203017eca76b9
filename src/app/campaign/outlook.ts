/** What of a campaign will not go out, or not on its day, as editors are told before they hand it in or approve it. */
import { type Pace, paceWithin } from "../../core/campaign/bounds.ts";
import type { Campaign } from "../../core/campaign/campaign.ts";
import { type Hindrance, hindrancesOf } from "../../core/campaign/outlook.ts";
import { startOf, type WorkCalendar } from "../../core/campaign/window.ts";
import type { Clock } from "../../ports/time.ts";
import type { ContentProblem } from "./content-checks.ts";
import type { StoredCampaign } from "./stored.ts";

type Told = Pick<StoredCampaign, "campaign" | "events">;

/** What keeps an act from happening, and what is only to be told with it. */
export interface Ahead {
  readonly found: readonly ContentProblem[];
  readonly warnings: readonly ContentProblem[];
}
export const nothingAhead: Ahead = { found: [], warnings: [] };

export interface Outlook {
  hindrances(stored: Told): readonly ContentProblem[];
  /** What would go to nobody at all is neither handed in nor approved; where something goes, the rest is told. */
  before(stored: Told): Ahead;
}

/** What an editor is told of something that does not go out as it is planned. */
const hindranceProblem = (hindrance: Hindrance, { to, perWeek }: Campaign): ContentProblem => {
  const { item } = hindrance;
  switch (hindrance.type) {
    case "never":
      return {
        item,
        message: `goes to nobody: from now on, and from ${hindrance.day} to ${to}, there is no time at which pushes go; choose other days, or let the period end later`,
      };
    case "moved":
      return {
        item,
        message: `pushes do not go on ${hindrance.day} (weekend or holiday): it goes on ${hindrance.to}; write that day, or another`,
      };
    case "capped":
      return {
        item,
        message: `goes to nobody who got ${hindrance.after.join(" and ")}: one person gets ${perWeek} in seven days (per_week); leave more days between them`,
      };
  }
};

export function createOutlook({
  calendar,
  bounds,
  clock,
}: {
  readonly calendar: WorkCalendar;
  /** What the installation allows. */
  readonly bounds: Pace;
  readonly clock: Clock;
}): Outlook {
  const ahead = ({ campaign, events }: Told): readonly Hindrance[] =>
    hindrancesOf({
      items: campaign.items.map((item) => ({ id: item.id, day: item.day, from: startOf(item, campaign) })),
      to: campaign.to,
      pace: paceWithin(campaign, bounds),
      isCorrection: campaign.corrects !== null,
      calendar,
      now: clock(),
      begun: events.some(({ type }) => type === "started"),
    });
  const told = (found: readonly Hindrance[], { campaign }: Told) =>
    found.map((hindrance) => hindranceProblem(hindrance, campaign));

  return {
    hindrances: (stored) => told(ahead(stored), stored),
    before(stored) {
      const found = ahead(stored);
      const never = found.filter(({ type }) => type === "never");
      return never.length === stored.campaign.items.length
        ? { found: told(found, stored), warnings: [] }
        : { found: [], warnings: told(found, stored) };
    },
  };
}
