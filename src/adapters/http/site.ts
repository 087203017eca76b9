/** What the routes of the web share. */
import type { Access } from "../../ports/access.ts";
import type { Assistant } from "../../ports/assistant.ts";
import type { Conversations } from "../../ports/conversations.ts";
import type { Log } from "../../ports/telemetry.ts";
import type { Clock } from "../../ports/time.ts";
import type { Errors } from "./errors.ts";
import type { Identity } from "./identity.ts";
import type { PageFrame } from "./page-frame.ts";
import type { WebChannel } from "./web-channel.ts";

/** How long things take. */
export interface Times {
  /** A form waits so long for its answer before it shows that it waits. */
  readonly formWaitMilliseconds: number;
  /** An open stream says so often that it is there, and looks whether its person may still listen. */
  readonly heartbeatMilliseconds: number;
}

/** How many streams of events may be open. */
export interface StreamLimits {
  readonly ofOnePerson: number;
  readonly inAll: number;
}

export interface Site extends Errors {
  readonly assistant: Pick<Assistant, "source" | "firstQuestions" | "knowledgeVersion">;
  readonly conversations: Conversations;
  readonly access: Pick<Access, "admit" | "grantOf" | "redeem">;
  readonly channel: WebChannel;
  readonly identity: Identity;
  readonly frame: PageFrame;
  readonly clock: Clock;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  /** A new name for a conversation or an event. */
  readonly newName: () => string;
  /** The words that delete everything of a person. */
  readonly forgetWords: string;
  readonly times: Times;
  readonly streamLimits: StreamLimits;
}
