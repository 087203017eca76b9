/** Words by which a person takes part in campaigns (宣传活动), and by which an editor runs them in a chat. */
import { isCampaignId } from "../campaign/campaign.ts";

/** Lets messages come that nobody asked for just now; until then none does. */
export const subscribeWord = "订阅推送";
/** Ends them all at once. */
export const unsubscribeWord = "停止推送";
/** Before the name of an item, what is chosen of it. */
const itemWord = "活动";
const verbs = { vote: "选", tick: "勾" } as const;
/** Before what an editor does. */
export const campaignWord = "宣传活动";

/** What an editor does, by its Chinese word. */
export const campaignActs = {
  list: "列表",
  preview: "预览",
  check: "预演",
  status: "状态",
  report: "结果",
  submit: "提交",
  approve: "批准",
  return: "退回",
  start: "开始",
  pause: "暂停",
  stop: "停止",
  correct: "更正",
} as const;
export type CampaignAct = keyof typeof campaignActs;

export type CampaignMove =
  | { readonly type: "subscribe" | "unsubscribe" }
  /** Options of an item, counted from 1: chosen for good, or ticked on the way to it. */
  | {
      readonly type: "vote" | "tick";
      readonly campaign: string;
      readonly item: string;
      readonly options: readonly number[];
    }
  /** `act` null: none that is known. `campaign` null: none was named. */
  | {
      readonly type: "act";
      readonly act: CampaignAct | null;
      readonly campaign: string | null;
      readonly rest: string;
    };

/** What a choice of an item sends: `活动 autumn.quiz 选1`, `活动 autumn.quiz 勾1,3`, `活动 autumn.quiz 勾-` for no tick. */
export const itemText = (
  type: keyof typeof verbs,
  campaign: string,
  item: string,
  options: readonly number[],
): string => `${itemWord} ${campaign}.${item} ${verbs[type]}${options.join(",") || "-"}`;

const acts = Object.entries(campaignActs) as readonly [CampaignAct, string][];

/** What an editor's choice sends. */
export const actText = (act: CampaignAct, campaign: string, rest: string): string =>
  `${campaignWord} ${campaignActs[act]} ${campaign} ${rest}`;

/** What a message asks for in this matter; null: nothing. */
export function parseCampaign(text: string): CampaignMove | null {
  const message = text.trim();
  if (message === subscribeWord || /^(?:订阅|\/subscribe)$/i.test(message)) return { type: "subscribe" };
  if (message === unsubscribeWord || /^(?:退订|取消订阅|\/unsubscribe)$/i.test(message))
    return { type: "unsubscribe" };
  return parseItem(message) ?? parseAct(message);
}

const itemMove = new RegExp(
  `^${itemWord} ([a-z0-9-]+)\\.([a-z0-9-]+) (${verbs.vote}|${verbs.tick})(-|\\d{1,2}(?:,\\d{1,2}){0,19})$`,
  "u",
);

function parseItem(message: string): CampaignMove | null {
  const [, campaign = "", item = "", verb, places = ""] = itemMove.exec(message) ?? [];
  if (!isCampaignId(campaign) || !isCampaignId(item)) return null;
  const options = places === "-" ? [] : [...new Set(places.split(",").map(Number))];
  const type = verb === verbs.vote ? "vote" : "tick";
  return type === "vote" && options.length === 0 ? null : { type, campaign, item, options };
}

/** Other words for an act. */
const likewise: Readonly<Record<string, CampaignAct>> = { 继续: "start", 恢复: "start", 报告: "report" };

const actOf = (word: string): CampaignAct | null =>
  acts.find(([name, one]) => one === word || name === word.toLowerCase())?.[0] ?? likewise[word] ?? null;

/** Where no blank follows the first word, an act must: a question may begin with it too. */
function parseAct(message: string): CampaignMove | null {
  const [, blank, said = ""] = /^(?:\/campaign|宣传活动)([\s：:]+|(?=\S)|$)(.*)$/isu.exec(message) ?? [];
  if (blank === undefined) return null;
  const [act = "", campaign = "", ...rest] = said.split(/\s+/);
  if (blank === "" && act !== "" && actOf(act) === null) return null;
  return {
    type: "act",
    act: actOf(act),
    campaign: isCampaignId(campaign) ? campaign : null,
    rest: rest.join(" "),
  };
}
