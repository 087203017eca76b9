import { describe, expect, it } from "vitest";
import { readingTime, storyScope, interviewWords as words } from "../../src/text/interview.ts";
import { precheckPageWords as page } from "../../src/text/precheck-page.ts";
import { versionName } from "../../src/text/zh.ts";

describe("the words of a story", () => {
  it("tell the same time and the same scope in the chat and on the page", () => {
    for (const text of [words.storyReading, page.storyReading, page.storyHelp])
      expect(text).toContain(readingTime);
    for (const text of [words.storyText, page.storyHelp]) expect(text).toContain(storyScope);
    expect(page.storyHelp).not.toMatch(/秒/u);
  });

  it("name fact, value and the words it rests on for each item that is to be confirmed", () => {
    const proposal = {
      label: "手续",
      answerLabel: "当时没有办，事后已如实补办",
      words: "手续事后补办",
      together: true,
    };
    const shown = words.proposalsText("decision", [proposal], 0);
    for (const part of [proposal.label, proposal.answerLabel, proposal.words]) expect(shown).toContain(part);
    expect(words.confirm(proposal)).toBe("确认：手续——当时没有办，事后已如实补办");
    expect(words.confirmed([proposal])).toContain("手续——当时没有办，事后已如实补办");
  });
});

it("names a version of the rules by its day as people write it, and any other as it is", () => {
  expect([versionName("2025-06-01"), versionName("v2")]).toEqual(["2025年6月1日版", "v2版"]);
  expect(words.newer("2025-06-01", false)).toContain("2025年6月1日版");
});

it("says of all questions that bear on no rule in one line why they are asked, and of each other in its own", () => {
  const rule = { title: "明知故犯", basis: ["《条例》第七条"] };
  const lines = words.whyTexts([
    { label: "甲", why: [] },
    { label: "乙", why: [rule] },
    { label: "丙", why: [] },
  ]);
  expect(lines).toEqual([
    "乙：关系到“明知故犯”（《条例》第七条）。",
    "甲、丙：用于把六看填完整，不影响现在的结论。",
  ]);
});
