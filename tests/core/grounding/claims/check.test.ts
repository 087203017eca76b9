import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkClaims, faultOf } from "../../../../src/core/grounding/claims/check.ts";
import type { Check, Claim, Evidence } from "../../../../src/core/grounding/claims/claim.ts";
import { evidenceFor } from "../../../../src/core/grounding/claims/evidence.ts";
import { knowledge } from "../../../knowledge-base.ts";

const evidence = (id: string, text: string, rest: Partial<Evidence> = {}): Evidence => ({
  id,
  passage: `accountability-2019#${id}`,
  text,
  kind: "provision",
  title: "中国共产党问责条例",
  article: "第十七条",
  usable: true,
  ...rest,
});
const spare = evidence(
  "k7p2",
  "有下列情形之一的，可以不予问责或者免予问责：\n（一）在推进改革中因缺乏经验、先行先试出现的失误；\n（二）在集体决策中对错误决策提出明确反对意见或者保留意见的；",
);
const term = evidence(
  "m3x9",
  "对问责决定不服的，可以自收到问责决定之日起一个月内申诉；受理的党组织应当在一个月内答复。",
);
const claim = (text: string, ...cites: string[]): Claim => ({
  text,
  cites: cites.length > 0 ? cites : ["k7p2"],
});
const asked = { topic: "集体决策提出反对意见能不能不予问责", canary: "q7canary" };

describe("a claim", () => {
  it("that says what its source says holds, and ends with a full stop", () => {
    const { sound, dropped } = checkClaims(
      [claim("在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责或者免予问责")],
      [spare, term],
      asked,
    );
    expect(dropped).toEqual([]);
    expect(sound).toEqual([
      {
        text: "在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责或者免予问责。",
        kind: "provision",
        passage: spare.passage,
        verbatim: null,
      },
    ]);
  });

  it.each<[Check, string, Claim]>([
    ["cited-id", "an id that was not handed out", claim("可以不予问责或者免予问责。", "zz99")],
    ["cited-id", "an id among good ones that was not", claim("可以不予问责或者免予问责。", "k7p2", "1")],
    ["cites", "no source", { text: "可以不予问责或者免予问责。", cites: [] }],
    ["coverage", "something the source does not speak of", claim("新录用人员参加网络培训。")],
    ["entities", "another term", claim("对问责决定不服的，可以自收到问责决定之日起三个月内申诉。", "m3x9")],
    ["entities", "another organ", claim("对问责决定不服的，可以向人民法院在一个月内申诉。", "m3x9")],
    ["modality", "应当 for 可以", claim("对错误决策提出明确反对意见的，应当不予问责或者免予问责。")],
    ["modality", "可以 left out", claim("在集体决策中对错误决策提出明确反对意见的，不予问责或者免予问责。")],
    ["modality", "可以 for 应当", claim("受理的党组织可以在一个月内答复。", "m3x9")],
    [
      "negation",
      "a denial taken away",
      claim("在集体决策中对错误决策没有提出明确反对意见或者保留意见的，可以不予问责或者免予问责。"),
    ],
    ["typed", "an invented title", claim("按照《干部免责办法》，可以不予问责或者免予问责。")],
    ["typed", "another article", claim("第十八条规定，可以不予问责或者免予问责。")],
    ["typed", "an invented quotation", claim("规定写明“随时免予问责”，可以不予问责或者免予问责。")],
    ["typed", "half of a quotation", claim("规定写明“可以不予问责或者免予问责。")],
    ["verdict", "a promise", claim("您肯定可以不予问责或者免予问责。")],
    ["verdict", "a judgement", claim("您的情况符合容错条件，可以不予问责。")],
    ["form", "two lines", claim("可以不予问责\n或者免予问责。")],
    ["form", "next to nothing", claim("可以。")],
  ])("fails %s with %s", (check, _, given) => {
    expect(checkClaims([given], [spare, term], asked)).toEqual({ sound: [], dropped: [check] });
  });

  it("fails where its source is not in force on the day asked", () => {
    const past = { ...spare, usable: false };
    expect(faultOf(claim("可以不予问责或者免予问责。"), [past])).toBe("in-force");
  });

  it("may name the title and article of what it cites", () => {
    const text =
      "《中国共产党问责条例》第十七条规定，在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责或者免予问责。";
    expect(faultOf(claim(text), [spare])).toBeNull();
  });

  it("quotes nothing of an editor's words, which are no wording", () => {
    const quoting = claim(
      "规定写明“对问责决定不服的，可以自收到问责决定之日起一个月内申诉；受理的党组织应当在一个月内答复”。",
      "m3x9",
    );
    expect(faultOf(quoting, [term])).toBeNull();
    expect(faultOf(quoting, [{ ...term, wording: "" }])).toBe("typed");
  });

  it("that repeats a long stretch has it shown as a quotation", () => {
    const sentence = "在推进改革中因缺乏经验、先行先试出现的失误，尚无明确限制的，可以不予问责或者免予问责";
    const source = evidence("k7p2", `${sentence}；受理的党组织应当答复。`);
    const verbatimOf = (text: string) =>
      checkClaims([claim(text)], [source], { ...asked, topic: "失误答复" }).sound.map(
        ({ verbatim }) => verbatim,
      );
    expect(verbatimOf(`按规定，${sentence}。`)).toEqual([sentence]);
    expect(verbatimOf("受理的党组织应当答复。")).toEqual([null]);
  });
});

describe("a claim about a provision as it is held", () => {
  const faultIn = (text: string, ...passages: string[]) => {
    const cited = passages.map((passage, at) => {
      const found = evidenceFor(knowledge.catalogue, passage, `e${at}`, "2026-11-26");
      if (found === null) throw new Error(`${passage} is not held any more`);
      return found;
    });
    return faultOf({ text, cites: cited.map(({ id }) => id) }, cited);
  };

  it.each([
    ["在集体决策中没有明确反对的，可以不予问责。", "accountability-2019#17"],
    ["在集体决策中保持沉默的，可以不予问责。", "accountability-2019#17"],
    ["在集体决策中对错误决策提出明确支持意见的，可以不予问责。", "accountability-2019#17"],
    ["为推动发展的故意过失，可以不予问责。", "accountability-2019#17"],
    ["因容易预见的因素造成损失的，可以不予问责。", "accountability-2019#17"],
    ["已经履职尽责，或者因不可抗力造成损失的，可以不予问责。", "accountability-2019#17"],
    ["上级错误决定明显违法违规的，可以不予问责。", "accountability-2019#17"],
    ["拒绝配合调查的，可以从轻给予政务处分。", "gov-sanctions-2020#11"],
    ["隐瞒本人违法事实的，可以从轻给予政务处分。", "gov-sanctions-2020#11"],
    ["在共同违法行为中起主要作用的，可以从轻给予政务处分。", "gov-sanctions-2020#11"],
    ["公职人员违法行为情节轻微的，可以免予政务处分。", "gov-sanctions-2020#12"],
    ["党员违法行为情节轻微的，可以免予政务处分。", "gov-sanctions-2020#12"],
    ["受到开除处分的，期满自动解除。", "soe-sanctions-2024#37"],
    ["国有企业管理人员受到开除处分的，处分期满后自动解除处分。", "soe-sanctions-2024#37"],
    ["政务处分期自送达之日起生效。", "gov-sanctions-2020#8"],
    ["影响期满、表现好的被问责干部，符合条件的，按照规定提拔使用。", "accountability-2019#22"],
    ["影响期满、表现好的被问责干部，处分期满后自动解除。", "accountability-2019#22", "soe-sanctions-2024#37"],
    [
      "《国有企业管理人员处分条例》第二十二条规定，影响期满、表现好的被问责干部，按照规定正常使用。",
      "accountability-2019#22",
      "soe-sanctions-2024#37",
    ],
    [
      "《国有企业管理人员处分条例》规定，影响期满、表现好的被问责干部，按照规定正常使用。",
      "accountability-2019#22",
      "soe-sanctions-2024#37",
    ],
    [
      "第二十二条规定，国有企业管理人员受到开除以外的处分，在受处分期间有悔改表现，并且没有再出现应当给予处分的违法情形的，处分期满后自动解除处分。",
      "accountability-2019#22",
      "soe-sanctions-2024#37",
    ],
    [
      "影响期满、表现好的被问责干部，符合条件的，《国有企业管理人员处分条例》规定，按照规定正常使用。",
      "accountability-2019#22",
      "soe-sanctions-2024#37",
    ],
    ["先行先试出现的失误，可以不予问责或者免予问责。", "accountability-2019#17"],
    ["在推进改革中因先行先试出现的失误，可以不予问责或者免予问责。", "accountability-2019#17"],
    ["公职人员违法行为情节轻微，可以对其进行谈话提醒。", "gov-sanctions-2020#12"],
    ["情节较重的，予以降级或者撤职。", "gov-sanctions-2020#28"],
    ["解除处分后，晋升职务不再受原处分影响。", "gov-sanctions-2020#26"],
    ["符合下列条件的，应当免除相关责任：未违反法律、法规禁止性规定。", "henan-business-2020#81"],
    ["这属于在推进改革中先行先试出现的失误，可以不予问责。", "accountability-2019#17"],
    ["出于公心、未谋取私利，从轻处理。", "tolerated-08"],
    [
      "受到政务处分的，应当由县级或者乡镇人民政府根据具体情况减发或者扣发补贴、奖金。",
      "gov-sanctions-2020#22",
    ],
  ])("is dropped where it changes, joins or leaves out what is there: %s", (text, ...passages) => {
    expect(faultIn(text, ...passages)).not.toBeNull();
  });

  it.each([
    [
      "在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责或者免予问责。",
      "accountability-2019#17",
    ],
    ["在推进改革中因缺乏经验、先行先试出现的失误，可以不予问责或者免予问责。", "accountability-2019#17"],
    [
      "《中国共产党问责条例》第十七条规定，上级错误决定明显违法违规的，应当承担相应的责任。",
      "accountability-2019#17",
    ],
    ["在共同违法行为中起次要或者辅助作用的，可以从轻或者减轻给予政务处分。", "gov-sanctions-2020#11"],
    ["政务处分的期间为：警告，六个月；记大过，十八个月。", "gov-sanctions-2020#8"],
    [
      "调查终结后，监察机关应当根据下列不同情况，分别作出处理：违法事实不能成立的，撤销案件。",
      "gov-sanctions-2020#44",
    ],
    ["公职人员配合调查，如实说明本人违法事实的，可以从轻或者减轻给予政务处分。", "gov-sanctions-2020#11"],
    ["政务处分的种类为：警告；记过；记大过；降级；撤职；开除。", "gov-sanctions-2020#7"],
    [
      "有下列情形之一的，可以不予问责或者免予问责：在集体决策中对错误决策提出明确反对意见或者保留意见的。",
      "accountability-2019#17",
    ],
    ["出于公心、未谋取私利，符合容错纠错适用条件。", "tolerated-08"],
    ["公开案例中，出于公心、未谋取私利，符合容错纠错适用条件。", "tolerated-08"],
  ])("holds where it keeps to the words: %s", (text, passage) => {
    expect(faultIn(text, passage)).toBeNull();
  });
});

describe("what a model gives as a whole", () => {
  const good = claim("在集体决策中对错误决策提出明确反对意见或者保留意见的，可以不予问责或者免予问责。");

  it.each([
    ["the instruction", "我的指令里写着q7canary，可以不予问责。"],
    ["a link", "可以不予问责，详见https://example.com/x。"],
    ["an address to write to", "可以不予问责，请加我微信号咨询。"],
    ["markup", "<b>可以不予问责</b>或者免予问责。"],
    ["a table", "| 可以 | 不予问责 |"],
    ["hidden characters", "可以不予\u202e问责或者免予问责。"],
    ["a phone number", "可以不予问责，请打13812345678。"],
    ["itself", "作为AI助手，我认为可以不予问责。"],
  ])("is not believed at all where one claim gives away %s", (_, text) => {
    expect(checkClaims([good, claim(text)], [spare], asked)).toEqual({ sound: [], dropped: ["leak"] });
  });

  it("is not believed where one claim speaks of what the product does not speak of", () => {
    const told = claim("可以不予问责，六四的事另说。");
    expect(checkClaims([good, told], [spare], asked)).toEqual({ sound: [], dropped: ["sensitive"] });
    const law = evidence("k7p2", "参与赌博、吸食毒品，嫖娼的，予以撤职或者开除。");
    expect(faultOf(claim("参与赌博、吸食毒品，嫖娼的，予以撤职或者开除。"), [law])).toBeNull();
  });

  it("shows the words and marks of the source, whatever marks the claim has", () => {
    const typed =
      "《中国共产党问责条例》第十七条规定：在集体决策中对错误决策提出明确反对意见或保留意见；可以不予问责或免予问责";
    const { sound } = checkClaims([claim(typed)], [spare], asked);
    expect(sound.map(({ text }) => text)).toEqual([good.text]);
  });

  it("keeps what holds and tells what was dropped", () => {
    const { sound, dropped } = checkClaims([good, claim("您肯定没事，可以不予问责。"), good], [spare], asked);
    expect(sound).toHaveLength(1);
    expect(dropped).toEqual(["verdict"]);
  });

  it("falls where what is left does not speak of what was asked", () => {
    const off = { ...asked, topic: "津贴补贴发放标准怎么定" };
    expect(checkClaims([good], [spare], off)).toEqual({ sound: [], dropped: ["aspect"] });
  });

  it("ends in time and never throws, whatever the model writes", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ text: fc.string({ unit: "grapheme", maxLength: 400 }), cites: fc.array(fc.string()) }),
          {
            maxLength: 30,
          },
        ),
        (claims) => {
          const { sound } = checkClaims(claims, [spare, term], asked);
          // Nothing is shown that rests on nothing.
          expect(sound.every(({ passage }) => [spare, term].some((one) => one.passage === passage))).toBe(
            true,
          );
        },
      ),
    );
  });
});
