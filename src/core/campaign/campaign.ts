/**
 * A campaign (宣传活动): what is sent to whom and when, written by one person and approved by another. Its life is the list of
 * what happened to it; everything else is a fold over it.
 *
 *   draft ─ submit → submitted ─ approve (somebody else, for this content and audience) → approved ─ start → running ⇄ paused
 *     ▲──────────── a change of the content ────────────┴────────────────── paused            └──── stop, finish ────┘
 */
import type { Role } from "../access/roles.ts";
import type { Day } from "../law/types.ts";
import type { Picture } from "./picture.ts";

/** One thing that is sent, once to each person. */
export interface CampaignItem {
  /** Unique within the campaign; small letters, digits and `-`, at most 32. */
  readonly id: string;
  /** The day it goes out, and the time from which, `HH:MM` in Beijing; left out: from the beginning of the hours. */
  readonly day: Day;
  readonly time: string | null;
  readonly content: ItemContent;
  /** Goes with it; its hash is part of what is approved. */
  readonly picture?: Picture | undefined;
  /** Shown in its place until it is approved: the same, and said to be a draft. Only what is drawn by the program has one. */
  readonly draftPicture?: Picture | undefined;
}

/** The picture of an item as whoever looks at the campaign is shown it: what says of itself that it is approved, when it is. */
export const pictureShown = (
  { picture, draftPicture }: Pick<CampaignItem, "picture" | "draftPicture">,
  approved: boolean,
): Picture | undefined => (approved ? picture : (draftPicture ?? picture));

export type ItemContent =
  /** A provision, quoted. */
  | { readonly type: "article"; readonly passage: string }
  /** An editor's answer, as it stands in the knowledge base. */
  | { readonly type: "answer"; readonly entry: string }
  /** A published case, told. */
  | { readonly type: "case"; readonly case: string }
  /** A question of the quizzes. */
  | { readonly type: "quiz"; readonly quiz: string }
  /** A question about what people think or want; no answer is right. */
  | { readonly type: "poll"; readonly question: string; readonly options: readonly string[] }
  /**
   * The way to something (深链), with words of the editor's own: `to` is `precheck`, `learn`, or the id of a provision, document,
   * case or editor's text; `quiz` the question that `learn` leads to, null: the ways to learn.
   */
  | { readonly type: "link"; readonly text: string; readonly to: string; readonly quiz: string | null }
  /** Sentences of the editor's own, each with its sources. */
  | {
      readonly type: "text";
      readonly statements: readonly { readonly text: string; readonly cites: readonly string[] }[];
      /** A notice of correction (更正): it says what was wrong, and states no policy. */
      readonly notice: boolean;
    };

export interface Audience {
  /** Empty: every unit. */
  readonly units: readonly string[];
  /** Empty: every role. */
  readonly roles: readonly Role[];
  /** Empty: every channel. */
  readonly channels: readonly string[];
}

export interface Hours {
  /** `HH:MM` in Beijing; `from` counts, `until` does not. */
  readonly from: string;
  readonly until: string;
  readonly workdaysOnly: boolean;
}

export interface Campaign {
  readonly id: string;
  readonly title: string;
  /** First and last day on which anything is sent; both count. */
  readonly from: Day;
  readonly to: Day;
  readonly audience: Audience;
  readonly hours: Hours;
  /** Most messages of all campaigns together to one person in seven days. */
  readonly perWeek: number;
  /**
   * What it sets right, as `<campaign>.<item>`: it goes only to those whom that has reached, and is not counted against the
   * cap. Null: nothing.
   */
  readonly corrects: string | null;
  readonly items: readonly CampaignItem[];
}

/** An item among all campaigns: `<campaign>.<item>`. */
export const itemName = (campaign: string, item: string): string => `${campaign}.${item}`;

/** Tells whether a text can name a campaign or an item. */
export const isCampaignId = (text: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(text);

/** What a campaign is when nobody says otherwise. */
export const usualHours: Hours = { from: "08:30", until: "18:00", workdaysOnly: true };
export const usualPerWeek = 2;

/** What happened to a campaign. `by` is a person; `at` milliseconds since 1970. */
export type CampaignEvent = { readonly by: string; readonly at: number } & (
  | { readonly type: "written"; readonly content: string }
  | { readonly type: "submitted"; readonly content: string }
  /** Hashes of what was approved: the content, and who it goes to; how many that were then, few as 0. */
  | {
      readonly type: "approved";
      readonly content: string;
      readonly audience: string;
      readonly counted?: number | undefined;
    }
  | { readonly type: "returned"; readonly reason: string }
  | { readonly type: "started" }
  | { readonly type: "paused" }
  | { readonly type: "stopped" }
  | { readonly type: "finished" }
  /** A wrong push was set right by a notice to those it reached. */
  | { readonly type: "corrected"; readonly notice: string }
);

type Approved = Extract<CampaignEvent, { type: "approved" }>;

export type Phase = "draft" | "submitted" | "approved" | "running" | "paused" | "stopped" | "finished";

export interface CampaignState {
  readonly phase: Phase;
  /** It was started once, so that somebody may have got something. */
  readonly begun: boolean;
  /** Hash of the content as it stands; null: nothing was written. */
  readonly content: string | null;
  /** Who wrote or handed in this content: none of them may approve it. */
  readonly authors: ReadonlySet<string>;
  readonly approval: Pick<Approved, "by" | "content" | "audience" | "counted"> | null;
  readonly corrections: readonly string[];
}

const beginning: CampaignState = {
  phase: "draft",
  begun: false,
  content: null,
  authors: new Set(),
  approval: null,
  corrections: [],
};

/** Where a campaign stands after what happened; what was not lawful then never became an event. */
export const stateAfter = (events: readonly CampaignEvent[]): CampaignState =>
  events.reduce(after, beginning);

function after(state: CampaignState, event: CampaignEvent): CampaignState {
  switch (event.type) {
    // Whatever was approved is approved no more.
    case "written":
      return {
        ...state,
        phase: "draft",
        content: event.content,
        authors: new Set([...state.authors, event.by]),
        approval: null,
      };
    case "submitted":
      return { ...state, phase: "submitted", authors: new Set([...state.authors, event.by]) };
    case "approved":
      return {
        ...state,
        phase: "approved",
        approval: {
          by: event.by,
          content: event.content,
          audience: event.audience,
          ...(event.counted === undefined ? {} : { counted: event.counted }),
        },
      };
    case "returned":
      return { ...state, phase: "draft", approval: null };
    case "started":
      return { ...state, phase: "running", begun: true };
    case "paused":
    case "stopped":
    case "finished":
      return { ...state, phase: event.type };
    case "corrected":
      return { ...state, corrections: [...state.corrections, event.notice] };
  }
}

/** Why something cannot be done to a campaign as it stands. */
export type CampaignProblem =
  /** Not from this phase. */
  | "phase"
  /** It is to start and was never approved, or is no more. */
  | "not-approved"
  /** Nobody approves what they wrote or handed in. */
  | "same-person"
  /** The content, or who it goes to, is not what was handed in or approved. */
  | "changed";

/** From which phases each thing may be done. */
const lawful: Readonly<Record<CampaignEvent["type"], readonly Phase[]>> = {
  // Paused too, so that what the knowledge base says anew can be approved anew; nobody gets an item twice.
  written: ["draft", "submitted", "approved", "paused"],
  submitted: ["draft"],
  approved: ["submitted"],
  returned: ["submitted", "approved"],
  started: ["approved", "paused"],
  paused: ["running"],
  stopped: ["approved", "running", "paused"],
  finished: ["running"],
  corrected: ["running", "paused", "stopped", "finished"],
};

/** What must wait for no approval once something may have been sent, although it is being written anew. */
const atAnyTime: readonly CampaignEvent["type"][] = ["stopped", "corrected"];
const beforeItRuns: readonly Phase[] = ["draft", "submitted", "approved"];

const isLawful = (type: CampaignEvent["type"], { phase, begun }: CampaignState): boolean =>
  lawful[type].includes(phase) || (begun && atAnyTime.includes(type) && beforeItRuns.includes(phase));

/** Whether an event may happen now; null: it may. @param audience hash of who it would go to now */
export function problemOf(
  events: readonly CampaignEvent[],
  event: CampaignEvent,
  audience: string | null,
): CampaignProblem | null {
  const state = stateAfter(events);
  if (!isLawful(event.type, state))
    return event.type === "started" && (state.phase === "draft" || state.phase === "submitted")
      ? "not-approved"
      : "phase";
  switch (event.type) {
    case "submitted":
      return state.content === event.content ? null : "changed";
    case "approved":
      if (state.authors.has(event.by)) return "same-person";
      return state.content === event.content ? null : "changed";
    case "started":
      return state.approval?.content === state.content && state.approval.audience === audience
        ? null
        : "changed";
    default:
      return null;
  }
}
