import { describe, expect, it } from "vitest";
import { oppositeFault } from "../../../../src/core/grounding/claims/opposites.ts";

describe("what says the opposite without a word of negation", () => {
  it.each([
    ["在共同违法中起主要作用的，可以从轻", "在共同违法中起次要或者辅助作用的，可以从轻"],
    ["违法行为情节严重的，不予处分", "违法行为情节轻微的，不予处分"],
    ["作出处分决定之后，应当告知", "作出处分决定前，应当告知"],
    ["职级晋升仍然受处分影响", "职级晋升不再受处分影响"],
    ["检举他人，不论是否属实，可以从轻", "检举他人，经查证属实的，可以从轻"],
    ["期满自动解除，不需要悔改表现", "有悔改表现的，期满自动解除"],
    ["执行的后果由公务员负责", "执行的后果由上级负责"],
    ["向下级监察机关申请复核", "向上级监察机关申请复核"],
  ])("is found: %s", (text, source) => {
    expect(oppositeFault(text, source)).not.toBeNull();
    expect(oppositeFault(source, source)).toBeNull();
  });

  it.each([
    ["作出决定之后，应当告知", "作出决定前应当听取意见。作出决定后，应当告知"],
    ["起主要作用的从重", "起次要作用的从轻；起主要作用的从重"],
    ["执行的后果由上级负责", "上级要求立即执行的，执行的后果由上级负责"],
    ["后果由上级机关负责", "后果由上级负责"],
  ])("is none where the source has the word too: %s", (text, source) => {
    expect(oppositeFault(text, source)).toBeNull();
  });
});
