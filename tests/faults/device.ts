/** A person's browser as a program: keeps its cookie over restarts of the server, sends messages, reads turns. */
import { Agent, request } from "node:http";
import type { TurnView } from "../../src/ports/conversations.ts";
import { noticeVersion } from "../../src/text/dialogue.ts";

export interface Message {
  readonly conversation: string;
  /** The same when it is sent again. */
  readonly eventId: string;
  readonly text: string;
}

export interface Device {
  /** Gets the cookie; nothing is stored for it. */
  greet(url: string): Promise<void>;
  /** `unknown`: the connection ended without an answer. @throws where the server refuses */
  post(url: string, message: Message): Promise<"accepted" | "unknown">;
  /** Says 有用 of a turn; as {@link Device.post}. */
  praise(url: string, conversation: string, turn: number): Promise<"accepted" | "unknown">;
  turns(url: string, conversation: string): Promise<readonly TurnView[]>;
  close(): void;
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

/** An answer of the server that no scenario expects. */
class UnexpectedReplyError extends Error {
  constructor(path: string, { status, text }: Reply) {
    super(`${path} answered ${status}: ${text.slice(0, 300)}`);
  }
}

export function createDevice(): Device {
  const agent = new Agent({ keepAlive: true });
  let cookie = "";

  const send = (url: string, path: string, body?: object): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const sent = request(
        {
          agent,
          hostname,
          port,
          path,
          method: body === undefined ? "GET" : "POST",
          headers: {
            ...(cookie === "" ? {} : { cookie }),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () => {
            const [given] = response.headers["set-cookie"] ?? [];
            if (given !== undefined) cookie = given.split(";", 1)[0] ?? "";
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
          });
        },
      );
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  const deliver = async (url: string, path: string, body: object): Promise<"accepted" | "unknown"> => {
    const reply = await send(url, path, body).catch(() => null);
    if (reply === null) return "unknown";
    if (reply.status !== 202) throw new UnexpectedReplyError(path, reply);
    return "accepted";
  };

  return {
    async greet(url) {
      const path = "/api/first-questions";
      const reply = await send(url, path);
      if (reply.status !== 200 || cookie === "") throw new UnexpectedReplyError(path, reply);
    },
    post: (url, message) => deliver(url, "/api/messages", { ...message, notice: noticeVersion }),
    praise: (url, conversation, turn) =>
      deliver(url, "/api/feedback", {
        conversation,
        eventId: `${conversation}-praise-${turn}`,
        turn,
        verdict: "useful",
      }),
    async turns(url, conversation) {
      const path = `/api/conversations/${conversation}/turns?after=0`;
      const reply = await send(url, path);
      if (reply.status !== 200) throw new UnexpectedReplyError(path, reply);
      return (JSON.parse(reply.text) as { turns: TurnView[] }).turns;
    },
    close: () => agent.destroy(),
  };
}
