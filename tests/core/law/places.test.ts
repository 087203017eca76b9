import { describe, expect, it } from "vitest";
import { decidingPlace, isOwn, placesIn, shortPlaceName } from "../../../src/core/law/places.ts";

const held = ["河南省", "浙江省温州市龙湾区", "广东省广州市知识城", "云南省大理州"];
const names = (text: string) => placesIn(text, held).map(({ name, jurisdictions }) => [name, jurisdictions]);

describe("places in a question", () => {
  it.each([
    ["河南营商环境", [["河南", ["河南省"]]]],
    ["龙湾的五容", [["龙湾", ["浙江省温州市龙湾区"]]]],
    ["我在大理州工作", [["大理", ["云南省大理州"]]]],
    ["武汉有没有办法", [["武汉", []]]],
    ["文山会海怎么治，长治久安", []],
    ["情形太原则，对不上怎么办", []],
    ["太原的办法", [["太原", []]]],
  ])("%s", (text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  it("knows the province around a prefecture and the city around a district, whose rules bind there too", () => {
    expect(names("洛阳的规定")).toEqual([["洛阳", ["河南省"]]]);
    expect(
      placesIn("龙湾区", [...held, "浙江省", "浙江省温州市"]).find(({ name }) => name === "龙湾"),
    ).toEqual({ name: "龙湾", jurisdictions: ["浙江省温州市龙湾区", "浙江省", "浙江省温州市"] });
  });

  it("tells a place's own rules from those of the wider place around it", () => {
    expect(isOwn("洛阳", "河南省")).toBe(false);
    expect(isOwn("温州", "浙江省温州市龙湾区")).toBe(true);
  });

  it("keeps a city's name whole where it holds 州 before 市", () => {
    expect(names("广州知识城").map(([name]) => name)).toEqual(["广州", "知识城"]);
  });

  it("lets the place that something is held for decide", () => {
    expect(decidingPlace(placesIn("新疆和河南", held))?.name).toBe("河南");
    expect(decidingPlace(placesIn("新疆", held))?.name).toBe("新疆");
  });

  it("takes the kind of place off its name", () => {
    expect(["广西壮族自治区", "大理白族自治州", "滨海新区"].map(shortPlaceName)).toEqual([
      "广西",
      "大理",
      "滨海",
    ]);
  });
});
