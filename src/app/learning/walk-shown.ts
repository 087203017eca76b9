/** The steps of a walk through a published case (案例推演) as they are shown. */
import type { AnswerBlock } from "../../core/grounding/answer.ts";
import { createCiter } from "../../core/grounding/cite.ts";
import { sentence } from "../../core/grounding/compose.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Case, Day } from "../../core/law/types.ts";
import { fallsShort } from "../../core/learning/leaning.ts";
import {
  type Judged,
  leanings,
  type StatedFact,
  type Walk,
  type WalkLook,
  walkOutcomes,
  walkStep,
} from "../../core/learning/walk.ts";
import { learningWords } from "../../text/learning.ts";
import { lookNames } from "../../text/precheck.ts";
import { leaningNames, walkOutcomeNames, walkWords as words } from "../../text/walk.ts";
import { backChoice, choice, endChoice, type Shown, says } from "./asking.ts";
import { showEnding } from "./walk-ending.ts";
import type { Walking } from "./walking.ts";

/** As many open questions of a look as are told. */
const askedAtMost = 4;

/** The step at which a walk stands, with what was said of the judgement before. */
export function showWalk(
  walking: Walking,
  catalogue: Catalogue,
  walk: Walk,
  judged: Judged,
  day: Day,
): Shown {
  const step = walkStep(walk, judged);
  const published = catalogue.case(walk.case);
  if (published === undefined)
    return { blocks: says(learningWords.goneCase), citations: [], choices: [backChoice] };
  const last = judged.guess === null ? judged.looks.length - 1 : -1;
  const said = judgedBlocks(walking, walk.looks[last], judged.looks[last]);
  switch (step.type) {
    case "look": {
      const opening = step.at === 0 ? openingOf(catalogue, published, day) : { blocks: [], citations: [] };
      return {
        blocks: [
          ...said,
          ...opening.blocks,
          ...says(words.look(step.at, lookNames[step.look.look], step.look.told)),
        ],
        citations: opening.citations,
        choices: [
          ...leanings.map((leaning) =>
            choice(leaningNames[leaning], {
              type: "walk",
              case: walk.case,
              judged: { looks: [...judged.looks.slice(0, step.at), leaning], guess: null },
            }),
          ),
          backChoice,
          endChoice,
        ],
      };
    }
    case "guess":
      return {
        blocks: [...said, ...says(words.guess)],
        citations: [],
        choices: [
          ...walkOutcomes.map((guess) =>
            choice(walkOutcomeNames[guess], {
              type: "walk",
              case: walk.case,
              judged: { looks: judged.looks, guess },
            }),
          ),
          endChoice,
        ],
      };
    case "end":
      return showEnding(walking, catalogue, published, walk, step.guess, day);
  }
}

/** What happened, without what was decided: a case's caution would tell it, so it waits for the end. */
function openingOf(catalogue: Catalogue, { id, facts }: Case, day: Day): Pick<Shown, "blocks" | "citations"> {
  const citer = createCiter(catalogue, day);
  const blocks: AnswerBlock[] = [
    { type: "label", label: "case" },
    sentence(facts, [citer.cite(id)], "curated"),
  ];
  return { blocks, citations: citer.citations.map((citation) => ({ ...citation, note: null })) };
}

function judgedBlocks(
  walking: Walking,
  look: WalkLook | undefined,
  judged: Judged["looks"][number] | undefined,
): AnswerBlock[] {
  if (look === undefined || judged === undefined) return [];
  const said = words.judged(lookNames[look.look], leaningNames[judged]);
  if (look.stated.length === 0) return says(said, words.silent(asked(walking, look)));
  const read = words.read(walking.leaning(look), fallsShort(look.stated), asked(walking, look));
  return says(said, ...look.stated.map(statedText), read);
}

/** What is not stated of a look and would have to be asked: its own questions before those of the red-line checklist. */
function asked({ facts }: Walking, { look, stated }: WalkLook): readonly string[] {
  const ofLook = facts.filter((fact) => fact.look === look && stated.every((one) => one.fact.id !== fact.id));
  return [...ofLook.filter(({ checklist }) => !checklist), ...ofLook.filter(({ checklist }) => checklist)]
    .slice(0, askedAtMost)
    .map(({ label }) => label);
}

const statedText = ({ fact, values, span }: StatedFact): string =>
  words.stated(
    span,
    fact.label,
    values.map((value) => fact.values.find(({ id }) => id === value)?.label ?? value),
  );
