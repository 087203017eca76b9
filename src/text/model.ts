/** What is said about the language model. */

/** In `/about`, where a model is used. @param filing 备案号; null: none was given */
export const modelRemark = (model: string, filing: string | null): string =>
  `部分答复由大模型“${model}”（${filing === null ? "未填写备案号" : `备案号：${filing}`}）依据库里的条文写成，标明“AI 生成”，逐句核对过依据；送给模型的提问先遮盖个人信息。预审的结论只由规则得出，不用模型。`;
