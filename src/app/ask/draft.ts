/** An answer in the making: blocks and citations grow together, then it is closed once. */
import type {
  Answer,
  AnswerBlock,
  AnswerKind,
  AnswerMode,
  Context,
  RefusalReason,
} from "../../core/grounding/answer.ts";
import { statementsOf } from "../../core/grounding/blocks.ts";
import { type Citer, createCiter } from "../../core/grounding/cite.ts";
import type { Day } from "../../core/law/types.ts";
import type { PreparedKnowledge } from "./knowledge.ts";

/** Blocks and citations so far. */
export interface Draft {
  readonly citer: Citer;
  add(...blocks: readonly AnswerBlock[]): void;
  notice(text: string): void;
  heading(text: string): void;
  /** Whether a statement of policy stands in it. */
  readonly hasPolicy: boolean;
  /** The answer; nothing is added after. */
  close(how: Closing): Answer;
}

/** What an answer is, beside its blocks. */
export interface Closing {
  readonly kind: AnswerKind;
  readonly mode?: AnswerMode;
  readonly refusalReason?: RefusalReason;
  readonly suggestions?: readonly string[];
  readonly understoodAs?: string | null;
  /** Left out: derived from the first provision cited. Null: nothing to lean on. */
  readonly context?: Partial<Context> | null;
  readonly grounds?: readonly string[] | undefined;
  readonly precheck?: true;
}

const suggestionLimit = 3;

/** An empty draft; `question` is what the next turn may lean on, so masked and as completed. */
export function createDraft(knowledge: PreparedKnowledge, question: string, asOf: Day): Draft {
  const citer = createCiter(knowledge.catalogue, asOf);
  const blocks: AnswerBlock[] = [];

  const derivedContext = (): Context => {
    const { catalogue } = knowledge;
    const cited = citer.citations.map(({ passage }) => passage);
    const first = cited
      .map((passage) => catalogue.provision(passage)?.provision)
      .find((provision) => provision !== undefined);
    const number = first?.article === null ? null : (/#(\d+)(?:-(\d+))?/.exec(first?.id ?? "") ?? null);
    return {
      document:
        first?.documentId ?? cited.find((passage) => catalogue.document(passage) !== undefined) ?? null,
      article: number?.[1] === undefined ? null : Number(number[1]),
      branch: number?.[2] === undefined ? null : Number(number[2]),
      entry: null,
      question,
      passages: cited,
    };
  };

  return {
    citer,
    add: (...more) => void blocks.push(...more),
    notice: (text) => void blocks.push({ type: "notice", text }),
    heading: (text) => void blocks.push({ type: "heading", text }),
    get hasPolicy() {
      return blocks.some((block) => statementsOf(block).length > 0);
    },
    close: ({
      kind,
      mode = "curated",
      refusalReason,
      suggestions = [],
      understoodAs = null,
      context,
      grounds,
      precheck,
    }) => ({
      kind,
      mode,
      blocks,
      citations: citer.citations,
      refusalReason: refusalReason ?? null,
      suggestions: [...new Set(suggestions)].slice(0, suggestionLimit),
      knowledgeVersion: knowledge.catalogue.base.version,
      asOf,
      understoodAs,
      context: context === null ? null : { ...derivedContext(), ...context },
      ...(grounds === undefined ? {} : { grounds }),
      ...(precheck === undefined ? {} : { precheck }),
    }),
  };
}
