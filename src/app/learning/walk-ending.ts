/** The end of a walk through a published case (案例推演): what was decided, what the rules say, and what would have differed. */
import type { AnswerBlock } from "../../core/grounding/answer.ts";
import { type Citer, createCiter } from "../../core/grounding/cite.ts";
import { sentence } from "../../core/grounding/compose.ts";
import type { Catalogue } from "../../core/law/catalogue.ts";
import type { Case, Day } from "../../core/law/types.ts";
import type { Walk, WalkOutcome } from "../../core/learning/walk.ts";
import type { WalkFindings } from "../../core/learning/walk-findings.ts";
import type { Ends, FactValues } from "../../core/rules/open-ends.ts";
import type { Basis, Fact, FactId, Outcome } from "../../core/rules/types.ts";
import { verdictWording } from "../../text/precheck.ts";
import { walkOutcomeNames, walkWords as words } from "../../text/walk.ts";
import { backChoice, choice, endChoice, type Shown, says } from "./asking.ts";
import type { Walking } from "./walking.ts";

export function showEnding(
  walking: Walking,
  catalogue: Catalogue,
  published: Case,
  walk: Walk,
  guess: WalkOutcome,
  day: Day,
): Shown {
  const citer = createCiter(catalogue, day);
  const findings = walking.findings(walk);
  const names = namesOf(walking.facts);
  const official = walkOutcomeNames[walk.outcome];
  const ends = endsOf(findings);
  const blocks: AnswerBlock[] = [
    ...says(words.guessed(walkOutcomeNames[guess], guess === walk.outcome)),
    ...officialBlocks(published, citer),
    { type: "heading", text: words.rules },
    ...says(
      words.rulesSay(verdictWording(findings.decision)),
      ends.worst === ends.best ? "" : words.range(ends),
    ),
    ...holdingBlocks(findings, walking.spans(walk), citer),
    { type: "heading", text: words.beside },
    ...says(words.comparison(findings.comparison, official, nearestOf(findings, ends))),
    ...openBlocks(findings, names, citer),
    { type: "heading", text: words.otherwise },
    ...says(...changesOf(findings, ends, names)),
    ...contrastBlocks(published, citer),
  ];
  return {
    blocks,
    citations: citer.citations,
    choices: [choice(words.anotherCase, { type: "walks", page: 1 }), backChoice, endChoice],
  };
}

/** What the rules may come to; where only a gate is left there is nothing to choose from, and nothing is told of it. */
function endsOf({ decision: { range } }: WalkFindings): Ends {
  const { worst, best } = range ?? { worst: null, best: null };
  return { worst: worst ?? "not_tolerated", best: best ?? "not_tolerated" };
}

/** What to hold beside what was decided: what is nearest once it is found out, else the best there is. */
const nearestOf = ({ comparison, supposed }: WalkFindings, { best }: Ends): Outcome =>
  comparison === "within" || comparison === "otherwise" ? (supposed?.rule.outcome ?? best) : best;

const closed = (text: string): string => `${text.replace(/[。；]$/u, "")}。`;

function officialBlocks({ id, decision, reason, correction }: Case, citer: Citer): AnswerBlock[] {
  const own = citer.cite(id);
  const said = [decision, reason].flatMap((text) => (text === null ? [] : [closed(text)])).join("");
  return [
    { type: "heading", text: words.official },
    sentence(said, [own], "curated"),
    ...(correction === null
      ? []
      : [sentence(words.correction(correction.replace(/。$/u, "")), [own], "curated")]),
  ];
}

/** A statement of a rule, with the passages that it rests on; one that rests on none states nothing of policy. */
const statement = (text: string, basis: readonly Pick<Basis, "passage">[], citer: Citer): AnswerBlock[] =>
  basis.length === 0
    ? says(text)
    : [
        sentence(
          text,
          basis.map(({ passage }) => citer.cite(passage)),
          "curated",
          true,
        ),
      ];

function holdingBlocks(
  { holding }: WalkFindings,
  spans: Readonly<Record<FactId, string>>,
  citer: Citer,
): AnswerBlock[] {
  if (holding.length === 0) return says(words.noneHolds);
  return holding.flatMap(({ tier, title, basis, facts }) => {
    const rests = Object.keys(facts).flatMap((fact) => spans[fact] ?? []);
    return statement(words.holds(tier, title, [...new Set(rests)]), basis, citer);
  });
}

function openBlocks({ rounds, ways }: WalkFindings, names: Names, citer: Citer): AnswerBlock[] {
  if (rounds.length === 0 && ways.length === 0) return [];
  const settled = rounds.flatMap(({ settling }) => settling);
  const rest = rounds.at(-1)?.rest ?? null;
  return [
    { type: "heading", text: words.open },
    ...says(
      ...settled.map(({ outcome, rules, unruled }, at) =>
        words.settles(at === 0, outcome, [...rules.map(({ title }) => title), ...unruled.map(names.values)]),
      ),
      rest === null || ways.length > 0 ? "" : words.rest(rest),
    ),
    ...ways.flatMap(({ rule, needs, rests }) =>
      rule.outcome === null
        ? []
        : statement(
            words.way(
              settled.length === 0,
              rule.title,
              rule.outcome,
              needs.map(names.values),
              rests.map(names.label),
            ),
            rule.basis,
            citer,
          ),
    ),
  ];
}

function contrastBlocks({ contrasts }: Case, citer: Citer): AnswerBlock[] {
  if (contrasts.length === 0) return [];
  return [
    ...says(words.contrasts),
    ...contrasts.map((contrast) =>
      sentence(closed(contrast.because), [citer.cite(contrast.case)], "curated", true),
    ),
  ];
}

function changesOf({ turned, supposed }: WalkFindings, known: Ends, names: Names): readonly string[] {
  if (turned.length === 0) return [words.nothingChanges];
  const outcome = supposed?.rule.outcome ?? null;
  const now = outcome === null ? known : { worst: outcome, best: outcome };
  const single = turned.filter(({ facts }) => facts.length === 1);
  const together = turned.filter(({ facts }) => facts.length > 1);
  const intro =
    supposed === null || outcome === null ? words.single : words.supposed(supposed.rule.title, outcome);
  return [
    ...(single.length === 0 ? [] : [intro]),
    ...[...Map.groupBy(single, ({ to }) => `${to.worst} ${to.best}`).values()].flatMap((alike) => {
      const [first] = alike;
      const facts = alike.flatMap(({ facts: of }) => of.map(names.values));
      return first === undefined ? [] : [words.changes(now, first.to, facts)];
    }),
    ...together.map(({ facts, to }) => words.together(now, to, facts.map(names.values))),
  ];
}

interface Names {
  readonly label: (fact: FactId) => string;
  readonly values: (of: FactValues) => string;
}

/** How a question begins that 有 or 没有 answers. */
const asking = /^(?:是否|有没有)/u;

function namesOf(facts: readonly Fact[]): Names {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  const label = (id: FactId): string => byId.get(id)?.label ?? id;
  return {
    label,
    values({ fact: id, values }) {
      const fact = byId.get(id);
      // 「涉嫌犯罪」 says as much as 「是否涉嫌犯罪（涉嫌犯罪或者已被认定犯罪）」.
      if (fact?.values.length === 2 && asking.test(fact.label) && values[0] === "yes")
        return fact.label.replace(asking, "");
      const labels = values.map((value) => fact?.values.find((one) => one.id === value)?.label ?? value);
      return `${label(id)}（${labels.join("，或者")}）`;
    },
  };
}
