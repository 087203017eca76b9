import { describe, expect, it } from "vitest";
import { isCompulsion } from "../../../src/core/grounding/compulsion.ts";

describe("a text that makes learning a duty", () => {
  it.each([
    "不参加学习的要通报，年终考核扣分。",
    "本月学习打卡几天？",
    "未按时完成答题的，在全局点名批评。",
    "没有参加本次活动的取消评优资格。",
    "没打卡的同志要写检讨。",
    "全体干部必须完成本周答题。",
    "请各单位务必于月底前参加全部学习。",
    "人人都要订阅推送，不得缺席。",
    "本活动按单位公布学习排名。",
    "学习积分排行榜每周更新。",
    "每人学习时长不少于10小时。",
    "您这个月学习了几天？",
    "答题情况计入年度考核。",
    "参加活动的情况同绩效挂钩。",
    "逾期不参加培训的，约谈。",
  ])("is known by its words: %s", (text) => {
    expect(isCompulsion(text)).toBe(true);
  });

  it.each([
    // What is said not to be.
    "学习自愿，没有打卡、积分、排名，不计时长。",
    "参不参加活动都可以，不影响考核，也不通报。",
    "学习情况不计入考核。",
    "不搞学习排名，不统计答题次数。",
    "有的地方搞学习打卡、积分排名，这正是要整治的形式主义。",
    // Policy, which is about conduct and not about learning.
    "对失职失责的党组织，可以通报。",
    "第八条对党组织的问责方式有「检查」「通报」「改组」。",
    "条例写明：「不参加学习的，给予通报」。",
    "免予问责的，年度考核怎么定等次？",
    "不履行职责造成损失的，应当问责。",
    "受到处分的，影响期里能不能评优？",
    "必须符合三个区分开来的要求，才谈得上容错。",
    "决策必须经过调查研究。",
    // What a campaign says of itself.
    "欢迎参加本月的学习活动。",
    "这道题答错的人最多，一起看看依据。",
    "学习三个区分开来，从十个公开案例说起。",
    "您愿意参加哪一种学习活动？",
    "容错纠错政策学习月",
  ])("is not seen in %s", (text) => {
    expect(isCompulsion(text)).toBe(false);
  });
});
