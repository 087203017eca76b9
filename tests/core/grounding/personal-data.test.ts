import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isBankCard,
  isIdentityNumber,
  maskPersonalData,
  restorePersonalData,
} from "../../../src/core/grounding/personal-data.ts";

/** An identity number with a right check character, made for the test. */
const identityNumber = (body: string): string => {
  const check = [..."0123456789X"].find((last) => isIdentityNumber(body + last));
  return body + (check ?? "");
};

describe("masking", () => {
  it.each([
    ["我的身份证是11010519491231002X，能查吗", "我的身份证是〔证件号〕，能查吗"],
    ["打我电话13800138000", "打我电话〔电话〕"],
    ["电话一三八零零一三八零零零", "电话〔电话〕"],
    ["电话 138 0013 8000 谢谢", "电话 〔电话〕 谢谢"],
    ["身份证110105 19491231 002X", "身份证〔证件号〕"],
    ["座机0571-87654321转3", "座机〔电话〕转3"],
    ["010 62345678", "〔电话〕"],
    ["邮箱是a.b@example.com", "邮箱是〔邮箱〕"],
    ["车牌豫A12345停在门口", "车牌〔车牌〕停在门口"],
    ["举报人张三丰，反映的不实", "举报人〔姓名〕，反映的不实"],
    ["卡号6222 0000 0000 0000 004", "卡号〔卡号〕"],
    ["银行卡号：6222021234567890123，请查", "银行卡号：〔卡号〕，请查"],
    ["账号是１２３４５６７８９０１２", "账号是〔卡号〕"],
    ["身份证一一零一零五一九四九一二三一零零二X", "身份证〔证件号〕"],
    ["电话壹叁捌零零壹叁捌零零零", "电话〔电话〕"],
    ["电话+86 138-0013-8000", "电话〔电话〕"],
    ["护照号E12345678", "护照号〔证件号〕"],
    ["微信号：wxid_123", "微信号：〔账号〕"],
    ["军官证：军字第2001988号", "军官证：〔证件号〕"],
    ["军官证号南字第1234567号", "军官证号〔证件号〕"],
    ["他的工号10234", "他的工号〔证件号〕"],
    ["工号是A1024", "工号是〔证件号〕"],
    ["他住在河南省郑州市金水区花园路12号院3号楼2单元501室。", "他住在〔住址〕。"],
    ["送到阳光花园3栋502", "送到〔住址〕"],
    ["柳河村三组修路", "〔住址〕修路"],
    ["家住金水路8号电话13800138000", "家住〔住址〕〔电话〕"],
    ["王局长、张副书记都同意", "〔姓名1〕局长、〔姓名2〕副书记都同意"],
    ["刘建军同志反对", "〔姓名〕同志反对"],
    ["证人张三、李四和王五都在场", "证人〔姓名1〕、〔姓名2〕和〔姓名3〕都在场"],
    ["副局长张伟说可以，后来张伟签了字", "副局长〔姓名〕说可以，后来〔姓名〕签了字"],
    ["老王说不用招标", "老〔姓名〕说不用招标"],
    ["任局长同意了，向方书记汇报过", "〔姓名1〕局长同意了，向〔姓名2〕书记汇报过"],
    ["证人买买提·艾力反映，古丽·艾山主任在场", "证人〔姓名1〕反映，〔姓名2〕主任在场"],
    ["赵总同意了，李局也没说什么", "〔姓名1〕总同意了，〔姓名2〕局也没说什么"],
    ["由李娜经办，跟王芳商量过", "由〔姓名1〕经办，跟〔姓名2〕商量过"],
    ["举报我的人是王明，是赵国庆提出来的", "举报我的人是〔姓名1〕，是〔姓名2〕提出来的"],
    ["欧阳建国主任没有表态", "〔姓名〕主任没有表态"],
  ])("%s becomes %s", (text, masked) => {
    expect(maskPersonalData(text).text).toBe(masked);
  });

  it.each([
    "举报人是谁不能打听",
    "被举报人的权利",
    "2026年11月23日第1234567890号文",
    "当事人和证人有哪些义务",
    "金额13800000元",
    "编号0571-1234567890",
    "2024-07-01至2025-06-30",
    "统一社会信用代码91110105MA01ABCD2X",
    "公安局长、教育局长、林业局长、审计局长和分管副县长",
    "习近平总书记强调三个区分开来",
    "项目经理和施工队长向书记汇报",
    "任何主任都不能，现任局长也不能",
    "负责人高度重视，责任人何去何从",
    "依据2024年一号文件，金水路3号标段",
    "我们村三组修路",
    "小金库",
    "本人明确反对，由石油公司负责，经周密研究",
    "黑龙江成果转化，对严重失职的处理，和平安宁",
    "党组原书记李某违规发放津补贴",
  ])("%s stays as it is", (text) => {
    expect(maskPersonalData(text)).toEqual({ text, found: [] });
  });

  it("does not take a number with a wrong check character for an identity number", () => {
    expect(isIdentityNumber("110105194912310021")).toBe(false);
    expect(isBankCard("6222000000000000005")).toBe(false);
  });

  it("can be undone from what was found, whatever stands around it", () => {
    const datum = fc.oneof(
      fc.constantFrom("电话13800138000", "我叫王小明。", "a@b.cn ", "豫A12345", "6222 0000 0000 0000 004"),
      fc
        .integer({ min: 10_000, max: 99_999 })
        .map((body) => identityNumber(`11010519900307${body}`.slice(0, 17))),
      // What a person may type that looks like a mark.
      fc.constantFrom("〔电话〕", "〔证件号〕", "〔姓名"),
    );
    const part = fc.oneof(
      datum,
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.string({ unit: "binary", maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join("，");
        const { text: masked, found } = maskPersonalData(text);
        expect(restorePersonalData(masked, found)).toBe(text);
        for (const { original, start, end } of found) expect(text.slice(start, end)).toBe(original);
      }),
    );
  });
});
