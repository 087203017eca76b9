/**
 * Scope (范围): whether a question speaks of this field at all, told by the field's own words and by what it shares with
 * other trades (容错 and 纠错 are terms of computing too).
 */
import type { KnowledgeBase } from "../law/types.ts";

/** Words of computing, printing and machines that make 容错 or 纠错 a technical term. */
const technical =
  /raid|磁盘|硬盘|服务器|集群|分布式|二维码|条形码|纠删|编码|译码|解码|海明|汉明|里德|crc|ecc|内存|芯片|cpu|gpu|算法|代码|编程|程序员|软件|系统架构|微服务|数据库|redis|kafka|kubernetes|k8s|java|python|网络|协议|信道|信号|通信|光盘|量子|输入法|拼写|错别字|语法|拼音|语音识别|ocr|翻译|飞控|飞机|卫星|电路|传感器|plc|机器学习|模型训练|神经网络|大模型|英语|作文|试卷|答题卡|打印机|键盘|ai|chatgpt|容错率|机床|数控|冗余/i;

/** Words that make it a question about cadres after all. */
const field =
  /干部|党员|问责|追责|处分|免责|纪委|监委|纪检|组织部|违纪|违规|违法|公职|领导|单位|政策|改革|试点|三个区分|担当|履职|追究|容错纠错(?:机制|办法|制度)|乡镇|国企|事业单位|公务员/;

/** Tells whether 容错 or 纠错 is meant in another trade's sense. */
export const isTechnicalHomonym = (question: string): boolean =>
  /容错|纠错|冗余|纠删/.test(question) && technical.test(question) && !field.test(question);

export interface Vocabulary {
  /** Distinct terms of the field that occur in a normalised text, longest first at each place. */
  termsIn(text: string): string[];
}

/** Words of the field that say too little by themselves. */
const vague = new Set([
  "领导",
  "工作",
  "程序",
  "时间",
  "材料",
  "问题",
  "情况",
  "规定",
  "单位",
  "处理",
  "办理",
  "申请",
  "决定",
  "报告",
  "影响",
  "群众",
  "企业",
  "项目",
  "资金",
  "学校",
  "农村",
  "医院",
  "教师",
  "合同",
  "手续",
  "记录",
  "证据",
  "会议",
  "责任",
  "后果",
  "损失",
  "批准",
  "审批",
  "通知",
  "期限",
  "时限",
  "条件",
  "范围",
  "原则",
  "目的",
  "依据",
  "标准",
  "流程",
  "天气",
  "疫情",
  "暴雨",
  "工资",
  "奖金",
  "考核",
  "调整",
]);

/** Modal and question words that an editor may list as keywords. */
const modal = /^(?:可以|应当|应该|必须|不得|一般|怎么|如何|什么|多久|多长|几[年个天]|哪)/;

/**
 * The field's words: titles and aliases, synonyms and keywords of the knowledge base, of two characters or more.
 *
 * @param normalise as the index normalises
 */
export function createVocabulary(base: KnowledgeBase, normalise: (text: string) => string): Vocabulary {
  const words = new Set<string>();
  const add = (text: string): void => {
    const word = normalise(text).replace(/[《》\s]/g, "");
    if (word.length >= 2 && word.length <= 24 && !vague.has(word) && !modal.test(word)) words.add(word);
  };
  for (const document of base.documents) {
    for (const title of [document.title, ...document.aliases]) add(title);
    for (const provision of document.provisions) for (const keyword of provision.keywords) add(keyword);
  }
  for (const { term, words: others } of base.synonyms) for (const word of [term, ...others]) add(word);
  for (const entry of base.curated) for (const keyword of entry.keywords) add(keyword);
  const byFirst = Map.groupBy(
    [...words].sort((left, right) => right.length - left.length),
    (word) => word.slice(0, 2),
  );
  return {
    termsIn(text) {
      const found = new Set<string>();
      for (let at = 0; at + 1 < text.length; ) {
        const word = byFirst.get(text.slice(at, at + 2))?.find((candidate) => text.startsWith(candidate, at));
        if (word !== undefined) found.add(word);
        at += word?.length ?? 1;
      }
      return [...found];
    },
  };
}

/** Tells whether the question asks for figures, names of persons in charge or ways to reach them: no text of law answers that. */
export const asksWorldFact = (question: string): boolean =>
  /电话(?:是)?(?:多少|号码)|联系(?:方式|电话|人是)|(?:办公|具体|详细)?地址(?:在|是)|召集人是谁|负责人(?:是谁|叫什么)|名单|(?:一共|总共|全国|全省|全市|去年|今年|每年|历年)[^，。？]{0,14}(?:多少(?:名|人|起|件|个|例|位)|几(?:名|起|件|例))|(?:统计|具体)(?:数字|数据)|(?:成功率|通过率|比例|占比)(?:是|有|大概)?(?:多少|多高)|排名/.test(
    question,
  );
