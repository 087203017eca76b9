/** A message as it would go out, without a bot: the same steps, run against calls that only write down what they are given. */
import type { InlineKeyboardMarkup } from "grammy/types";
import type { LinkTarget } from "../../../core/dialogue/links.ts";
import type { Outbound } from "../../../ports/channel.ts";
import { pictureText } from "../../../text/render.ts";
import { addressOf } from "./address.ts";
import type { Outcome } from "./calls.ts";
import type { Arrived, Body } from "./message-calls.ts";
import { createSteps } from "./steps.ts";

/** A private chat that is nobody's. */
const place = { chat: 1, user: 1 };

/**
 * The messages, in their order, as plain text: each with its buttons, a row a line.
 *
 * @param linkTo the address of what a message leads to; null: it has none
 */
export async function previewOf(
  message: Omit<Outbound, "turn" | "file">,
  linkTo: (target: LinkTarget) => string | null = () => null,
): Promise<readonly string[]> {
  const shown: string[] = [];
  const write = async (text: string, keyboard: InlineKeyboardMarkup | null): Promise<Outcome<Arrived>> => {
    const rows = keyboard?.inline_keyboard.map((row) =>
      row.map((button) => `[ ${button.text}${"url" in button ? ` → ${button.url}` : ""} ]`).join(" "),
    );
    shown.push([text, ...(rows ?? [])].filter((line) => line !== "").join("\n"));
    return { status: "ok", result: { message_id: shown.length } };
  };
  const textOf = (body: Body): string => ("text" in body ? body.text : "");
  const steps = createSteps({
    calling: {
      send: (_, body, { keyboard }) => write(textOf(body), keyboard),
      edit: (_, _id, body, { keyboard }) => write(textOf(body), keyboard),
      quiz: (_, { question, options }, { keyboard }) => write([question, ...options].join("\n"), keyboard),
      photo: (_, _photo, caption, { keyboard }) => write(caption.text, keyboard),
      file: (_, { name }) => write(name, null),
      answerPress: async () => {},
    },
    pictures: {
      send: (_, picture, caption, { keyboard }) =>
        write(`${pictureText(picture.alt)}\n${caption.text}`, keyboard),
    },
    tokens: { press: () => "-", readPress: () => null, link: () => null, readLink: () => null },
    standing: { messageOf: async () => null },
    linkTo,
  });
  const going = { to: addressOf(place), place, message: { ...message, turn: 1, file: null }, file: null };
  for (const step of await steps.of(going, { rich: false, quiz: true, picture: true })) await step.run();
  return shown;
}
