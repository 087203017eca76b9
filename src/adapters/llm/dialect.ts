/**
 * How one service likes to be asked (方言). Services speak the protocol in part: some know no JSON Schema, some no form at all,
 * newer models of some want another name for the limit or no temperature. The strictest way is tried first; what a service
 * turns down with 400 is left away, and what it then takes is remembered by who asks.
 */
import type OpenAI from "openai";
import type { ModelRequest } from "../../ports/model.ts";

/** How an answer's form is asked for, the strictest first. */
const formats = ["json_schema", "json_object", "none"] as const;

export interface Dialect {
  readonly format: (typeof formats)[number];
  readonly limit: "max_tokens" | "max_completion_tokens";
  readonly temperature: boolean;
}

export const strictest: Dialect = { format: "json_schema", limit: "max_tokens", temperature: true };

/** Parameters that are not a matter of dialect: asking otherwise would not help. */
const ofTheRequest = ["messages", "model"];

/**
 * What to try after a service turned one down.
 *
 * @param parameter the one the service named, where it did
 * @returns null: nothing is left to try
 */
export function simpler(dialect: Dialect, parameter: string | null): Dialect | null {
  if (parameter !== null && ofTheRequest.includes(parameter)) return null;
  if (parameter === "max_tokens" && dialect.limit === "max_tokens")
    return { ...dialect, limit: "max_completion_tokens" };
  if (parameter === "temperature" && dialect.temperature) return { ...dialect, temperature: false };
  const format = formats[formats.indexOf(dialect.format) + 1];
  return format === undefined ? null : { ...dialect, format };
}

/** The body of a request, streamed. */
export function bodyOf(
  { format, limit, temperature }: Dialect,
  model: string,
  { instructions, input, maxTokens, schema }: ModelRequest,
): OpenAI.ChatCompletionCreateParamsStreaming {
  // Where the service does not see to the form, the model must know it; some take a form only where JSON is spoken of.
  const told =
    format === "json_schema"
      ? instructions
      : `${instructions}\n\nReply with one JSON object and nothing else. Its JSON Schema:\n${JSON.stringify(schema.json)}`;
  return {
    model,
    messages: [
      { role: "system", content: told },
      { role: "user", content: input },
    ],
    ...(temperature ? { temperature: 0 } : {}),
    [limit]: maxTokens,
    stream: true,
    ...(format === "json_schema"
      ? {
          response_format: {
            type: format,
            json_schema: { name: schema.name, schema: { ...schema.json }, strict: true },
          },
        }
      : {}),
    ...(format === "json_object" ? { response_format: { type: format } } : {}),
  };
}
