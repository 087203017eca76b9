/**
 * A service that speaks the OpenAI protocol, over real HTTP on loopback; see the README beside. It answers by a function of the
 * request, or goes wrong in one of the named modes. Nothing of it knows a client of ours.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { hashedVector } from "./vectors.ts";

/** How a call goes wrong. */
export type Mode =
  | { readonly type: "status"; readonly status: number; readonly retryAfterSeconds?: number }
  /** A proxy's page, with 502 or, worse, with 200. */
  | { readonly type: "html"; readonly status: 502 | 200 }
  /** The first piece comes so late. */
  | { readonly type: "slow-first"; readonly milliseconds: number }
  /** Pieces come so far apart. */
  | { readonly type: "trickle"; readonly milliseconds: number }
  /** The connection is cut before anything is said. */
  | { readonly type: "no-reply" }
  /** The answer in pieces of one byte, so that characters are torn, and lines that end as on other systems. */
  | { readonly type: "torn" }
  /** Pieces whose text is no text. */
  | { readonly type: "no-text" }
  /** After half of the answer nothing comes any more, and the connection stays open. */
  | { readonly type: "hang" }
  /** Headers never come. */
  | { readonly type: "silence" }
  /** The connection is cut after half of the answer. */
  | { readonly type: "drop" }
  /** A line of the stream is no JSON. */
  | { readonly type: "broken" }
  /** The stream ends cleanly without a `finish_reason`. */
  | { readonly type: "no-finish" }
  | { readonly type: "finish"; readonly reason: "length" | "content_filter" | "tool_calls" }
  | { readonly type: "empty" }
  | { readonly type: "no-choices" }
  /** So many characters, in pieces of 1 000. */
  | { readonly type: "huge"; readonly characters: number }
  /** Reasoning before the answer, in the text. */
  | { readonly type: "thinking"; readonly text: string }
  /** Knows no `json_schema`, or no `response_format` at all: 400 where it is asked for. */
  | { readonly type: "no-schema" }
  | { readonly type: "no-format" }
  /** 400 where this parameter is given, which the error names. */
  | { readonly type: "no-parameter"; readonly name: string }
  /** 400, with the code by which a service says that it filters what it is asked. */
  | { readonly type: "filtered"; readonly code: string }
  /** Sends the client elsewhere. */
  | { readonly type: "redirect"; readonly to: string }
  /** An error as an event, after half of the answer. */
  | { readonly type: "error-event" }
  /** The model itself will not, and says so beside the text. */
  | { readonly type: "refusal" }
  /** One line that never ends, as fast as it is read. */
  | { readonly type: "endless-line" }
  /** Comments that keep the connection alive, so far apart, and nothing else. */
  | { readonly type: "comments"; readonly milliseconds: number };

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string };
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
}

export interface Recorded {
  readonly path: string;
  readonly authorization: string | null;
  /** As it was sent. */
  readonly body: string;
}

export interface ModelServer {
  /** For `OPENAI_BASE_URL`. */
  readonly baseURL: string;
  readonly requests: readonly Recorded[];
  /** Calls whose connection the client closed before the end. */
  readonly aborted: () => number;
  /** What is answered, by the request; at first `{"claims":[],"insufficient":true}`. */
  answer(by: (request: ChatRequest) => string): void;
  /** What vectors are given, by the texts; at first those of `vectors.ts`. */
  embed(by: (texts: readonly string[]) => readonly (readonly number[])[]): void;
  /** The next `count` calls go wrong so; several are used up in the order they were given. */
  fault(mode: Mode, count?: number): void;
  /** Every call goes wrong so, until null is given. */
  always(mode: Mode | null): void;
  /** Resolves at the first moment the condition holds; asked after each call, each end and each abort. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

const pieceLength = 12;
const page =
  "<!doctype html><html><body><h1>Bad Gateway</h1><p>upstream sent secret-of-the-proxy</p></body></html>";

export async function createModelServer(): Promise<ModelServer> {
  const requests: Recorded[] = [];
  const faults: Mode[] = [];
  const waiting = new Set<() => void>();
  let standing: Mode | null = null;
  let aborted = 0;
  let embedBy: (texts: readonly string[]) => readonly (readonly number[])[] = (texts) =>
    texts.map(hashedVector);
  let answerBy: (request: ChatRequest) => string = () => '{"claims":[],"insufficient":true}';

  const moved = (): void => {
    for (const check of [...waiting]) check();
  };

  const server = createServer((request, response) => {
    response.on("close", () => {
      // Not `writableEnded`: what was written may still wait for a reader that has gone.
      if (!response.writableFinished) aborted += 1;
      moved();
    });
    void serve(request, response).catch(() => response.destroy());
  });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await textOf(request);
    const path = request.url ?? "";
    requests.push({ path, authorization: request.headers.authorization ?? null, body });
    moved();
    const mode = faults.shift() ?? standing;
    if (mode?.type === "silence") return;
    if (mode?.type === "no-reply") return void request.socket.destroy();
    if (mode?.type === "html") return send(response, mode.status, "text/html", page);
    if (mode?.type === "status")
      return send(
        response,
        mode.status,
        "application/json",
        JSON.stringify({ error: { message: `refused: ${body}`, type: "fake", code: String(mode.status) } }),
        mode.retryAfterSeconds === undefined ? {} : { "retry-after": String(mode.retryAfterSeconds) },
      );
    if (mode?.type === "redirect") return send(response, 307, "text/plain", "", { location: mode.to });
    if (mode?.type === "filtered")
      return sendJson(response, 400, { error: { message: `filtered: ${body}`, code: mode.code } });
    if (path.endsWith("/embeddings")) return sendJson(response, 200, embeddings(JSON.parse(body), embedBy));
    if (!path.endsWith("/chat/completions"))
      return sendJson(response, 404, { error: { message: "no such path" } });
    const asked = JSON.parse(body) as ChatRequest;
    const form = asked.response_format?.type;
    if (
      (mode?.type === "no-schema" && form === "json_schema") ||
      (mode?.type === "no-format" && form !== undefined)
    )
      return sendJson(response, 400, { error: { message: `response_format ${form} is not supported` } });
    if (mode?.type === "no-parameter" && mode.name in asked)
      return sendJson(response, 400, {
        error: {
          message: `unsupported parameter ${mode.name}`,
          param: mode.name,
          code: "unsupported_parameter",
        },
      });
    const text = mode?.type === "huge" ? "字".repeat(mode.characters) : answerBy(asked);
    if (asked.stream !== true) return sendJson(response, 200, whole(asked.model, text));
    await stream(response, mode, asked.model, text);
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    requests,
    aborted: () => aborted,
    answer(by) {
      answerBy = by;
    },
    embed(by) {
      embedBy = by;
    },
    fault(mode, count = 1) {
      for (let at = 0; at < count; at++) faults.push(mode);
    },
    always(mode) {
      standing = mode;
    },
    until(condition) {
      return new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": type, ...headers });
  response.end(body);
}

const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, status, "application/json", JSON.stringify(body));

const whole = (model: string, content: string) => ({
  id: "chatcmpl-fake",
  object: "chat.completion",
  created: 0,
  model,
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: content.length, total_tokens: 10 + content.length },
});

function embeddings(
  { model, input }: { readonly model: string; readonly input: string | readonly string[] },
  by: (texts: readonly string[]) => readonly (readonly number[])[],
) {
  const texts = typeof input === "string" ? [input] : input;
  return {
    object: "list",
    model,
    data: by(texts).map((embedding, index) => ({ object: "embedding", index, embedding })),
    usage: { prompt_tokens: 1, total_tokens: 1 },
  };
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());

function* endless(): Generator<string> {
  yield "data: ";
  for (;;) yield "字".repeat(16_000);
}

/** The answer as server-sent events, gone wrong as the mode says. */
async function stream(
  response: ServerResponse,
  mode: Mode | null,
  model: string,
  text: string,
): Promise<void> {
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({
      id: "chatcmpl-fake",
      object: "chat.completion.chunk",
      created: 0,
      model,
      choices: mode?.type === "no-choices" ? [] : [{ index: 0, delta, finish_reason: finish }],
    })}\n\n`;
  if (mode?.type === "slow-first") await sleep(mode.milliseconds);
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (mode?.type === "comments") {
    for (; !response.destroyed; await sleep(mode.milliseconds)) response.write(": still here\n\n");
    return;
  }
  if (mode?.type === "endless-line") {
    // Ends when the client goes.
    await pipeline(endless, response).catch(() => {});
    return;
  }
  if (mode?.type === "torn") {
    const lines = [event({ content: text }, null), event({}, "stop"), "data: [DONE]\n\n"].join("");
    for (const byte of Buffer.from(lines.replaceAll("\n", "\r\n"))) {
      response.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    return void response.end();
  }
  response.write(event({ role: "assistant", content: "" }, null));
  if (mode?.type === "refusal") response.write(event({ refusal: "I will not." }, null));
  const said =
    mode?.type === "empty" ? "" : mode?.type === "thinking" ? `<think>${mode.text}</think>\n${text}` : text;
  const length = mode?.type === "huge" ? 1_000 : pieceLength;
  const pieces = Array.from({ length: Math.ceil(said.length / length) }, (_, at) =>
    said.slice(at * length, (at + 1) * length),
  );
  for (const [at, piece] of pieces.entries()) {
    if (response.destroyed) return;
    const half = at >= pieces.length / 2;
    if (half && mode?.type === "hang") return;
    if (half && mode?.type === "drop") return void response.destroy();
    if (half && mode?.type === "broken") response.write('data: {"choices": [{\n\n');
    if (half && mode?.type === "error-event")
      return void response.end(`data: ${JSON.stringify({ error: { message: `failed: ${text}` } })}\n\n`);
    if (mode?.type === "trickle") await sleep(mode.milliseconds);
    response.write(event({ content: mode?.type === "no-text" ? { piece } : piece }, null));
  }
  if (mode?.type !== "no-finish") response.write(event({}, mode?.type === "finish" ? mode.reason : "stop"));
  response.end("data: [DONE]\n\n");
}
