/** The monthly digest (月报) on the desk: the same document that the command line prints. */
import { monthBefore } from "../../core/listening/digest.ts";
import type { Digest } from "../../ports/listening.ts";
import { digestPrinted, monthInChinese, digestPageWords as words } from "../../text/digest.ts";
import type { Block, Cell } from "../../text/printed.ts";
import { type DeskView, deskPage } from "./desk-frame.ts";
import type { Child } from "./page/view-types.ts";
import { build, type Element } from "./page-frame.ts";
import { address, choice } from "./page-parts.ts";

/** As many months as are offered, this one first. */
const monthLimit = 6;

/** The months that can be chosen, the newest first. @param current this month, `YYYY-MM` */
export function digestMonths(current: string): readonly string[] {
  const months = [current];
  while (months.length < monthLimit) months.push(monthBefore(months.at(-1) ?? current));
  return months;
}

export function digestPage(view: DeskView, digest: Digest, months: readonly string[]): string {
  const { title, blocks } = digestPrinted(digest);
  return deskPage(
    view,
    title,
    "digest",
    choice(
      words.months,
      months.map((month) => ({
        label: monthInChinese(month),
        href: address("/admin/digest", { month }),
        chosen: month === digest.month,
      })),
    ),
    digest.month === months[0] ? build("p", { class: "fact" }, words.unfinished) : null,
    blocks.map(blockView),
  );
}

function blockView(block: Block): Child<Element> {
  if ("heading" in block) return build("h2", {}, block.heading);
  if ("label" in block) return build("h3", {}, block.label);
  if ("paragraph" in block) return build("p", {}, block.paragraph);
  if ("head" in block)
    return build(
      "table",
      {},
      build(
        "thead",
        {},
        build(
          "tr",
          {},
          block.head.map((cell) => build("th", { scope: "col" }, cell)),
        ),
      ),
      build(
        "tbody",
        {},
        block.rows.map((cells) => build("tr", {}, cells.map(cellView))),
      ),
    );
  throw new TypeError("the digest has a block the desk does not show");
}

const cellView = (cell: Cell): Element =>
  build(
    "td",
    {},
    (typeof cell === "string" ? [cell] : cell).map((line) =>
      build("div", {}, typeof line === "string" ? line : line.quote),
    ),
  );
