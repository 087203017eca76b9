/** A campaign as an editor writes it: one YAML file; see docs/campaigns.md. */
import { z } from "zod";
import { roles } from "../../core/access/roles.ts";
import { type Excess, excessesOf, type Pace, paceUnsaid } from "../../core/campaign/bounds.ts";
import {
  type Campaign,
  type CampaignItem,
  type ItemContent,
  isCampaignId,
} from "../../core/campaign/campaign.ts";
import { scheduledDays, weekdays } from "../../core/campaign/schedule.ts";
import type { WorkCalendar } from "../../core/campaign/window.ts";
import type { Problem } from "../../ports/knowledge-source.ts";
import { decode } from "./files.ts";
import { readPictureFile } from "./picture-file.ts";
import { describe, type Tell } from "./problems.ts";
import { type Located, readYaml } from "./yaml.ts";

const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1, { error: "不能是空的" })
    .max(most, { error: `至多 ${most} 字` });
const id = z
  .string()
  .refine(isCampaignId, { error: "用小写字母、数字、连字符，至多 32 个，不以连字符开头或结尾" });
const reference = z.string().min(1);
const day = z.iso.date({ error: "写真实的日期，如 2026-03-02" });
const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: '写成 "09:30" 的样子，加引号' });

const picture = z.union([z.literal("poster"), z.strictObject({ file: z.string().min(1), alt: text(200) })], {
  error: "写 poster，或者 { file: 图片文件, alt: 图片内容的文字说明 }",
});

const itemFields = z.strictObject({
  id: id.optional(),
  on: day.optional(),
  at: time.optional(),
  article: reference.optional(),
  answer: reference.optional(),
  case: reference.optional(),
  quiz: reference.optional(),
  poll: z.strictObject({ question: text(300), options: z.array(text(100)).min(2).max(8) }).optional(),
  link: z
    .strictObject({ text: text(300), to: reference, question: reference.optional() })
    .refine(({ to, question }) => question === undefined || to === "learn", {
      error: "question 只同 to: learn 一起写",
    })
    .optional(),
  text: z
    .array(
      z.strictObject({ text: text(500), cites: z.array(reference).min(1, { error: "每句至少一处引用" }) }),
    )
    .min(1)
    .optional(),
  picture: picture.optional(),
});
type ItemFile = z.infer<typeof itemFields>;

function contentsOf({
  article,
  answer,
  case: published,
  quiz,
  poll,
  link,
  text: statements,
}: ItemFile): ItemContent[] {
  return [
    ...(article === undefined ? [] : [{ type: "article", passage: article } as const]),
    ...(answer === undefined ? [] : [{ type: "answer", entry: answer } as const]),
    ...(published === undefined ? [] : [{ type: "case", case: published } as const]),
    ...(quiz === undefined ? [] : [{ type: "quiz", quiz } as const]),
    ...(poll === undefined ? [] : [{ type: "poll", ...poll } as const]),
    ...(link === undefined
      ? []
      : [{ type: "link", text: link.text, to: link.to, quiz: link.question ?? null } as const]),
    ...(statements === undefined ? [] : [{ type: "text", statements, notice: false } as const]),
  ];
}

const itemFile = itemFields.refine((item) => contentsOf(item).length === 1, {
  error: "article、answer、case、quiz、poll、link、text 恰好写一个",
});

const campaignFile = z.strictObject({
  id,
  title: text(60),
  period: z
    .strictObject({ from: day, to: day })
    .refine(({ from, to }) => from <= to, { error: "from 不晚于 to" }),
  audience: z
    .strictObject({
      units: z.array(text(100)).default([]),
      roles: z.array(z.enum(roles)).default([]),
      channels: z.array(z.string().regex(/^[a-z]{1,20}$/)).default([]),
    })
    .default({ units: [], roles: [], channels: [] }),
  hours: z
    .strictObject({
      from: time.optional(),
      until: time.optional(),
      workdays_only: z.boolean().optional(),
    })
    .default({}),
  per_week: z.int().min(1).max(7).optional(),
  schedule: z.strictObject({ days: z.array(z.enum(weekdays)).min(1), at: time.optional() }).optional(),
  items: z.array(itemFile).min(1).max(60),
});
type CampaignFile = z.infer<typeof campaignFile>;

/** The page that says how a campaign is written; a file of the knowledge base has another. */
const howToWrite = "docs/campaigns.md";

/** A campaign, or what is wrong in the file, each with its line and remedy. */
export type CampaignReading =
  | {
      readonly ok: true;
      readonly campaign: Campaign;
      /** Bytes of the pictures it names, by hash. */
      readonly pictures: ReadonlyMap<string, Uint8Array>;
      /** Items that want their own poster as a picture, by id; it is still to be drawn. */
      readonly posters: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * @param file as problems name it; pictures are read beside it
 * @param bounds what the installation allows: the file may ask for less, never for more
 */
export function readCampaignFile(
  bytes: Buffer,
  file: string,
  calendar: WorkCalendar,
  bounds: Pace,
): CampaignReading {
  const problems: Problem[] = [];
  const tell: Tell = (code, line, ...values) => {
    const shown = code === "schema.unknown-key" ? [...values, howToWrite] : values;
    problems.push(describe(code, file, line, shown));
  };
  const text = decode(bytes, tell);
  const read = text === null ? null : readYaml(text, campaignFile, 1, tell);
  if (read === null) return { ok: false, problems };
  const pictures = new Map<string, Uint8Array>();
  const posters = new Set<string>();
  const pictureOf = (name: string, wanted: ItemFile["picture"], wrong: (why: string) => void) => {
    if (wanted === "poster") posters.add(name);
    if (wanted === undefined || wanted === "poster") return {};
    const found = readPictureFile(file, wanted.file);
    if (typeof found === "string") {
      wrong(found);
      return {};
    }
    pictures.set(found.picture.hash, found.bytes);
    return { picture: { ...found.picture, alt: wanted.alt } };
  };
  const campaign = campaignOf(read, { calendar, bounds }, tell, pictureOf);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, campaign, pictures, posters };
}

function campaignOf(
  { value, lineOf }: Located<CampaignFile>,
  { calendar, bounds }: { readonly calendar: WorkCalendar; readonly bounds: Pace },
  tell: Tell,
  /** The picture of an item; what is wrong with it is told. */
  pictureOf: (
    name: string,
    wanted: ItemFile["picture"],
    wrong: (why: string) => void,
  ) => Pick<CampaignItem, "picture">,
): Campaign {
  const { period, schedule } = value;
  const wrong = (at: readonly (string | number)[], why: string): void =>
    tell("schema.value", lineOf(at), at.join("."), why);
  const pace = paceOf(value, bounds, wrong);
  const { hours } = pace;
  const free =
    schedule === undefined ? [] : scheduledDays(period, new Set(schedule.days), hours.workdaysOnly, calendar);
  const seen = new Set<string>();
  let next = 0;
  const items = value.items.map((item, at): CampaignItem => {
    const itemDay = item.on ?? free[next++];
    if (itemDay === undefined)
      wrong(
        ["items", at],
        schedule === undefined
          ? "写 on（哪天发），或写 schedule"
          : "期间里没有剩下的发送日，延长 period 或增加 days",
      );
    else if (itemDay < period.from || itemDay > period.to) wrong(["items", at, "on"], "在 period 之内");
    const name = item.id ?? `item-${at + 1}`;
    if (seen.has(name)) wrong(["items", at], `编号 ${name} 只用一次`);
    seen.add(name);
    const sendTime = item.at ?? schedule?.at ?? null;
    if (sendTime !== null && (sendTime < hours.from || sendTime >= hours.until))
      wrong(["items", at], `时间在 hours 的 ${hours.from} 至 ${hours.until} 之间`);
    const [content = { type: "text", statements: [], notice: false } as const] = contentsOf(item);
    const pictured = pictureOf(name, item.picture, (why) => wrong(["items", at, "picture"], why));
    return { id: name, day: itemDay ?? period.from, time: sendTime, content, ...pictured };
  });
  return {
    id: value.id,
    title: value.title,
    ...period,
    audience: value.audience,
    ...pace,
    corrects: null,
    items,
  };
}

type Wrong = (at: readonly (string | number)[], why: string) => void;

/** The hours and the cap of the file; what it does not say is usual, within the bound. */
function paceOf({ hours, per_week }: CampaignFile, bounds: Pace, wrong: Wrong): Pace {
  const unsaid = paceUnsaid(bounds);
  const pace = {
    hours: {
      from: hours.from ?? unsaid.hours.from,
      until: hours.until ?? unsaid.hours.until,
      workdaysOnly: hours.workdays_only ?? unsaid.hours.workdaysOnly,
    },
    perWeek: per_week ?? unsaid.perWeek,
  };
  if (pace.hours.from >= pace.hours.until) wrong(["hours"], "from 早于 until");
  for (const excess of excessesOf(pace, bounds)) wrong(...excessProblem(excess));
  return pace;
}

const excessProblem = (excess: Excess): Parameters<Wrong> => {
  switch (excess.field) {
    case "from":
      return [
        ["hours", "from"],
        `本系统最早 ${excess.bound} 推送（PUSH_HOURS），改成 "${excess.bound}" 或者更晚`,
      ];
    case "until":
      return [
        ["hours", "until"],
        `本系统最晚 ${excess.bound} 推送（PUSH_HOURS），改成 "${excess.bound}" 或者更早`,
      ];
    case "workdaysOnly":
      return [["hours", "workdays_only"], "本系统只在工作日推送（PUSH_ON_DAYS_OFF），改成 true 或者删去"];
    case "perWeek":
      return [
        ["per_week"],
        `本系统每人每周至多 ${excess.bound} 条（PUSH_PER_WEEK），改成 ${excess.bound} 或者更小`,
      ];
  }
};
