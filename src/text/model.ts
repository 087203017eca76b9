/** What is said about the language model. */

/** The models a program is run with. */
export interface ModelsUsed {
  /** Those that may write answers, the one asked first in front; empty: none. */
  readonly writing: readonly string[];
  /** 备案号; null: none was given. */
  readonly filing: string | null;
  /** That searches by meaning; null: none. */
  readonly embedding: string | null;
}

/** “甲”、“乙”, each once. */
export const modelNames = (names: readonly string[]): string =>
  [...new Set(names)].map((name) => `“${name}”`).join("、");

const filingWords = (filing: string | null): string =>
  filing === null ? "未填写备案号" : `备案号：${filing}`;

/** In `/about`. */
export function modelRemark({ writing, filing, embedding }: ModelsUsed): string {
  const names = modelNames(writing);
  const writes =
    names === ""
      ? "没有使用语言模型写答复。"
      : `部分答复由大模型${names}（${filingWords(filing)}）依据库里的条文写成，标明“AI 生成”，逐句核对过依据。`;
  const searches =
    embedding === null
      ? ""
      : `检索用到向量模型“${embedding}”${names === "" ? `（${filingWords(filing)}）` : ""}。`;
  const sent =
    names === "" && embedding === null ? "" : "送给模型的提问先遮盖个人信息；接着上一问说的，连同上一问。";
  return `${writes}${searches}${sent}预审的结论只由规则得出，不用模型。`;
}
