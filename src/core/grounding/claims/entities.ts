/**
 * Hard entities (硬实体): what a statement must not get wrong by one character: numbers with their units, document numbers
 * (文号), organs, kinds of sanction and of treatment. Each is folded to one form, so that 30日 and 三十日 are the same.
 */
import { parseNumeral } from "../../law/numerals.ts";

/** 一般, 一定, 统一 … say no number. */
const noNumber =
  /一般|一定|一律|一并|一起|一致|一切|一旦|一些|一样|一直|一同|一贯|一时|一次性|统一|同一|唯一|进一步|一方面|另一|一体|一把手|万一|十分|百分之百|三番五次|不二|[那这同当]一?天|一个|一种|一项|一类|一事一|第一时间|千方百计|三个区分开来|[一二三四五六七八九]是|五花八门|一票|四风/gu;

const digits = "0-9〇零一二三四五六七八九十百千万亿两廿";
const counted = new RegExp(
  `第?[${digits}]+(?:\\.[0-9]+)?\\s*(?:个?工作日|个?月|年|日|天|周|小时|元|万元|亿元|%|％|倍|次|人|名|户|级|款|项|条|岁|个|种|届|号|分之[${digits}]+)?`,
  "gu",
);
const documentNumber = /[\p{Script=Han}]{1,8}〔\d{4}〕\d+号/gu;

const organs = [
  "纪检监察机关",
  "纪委监委",
  "纪委",
  "监委",
  "监察委员会",
  "监察机关",
  "纪律检查委员会",
  "组织人事部门",
  "组织部门",
  "人事部门",
  "主管部门",
  "主管机关",
  "任免机关",
  "审批机关",
  "问责决定机关",
  "公安机关",
  "司法机关",
  "审判机关",
  "检察机关",
  "人民法院",
  "人民检察院",
  "人民代表大会",
  "国务院",
  "党中央",
  "党委（党组）",
  "党委",
  "党组",
  "党支部",
  "巡视巡察机构",
  "审计机关",
  "财政部门",
  "上级党组织",
  "党的工作机关",
  "派驻",
] as const;

const treatments = [
  "警告",
  "严重警告",
  "撤销党内职务",
  "留党察看",
  "开除党籍",
  "记过",
  "记大过",
  "降级",
  "撤职",
  "开除",
  "通报",
  "诫勉",
  "组织调整",
  "组织处理",
  "纪律处分",
  "政务处分",
  "谈话提醒",
  "批评教育",
  "责令检查",
  "停职检查",
  "调整职务",
  "责令辞职",
  "免职",
  "降职",
] as const;

/** Longest first, so that 纪委 is not found within 纪委监委. */
const longestFirst = (words: readonly string[]): RegExp =>
  new RegExp([...words].sort((one, other) => other.length - one.length).join("|"), "gu");

const organ = longestFirst(organs);
const treatment = longestFirst(treatments);

/** A number as value and unit; the text itself where it cannot be read. */
function folded(text: string): string {
  const [, ordinal = "", number = "", unit = ""] =
    /^(第?)([^\s%％个工月年日天周小元万亿倍次人名户级款项条岁种届号分]+(?:万|亿)?)(.*)$/u.exec(
      text.replace(/\s/gu, ""),
    ) ?? ["", "", text, ""];
  const value = /^[0-9.]+$/u.test(number) ? Number(number) : parseNumeral(number);
  return `${ordinal}${value ?? number}${unit.replace("％", "%").replace(/^天$/u, "日")}`;
}

/** Every hard entity of a text, folded. */
export function entitiesOf(text: string): Set<string> {
  const plain = text.normalize("NFC");
  const found = new Set<string>();
  for (const [number] of plain.matchAll(documentNumber)) found.add(number);
  for (const [name] of plain.matchAll(organ)) found.add(name);
  for (const [name] of plain.matchAll(treatment)) found.add(name);
  const bare = plain.replace(documentNumber, " ").replace(noNumber, " ");
  for (const [number] of bare.matchAll(counted)) found.add(folded(number));
  return found;
}
