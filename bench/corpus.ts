/**
 * A corpus of generated statutes for benchmarks: the same for the same seed and dictionary.
 *
 * Sentences are built from the frames that statutes use; the words in them are drawn from jieba's dictionary
 * by the law of Zipf and Mandelbrot, so that characters, pairs and words are spread as in real text: a few in almost every
 * passage, most in one or two. It says nothing that is law.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Passage } from "../src/core/retrieval/index.ts";

/** A source of numbers from 0 to 1 that repeats with its seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

export interface Corpus {
  readonly passages: readonly Passage[];
  /** Questions as people ask them, each about one of the passages. */
  readonly questions: readonly string[];
}

const SUBJECTS =
  "公职人员 国家工作人员 行政机关 县级以上人民政府 主管部门 监察机关 纪检监察机关 用人单位 申请人 当事人 经营者 党组织 领导干部 有关单位 市场监督管理部门 社会团体 中小企业 科研人员 受处分人 国有企业管理人员".split(
    " ",
  );
const OFFICES = "部门 机构 人员 单位 机关 组织 者 企业 委员会 人".split(" ");
const DUTIES = "应当 可以 不得 有权 依法 必须 一般应当 负责 有义务 按照规定".split(" ");
const VERBS =
  "建立 完善 制定 公布 审查 批准 备案 组织 监督 检查 报告 告知 受理 移送 处理 责令改正 给予 免除 减轻 从轻 追究 保障 支持 鼓励 推动 开展 实施 调查 核实 澄清 纠正 公开 评估".split(
    " ",
  );
const OBJECTS =
  "制度 责任 措施 义务 权利 程序 标准 意见 决定 报告 情况 材料 处分 处罚 申诉 合法权益 工作机制 营商环境 容错纠错 科技创新 公共服务 信息 档案 资金 项目 合同 许可".split(
    " ",
  );
const ENDS = [
  "法律、行政法规另有规定的，从其规定。",
  "具体办法由国务院规定。",
  "构成犯罪的，依法追究刑事责任。",
  "情节严重的，给予开除处分。",
  "不服的，可以自收到决定之日起三十日内申请复核。",
  "逾期不改正的，处一万元以上五万元以下的罚款。",
  "本条所称期限以工作日计算。",
];
const KINDS = "条例 办法 规定 法 实施细则 若干规定 暂行条例 促进条例 管理办法".split(" ");
const PLACES =
  "中华人民共和国 北京市 上海市 广东省 河南省 浙江省 山东省 四川省 湖北省 陕西省 重庆市 深圳市".split(" ");
const CHAPTERS = "总则 职责 程序 监督管理 保障措施 法律责任 附则 权利与义务 申诉与复核".split(" ");
const ASKS = [
  (matter: string) => `${matter}怎么办`,
  (matter: string) => `请问${matter}有什么规定`,
  (matter: string) => `${matter}会受到处分吗`,
  (matter: string) => `什么情况下可以${matter}`,
  (matter: string) => `单位${matter}，能不能追究责任`,
  (matter: string) => `${matter}需要哪些材料，多长时间`,
];

/**
 * Generates `size` passages of some 140 characters each, and `questions` questions.
 *
 * @param size how many passages, an article each
 * @param questions how many questions
 */
export function generateCorpus(size: number, questions: number, seed = 20_260_101): Corpus {
  const random = createRandom(seed);
  const vocabulary = dictionaryWords(40_000);
  const word = (): string => vocabulary[zipf(random, vocabulary.length, 50)] ?? "";
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

  const pickFrequent = <T>(list: readonly T[]): T => list[zipf(random, list.length, 1)] as T;

  const passages: Passage[] = [];
  const topics: string[][] = [];
  for (let statute = 0; passages.length < size; statute++) {
    const subject = word() + word();
    const title = `${pick(PLACES)}${subject}${pick(KINDS)}`;
    const articles = 20 + Math.floor(random() * 120);
    // A statute speaks of its own matter again and again.
    const matter = Array.from({ length: 30 }, word);
    for (let article = 1; article <= articles && passages.length < size; article++) {
      const chapter = Math.floor((article / articles) * CHAPTERS.length);
      const topic = [pick(matter), word(), pick(matter)];
      const verb = (): string => (random() < 0.5 ? pickFrequent(VERBS) : spoken());
      const spoken = (): string => (random() < 0.4 ? pick(matter) : random() < 0.3 ? pick(topic) : word());
      let text = `第${numeral(article)}条　`;
      const length = 50 + random() * random() * 300;
      while (text.length < length) {
        const subject = random() < 0.4 ? pickFrequent(SUBJECTS) : spoken() + pickFrequent(OFFICES);
        const object = random() < 0.4 ? pickFrequent(OBJECTS) : spoken();
        text += `${subject}${pickFrequent(DUTIES)}${verb()}${spoken()}${spoken()}的${object}`;
        text += random() < 0.6 ? `，${verb()}${spoken()}${spoken()}` : `、${spoken()}和${spoken()}`;
        text += random() < 0.6 ? "。" : "；";
        if (random() < 0.12) text += pick(ENDS);
      }
      topics.push(topic);
      passages.push({
        id: `s${statute}#${article}`,
        title,
        section: `第${numeral(chapter + 1)}章 ${CHAPTERS[chapter] ?? ""}`,
        text,
        keywords: "",
        category: "law",
      });
    }
  }
  const asked = Array.from({ length: questions }, () => {
    const topic = pick(topics);
    return pick(ASKS)(`${word()}${topic[0]}${topic[1]}${random() < 0.5 ? topic[2] : ""}`);
  });
  // Strings built piece by piece are ropes, which the first reader flattens; whoever is measured first should not pay.
  return JSON.parse(JSON.stringify({ passages, questions: asked })) as Corpus;
}

/** An index by the law of Zipf and Mandelbrot: the chance of rank r falls with r + `shift`. */
function zipf(random: () => number, count: number, shift: number): number {
  return Math.min(count - 1, Math.floor(shift * ((count + shift) / shift) ** random() - shift));
}

/** The commonest words of two to four characters in jieba's dictionary. */
function dictionaryWords(count: number): string[] {
  const path = createRequire(import.meta.url).resolve("@node-rs/jieba/dict.txt");
  return readFileSync(path, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([word = ""]) => /^\p{Script=Han}{2,4}$/u.test(word))
    .map(([word = "", frequency = "0"]) => ({ word, frequency: Number(frequency) }))
    .sort((left, right) => right.frequency - left.frequency || (left.word < right.word ? -1 : 1))
    .slice(0, count)
    .map(({ word }) => word);
}

/** 1 to 199 in Chinese numerals. */
function numeral(value: number): string {
  const digits = "零一二三四五六七八九";
  const hundreds = value >= 100 ? "一百" : "";
  const rest = value % 100;
  const tens = Math.floor(rest / 10);
  const ones = rest % 10;
  if (rest === 0) return hundreds;
  const middle =
    tens === 0 ? (hundreds === "" ? "" : "零") : `${tens === 1 && hundreds === "" ? "" : digits[tens]}十`;
  return hundreds + middle + (ones === 0 ? "" : digits[ones]);
}
