/** The steps of a walk through a published case (案例推演) as they are shown. */
import type { AnswerBlock } from "../../core/grounding/answer.ts";
import { createCiter } from "../../core/grounding/cite.ts";
import { sentence } from "../../core/grounding/compose.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Case, Day } from "../../core/law/types.ts";
import {
  type Judged,
  leanings,
  type StatedFact,
  type Walk,
  type WalkLook,
  walkOutcomes,
  walkStep,
} from "../../core/learning/walk.ts";
import type { PrecheckResult } from "../../core/precheck/result.ts";
import type { Fact, Form } from "../../core/rules/types.ts";
import { leaningNames, walkOutcomeNames, learningWords as words } from "../../text/learning.ts";
import { lookNames, outcomeWording, verdictWording } from "../../text/precheck.ts";
import { rangeWords } from "../../text/report-words.ts";
import { backChoice, choice, endChoice, type Shown, says } from "./asking.ts";
import type { Walking } from "./walking.ts";

/** As many changes and open questions as are told. */
const toldAtMost = 4;

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
  if (published === undefined) return { blocks: says(words.goneCase), citations: [], choices: [backChoice] };
  const last = judged.guess === null ? judged.looks.length - 1 : -1;
  const said = judgedBlocks(walk.looks[last], judged.looks[last]);
  switch (step.type) {
    case "look": {
      const opening = step.at === 0 ? openingOf(catalogue, published, day) : { blocks: [], citations: [] };
      return {
        blocks: [...said, ...opening.blocks, ...says(words.look(step.at, lookNames[step.look.look]))],
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
      return ending(
        walking,
        catalogue,
        published,
        walk,
        walkOutcomeNames[step.guess],
        step.guess === walk.outcome,
        day,
      );
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
  look: WalkLook | undefined,
  leaning: Judged["looks"][number] | undefined,
): AnswerBlock[] {
  if (look === undefined || leaning === undefined) return [];
  return says(
    words.judged(lookNames[look.look], leaningNames[leaning]),
    ...(look.stated.length === 0
      ? [words.silent]
      : [words.stated(look.stated.map(statedText)), words.read(leaningNames[look.leaning])]),
  );
}

const statedText = ({ fact, values }: StatedFact): string =>
  `${fact.label}：${values.map((value) => valueLabel(fact, value)).join("，或者")}`;

const valueLabel = ({ values }: Fact, value: string): string =>
  values.find(({ id }) => id === value)?.label ?? value;

function ending(
  walking: Walking,
  catalogue: Catalogue,
  published: Case,
  walk: Walk,
  guess: string,
  same: boolean,
  day: Day,
): Shown {
  const citer = createCiter(catalogue, day);
  const result = walking.result(walk);
  const own = citer.cite(published.id);
  const closed = (text: string) => `${text.replace(/[。；]$/u, "")}。`;
  const blocks: AnswerBlock[] = [
    ...says(words.guessed(guess, same)),
    { type: "heading", text: words.official },
    sentence(
      [published.decision, published.reason]
        .flatMap((text) => (text === null ? [] : [closed(text)]))
        .join(""),
      [own],
      "curated",
    ),
    ...(published.correction === null
      ? []
      : [sentence(words.correction(published.correction.replace(/。$/u, "")), [own], "curated")]),
    { type: "heading", text: words.rules },
    ...says(words.rulesSay(verdictWording(result))),
    ...result.fired.flatMap(({ title, basis }) =>
      basis.length === 0
        ? []
        : [
            sentence(
              closed(title),
              basis.map(({ passage }) => citer.cite(passage)),
              "curated",
              true,
            ),
          ],
    ),
    ...says(rangeWords(result), asksFurther(result, walking.facts)),
    { type: "heading", text: words.otherwise },
    ...says(...changesOf(result, walking.facts)),
    ...published.contrasts.map((contrast) =>
      sentence(closed(contrast.because), [citer.cite(contrast.case)], "curated", true),
    ),
  ];
  return {
    blocks,
    citations: citer.citations,
    choices: [choice(words.anotherCase, { type: "walks", page: 1 }), backChoice, endChoice],
  };
}

function asksFurther({ status, next_questions }: PrecheckResult, facts: readonly Fact[]): string {
  if (status !== "insufficient") return "";
  const labels = next_questions
    .slice(0, toldAtMost)
    .flatMap((id) => facts.find((fact) => fact.id === id)?.label ?? []);
  return labels.length === 0 ? "" : words.asksFurther(labels);
}

function changesOf({ status, what_would_change }: PrecheckResult, facts: readonly Fact[]): readonly string[] {
  if (what_would_change.length === 0)
    return [status === "insufficient" ? words.notYet : words.nothingChanges];
  return what_would_change
    .slice(0, toldAtMost)
    .map(({ set, outcome }) => words.change(formText(set, facts), outcomeWording[outcome]));
}

const formText = (form: Form, facts: readonly Fact[]): string =>
  Object.entries(form)
    .map(([id, answer]) => {
      const fact = facts.find((one) => one.id === id);
      const value = typeof answer === "string" ? answer : (answer[0] ?? "");
      return fact === undefined ? id : `${fact.label}是“${valueLabel(fact, value)}”`;
    })
    .join("，");
