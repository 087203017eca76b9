import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forModel, peopleLimit, personalDataLimit } from "../../../src/core/grounding/model-text.ts";
import { restorePersonalData } from "../../../src/core/grounding/personal-data.ts";

const register = (people: readonly string[]): string => people.map((name) => `姓名：${name}`).join("\n");
const names = "王建国 李志强 张秀英 刘永生 陈立新 杨红星 赵德胜 黄守信 周怀仁 吴学军 徐春花".split(" ");

describe("the gate before the model", () => {
  it("lets a text through masked, with what leads back", () => {
    const text = "王局长让我找李某某，电话13800138000";
    const gate = forModel(text);
    expect(gate).toMatchObject({ ok: true, text: "〔姓名1〕局长让我找〔姓名2〕，电话〔电话〕" });
    expect(gate.ok && restorePersonalData(gate.text, gate.found)).toBe(text);
  });

  it("tells people apart, and knows one by the same name again", () => {
    const gate = forModel("王建国局长同意，李志强副局长反对，后来王建国签了字");
    expect(gate).toMatchObject({ text: "〔姓名1〕局长同意，〔姓名2〕副局长反对，后来〔姓名1〕签了字" });
  });

  it("keeps a text with a secrecy mark back", () => {
    expect(forModel("机密★10年\n会议内容如下")).toEqual({ ok: false, reason: "classified" });
  });

  it.each([
    ["密级：内部\n会议内容如下", "internal"],
    ["機密★10年", "classified"],
    ["机\u200b密★10年", "classified"],
  ])("keeps %j back", (text, reason) => {
    expect(forModel(text)).toEqual({ ok: false, reason });
  });

  it("masks what was typed, in whatever form, and leaves the rest as it was typed", () => {
    const text = "舉報人馮雅，電話１３８\u200b５１９８—７２４６，車牌蘇A12345";
    const gate = forModel(text);
    expect(gate).toMatchObject({ text: "舉報人〔姓名〕，電話〔电话〕，車牌〔车牌〕" });
    expect(gate.ok && restorePersonalData(gate.text, gate.found)).toBe(text);
  });

  it("keeps a list of people back", () => {
    expect(forModel(register(names.slice(0, peopleLimit))).ok).toBe(true);
    expect(forModel(register(names.slice(0, peopleLimit + 1)))).toEqual({
      ok: false,
      reason: "too-many-people",
    });
  });

  it("keeps a list of numbers back, typed or masked before", () => {
    const phones = (count: number): string =>
      Array.from({ length: count }, (_, at) => `1380013${8000 + at}`).join("\n");
    expect(forModel(phones(personalDataLimit)).ok).toBe(true);
    expect(forModel(phones(personalDataLimit + 1)).ok).toBe(false);
    expect(forModel("〔电话〕".repeat(personalDataLimit + 1)).ok).toBe(false);
  });

  it("masks nothing more in what it let through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (text) => {
        const once = forModel(text);
        if (!once.ok) return;
        expect(forModel(once.text)).toMatchObject({ ok: true, text: once.text });
      }),
    );
  });
});
