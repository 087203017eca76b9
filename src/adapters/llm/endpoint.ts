/** One service (服务端点) that speaks the OpenAI protocol, and the library's client for it, tamed. */
import type OpenAI from "openai";

export interface Endpoint {
  /** Ends where `/chat/completions` begins. */
  readonly baseURL: string;
  readonly key: string;
  readonly model: string;
}

export type Client = Pick<OpenAI, "chat" | "embeddings">;

/**
 * The client of an endpoint. It is loaded only where a model is set. Nothing is retried, logged or read from the environment
 * by the library, and no redirection is followed: what is sent goes where the operator said.
 */
export async function openClient({ baseURL, key }: Endpoint, limitMilliseconds: number): Promise<Client> {
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
    timeout: limitMilliseconds,
    logLevel: "off",
    fetchOptions: { redirect: "error" },
  });
}

/** Status of a refusal by the service; null where it was not reached, or answered with no status. */
export const statusOf = (error: unknown): number | null =>
  typeof error === "object" && error !== null && typeof (error as { status?: unknown }).status === "number"
    ? (error as { status: number }).status
    : null;
