/** Words by which a person takes part in campaigns (宣传活动), and by which an editor runs them in a chat. */
import { isCampaignId } from "../campaign/campaign.ts";

/** Lets messages come that nobody asked for just now; until then none does. */
export const subscribeWord = "订阅推送";
/** Ends them all at once. */
export const unsubscribeWord = "停止推送";
/** Before the name of an item, what is chosen of it. */
const voteWord = "活动";
/** Before what an editor does. */
export const campaignWord = "宣传活动";

/** What an editor does, by its Chinese word. */
export const campaignActs = {
  list: "列表",
  preview: "预览",
  status: "状态",
  report: "结果",
  submit: "提交",
  approve: "批准",
  return: "退回",
  start: "开始",
  pause: "暂停",
  stop: "停止",
} as const;
export type CampaignAct = keyof typeof campaignActs;

export type CampaignMove =
  | { readonly type: "subscribe" | "unsubscribe" }
  /** An option of an item, counted from 1. */
  | { readonly type: "vote"; readonly campaign: string; readonly item: string; readonly option: number }
  /** `act` null: none that is known. `campaign` null: none was named. */
  | {
      readonly type: "act";
      readonly act: CampaignAct | null;
      readonly campaign: string | null;
      readonly rest: string;
    };

/** What a choice of an item sends. */
export const voteText = (campaign: string, item: string, option: number): string =>
  `${voteWord} ${campaign}.${item} 选${option}`;

const acts = Object.entries(campaignActs) as readonly [CampaignAct, string][];

/** What a message asks for in this matter; null: nothing. */
export function parseCampaign(text: string): CampaignMove | null {
  const message = text.trim();
  if (message === subscribeWord || /^\/subscribe$/i.test(message)) return { type: "subscribe" };
  if (message === unsubscribeWord || /^\/unsubscribe$/i.test(message)) return { type: "unsubscribe" };
  const [, campaign = "", item = "", option = ""] =
    new RegExp(`^${voteWord} ([a-z0-9-]+)\\.([a-z0-9-]+) 选(\\d{1,2})$`, "u").exec(message) ?? [];
  if (isCampaignId(campaign) && isCampaignId(item))
    return { type: "vote", campaign, item, option: Number(option) };
  return parseAct(message);
}

function parseAct(message: string): CampaignMove | null {
  const found = new RegExp(`^(?:/campaign|${campaignWord})(?:[\\s：:]+(.*))?$`, "isu").exec(message);
  if (found === null) return null;
  const [act = "", campaign = "", ...rest] = (found[1] ?? "").split(/\s+/);
  return {
    type: "act",
    act: acts.find(([name, word]) => word === act || name === act.toLowerCase())?.[0] ?? null,
    campaign: isCampaignId(campaign) ? campaign : null,
    rest: rest.join(" "),
  };
}
