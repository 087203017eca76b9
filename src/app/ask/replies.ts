/** What is said where no policy is looked up, or beside it: small talk, refusals, requests for a verdict. */
import type { Answer, RefusalReason } from "../../core/grounding/answer.ts";
import { curatedBlocks } from "../../core/grounding/compose.ts";
import type { Guard } from "../../core/grounding/guards.ts";
import type { SmallTalk } from "../../core/grounding/kind.ts";
import { thresholds } from "../../core/grounding/sufficiency.ts";
import type { CuratedText } from "../../core/law/types.ts";
import type { VectorIndex } from "../../core/retrieval/vectors.ts";
import * as zh from "../../text/zh.ts";
import { type Closing, createDraft, type Draft } from "./draft.ts";
import { addEvidence, type Findings, findEvidence, nearestQuestions } from "./evidence.ts";
import type { PreparedKnowledge } from "./knowledge.ts";
import type { Turn } from "./turn.ts";

/** What an installation says for itself, beside the knowledge base. */
export interface AskSettings {
  /** Human contact named in notices. */
  readonly contact: string;
  readonly firstQuestions: readonly string[];
  /** The vectors of the passages, in the order of the index; null, or null for now: words alone are searched by. */
  readonly vectors?: (() => VectorIndex | null) | null;
}

/** What cannot be done stands first, in the program's own voice; the rules and the proper way follow as any editor's text. */
function addRefusal(draft: Draft, entry: CuratedText): void {
  const [first, ...rest] = entry.blocks;
  const opening = first?.type === "heading" ? rest.findIndex(({ type }) => type !== "advice") : 0;
  for (const block of rest.slice(0, Math.max(0, opening))) draft.notice(block.text);
  const blocks = opening > 0 ? rest.slice(opening) : entry.blocks;
  draft.add(...curatedBlocks({ ...entry, blocks }, draft.citer));
}

/** Everything that is said without looking a rule up. */
/** A question about somebody's case of at most this length tells no facts, in UTF-16 units. */
const bareQuestion = 20;

export interface Replies {
  /** One notice and nothing else. */
  say(question: string, turn: Turn, text: string, how: Closing): Answer;
  /** Small talk: a word back, and questions to start with. */
  talk(question: string, turn: Turn, topic: SmallTalk): Answer;
  /** A refusal with what the knowledge base says beside it (`refusals/refusal-CODE.md`). */
  refuse(question: string, turn: Turn, code: string, reason: RefusalReason): Answer;
  /** What is said where a guard speaks, instead of an answer to the question. */
  guarded(question: string, turn: Turn, guard: Guard): Answer;
  /** Too little evidence: said so, with the nearest questions that can be answered. */
  noEvidence(question: string, turn: Turn, findings: Findings, understoodAs: string | null): Answer;
}

/** Replies over a knowledge base that is ready. */
export function createReplies(knowledge: PreparedKnowledge, settings: AskSettings): Replies {
  const { contact, firstQuestions } = settings;

  const say = (question: string, { asOf }: Turn, text: string, how: Closing): Answer => {
    const draft = createDraft(knowledge, question, asOf);
    draft.notice(text);
    return draft.close({ context: null, suggestions: firstQuestions, ...how });
  };

  const talk = (question: string, turn: Turn, topic: SmallTalk): Answer => {
    const texts = {
      hello: `${zh.welcome.greeting}${zh.welcome.purpose}\n${zh.welcome.limits}`,
      thanks: zh.notices.thanks,
      bye: zh.notices.bye,
      who: zh.notices.who,
      help: zh.notices.help,
      stress: zh.notices.stress(contact),
    } satisfies Record<SmallTalk, string>;
    return say(question, turn, texts[topic], { kind: "smalltalk" });
  };

  const refuse = (question: string, turn: Turn, code: string, reason: RefusalReason): Answer => {
    const draft = createDraft(knowledge, question, turn.asOf);
    const entry = knowledge.refusal(code);
    if (entry === undefined) draft.notice(zh.notices.outOfScope);
    else addRefusal(draft, entry);
    return draft.close({
      kind: "refusal",
      refusalReason: reason,
      suggestions: firstQuestions,
      context: null,
    });
  };

  /** The provisions and what the six looks ask, never a verdict; an answer where the question tells a known situation. */
  const withoutVerdict = (question: string, turn: Turn, certain: boolean): Answer => {
    const findings = findEvidence(knowledge, question, turn, null);
    const draft = createDraft(knowledge, question, turn.asOf);
    // A message that tells no facts asks for nothing but the result, unless it asks just what an editor answered.
    const tellsFacts =
      question.length > bareQuestion || (findings.similar[0]?.score ?? 0) >= thresholds.entryNamed;
    if (findings.enough && !certain && tellsFacts) {
      const mode = addEvidence(draft, knowledge, findings);
      if (draft.hasPolicy) {
        draft.notice(zh.notices.noVerdict);
        return draft.close({
          kind: "answer",
          mode,
          suggestions: nearestQuestions(knowledge, findings),
          precheck: true,
        });
      }
    }
    draft.notice(zh.notices.verdict);
    draft.notice(zh.notices.verdictWhat);
    const entry = knowledge.refusal("verdict");
    if (entry !== undefined) draft.add(...curatedBlocks(entry, draft.citer));
    return draft.close({
      kind: "refusal",
      refusalReason: "verdict_request",
      precheck: true,
      suggestions: [...nearestQuestions(knowledge, findings), ...firstQuestions],
    });
  };

  const guarded = (question: string, turn: Turn, guard: Guard): Answer => {
    switch (guard.type) {
      case "distress":
        return say(question, turn, zh.notices.distress(contact), { kind: "smalltalk", suggestions: [] });
      case "evasion":
        return refuse(question, turn, guard.act, "evasion");
      case "verdict":
        return withoutVerdict(question, turn, guard.certain);
      case "unsafe":
        return say(question, turn, zh.notices.unsafe, { kind: "refusal", refusalReason: "unsafe" });
      case "instruction":
        return say(question, turn, zh.notices.instruction, { kind: "refusal", refusalReason: "unsafe" });
      case "political":
        return say(question, turn, zh.notices.political, { kind: "refusal", refusalReason: "out_of_scope" });
      case "abuse":
        return say(question, turn, zh.notices.abuse(contact), { kind: "smalltalk" });
    }
  };

  const noEvidence = (
    question: string,
    turn: Turn,
    findings: Findings,
    understoodAs: string | null,
  ): Answer => {
    const inField = findings.evidence.terms.length > 0;
    const draft = createDraft(knowledge, question, turn.asOf);
    draft.notice(inField ? zh.notices.noEvidence : zh.notices.outOfScope);
    if (inField) draft.notice(zh.notices.askOrgan(contact));
    return draft.close({
      kind: "refusal",
      refusalReason: inField ? "no_evidence" : "out_of_scope",
      suggestions: inField ? nearestQuestions(knowledge, findings) : firstQuestions,
      understoodAs,
      context: null,
    });
  };

  return { say, talk, refuse, guarded, noEvidence };
}
