/** Completed questions (补全): what a short remark changes in the question before is exchanged there, not only added. */
import { placesIn } from "../../core/law/places.ts";
import type { PreparedKnowledge } from "./knowledge.ts";

/** A name as a pattern of itself: an organisation names its places as it likes. */
const literal = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** The place just named takes the place of the one before: 「浙江…」, 「那山东呢」. */
function withNewPlace(completed: string, remark: string, { jurisdictions }: PreparedKnowledge): string {
  const named = placesIn(remark, jurisdictions).map(({ name }) => name);
  const [place] = named;
  if (place === undefined) return completed;
  return placesIn(completed, jurisdictions)
    .filter(({ name }) => !named.includes(name))
    .reduce(
      (text, { name }) => text.replace(new RegExp(`${literal(name)}(?:省|市|州|县|区)?`, "g"), () => place),
      completed,
    )
    .replace(new RegExp(`，${literal(place)}(?:省|市|州|县|区)?(?:的)?$`), "");
}

const ordinal = /第[一二三四五六七八九十]{1,3}[看个项种步类点]/;

/** The ordinal just named takes the place of the one before: 「第四看…」, 「那第五看呢」. */
function withNewOrdinal(completed: string, remark: string): string {
  const named = ordinal.exec(remark)?.[0];
  const before = ordinal.exec(completed)?.[0];
  if (named === undefined || before === undefined || before === named || before.at(-1) !== named.at(-1))
    return completed;
  return completed.replace(before, named).replace(new RegExp(`，${named}$`), "");
}

/** Those whose rules stand in a document of their own. */
const subjects = ["国企", "国有企业", "央企", "公务员", "事业单位", "党员", "村干部", "高校", "政务", "党纪"];

/** The title that the question before named is dropped where the remark turns to others: 「国企的也一样吗」. */
function withoutOldTitle(
  before: string,
  completed: string,
  remark: string,
  { retriever }: PreparedKnowledge,
): string {
  if (!subjects.some((subject) => remark.includes(subject) && !before.includes(subject))) return completed;
  return retriever.resolver
    .resolve(before)
    .filter(({ how, reference }) => how !== "carried" && reference === null)
    .reduce((text, { start, end }) => text.replace(before.slice(start, end), ""), completed);
}

/**
 * The question before and a remark on it as one question.
 *
 * @param before the question before, as it was understood
 * @param completed both joined
 */
export const completedBy = (
  remark: string,
  before: string,
  completed: string,
  knowledge: PreparedKnowledge,
): string =>
  withNewOrdinal(
    withNewPlace(withoutOldTitle(before, completed, remark, knowledge), remark, knowledge),
    remark,
  );

const otherVersion =
  /(?:19|20)\d{2}年?(?:的|修[订正改]|公布|发布|印发)?(?:的)?(?:那)?(?:一)?(?:个)?(?:版|条例|规定|办法|法|文件)|(?:旧|老|原来的?|以前的?|上一|前一)版/;

/** The mark of a version by which a remark turns to another version of the document before: 「2018年修订的那版呢」. */
export const versionTurnedTo = (remark: string): string | null => {
  if (remark.length > 30) return null;
  const found = otherVersion.exec(remark.normalize("NFKC"))?.[0];
  if (found === undefined) return null;
  const year = /(?:19|20)\d{2}/.exec(found)?.[0];
  return year === undefined ? "旧版" : `${year}年版`;
};
