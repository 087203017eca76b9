import { expect, it } from "vitest";
import { bearsSecrecyMark } from "../../../src/core/grounding/secrecy.ts";

it.each([
  "机密★3年\n关于某案的报告",
  "秘密★长期",
  "绝 密 ★ 30年",
  "文件标注：秘密★5年，内容如下",
  "份号：000012\n密级：秘密\n正文",
  "绝密\n关于某事的通知",
  "【机密】\n会议纪要",
  "机密 特急\n通知",
  "这份文件密级是秘密，保密期限五年，全文如下",
  "以下是涉密文件（机密），请归纳",
])("%j bears a mark", (text) => {
  expect(bearsSecrecyMark(text)).toBe(true);
});

it.each([
  "泄露国家机密怎么处分",
  "机密",
  "什么是秘密级文件",
  "这份文件是不是机密，能不能在这里问",
  "工作秘密泄露了\n能容错吗",
  "份号是什么意思",
])("%j bears none", (text) => {
  expect(bearsSecrecyMark(text)).toBe(false);
});
