/** One service (服务端点) that speaks the OpenAI protocol, and the library's client for it, tamed. */
import type OpenAI from "openai";

export interface Endpoint {
  /** Ends where `/chat/completions` begins. */
  readonly baseURL: string;
  readonly key: string;
  readonly model: string;
}

export type Client = Pick<OpenAI, "chat" | "embeddings">;

export interface ClientLimits {
  /** Until the library gives up by itself; our own deadlines end sooner. */
  readonly totalMilliseconds: number;
  /** Of one response, unpacked; more ends it with an error. */
  readonly mostBytes: number;
}

/**
 * The client of an endpoint, made and its library loaded when it is first asked for. Nothing is retried, logged or read from
 * the environment by the library, and no redirection is followed: what is sent goes where the operator said.
 */
export function clientOf(endpoint: Endpoint, limits: ClientLimits): () => Promise<Client> {
  let made: Promise<Client> | undefined;
  return () => {
    made ??= openClient(endpoint, limits);
    return made;
  };
}

async function openClient(
  { baseURL, key }: Endpoint,
  { totalMilliseconds, mostBytes }: ClientLimits,
): Promise<Client> {
  const { default: Library } = await import("openai");
  return new Library({
    baseURL,
    // Services on this machine often want none; the library wants some.
    apiKey: key === "" ? "none" : key,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: totalMilliseconds,
    logLevel: "off",
    fetchOptions: { redirect: "error" },
    fetch: async (address, options) => capped(await fetch(address, options), mostBytes),
  });
}

/** The response, which fails where it is longer: the library would keep a line without end, whatever its length. */
function capped(response: Response, mostBytes: number): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) controller.error(new RangeError(`a response of more than ${mostBytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body.pipeThrough(counted), response);
}

/** For logs: nothing of the path or the key. */
export const hostOf = ({ baseURL }: Endpoint): string => new URL(baseURL).host;
