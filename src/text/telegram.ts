/** What is said on Telegram alone. */
import type { CommandName } from "../core/dialogue/commands.ts";

/** Commands as the app lists them; those of administrators are not listed. */
export const commandDescriptions: Readonly<Record<Exclude<CommandName, "approve">, string>> = {
  ask: "提问政策问题",
  precheck: "预审：对照六看自查",
  learn: "学习：做题、辨误区、推案例",
  cases: "查公开案例",
  help: "怎么用",
  about: "关于本助手",
  mydata: "查看、导出我的数据",
  forget: "删除我的数据",
  complain: "投诉建议",
  stop: "停止回答",
  new: "开始新的对话",
};

export const telegramWords = {
  /** On a press that was not offered here. */
  staleButton: "这个按钮已失效，没有作任何改动。",
  private: "涉及个人的事项请到和我的私聊里办理；群里只回答政策问题。",
  privateAnswer: "这部分内容只和您本人有关，请到和我的私聊里查看。",
  edited: "改过的消息不会重新处理。要改问题，请重新发一条。",
  forwarded: "转发的消息不处理。请用自己的话写出要问的政策问题。",
} as const;

/**
 * While a model is at work. They may be seen for half a minute after it has ended, whatever came of it, and stay true then.
 */
export const workWords = {
  wording: "大模型写好、逐句核对无误的答复会替换上面这一条；没有替换的，以上面这一条为准。",
  story: "您写的经过交给大模型对照各题；它找到的只是待您逐项确认的答案，不会自动填入。",
} as const;

/** On the button that copies a source. */
export const copyLabel = (n: number): string => `复制出处〔${n}〕`;

/** In `/about`, where Telegram is served. */
export const telegramRemark =
  "在Telegram里使用时，消息经过境外服务器传输和保存，中国大陆网络一般无法直接使用；请不要发送国家秘密、工作秘密和不宜出境的个人信息。涉及个人的答复和文件会限制转发和保存，但不能防止截屏。";
