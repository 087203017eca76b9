/**
 * What a message is made of, as calls in the order they are made: a picture, with a short text as its caption; one text, or
 * several where it is too long; a rich message instead of several, or for a table; a quiz below its text; a file last.
 */
import type { InlineKeyboardMarkup } from "grammy/types";
import type { Picture } from "../../../core/campaign/picture.ts";
import type { LinkTarget } from "../../../core/dialogue/links.ts";
import type { Address, Outbound, OutboundFile, QuizPoll } from "../../../ports/channel.ts";
import { pictureText } from "../../../text/render.ts";
import { telegramWords } from "../../../text/telegram.ts";
import type { Outcome } from "./calls.ts";
import { choiceLimit, keyboardOf, type LinkButton, labelLimit } from "./keyboard.ts";
import { type Arrived, type Body, bare, type Look, type MessageCalls } from "./message-calls.ts";
import { captionLimit, type PictureCalls } from "./pictures.ts";
import { asText, hasTable, listedChoice, shownOf } from "./render.ts";
import { clean, cut, join, type Rich, split } from "./rich.ts";
import { asRichMessage } from "./rich-message.ts";
import type { StandingMessages } from "./standing-messages.ts";
import type { Tokens } from "./tokens.ts";
import { isPrivate, type Place } from "./updates.ts";

/** One call that is part of a message. */
export interface Step {
  /** Of a form that not every server, and not every content, can have: refused, the message is made plain. */
  readonly form: "rich" | "quiz" | "picture" | null;
  run(): Promise<Outcome<Arrived>>;
}

/** A message on its way to a chat. */
export interface Going {
  readonly to: Address;
  readonly place: Place;
  readonly message: Outbound;
  readonly file: OutboundFile | null;
}

/** A message with its links as buttons; those that have no address now stay among its blocks, in words. */
interface Linked extends Going {
  readonly links: readonly LinkButton[];
}

/** Forms a message may take beyond plain ones. */
export interface Forms {
  readonly rich: boolean;
  readonly quiz: boolean;
  readonly picture: boolean;
}

export interface Steps {
  of(going: Going, forms: Forms): Promise<Step[]>;
}

export function createSteps({
  calling,
  pictures,
  tokens,
  standing,
  linkTo,
}: {
  readonly calling: MessageCalls;
  readonly pictures: PictureCalls;
  readonly tokens: Tokens;
  readonly standing: Pick<StandingMessages, "messageOf">;
  readonly linkTo: (target: LinkTarget) => string | null;
}): Steps {
  const linked = (going: Going): Linked => {
    const { answer } = going.message;
    const links: LinkButton[] = [];
    const blocks = answer.blocks.filter((block) => {
      const url = block.type === "link" ? linkTo(block.target) : null;
      if (block.type !== "link" || url === null) return true;
      links.push({ label: block.label, url });
      return false;
    });
    return links.length === 0
      ? { ...going, links }
      : { ...going, message: { ...going.message, answer: { ...answer, blocks } }, links };
  };

  /** Choices from one on as buttons. A press names a turn; without one there are the buttons for copying alone. */
  const keyboardFrom = ({ place, message, links }: Linked, first: number): InlineKeyboardMarkup | null => {
    const { answer, turn, choices } = message;
    const token = (choice: number): string => tokens.press(place, { turn: turn ?? 0, choice });
    return keyboardOf(answer, turn === null ? [] : choices.slice(first - 1), token, first, links);
  };

  /** Bodies one after the other, in the place of an earlier message where there is one; the keyboard is below the last. */
  const stepsOf = async (going: Going, bodies: readonly Body[], look: Look): Promise<Step[]> => {
    const { to, message, place } = going;
    // Only a message that is one can take the place of one.
    const id =
      message.replaces === undefined || bodies.length !== 1
        ? null
        : await standing.messageOf(to, message.replaces);
    return bodies.map((body, at): Step => {
      const own = at === bodies.length - 1 ? look : { ...look, keyboard: null };
      return {
        form: "text" in body ? null : "rich",
        run: () =>
          id === null ? calling.send(place.chat, body, own) : calling.edit(place.chat, id, body, own),
      };
    });
  };

  const textSteps = (going: Linked, personal: boolean, mayBeRich: boolean): Promise<Step[]> => {
    const shown = shownOf(going.message.answer, listedOf(going.message));
    const parts = split(asText(shown));
    const rich = mayBeRich && (parts.length > 1 || hasTable(shown)) ? asRichMessage(shown) : null;
    const look = { keyboard: keyboardFrom(going, 1), personal };
    return stepsOf(going, rich === null ? parts : [rich], look);
  };

  /** What the text says before the question; then the quiz, with the choices that are none of its options. */
  const quizSteps = async (going: Linked, quiz: QuizPoll, personal: boolean): Promise<Step[]> => {
    const lead = leadOf(asText(shownOf(going.message.answer, [])), quiz.question);
    const before = await stepsOf(going, split(lead), { keyboard: null, personal });
    const look = { keyboard: keyboardFrom(going, quiz.options.length + 1), personal };
    return [...before, { form: "quiz", run: () => calling.quiz(going.place.chat, quiz, look) }];
  };

  /** A picture that holds all of a message, where it is short enough; else the picture alone. */
  const pictureStep = (
    { place: { chat }, message }: Linked,
    picture: Picture,
    look: Look,
  ): { readonly step: Step; readonly isWhole: boolean } => {
    const text = asText(shownOf(message.answer, listedOf(message)));
    const isWhole = text.text.length <= captionLimit;
    const [caption, own] = isWhole ? [text, look] : [altText(picture), { ...look, keyboard: null }];
    return { isWhole, step: { form: "picture", run: () => pictures.send(chat, picture, caption, own) } };
  };

  const wordSteps = async (going: Linked, personal: boolean, forms: Forms): Promise<Step[]> => {
    const quiz = forms.quiz ? quizOf(going) : null;
    return quiz === null ? textSteps(going, personal, forms.rich) : quizSteps(going, quiz, personal);
  };

  const messageSteps = async (going: Linked, personal: boolean, forms: Forms): Promise<Step[]> => {
    const { picture, quiz } = going.message;
    if (picture === undefined) return wordSteps(going, personal, forms);
    if (!forms.picture) {
      const instead = {
        form: null,
        run: () => calling.send(going.place.chat, altText(picture), { ...bare, personal }),
      };
      return [instead, ...(await wordSteps(going, personal, forms))];
    }
    const look = { keyboard: keyboardFrom(going, 1), personal };
    const { step, isWhole } = pictureStep(going, picture, look);
    return isWhole && quiz === undefined ? [step] : [step, ...(await wordSteps(going, personal, forms))];
  };

  return {
    async of(going, forms) {
      const { place, message, file } = going;
      const personal = message.personal === true || file !== null;
      if (personal && !isPrivate(place)) {
        const word = join([{ text: telegramWords.privateAnswer, type: null }]);
        return [{ form: null, run: () => calling.send(place.chat, word, bare) }];
      }
      const steps = await messageSteps(linked(going), personal, forms);
      return file === null ? steps : [...steps, { form: null, run: () => calling.file(place.chat, file) }];
    },
  };
}

/** What a picture shows, for whoever cannot see it. */
const altText = ({ alt }: Picture): Rich => join([{ text: pictureText(alt), type: null }]);

/** Choices that a button cannot say whole, or that have no turn a press could name. */
function listedOf({ turn, choices }: Outbound): string[] {
  if (turn === null) return choices.map((choice) => listedChoice(choice, null));
  const long = choices.some(({ label }) => label.length > labelLimit) || choices.length > choiceLimit;
  return long ? choices.map((choice, at) => listedChoice(choice, at + 1)) : [];
}

/** A text without the question it ends with, which the quiz below says; all of it where it ends otherwise. */
function leadOf(rich: Rich, question: string): Rich {
  const asked = clean(question).trim();
  const end = rich.text.trimEnd();
  return end.endsWith(asked) ? cut(rich, 0, end.length - asked.length) : rich;
}

const questionLimit = 300;
const optionLimit = 100;
const optionsAtMost = 12;

/** A quiz that can be one here: in private, where who votes is who was asked, and of a turn, which a vote then chooses in. */
function quizOf({ place, message: { quiz, turn, choices } }: Going): QuizPoll | null {
  if (quiz === undefined || turn === null || !isPrivate(place)) return null;
  const { question, options, right } = quiz;
  const fits =
    question.trim() !== "" &&
    question.length <= questionLimit &&
    options.length >= 2 &&
    options.length <= Math.min(optionsAtMost, choices.length) &&
    options.every((option) => option.trim() !== "" && option.length <= optionLimit) &&
    right >= 1 &&
    right <= options.length;
  return fits ? quiz : null;
}
