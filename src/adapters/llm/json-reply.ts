/** The one JSON object in what a model wrote: reasoning and a code fence around it are taken off, anything else is refused. */

/** By which reasoning ends that some services leave in the text, and some without its opening; gpt-oss's channels, too. */
const endOfReasoning =
  /<\/(?:think|thinking|thoughts?|reasoning|reasoning_content|seed:think)>|\[\/THINK\]|◁\/think▷|<\|channel\|>final\b[^{}]{0,60}?<\|message\|>/giu;
/** Of its own format, which some servers leave behind the answer. */
const endOfAnswer = /<\|(?:return|end|im_end|eot_id)\|>$/iu;
const fence = "```";

/** More ends of reasoning than this are no reasoning. */
const mostEnds = 100;

/**
 * Reads it from the first place at which the rest is one object: a text within the object may hold any of these marks.
 *
 * @returns the parsed object, or null where there is none, or more than one thing
 */
export function jsonReply(text: string): Readonly<Record<string, unknown>> | null {
  const whole = text.trimEnd().replace(endOfAnswer, "");
  const starts = Array.from(whole.matchAll(endOfReasoning), ({ index, 0: mark }) => index + mark.length);
  for (const start of [0, ...starts.slice(0, mostEnds)]) {
    const value = objectIn(unfenced(whole.slice(start).trim()));
    if (value !== null) return value;
  }
  return null;
}

function unfenced(text: string): string {
  const lineEnd = text.indexOf("\n");
  const opening = text.slice(0, Math.max(0, lineEnd)).trimEnd();
  return (opening === fence || opening === `${fence}json`) && text.endsWith(fence)
    ? text.slice(lineEnd + 1, -fence.length).trim()
    : text;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith("{")) return null;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}
