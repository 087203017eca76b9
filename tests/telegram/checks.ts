/**
 * What the Bot API refuses in a message, as functions: the server uses them, and so may a test that renders many answers
 * without a server. Each returns the `description` the API would give, or null where all is well.
 */

export interface Entity {
  readonly type: string;
  /** In UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

const entityTypes: ReadonlySet<string> = new Set([
  "mention",
  "hashtag",
  "cashtag",
  "bot_command",
  "url",
  "email",
  "phone_number",
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "blockquote",
  "expandable_blockquote",
  "code",
  "pre",
  "text_link",
  "text_mention",
  "custom_emoji",
]);

const quotes: ReadonlySet<string> = new Set(["blockquote", "expandable_blockquote"]);
const alone: ReadonlySet<string> = new Set(["code", "pre"]);

/** Most entities that take effect in one message. */
const entityLimit = 100;

const splitsPair = (text: string, at: number): boolean =>
  /[\ud800-\udbff]/.test(text[at - 1] ?? "") && /[\udc00-\udfff]/.test(text[at] ?? "");

function checkEntity(text: string, entity: unknown): string | null {
  const { type, offset, length } = (entity ?? {}) as Partial<Entity>;
  if (typeof type !== "string" || !entityTypes.has(type))
    return "Bad Request: can't parse entities: unsupported entity type specified";
  if (!Number.isInteger(offset) || !Number.isInteger(length))
    return "Bad Request: can't parse entities: offset and length must be numbers";
  const [from, size] = [Number(offset), Number(length)];
  if (from < 0 || size <= 0 || from + size > text.length)
    return `Bad Request: entity ${type} at ${from}+${size} lies outside of the text of ${text.length}`;
  if (splitsPair(text, from) || splitsPair(text, from + size))
    return `Bad Request: entity beginning at UTF-16 offset ${from} ends in a middle of a UTF-16 symbol at byte offset`;
  if (text.slice(from, from + size).trim() === "") return `Bad Request: entity ${type} at ${from} is empty`;
  return null;
}

/** Two entities lie side by side, or one within the other; a quote holds no quote, and code holds nothing. */
function checkPair(first: Entity, second: Entity): string | null {
  const [outer, inner] =
    first.offset < second.offset || (first.offset === second.offset && first.length >= second.length)
      ? [first, second]
      : [second, first];
  if (inner.offset >= outer.offset + outer.length) return null;
  if (inner.offset + inner.length > outer.offset + outer.length)
    return `Bad Request: entities ${outer.type} at ${outer.offset} and ${inner.type} at ${inner.offset} overlap`;
  if (quotes.has(outer.type) && quotes.has(inner.type)) return "Bad Request: blockquotes can't be nested";
  if (alone.has(outer.type) || alone.has(inner.type)) return "Bad Request: code can't hold other entities";
  return null;
}

/** Entities of a text. Stricter than the API, which drops some of these silently: whatever is dropped was a mistake. */
export function checkEntities(text: string, entities: readonly unknown[]): string | null {
  if (entities.length > entityLimit) return `Bad Request: more than ${entityLimit} entities`;
  for (const entity of entities) {
    const problem = checkEntity(text, entity);
    if (problem !== null) return problem;
  }
  const checked = entities as readonly Entity[];
  for (const [at, first] of checked.entries())
    for (const second of checked.slice(at + 1)) {
      const problem = checkPair(first, second);
      if (problem !== null) return problem;
    }
  return null;
}

/** Longest text of a message, in UTF-16 units. */
export const textLimit = 4_096;

/** Text and entities of a message. */
export function checkText(text: unknown, entities: unknown): string | null {
  if (typeof text !== "string" || text.trim() === "") return "Bad Request: message text is empty";
  if (!text.isWellFormed()) return "Bad Request: strings must be encoded in UTF-8";
  if (text.length > textLimit) return "Bad Request: message is too long";
  if (entities !== undefined && !Array.isArray(entities))
    return "Bad Request: can't parse entities: expected an array";
  return checkEntities(text, entities ?? []);
}

const actions = ["callback_data", "copy_text", "url", "switch_inline_query_current_chat"] as const;

function checkButton(button: unknown): string | null {
  const given = (button ?? {}) as Record<string, unknown>;
  if (typeof given.text !== "string" || given.text.trim() === "")
    return "Bad Request: text buttons are unallowed in the inline keyboard";
  if (actions.filter((action) => action in given).length !== 1)
    return "Bad Request: exactly one action is needed in an inline keyboard button";
  if ("callback_data" in given) {
    const bytes = Buffer.byteLength(String(given.callback_data));
    if (typeof given.callback_data !== "string" || bytes < 1 || bytes > 64)
      return "Bad Request: BUTTON_DATA_INVALID";
  }
  if ("copy_text" in given) {
    const { text } = (given.copy_text ?? {}) as { readonly text?: unknown };
    if (typeof text !== "string" || text.length < 1 || text.length > 256)
      return "Bad Request: BUTTON_COPY_TEXT_INVALID";
  }
  return null;
}

/** Most buttons of one keyboard. */
const buttonLimit = 100;

/** An inline keyboard. */
export function checkMarkup(markup: unknown): string | null {
  if (markup === undefined) return null;
  const rows = (markup as { readonly inline_keyboard?: unknown } | null)?.inline_keyboard;
  if (!Array.isArray(rows) || !rows.every((row) => Array.isArray(row) && row.length <= 8))
    return "Bad Request: object expected as reply markup";
  const buttons: readonly unknown[] = rows.flat();
  if (buttons.length > buttonLimit) return "Bad Request: reply markup is too long";
  for (const button of buttons) {
    const problem = checkButton(button);
    if (problem !== null) return problem;
  }
  return null;
}
