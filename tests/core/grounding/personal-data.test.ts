import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBankCard, isIdentityNumber, maskPersonalData } from "../../../src/core/grounding/personal-data.ts";

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
    ["邮箱是a.b@example.com", "邮箱是〔邮箱〕"],
    ["车牌豫A12345停在门口", "车牌〔车牌〕停在门口"],
    ["举报人张三丰，反映的不实", "举报人〔姓名〕，反映的不实"],
    ["卡号6222 0000 0000 0000 004", "卡号〔卡号〕"],
  ])("%s becomes %s", (text, masked) => {
    expect(maskPersonalData(text).text).toBe(masked);
  });

  it.each([
    "举报人是谁不能打听",
    "被举报人的权利",
    "2026年11月23日第1234567890号文",
    "当事人和证人有哪些义务",
    "金额13800000元",
  ])("%s stays as it is", (text) => {
    expect(maskPersonalData(text)).toEqual({ text, found: [] });
  });

  it("does not take a number with a wrong check character for an identity number", () => {
    expect(isIdentityNumber("110105194912310021")).toBe(false);
    expect(isBankCard("6222000000000000005")).toBe(false);
  });

  it("can be undone from what was found", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "电话13800138000",
            "我叫王小明。",
            "a@b.cn ",
            "能容错吗？",
            identityNumber("11010519900307123"),
          ),
          { maxLength: 8 },
        ),
        (parts) => {
          const text = parts.join("，");
          const { text: masked, found } = maskPersonalData(text);
          let restored = masked;
          let from = 0;
          for (const { mark, original } of found) {
            const at = restored.indexOf(mark, from);
            restored = restored.slice(0, at) + original + restored.slice(at + mark.length);
            from = at + original.length;
          }
          expect(restored).toBe(text);
        },
      ),
    );
  });
});
