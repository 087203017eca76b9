import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/core/listening/digest.ts";
import { digestHtml, digestMarkdown, wordingWords } from "../../src/text/digest.ts";

const digest: Digest = {
  month: "2026-11",
  isEmpty: false,
  questions: 120,
  ends: { rows: [{ id: "no_evidence", title: "no_evidence", count: 12 }], rest: { count: 14 } },
  topics: {
    rows: [{ id: "who-decides", title: "容错由谁决定", count: 33, before: 31 }],
    rest: { count: null },
  },
  documents: [{ id: "问责条例", title: "问责条例", atLeast: 40 }],
  provisions: [{ id: "a#17", title: "《问责条例》第十七条", atLeast: 20 }],
  misconceptions: {
    rows: [
      {
        id: "leader-signed",
        title: "领导签了字就没事",
        count: 12,
        before: null,
        corrects: ["《问责条例》第十七条"],
      },
    ],
    more: true,
  },
  unanswered: {
    rows: [
      {
        id: "G-7K3MQ9TD",
        state: "assigned",
        owner: "李编辑",
        due: "2026-12-01",
        wording: { from: "editor", text: "驻村<b>补助</b>|表格" },
        atLeast: 10,
      },
    ],
    more: true,
  },
  reported: { rows: [], more: false },
  complaints: { received: 4, waiting: 1 },
};

describe("the digest in words", () => {
  it("says what is told, and that there is more", () => {
    const text = digestMarkdown(digest);
    expect(text).toMatch(/^# 2026年11月问答月报\n/);
    for (const shown of [
      "本月共提问120次",
      "| 容错由谁决定 | 33 | 31 |",
      "另有若干话题，提问不足10人、列出后能推算出不足10人，或者排在20名以后，不单独列出。",
      "| 没有找到依据 | 12 |",
      "另有若干结果，提问不足10人、列出后能推算出不足10人，或者排在20名以后，不单独列出，共14次。",
      "| 问责条例 | 40次以上 |",
      "| 《问责条例》第十七条 | 20次以上 |",
      "已分派<br>负责人：李编辑<br>期限：2026年12月1日",
      "另有若干问题，提到的不足10人或者排在20名以后，不单独列出，都在待补充清单里。",
      "没有10人以上问到的内容。",
      "本月收到4件，目前等待答复1件",
      "| 领导签了字就没事 | 12 | 不列 | 《问责条例》第十七条 |",
      "另有若干误区",
    ])
      expect(text).toContain(shown);
    expect(digestMarkdown({ ...digest, questions: null })).toContain("不足10人，不列总数");
  });

  it("says of words that nobody has decided on that they are only near", () => {
    expect(wordingWords({ from: "nearest", text: "容错由谁决定" })).toBe(
      "还没有定话题；知识库里最接近的是：容错由谁决定",
    );
    expect(wordingWords({ from: "asked", text: "驻村补助" })).toBe("驻村补助");
    expect(wordingWords(null)).toContain("还没有定话题");
  });

  it("reads nothing that people wrote as markup", () => {
    expect(digestMarkdown(digest)).toContain("驻村\\<b\\>补助\\</b\\>\\|表格");
    expect(digestHtml(digest)).toContain("驻村&lt;b&gt;补助&lt;/b&gt;|表格");
  });
});
