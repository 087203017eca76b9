/** The panel a source opens in, beside the chat. */
import { pageWords as words } from "../../text/page.ts";
import type { SourceModule } from "./page/view-types.ts";
import { browserModule, build, type Element, set } from "./page-frame.ts";

const { legendView } = await browserModule<SourceModule>("source-view.js");

/** Where a source opens: beside the conversation on a wide screen, over it on a phone. */
export const sourcePanel = (): Element =>
  build(
    "aside",
    { class: "sources", "aria-label": words.source },
    build(
      "div",
      { id: "source-idle", class: "source-idle" },
      build("h2", {}, words.source),
      legendView(build, words),
    ),
    build(
      "dialog",
      { id: "source", class: "sheet", "aria-labelledby": "source-title" },
      build(
        "div",
        { class: "sheet-head" },
        build("h2", { id: "source-title", tabindex: "-1" }, words.source),
        build("button", { type: "button", class: "quiet", id: "source-close" }, words.close),
      ),
      build("div", { id: "source-content" }),
      build(
        "div",
        { class: "sheet-foot" },
        build("button", { type: "button", class: "quiet", id: "source-back", hidden: set }, words.back),
        build("button", { type: "button", class: "quiet", id: "source-copy" }, words.copy),
        build("a", { class: "quiet", id: "source-open", href: "/" }, words.openPage),
        build("p", { role: "status", id: "source-status" }),
      ),
    ),
  );
