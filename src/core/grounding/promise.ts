/**
 * Promises to cadres in words of an editor's own: that nobody will be held responsible, or that somebody will answer for them.
 *
 *   text → sentences → what of them is said in earnest (`earnest.ts`)
 *        → by words: what befalls the erring surely will not, something spares or shields them, or they need not fear
 *        → by example: it reads more like promises than like honest texts of the same field
 *
 * What stands in 「」 is taken for the wording of a provision: whether it is, `law/free-text.ts` tells. Words cannot hold all
 * promises, so that whoever approves a campaign reads it for them too; docs/evaluation.md says how many are found.
 */
import { isVerdict } from "./claims/output.ts";
import { isToldAsError, saidInEarnest } from "./earnest.ts";
import { promiseVote } from "./promise-examples.ts";
import { calm, feared, mercy, rhetorical, shield, soothing, sparing } from "./promise-words.ts";

const anyOf = (patterns: readonly string[]): RegExp => new RegExp(patterns.join("|"), "u");
const promise = anyOf([...sparing, ...mercy, ...shield, ...calm]);
const rhetoric = anyOf(rhetorical);
const fear = anyOf(feared);
const calming = new RegExp(soothing, "u");

/** The examples may speak of what is long enough to be a sentence, and above what honest texts of a knowledge base reach. */
const leastVoted = 6;
const votedFrom = 0.3;

/** Tells whether a text promises that somebody will be spared, or judges an outcome. */
export function isPromise(text: string): boolean {
  const sentences = sentencesOf(text);
  return sentences.some((sentence, at) => promisesOutcome(sentence) || allays(sentences[at - 1], sentence));
}

/** With their marks, in full width and without gaps; a colon ends none, for it leads into what is said. */
const sentencesOf = (text: string): readonly string[] =>
  text
    .replace(/[,;:?!]/gu, (mark) => String.fromCodePoint((mark.codePointAt(0) ?? 0) + 0xfee0))
    .replace(/(?!\n)[\s\p{Cf}]/gu, "")
    .match(/[^。！？；\n]+[。！？；]*[”」』]?/gu) ?? [];

function promisesOutcome(sentence: string): boolean {
  if (rhetoric.test(sentence) && !sentence.includes("了之")) return !isToldAsError(sentence);
  if (isQuestion(sentence) || isOfLearning(sentence)) return false;
  const said = saidInEarnest(sentence);
  return (
    promise.test(said) || isVerdict(said) || (said.length >= leastVoted && promiseVote(said) > votedFrom)
  );
}

/** What a question asks in fear is denied: 「会被问责吗？绝无可能。」 */
const allays = (before: string | undefined, sentence: string): boolean =>
  before !== undefined && fear.test(before) && calming.test(sentence) && !isOfLearning(before);

const isQuestion = (sentence: string): boolean => /？|吗[。”」]?$/u.test(sentence);

/** Nobody is held to account for answers, nor for not taking part. */
const isOfLearning = (sentence: string): boolean =>
  /[答选](?:题|错|对)|作答|不答|参与|参加|本(?:次|期|项)?(?:活动|学习|调查|问卷)|做错题|解析|这道题|本题|选项|投票|订阅|推送/u.test(
    sentence,
  ) && !/失误|犯错|出错|问责|追责|处分|免责|容错|干事|出了?事|组织|纪委|责任|试点/u.test(sentence);
