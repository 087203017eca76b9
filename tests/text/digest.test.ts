import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/core/listening/digest.ts";
import { digestHtml, digestMarkdown } from "../../src/text/digest.ts";

const digest: Digest = {
  month: "2026-11",
  questions: 120,
  ends: [{ id: "no_evidence", title: "no_evidence", count: 12, before: null }],
  documents: [{ id: "问责条例", title: "问责条例", count: 40, before: 31 }],
  provisions: [{ id: "a#17", title: "《问责条例》第十七条", count: 22, before: null }],
  misconceptions: [],
  gaps: [
    {
      id: "G-7K3MQ9TD",
      state: "assigned",
      text: "驻村<b>补助</b>|表格",
      count: 3,
      kinds: { unanswered: 2, quiz: 1 },
    },
  ],
  complaints: { received: 4, waiting: 1 },
};

describe("the digest in words", () => {
  it("says what is told, and that few are not", () => {
    const text = digestMarkdown(digest);
    expect(text).toMatch(/^# 2026年11月问答月报\n/);
    for (const shown of [
      "本月共提问120次",
      "| 没有找到依据 | 12 |",
      "| 问责条例 | 40 | 31 |",
      "| 《问责条例》第十七条 | 22 | 不列 |",
      "已分派",
      "没有答上2、学习题有误1",
      "本月收到4件，目前等待答复1件",
      "没有10人以上问到的",
    ])
      expect(text).toContain(shown);
    expect(digestMarkdown({ ...digest, questions: null })).toContain("不足10人，不列总数");
  });

  it("reads nothing that people wrote as markup", () => {
    expect(digestMarkdown(digest)).toContain("驻村\\<b\\>补助\\</b\\>\\|表格");
    expect(digestHtml(digest)).toContain("驻村&lt;b&gt;补助&lt;/b&gt;|表格");
  });
});
