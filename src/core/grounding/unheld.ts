/** What a question names that cannot be looked up: a document not held, a number no article has, a 款 without its 条. */

/** A paragraph or item without an article, and nothing else: 「那第二款呢」. */
const unitAlone =
  /^(?:那|那么|请问|还有)?(?:它的|这个)?(?:第[0-9〇零一二两三四五六七八九十]{1,3}款)?(?:第[(（]?[0-9〇零一二两三四五六七八九十]{1,3}[)）]?项)?(?:呢|是什么|怎么说|说了什么|的内容)?[？?。]*$/u;

/** An article number that no document has (第0条, 第-1条, 第99999条): asked only where the resolver read none. */
const impossibleArticle = /第\s*[-－−]?[0-9０-９零〇一二两三四五六七八九十百千万]{1,20}\s*条/u;

/** Share of a question that an unheld title must fill for the question to be about it. */
const aboutTitle = 0.4;
const titleBeforeArticle =
  /(\p{Script=Han}{1,40}?(?:条例|规定|办法|准则|规则|细则|意见|决定|纲要|法|法典))(?:\([^()]{1,20}\))?(?:的|中|里)?第?[0-9〇零一二两三四五六七八九十百千]{1,8}条/u;
const markedTitle = /《([^《》]{2,60})》/;
/** A title without 《》 at the head of a question; 用法, 违法, 法治 and the like are none. */
const leadingTitle =
  /^((?:(?![的了没有是在不会能要按照依老旧新叫])\p{Script=Han}){2,40}?(?:条例|准则|法典|[^办做看想说写用方违合依执立司守犯枉非普释]法))(?!治|律|规|院|庭|官|人|定)/u;

/** A law asked for what it says: 「招标投标法规定…」, 「审计法里…」; asked only where nothing held is named. */
const askedOfTitle =
  /(?:^|[，。？！\s]|请问|想问|根据|按照?|依据)((?:(?![的了没有是在不会能要按照依老旧新叫和跟与])\p{Script=Han}){1,20}?(?:条例|准则|法典|[^办做看想说用方违合依执立司守犯枉非普释]法))(?:里面?|中|上)?(?:的?规定|是怎么|怎么|对|关于|有没有|里|中)/u;
/** A law of tolerance by itself: there is none of the state. */
const toleranceLaw =
  /(\p{Script=Han}{0,6}(?:容错|纠错|免责)\p{Script=Han}{0,4}[^办做看想说提写讲用方违合依执]法)(?!治|律|规|院|庭|官|人|定)/u;

/**
 * A document that the question is about and that is not held: named in 《》, before 第…条, or as a title that fills most of the
 * question. Asked only where nothing held is named.
 */
export function unheldTitle(question: string): string | null {
  const text = question.normalize("NFKC").replace(/^(?:请问|想问|查一?下|根据|按照|依据|看看?)+/, "");
  const beforeArticle = titleBeforeArticle.exec(text.replace(/[《》]/g, ""))?.[1];
  if (beforeArticle !== undefined) return beforeArticle;
  const asked = askedOfTitle.exec(text)?.[1] ?? toleranceLaw.exec(text)?.[1];
  if (asked !== undefined) return asked;
  const title = markedTitle.exec(text)?.[1] ?? leadingTitle.exec(text)?.[1];
  return title !== undefined && title.length >= text.length * aboutTitle ? title : null;
}

/** Tells whether the question is a paragraph or item without an article, and nothing else. */
export const namesUnitAlone = (question: string): boolean =>
  /[款项]/.test(question) && unitAlone.test(question);

/** An article as written whose number no document has, or undefined. */
export const impossibleArticleIn = (question: string): string | undefined =>
  impossibleArticle.exec(question)?.[0];
