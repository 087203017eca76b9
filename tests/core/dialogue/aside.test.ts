import { expect, it } from "vitest";
import { isAside, isDistress } from "../../../src/core/dialogue/aside.ts";

it.each([
  "什么是三个区分开来",
  "要不要写单位名字",
  "问责条例第十七条",
  "这样算容错吗",
  "谢谢",
  "压力很大，睡不着",
  "我不想活了",
])("leaves to the assistant what is meant for it: %s", (text) => expect(isAside(text)).toBe(true));

it.each([
  "随便吧",
  "补充一下，当时县长也在场",
  "当时先跟主任汇报过，主任说先干起来再说，后来问过几次怎么补手续，都说不急，一直拖到审计来了才去补，补的时候发现有两份材料已经找不到了，只好写了情况说明",
])("leaves to nobody what tells of one's own matter: %s", (text) => expect(isAside(text)).toBe(false));

it("tells a cry for help from everything else", () => {
  expect([isDistress("我不想活了"), isDistress("压力很大")]).toEqual([true, false]);
});
