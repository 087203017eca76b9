/**
 * The rules as a document that a lawyer reviews on paper: every rule in words, the provisions it rests on quoted with
 * document, article, version and grade, and which red lines hold everywhere and which in one place.
 */
import type { Catalogue } from "../core/law/catalogue.ts";
import { unitLabel } from "../core/law/references.ts";
import type { LegalDocument } from "../core/law/types.ts";
import {
  type Basis,
  type Exception,
  looks,
  type Overlay,
  type Parameter,
  type Rule,
  type RuleSet,
} from "../core/rules/types.ts";
import { lookNames, outcomeWording, resultCaution, statusWording, tierNames } from "./precheck.ts";
import type { Block, Item, Printed } from "./printed.ts";
import { type Words, wordsOf } from "./rule-words.ts";
import { dayInChinese, verifications } from "./zh.ts";

/** A rule set or an overlay with the hash of its content. */
export interface Hashed<T> {
  readonly content: T;
  readonly hash: string;
}

/** @param overlays the local measures in force with it */
export function ruleTable(
  rules: Hashed<RuleSet>,
  overlays: readonly Hashed<Overlay>[],
  catalogue: Catalogue,
): Printed {
  const ruleSet = rules.content;
  const local = overlays.map(({ content }) => content);
  const context: Context = { words: wordsOf(ruleSet), catalogue, overlays: local };
  const redlines = [...ruleSet.rules, ...local.flatMap((overlay) => overlay.rules)].filter(
    ({ tier }) => tier === "redline",
  );
  return {
    title: `${ruleSet.title}（${ruleSet.version}版）`,
    blocks: [
      ...introduction(rules, overlays),
      { heading: "一、红线：全国适用的与地方补充的", level: 2 },
      { paragraph: "全国适用的红线在各地都有效；地方补充只在该地有效，只能加严，不能放宽。" },
      {
        head: ["编号", "红线", "适用范围", "依据和核验等级"],
        rows: redlines.map((rule) => [
          rule.id,
          rule.title,
          scopeOf(rule, context),
          rule.basis.map((basis) => shortBasis(basis, context)),
        ]),
      },
      { heading: "二、规则", level: 2 },
      { paragraph: "按层级排列；同一层级内有先后的，写明次序。在文件里的位置没有意义。" },
      ...TIERS.flatMap((tier): Block[] => {
        const own = ruleSet.rules.filter((rule) => rule.tier === tier).toSorted(byTier);
        return own.length === 0
          ? []
          : [
              { heading: tierNames[tier], level: 3 },
              ...own.map((rule) => ruleBlock(rule, ruleSet.exceptions, context)),
            ];
      }),
      ...exceptionBlocks("三、例外", ruleSet.exceptions, ruleSet.rules, context),
      { heading: "四、分结论（六看的等次由事实推出）", level: 2 },
      ...conclusionBlocks(ruleSet, context),
      { heading: "五、纠错要求", level: 2 },
      ...ruleSet.corrections.map(
        ({ id, title, because, when, dueParameter, basis }): Block => ({
          together: [
            { heading: `${id}　${title}`, level: 3 },
            { paragraph: `理由：${because}。期限：${dueOf(dueParameter, ruleSet.parameters)}。` },
            { label: "何时要求" },
            { list: [context.words.condition(when)] },
            ...basisBlocks(basis, context),
          ],
        }),
      ),
      { heading: "六、地方补充", level: 2 },
      ...(local.length === 0 ? [{ paragraph: "没有收录。" }] : []),
      ...overlays.flatMap((overlay) => overlayBlocks(overlay, ruleSet, context)),
      { heading: "七、所问的事实", level: 2 },
      {
        paragraph: "每一项都可以选“不清楚”。没有回答和不清楚都不当作“没有”。取值有好坏次序的，从好到坏排列。",
      },
      ...factBlocks(ruleSet),
    ],
  };
}

/** What putting rules into print needs. */
interface Context {
  readonly words: Words;
  readonly catalogue: Catalogue;
  readonly overlays: readonly Overlay[];
}

function introduction(
  { content: ruleSet, hash }: Hashed<RuleSet>,
  overlays: readonly Hashed<Overlay>[],
): Block[] {
  const until = ruleSet.until === null ? "" : `，不含${dayInChinese(ruleSet.until)}及以后`;
  return [
    {
      paragraph: `适用于${dayInChinese(ruleSet.from)}（含）以后的行为${until}。规则集 ${ruleSet.id}，版本 ${ruleSet.version}，内容散列 ${hash}。`,
    },
    {
      paragraph: `收录地方补充${overlays.length}份${overlays.length === 0 ? "" : `：${overlays.map(({ content }) => content.title).join("、")}`}。`,
    },
    {
      paragraph: `本表由规则文件生成，供审阅。预审结果只是提示：“${resultCaution}”。规则只说“可研究”，不说应当。`,
    },
    { heading: "怎样得出结果", level: 3 },
    {
      list: [
        { text: "门槛：与本预审无关、反映失实的，到此为止。" },
        { text: "红线：有一条成立，即提示涉及不予容错的情形。" },
        { text: "提交研判：有一条成立，由人研判、会商。" },
        { text: "有利情形：有一条成立，并且每条红线、每条提交研判的规则都确定不成立，才给出有利的倾向。" },
        { text: "默认：没有规则成立的，由人研判、会商，从不给出有利的倾向。" },
        { text: "没有问到和不清楚的事实可能改变结果的，显示材料不足。" },
      ],
    },
    { heading: "结果的用语", level: 3 },
    {
      list: [...Object.values(outcomeWording), ...Object.values(statusWording)].map(
        (text): Item => ({ text }),
      ),
    },
    { heading: "核验等级", level: 3 },
    {
      list: [
        { text: `${verifications.verified}：与发布机关自己公布的文本比对过。` },
        { text: `${verifications.secondary}：读的是转载或者开放汇编。` },
        { text: `${verifications.unverified}：没有读到原文，凭整理。` },
      ],
    },
  ];
}

const TIERS: readonly Rule["tier"][] = ["gate", "redline", "refer", "favour"];

const byTier = (one: Rule, other: Rule): number =>
  TIERS.indexOf(one.tier) - TIERS.indexOf(other.tier) ||
  one.rank - other.rank ||
  (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

const scopeOf = ({ origin }: Rule, { overlays }: Context): string =>
  origin === "national" ? "全国" : (overlays.find(({ id }) => id === origin)?.title ?? origin);

const resultOf = ({ outcome, gate }: Rule): string =>
  outcome !== null ? outcomeWording[outcome] : gate === null ? "" : statusWording[gate];

function ruleBlock(rule: Rule, exceptions: readonly Exception[], context: Context): Block {
  const { id, title, tier, rank, text, when, unless, situations, basis } = rule;
  return {
    together: [
      { heading: `${id}　${title}`, level: 4 },
      {
        paragraph: `层级：${tierNames[tier]}${rank > 1 ? `（第${rank}位）` : ""}。适用范围：${scopeOf(rule, context)}。结果：${resultOf(rule)}。${situations.length === 0 ? "" : `情形：${situations.join("、")}。`}`,
      },
      { paragraph: text },
      { label: "条件" },
      { list: [context.words.condition(when)] },
      ...unlessBlocks(unless, exceptions),
      ...basisBlocks(basis, context),
    ],
  };
}

function unlessBlocks(unless: readonly string[], exceptions: readonly Exception[]): Block[] {
  if (unless.length === 0) return [];
  const items = unless.map((id) => ({
    text: `${id} ${exceptions.find((exception) => exception.id === id)?.title ?? ""}（见“例外”）`.trim(),
  }));
  return [{ label: "有下列例外之一的，不适用" }, { list: items }];
}

function exceptionBlocks(
  heading: string,
  exceptions: readonly Exception[],
  rules: readonly Rule[],
  context: Context,
): Block[] {
  if (exceptions.length === 0) return [{ heading, level: 2 }, { paragraph: "没有例外。" }];
  return [
    { heading, level: 2 },
    ...exceptions.map(({ id, title, text, when, unless, basis }): Block => {
      const bars = [...rules, ...exceptions].filter((other) => other.unless.includes(id));
      return {
        together: [
          { heading: `${id}　${title}`, level: 3 },
          { paragraph: `${text}用于：${bars.map((other) => `${other.id} ${other.title}`).join("、")}。` },
          { label: "条件" },
          { list: [context.words.condition(when)] },
          ...unlessBlocks(unless, exceptions),
          ...basisBlocks(basis, context),
        ],
      };
    }),
  ];
}

const conclusionBlocks = ({ conclusions }: RuleSet, { words }: Context): Block[] =>
  [...looks, null].flatMap((look) => {
    const own = conclusions.filter((conclusion) => conclusion.look === look);
    if (own.length === 0) return [];
    const items = own.map(({ title, when }): Item => ({ text: title, items: [words.condition(when)] }));
    return [{ heading: look === null ? "跨几看的" : lookNames[look], level: 3 as const }, { list: items }];
  });

function dueOf(id: string | null, parameters: readonly Parameter[]): string {
  const parameter = parameters.find((candidate) => candidate.id === id);
  return parameter === undefined || parameter.value === null
    ? "由组织确定（地方有规定的，见“地方补充”）"
    : `${parameter.value}${parameter.unit ?? ""}`;
}

function overlayBlocks(
  { content: overlay, hash }: Hashed<Overlay>,
  ruleSet: RuleSet,
  context: Context,
): Block[] {
  const since = overlay.from === null ? "起始日没有读到" : `自${dayInChinese(overlay.from)}起`;
  return [
    { heading: `${overlay.title}（${overlay.id}）`, level: 3 },
    { paragraph: `${since}。内容散列 ${hash}。` },
    ...(overlay.parameters.length === 0
      ? []
      : [
          {
            head: ["参数", "值", "出处"],
            rows: overlay.parameters.map(({ title, value, unit, basis }) => [
              title,
              value === null ? "没有读到" : `${value}${unit ?? ""}`,
              basis.map((entry) => shortBasis(entry, context)),
            ]),
          },
        ]),
    ...(overlay.unread.length === 0 ? [] : [{ paragraph: `没有读到的：${overlay.unread.join("；")}` }]),
    ...overlay.rules
      .toSorted(byTier)
      .map((rule) => ruleBlock(rule, [...ruleSet.exceptions, ...overlay.exceptions], context)),
    ...overlay.exceptions.map(
      ({ id, title, text, when, basis }): Block => ({
        together: [
          { heading: `${id}　${title}（例外）`, level: 4 },
          { paragraph: text },
          { list: [context.words.condition(when)] },
          ...basisBlocks(basis, context),
        ],
      }),
    ),
  ];
}

const factBlocks = ({ facts }: RuleSet): Block[] =>
  looks.flatMap((look) => {
    const own = facts.filter((fact) => fact.look === look);
    if (own.length === 0) return [];
    return [
      { heading: lookNames[look], level: 3 as const },
      {
        head: ["事实", "问题和说明", "取值"],
        rows: own.map(({ label, question, help, values, order, corrective, checklist }) => [
          label,
          [
            question,
            help,
            [
              order === null ? "取值无好坏次序" : "",
              corrective ? "可以改正" : "",
              checklist ? "列入红线清单" : "",
            ]
              .filter((mark) => mark !== "")
              .join("；"),
          ].filter((line) => line !== ""),
          (order ?? values.map(({ id }) => id)).map(
            (id) => `· ${values.find((value) => value.id === id)?.label ?? id}`,
          ),
        ]),
      },
    ];
  });

/** 「《…》第十七条第一款第（二）项（2019年9月1日起施行；转载文本，引用前请核对）」 */
function shortBasis({ passage }: Basis, { catalogue }: Context): string {
  const held = catalogue.provision(passage);
  const document = catalogue.document(held?.provision.documentId ?? "");
  if (held === undefined || document === undefined) return `${passage}（没有收录）`;
  const { article, heading, verification } = held.provision;
  const unit = unitLabel(held.paragraph?.number ?? null, held.item?.number ?? null);
  const since = versionOf(document);
  return `《${document.title}》${article === null ? `“${heading ?? ""}”` : ""}${article ?? ""}${unit}（${since === "" ? "" : `${since}；`}${verifications[verification]}）`;
}

function versionOf({ dates }: LegalDocument): string {
  if (dates.effective !== null) return `${dayInChinese(dates.effective)}起施行`;
  if (dates.published !== null) return `${dayInChinese(dates.published)}公布`;
  return dates.adopted === null ? "日期没有读到" : `${dayInChinese(dates.adopted)}通过`;
}

/** Every passage with its words: official wording, or the gist said to be one. */
function basisBlocks(basis: readonly Basis[], context: Context): Block[] {
  if (basis.length === 0) return [];
  return [
    { label: "依据" },
    ...basis.map((entry): Block => {
      const { official, text } = context.catalogue.resolveText(entry.passage) ?? {
        official: false,
        text: "",
      };
      return {
        source: `${shortBasis(entry, context)}　${official ? "原文" : "要点，非原文"}　${entry.passage}`,
        quote: official ? `“${text}”` : text,
        note: entry.note === null ? null : `编者：${entry.note}。`,
      };
    }),
  ];
}
