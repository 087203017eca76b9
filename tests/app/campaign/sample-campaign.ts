import type { Campaign } from "../../../src/core/campaign/campaign.ts";

/** A campaign of one article, from the day the stage begins on; without regard to hours. */
export const campaignOf = (rest: Partial<Campaign> = {}): Campaign => ({
  id: "autumn",
  title: "容错纠错政策学习",
  from: "2026-11-23",
  to: "2026-11-27",
  audience: { units: [], roles: [], channels: [] },
  hours: { from: "08:30", until: "18:00", workdaysOnly: true },
  perWeek: 2,
  corrects: null,
  items: [
    {
      id: "first",
      day: "2026-11-23",
      time: null,
      content: { type: "article", passage: "accountability-2019#17" },
    },
  ],
  ...rest,
});
