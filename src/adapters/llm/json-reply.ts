/** The one JSON object in what a model wrote: reasoning and a code fence around it are taken off, anything else is refused. */

/** Reasoning that some services leave in the text; an opening without an end takes the rest with it. */
const reasoning = /<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi;
/** Some servers leave out the opening. */
const closedReasoning = /^[\s\S]*<\/(?:think|thinking|reasoning)>/i;

/** @returns the parsed object, or null where there is none, or more than one thing */
export function jsonReply(text: string): Readonly<Record<string, unknown>> | null {
  const bare = text.replace(reasoning, "").replace(closedReasoning, "").trim();
  const [, fenced] = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/.exec(bare) ?? [];
  try {
    const value: unknown = JSON.parse(fenced ?? bare);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
