/**
 * The path of one question, without a model:
 *
 *   size → secrecy marks → personal data masked → small talk → guards → completion of a follow-up
 *        → article or document named → catalogue → ranking → enough? → editor's text or evidence card, else a refusal
 *
 * Same question, context, day and knowledge: same answer. Nothing is kept; what the next turn may lean on is returned.
 */
import type { Answer, Context } from "../../core/grounding/answer.ts";
import { completionOf, neighbourOf } from "../../core/grounding/follow-up.ts";
import { guardOf } from "../../core/grounding/guards.ts";
import {
  asksCatalogue,
  asksRenumbering,
  asksSomething,
  asksWording,
  documentFactOf,
  smallTalkOf,
  speaksOfStress,
} from "../../core/grounding/kind.ts";
import { maskPersonalData } from "../../core/grounding/personal-data.ts";
import {
  asksFamilyVetting,
  asksToleranceLimit,
  asksUnsetDetail,
  asksWorldFact,
  isEverydayTopic,
  isNeighbouringTopic,
  isTechnicalHomonym,
} from "../../core/grounding/scope.ts";
import { bearsInternalMark, bearsSecrecyMark } from "../../core/grounding/secrecy.ts";
import { thresholds } from "../../core/grounding/sufficiency.ts";
import { impossibleArticleIn, namesUnitAlone, unheldTitle } from "../../core/grounding/unheld.ts";
import { articleLabel, citationLabel, findArticleReferences } from "../../core/law/references.ts";
import type { Resolution } from "../../core/law/resolver.ts";
import type { QuestionMeaning } from "../../ports/assistant.ts";
import * as zh from "../../text/zh.ts";
import { completedBy, versionTurnedTo } from "./continue.ts";
import { createDraft } from "./draft.ts";
import {
  addEvidence,
  articlesOf,
  asksUnheldPlace,
  type Findings,
  findEvidence,
  groundsOf,
  nearestQuestions,
} from "./evidence.ts";
import type { PreparedKnowledge } from "./knowledge.ts";
import { addWhole, answerArticles, answerCatalogue, answerDocument, articleLimit } from "./look-up.ts";
import { type AskSettings, createReplies } from "./replies.ts";
import { createSpelling } from "./spelling.ts";
import type { Meaning, Turn } from "./turn.ts";

/** Longest question taken, in UTF-16 units; a longer one is asked to be shortened. */
export const questionLimit = 2_000;

/**
 * The context as it may be leaned on. It comes back from outside, so its question is masked like any other, and nothing is
 * leaned on that bears a secrecy mark.
 */
const checkedContext = (context: Context | null): Context | null =>
  context === null || bearsSecrecyMark(context.question)
    ? null
    : { ...context, question: maskPersonalData(context.question).text };

/** Whether an editor's text answers the question outright, even though a title is named in it. */
const answersOutright = ({ entry, similar }: Findings): boolean =>
  entry !== null &&
  similar.some((candidate) => candidate.entry === entry && candidate.score >= thresholds.entryNamed);

const telling = (answer: Answer, text: string): Answer => ({
  ...answer,
  blocks: [{ type: "notice", text }, ...answer.blocks],
});

/** An answer that first tells that personal data was masked. */
export const tellingMasked = (answer: Answer): Answer => telling(answer, zh.notices.masked);

/** What lies near, where the question has its vector and the passages have theirs. */
function meaningOf(given: QuestionMeaning | null, { vectors = null }: AskSettings): Meaning | null {
  const index = vectors?.() ?? null;
  return index === null || given === null
    ? null
    : { question: given.question, nearest: (options) => index.search(given.vector, options) };
}

/** Answers one question on one day, after the turn before; pure, and never throws for what a user or a browser sends. */
export type Ask = (
  question: string,
  turn: Pick<Turn, "asOf" | "context"> & {
    readonly meaning: QuestionMeaning | null;
  },
) => Answer;

/** The path of one question over a knowledge base that is ready. */
export function createAsk(knowledge: PreparedKnowledge, settings: AskSettings): Ask {
  const { contact, firstQuestions } = settings;
  const { resolver } = knowledge.retriever;

  const { say, talk, refuse, guarded, noEvidence } = createReplies(knowledge, settings);
  const spelling = createSpelling(knowledge);

  const fromEvidence = (turn: Turn, findings: Findings, understoodAs: string | null): Answer => {
    const { question } = findings;
    if (!findings.enough) return noEvidence(question, turn, findings, understoodAs);
    const draft = createDraft(knowledge, question, turn.asOf);
    const mode = addEvidence(draft, knowledge, findings);
    if (!draft.hasPolicy) return noEvidence(question, turn, findings, understoodAs);
    if (asksUnheldPlace(findings))
      return draft.close({
        kind: "refusal",
        mode,
        refusalReason: "no_evidence",
        suggestions: nearestQuestions(knowledge, findings),
        understoodAs,
      });
    return draft.close({
      kind: "answer",
      mode,
      suggestions: nearestQuestions(knowledge, findings),
      understoodAs,
      context: { entry: findings.entry?.id ?? null },
      // An editor's text is not put into other words.
      ...(mode === "extractive"
        ? {
            grounds: groundsOf(
              knowledge,
              findings,
              draft.citer.citations.map(({ passage }) => passage),
            ),
          }
        : {}),
    });
  };

  /** The sources of the answer before, shown in full. */
  const basisOf = (question: string, turn: Turn, context: Context): Answer => {
    const provisions = articlesOf(context.passages).flatMap((passage) => {
      const provision = knowledge.catalogue.provision(passage)?.provision;
      return provision === undefined ? [] : [provision];
    });
    const [document] = context.passages.flatMap((passage) => knowledge.catalogue.document(passage) ?? []);
    // Facts about a document rest on the document itself.
    if (provisions.length === 0 && document !== undefined)
      return answerDocument(knowledge, document, "dates", question, turn.asOf, null);
    const draft = createDraft(knowledge, question, turn.asOf);
    draft.notice(zh.notices.basisOf);
    for (const provision of provisions.slice(0, articleLimit))
      addWhole(draft, knowledge, provision, turn.asOf);
    if (!draft.hasPolicy) return say(question, turn, zh.notices.nothingBefore, { kind: "clarify" });
    return draft.close({ kind: "answer", mode: "extractive", context });
  };

  const namedIn = (question: string, { asOf }: Turn): readonly Resolution[] =>
    resolver.resolve(question, { day: asOf });

  /** What a question names, or means from the turn before: 「那第十八条呢」, 「第二款呢」, 「下一条」. */
  const readingsOf = (
    question: string,
    named: readonly Resolution[],
    { asOf, context }: Turn,
  ): { readings: readonly Resolution[]; carried: boolean } => {
    if (named.length > 0 || context === null || context.document === null)
      return { readings: named, carried: false };
    const carriedArticle =
      context.article === null ? null : { article: context.article, branch: context.branch };
    const step = neighbourOf(question);
    const neighbour = step === 0 || carriedArticle === null ? 0 : carriedArticle.article + step;
    // Nothing stands before the first article.
    const text = neighbour < 1 ? question : articleLabel(neighbour);
    const readings = resolver.resolve(text, {
      day: asOf,
      carried: context.document,
      ...(carriedArticle === null ? {} : { carriedArticle }),
    });
    return { readings, carried: readings.length > 0 };
  };

  const nameOf = ({ entry, reference }: Resolution): string =>
    `《${entry.title}》${reference === null ? "" : citationLabel(reference)}`;

  /** Articles named: answered, or asked back where the title could mean several documents. */
  const answerNamed = (
    articles: readonly Resolution[],
    question: string,
    turn: Turn,
    carried: boolean,
  ): Answer | null => {
    const [first] = articles;
    if (first === undefined) return null;
    if (first.ambiguous) {
      const readings = [first.entry, ...first.candidates].map(({ title }) => title);
      const titles = [...new Set(readings)].slice(0, 4);
      if (titles.length > 1)
        return say(
          question,
          turn,
          zh.notices.ambiguousTitle(titles.map((title) => `《${title}》`).join("、")),
          {
            kind: "clarify",
            suggestions: titles.map(
              (title) => `${title}${first.reference === null ? "" : citationLabel(first.reference)}`,
            ),
          },
        );
    }
    return answerArticles(
      knowledge,
      articles,
      question,
      turn.asOf,
      carried ? zh.notices.understoodAs(nameOf(first)) : null,
    );
  };

  /** An article number without a document, or a document that is not held: asked back, or said so. */
  const answerUnheld = (question: string, turn: Turn): Answer | null => {
    if (namesUnitAlone(question)) return say(question, turn, zh.notices.whichArticle, { kind: "clarify" });
    const unheld = unheldTitle(question);
    if (unheld !== null)
      return say(question, turn, zh.notices.documentNotHeld(unheld), {
        kind: "refusal",
        refusalReason: "no_evidence",
      });
    const [lone] = findArticleReferences(question);
    if (lone?.explicit && lone.end - lone.start >= knowledge.normalise(question).length / 3) {
      const label = articleLabel(lone.article, lone.branch);
      return say(question, turn, zh.notices.whichDocument(label), {
        kind: "clarify",
        suggestions: ["问责条例", "政务处分法", "纪律处分条例"].map((title) => `${title}${label}说了什么？`),
      });
    }
    return null;
  };

  /** An article whose number changed: what the question says of it, looked for in the document as it is now. */
  const answerRenumbered = (question: string, named: readonly Resolution[], turn: Turn): Answer | null => {
    if (!asksRenumbering(question) || !named.some(({ reference }) => reference !== null)) return null;
    const topic = named
      .flatMap(({ reference }) => reference ?? [])
      .reduce((text, { start, end }) => text.replace(question.slice(start, end), " "), question);
    const documents = new Set(named.map(({ entry }) => entry.id));
    const answer = fromEvidence(turn, findEvidence(knowledge, topic, turn, documents), null);
    return answer.kind === "answer" ? answer : null;
  };

  /** The question before, put to another version of the document it was about: 「2018年修订的那版还是这样吗」. */
  const answerOtherVersion = (question: string, turn: Turn): Answer | null => {
    const { context, asOf } = turn;
    const version = versionTurnedTo(question);
    if (version === null || context?.document == null) return null;
    const title = knowledge.catalogue.document(context.document)?.title;
    const [meant] = title === undefined ? [] : resolver.resolve(`${version}${title}`, { day: asOf });
    if (meant === undefined || meant.entry.title !== title) return null;
    const answer = fromEvidence(
      turn,
      findEvidence(knowledge, context.question, turn, new Set([meant.entry.id])),
      zh.notices.understoodAs(`${context.question}（《${title}》${version}）`),
    );
    return answer.kind === "answer" ? answer : null;
  };

  /** @param named what the resolver reads in the question by itself */
  const answerTurn = (question: string, named: readonly Resolution[], turn: Turn): Answer => {
    const { asOf, context } = turn;
    const namesTopic = knowledge.vocabulary.termsIn(knowledge.normalise(question)).length > 0;
    const completion = completionOf(question, context, namesTopic);
    if (completion.type === "basis" && context !== null) return basisOf(question, turn, context);

    const renumbered = answerRenumbered(question, named, turn);
    if (renumbered !== null) return renumbered;
    const otherVersion = named.length === 0 ? answerOtherVersion(question, turn) : null;
    if (otherVersion !== null) return otherVersion;

    const { readings, carried } = readingsOf(question, named, turn);
    const byArticle = answerNamed(
      readings.filter(({ reference }) => reference !== null),
      question,
      turn,
      carried,
    );
    if (byArticle !== null) return byArticle;
    const [titled] = readings;
    const impossible = titled === undefined ? undefined : impossibleArticleIn(question);
    if (titled !== undefined && impossible !== undefined)
      return say(question, turn, zh.notices.articleNotHeld(titled.entry.title, impossible), {
        kind: "refusal",
        refusalReason: "no_evidence",
      });
    if (readings.length === 0) {
      const unheld = answerUnheld(question, turn);
      if (unheld !== null) return unheld;
    }
    const findings = findEvidence(knowledge, question, turn, null);
    if (findings.phrased) return fromEvidence(turn, findings, null);
    if (asksCatalogue(question)) return answerCatalogue(knowledge, question, asOf, firstQuestions);

    // 「六看是中央的规定吗」 names no document, though one can be read into it.
    const loosely = readings[0]?.how === "subsequence" || readings[0]?.ambiguous === true;
    const fact = loosely ? null : documentFactOf(question);
    const meant = readings[0]?.entry.id ?? (completion.type === "document" ? context?.document : null);
    const document = meant === null || meant === undefined ? undefined : knowledge.catalogue.document(meant);
    if (document !== undefined && fact !== null) {
      const completed = carried || readings.length === 0;
      return answerDocument(
        knowledge,
        document,
        fact,
        question,
        asOf,
        completed ? zh.notices.understoodAs(`《${document.title}》`) : null,
      );
    }

    if (completion.type === "topic" && readings.length === 0) {
      const completed = completedBy(question, context?.question ?? "", completion.question, knowledge);
      const namedThere = namedIn(completed, turn);
      if (namedThere.length > 0 && namedThere.every(({ reference }) => reference === null)) {
        const answer = answerTurn(completed, namedThere, { ...turn, context: null });
        return { ...answer, understoodAs: answer.understoodAs ?? zh.notices.understoodAs(completed) };
      }
      return fromEvidence(
        turn,
        findEvidence(knowledge, completed, turn, null),
        zh.notices.understoodAs(completed),
      );
    }
    // What another version says stands in that version alone.
    const ofVersion = readings.some(
      ({ entry, yearStated }) => yearStated !== null && !knowledge.catalogue.inForce(entry.id, asOf),
    );
    if (readings.length > 0 && (ofVersion || asksWording(question) || !answersOutright(findings))) {
      const documents = new Set(readings.map(({ entry }) => entry.id));
      const narrowed = fromEvidence(turn, findEvidence(knowledge, question, turn, documents), null);
      if (narrowed.kind === "answer") return narrowed;
    }
    return fromEvidence(turn, findings, null);
  };

  /** A remark that turns to another version of the document before asks what that one says. */
  const asksOtherVersion = (question: string, { context }: Turn): boolean =>
    context?.document != null && versionTurnedTo(question) !== null;

  /** A published case was shown, and what became of it is asked: no verdict on anybody who asks. */
  const asksOnOfCase = (question: string, { context }: Turn): boolean =>
    context?.passages.some((passage) => knowledge.catalogue.case(passage) !== undefined) === true &&
    !/我|俺|咱/.test(question) &&
    completionOf(question, context, false).type === "topic";

  /** Where nothing answers the question as it is spelt, it is tried as it sounds, and what was understood is shown. */
  const answerOrCorrect = (question: string, named: readonly Resolution[], turn: Turn): Answer => {
    const answered = answerTurn(question, named, turn);
    // An article that is named and not held is not held under another spelling either.
    const corrected = named.some(({ reference }) => reference !== null) ? null : knowledge.correct(question);
    if (corrected === null) return answered;
    const better =
      (named.length === 0 &&
        turn.context === null &&
        spelling.misspellsTitle(question, corrected, turn.asOf)) ||
      spelling.saysMore(corrected, question);
    // A misspelling leads round no guard.
    const guard = guardOf(corrected);
    // What speaks no more of the field is another question, not another spelling.
    if (!better && (answered.kind === "answer" || guard === null)) return answered;
    // A document that is not held is not another question, unless its title was misspelt.
    if (unheldTitle(question) !== null && namedIn(corrected, turn).length === 0) return answered;
    const second =
      guard === null
        ? answerTurn(corrected, namedIn(corrected, turn), turn)
        : guarded(corrected, turn, guard);
    return second.kind === "answer" || guard !== null
      ? { ...second, understoodAs: second.understoodAs ?? zh.notices.understoodAs(corrected) }
      : answered;
  };

  return (given, { asOf, context, meaning }) => {
    const turn: Turn = { asOf, context: checkedContext(context), meaning: meaningOf(meaning, settings) };
    if (bearsSecrecyMark(given))
      return say("", turn, zh.notices.classified(contact), {
        kind: "refusal",
        refusalReason: "classified",
        suggestions: [],
      });
    if (given.length > questionLimit)
      return say("", turn, zh.notices.tooLong(questionLimit), { kind: "clarify" });
    const { text, found } = maskPersonalData(given);
    const question = knowledge.simplify(text.trim());
    if (question === "") return say("", turn, zh.notices.empty, { kind: "clarify" });
    const answer = (() => {
      const topic = smallTalkOf(question);
      if (topic !== null) return talk(question, turn, topic);
      const guard = guardOf(question) ?? spelling.guardOf(question);
      const asksOn = asksOnOfCase(question, turn) || asksOtherVersion(question, turn);
      const asksLimit = asksToleranceLimit(question);
      const asksUnset = asksLimit || asksUnsetDetail(question);
      // Whoever it is asked about, nothing sets it.
      const asksRule = asksOn || (guard?.type === "verdict" && !guard.certain && asksUnset);
      if (guard !== null && !(guard.type === "verdict" && asksRule)) return guarded(question, turn, guard);
      if (isTechnicalHomonym(question))
        return say(question, turn, zh.notices.homonym, { kind: "refusal", refusalReason: "out_of_scope" });
      if (speaksOfStress(question) && !asksSomething(question)) return talk(question, turn, "stress");
      const named = namedIn(question, turn);
      if (named.length === 0 && (isEverydayTopic(question) || isNeighbouringTopic(question)))
        return say(question, turn, zh.notices.outOfScope, { kind: "refusal", refusalReason: "out_of_scope" });
      if (asksLimit) return refuse(question, turn, "time-limit", "no_evidence");
      if (named.every(({ reference }) => reference === null)) {
        const notice =
          asksWorldFact(question) || asksFamilyVetting(question)
            ? zh.notices.factNotHeld
            : asksUnset
              ? zh.notices.detailNotHeld
              : null;
        if (notice !== null)
          return say(question, turn, notice, { kind: "refusal", refusalReason: "no_evidence" });
      }
      const answered = answerOrCorrect(question, named, turn);
      return answered.kind === "refusal" && speaksOfStress(question)
        ? talk(question, turn, "stress")
        : answered;
    })();
    const told = bearsInternalMark(given) ? telling(answer, zh.notices.internal) : answer;
    return found.length === 0 ? told : tellingMasked(told);
  };
}
