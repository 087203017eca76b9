/** Whole pre-checks in the chat, from the first message to the report: the nine matters of the tests of reports. */
import type { Reply } from "../src/app/dialogue/dialogue.ts";
import type { PrecheckRequest } from "../src/ports/precheck.ts";
import { interviewWords as words } from "../src/text/interview.ts";
import { answerText } from "../src/text/render.ts";
import { createPlayer, type Player } from "./app/dialogue/player.ts";
import { book, interviewer } from "./precheck-interviewer.ts";

/** One message of a dialogue with its reply. */
export interface Exchange {
  readonly said: string;
  readonly reply: Reply;
}

/** Most messages an interview may take. */
const most = 60;

/** What a person with this form says to the reply before them: a number wherever one is offered. */
function answerTo({ facts }: PrecheckRequest, player: Player): string | null {
  const matter = player.matters.at(-1);
  if (matter === undefined) throw new Error("no pre-check was begun");
  const { step } = interviewer.view(matter);
  if (step.type !== "questions") return null;
  const [question] = step.questions;
  if (question === undefined) return null;
  if (step.page === "checklist" && step.questions.length > 1) {
    const present = step.questions.flatMap(({ fact, values }, at) =>
      facts[fact] === values[0]?.id ? [] : [at + 1],
    );
    const ticked = matter.ticked.length;
    if (ticked < present.length) return present.join(" ");
    return String(step.questions.length + 1);
  }
  const at = question.values.findIndex(({ id }) => id === facts[question.fact]);
  return String((at === -1 ? question.values.length : at) + 1);
}

/** Plays a form through the chat. */
export async function playDialogue(request: PrecheckRequest): Promise<readonly Exchange[]> {
  const player = createPlayer(interviewer);
  const exchanges: Exchange[] = [];
  const say = async (said: string): Promise<void> => {
    exchanges.push({ said, reply: await player.say(said) });
  };
  const { jurisdictions, actDate, decisionDate } = request;
  const place = book.jurisdictions.find(({ id }) => id === jurisdictions[0])?.title ?? words.nationalOnly;
  for (const text of ["预审", words.consent, place, actDate, decisionDate]) await say(text);
  for (let turn = 0; turn < most; turn++) {
    const said = answerTo(request, player);
    if (said === null) return exchanges;
    await say(said);
  }
  throw new Error(`${request.id} did not come to a result`);
}

/** A dialogue as a reader of the terminal sees it. */
export const transcript = (exchanges: readonly Exchange[]): string =>
  exchanges
    .map(({ said, reply: { question, answer, choices } }) =>
      [
        `> ${question === null || question === said ? said : `${said}（${question}）`}`,
        "",
        answerText(answer),
        ...choices.map(({ label }, at) => `  ${at + 1}. ${label}`),
      ].join("\n"),
    )
    .join("\n\n");
