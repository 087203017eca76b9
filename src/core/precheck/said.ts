/**
 * Whether words of a story say a value of a fact: one of its cues stands there, and nothing around it takes it back. A cue is taken
 * back where it is denied, only intended or asked of someone, doubtful, supposed, told by others or of others, refused, or put
 * right afterwards.
 *
 *   sentence ─ clauses, up to the cue: who speaks, of whom, on what supposition
 *     └ clause of the cue: denial, intention, doubt
 *     └ what follows: a refusal, a correction
 */
import type { FactId } from "../rules/types.ts";
import type { GivenAnswer } from "./answers.ts";
import { actCues } from "./cues/act.ts";
import { aftermathCues } from "./cues/aftermath.ts";
import { expression, unclear } from "./cues/cue.ts";
import { gateCues } from "./cues/gates.ts";

interface Place {
  readonly start: number;
  readonly end: number;
}

const compiled = (...cues: readonly string[]): RegExp => new RegExp(cues.map(expression).join("|"), "gu");

interface Compiled {
  readonly says: ReadonlyMap<string, RegExp>;
  /** The fact and, near it, that it is not clear. */
  readonly unclear: RegExp;
  /** The fact, or any of its values. */
  readonly spokenOf: RegExp;
}
const byFact: ReadonlyMap<FactId, Compiled> = new Map(
  Object.entries({ ...gateCues, ...actCues, ...aftermathCues }).map(([fact, { about, says }]) => [
    fact,
    {
      says: new Map(Object.entries(says).map(([value, cues]) => [value, compiled(...cues)])),
      unclear: compiled(`(?:${about})……(?:${unclear})`, `(?:${unclear})……(?:${about})`),
      spokenOf: compiled(about, ...Object.values(says).flat()),
    },
  ]),
);

/** The cues of a value; null: it is never proposed. */
const cueOf = (fact: FactId, value: GivenAnswer): RegExp | null => {
  const cues = byFact.get(fact);
  return (value === "unsure" ? cues?.unclear : cues?.says.get(value)) ?? null;
};

/** Tells whether words of a story can say a value of a fact. */
export const canBeSaid = (fact: FactId, value: GivenAnswer): boolean => cueOf(fact, value) !== null;

/** Tells whether the words from `start` to `end` of a story say a value of a fact. */
export function isSaid(fact: FactId, value: GivenAnswer, told: string, { start, end }: Place): boolean {
  const cue = cueOf(fact, value);
  if (cue === null) return false;
  const story = withFullMarks(told);
  return [...story.slice(start, end).matchAll(cue)].some(({ index, 0: { length } }) => {
    const place = { start: start + index, end: start + index + length };
    return value === "unsure" || !isTakenBack(fact, story, place);
  });
}

const fullMarks: Readonly<Record<string, string>> = {
  ",": "，",
  ".": "。",
  ";": "；",
  ":": "：",
  "?": "？",
  "!": "！",
};
/** Marks in full width, each in its place; within numbers they are none. */
const withFullMarks = (text: string): string =>
  text.replace(/(?<!\d)[,.;:?!]|[,.;:?!](?!\d)/gu, (mark) => fullMarks[mark] ?? mark);

function isTakenBack(fact: FactId, story: string, place: Place): boolean {
  const sentence = stretchAround(story, place, sentenceMarks);
  const clause = stretchAround(story, place, clauseMarks);
  const before = story.slice(clause.start, place.start);
  const after = story.slice(place.end, clause.end);
  const following = story.slice(place.end, sentence.end);
  return (
    denied.test(before) ||
    intended.test(before) ||
    (askedFor.test(before) && !done.test(following)) ||
    cameToNothing.test(after) ||
    doubtful.test(before + after) ||
    asking.test(before) ||
    isOfOthers(story.slice(sentence.start, clause.end)) ||
    refused.test(following) ||
    corrected.test(following) ||
    isPutRight(fact, story.slice(sentence.end))
  );
}

function anyOf(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join("|"), "u");
}

const sentenceMarks = /[。！？\n]/u;
const clauseMarks = /[，。；：！？\n]/u;

/** From the mark before a place to the mark after it. */
function stretchAround(text: string, { start, end }: Place, mark: RegExp): Place {
  let from = start;
  while (from > 0 && !mark.test(text[from - 1] ?? "")) from--;
  const to = text.slice(end).search(mark);
  return { start: from, end: to === -1 ? text.length : end + to };
}

/** Before a cue, in its clause. */
const denied = anyOf(
  // 「未经批准占用」 denies the leave, not the deed.
  /(?:没有?|没能|未(?!来)能?|未曾|从未|尚未)(?!经过?[^，。；]{0,4}(?:批准|同意|审批|许可|授权|招标|请示|论证|评估)[^，。；]{0,8}$)(?:(?!就|便|才)[^，。；]){0,8}$/u,
  /(?:不(?!久|少|断|仅|但|光|只|遇|到|足)|并非|不是|无|绕[过开]了?|规避|避开|跳过)[^，。；]{0,3}$/u,
  /^[^，。；]{0,4}(?:并不是|并非|不是说|谈不上|不存在|从来没|哪有)/u,
);
const intended = anyOf(
  /(?:打算|准备(?!了)|本来?想|原想|想要|计划|拟|按规定|按理|按说|应(?!对|急|付|收|用|届|邀)当?|需要|必须|才能|就得|答应|承诺)[^，。；]{0,10}$/u,
  /规定[^，。；]{0,12}(?:要|须|得)[^，。；]{0,6}$/u,
  /(?:本来|原本|原来|原先|原)(?:打算|想|要|计划|准备|该|应)/u,
);
/** Someone is asked to do it; whether they did is said afterwards, if at all. */
const askedFor = /(?:要求|让|叫|劝|建议|希望)(?:我们?|大家|把|[^，。；]{0,3}把)[^，。；了]{0,10}$/u;
const done = anyOf(
  /^[^，。；]{0,2}了/u,
  /^[^。！？]*[，；](?:我们?|大家)[^，。；没不]{0,6}(?:签|办|做|照|拆|改|收|写|补|发|批)[^，。；没不]{0,4}了/u,
);
const cameToNothing =
  /^[^，。；]{0,3}(?:没有|没能|没成|未能|未果|不了|不成|不够|不起来)|(?:就好了|再说|也不迟)$/u;
const doubtful = /好像|可能|也许|大概是|估计|似乎|应该是|记不清|不清楚|[？?吗]/u;
const asking = /怎么|怎样|如何|教我|帮我|是不是|是否|有没有|能不能|算不算|会不会/u;
/** In the clause after, the person does not go along. */
const refused =
  /^[^。！？，；]*[，；](?:但|可|可是|不过|但是)?(?:我们?|本人)[^，。；]{0,6}(?:没有?(?:答应|同意|敢|要|收|理|去|接|拿|照|这么|那么)|退(?:了|给|回)|就退|拒绝|谢绝|回绝|不同意|不干|不肯)/u;
/** Later in the sentence, it is said to have been told wrongly. */
const corrected =
  /(?:说错|记错|写错了|讲错|更正|不属实|不是这样|没有这回事|没这回事|其实(?:没|不|是|并)|想想不对)/u;

const supposed = /如果|假如|(?<!主)要是|倘若|若是|万一|假设|即使|早知道/u;
const rumoured = /听说|据说|传言|谣传|据反映|据称|网上|举报(?!.*属实)|告状|编排/u;
const reported = /(?:说|讲|称|认为|觉得|怀疑|怪)(?!明|清|服|话|实话|起来|到底|真的|过$)/u;
const own =
  /^(?:[^说讲称让叫给跟向和与对被问劝觉认]{0,4}(?:我|本人|咱)|老实|说实|实话|坦白|总的|按|照|也可以)/u;
/** What they say of a matter is a finding, not hearsay. */
const authority = /审计|法院|检察|纪委|监委|巡察|巡视|督察|调查|鉴定|检测|主管部门|文件|规定|条例/u;
const others =
  /(?<![给向跟和与请找报比同对])(?:(?:别的?|其[他它]|兄弟|邻|隔壁|外|另一?个?|对方|友邻)(?:的)?(?:单位|地方|院校|高校|县|市|区|乡镇?|镇|村|局|部门|学校|医院|公司|企业|农场|团场|同事|同志|人)|人家|前任|上一任|上届|原任)|^(?:但|可|而|不过|后来|当时)?(?:他|她|对方)们?(?!的)/u;

/**
 * Tells whether a sentence, up to a cue, has come to speak of others, in words of others, or of what might have been. Others
 * are left again where the person speaks of themself, their words also where an authority does; a supposition lasts.
 */
function isOfOthers(sentence: string): boolean {
  let foreign = false;
  for (const clause of sentence.split(/[，；：]/u)) {
    if (supposed.test(clause)) return true;
    if (rumoured.test(clause)) foreign = true;
    else if (own.test(clause)) foreign = false;
    else foreign = isReported(clause) ?? (others.test(clause) || foreign);
  }
  return foreign;
}

/** Whether a clause is somebody's words; null: nobody's, or of whoever spoke before. */
function isReported(clause: string): boolean | null {
  const finding = clause.search(authority);
  const saying = clause.search(reported);
  if (saying === 0) return null;
  if (saying === -1) return finding === -1 || others.test(clause) ? null : false;
  return finding === -1 || finding > saying;
}

/** A later sentence that takes back what was told of a fact before. */
function isPutRight(fact: FactId, rest: string): boolean {
  const spokenOf = byFact.get(fact)?.spokenOf;
  return rest
    .split(sentenceMarks)
    .some(
      (sentence) =>
        /说错|记错|讲错|更正|前面(?:说|讲)的不对/u.test(sentence) &&
        spokenOf !== undefined &&
        sentence.search(spokenOf) !== -1,
    );
}
