// @ts-check
/**
 * Draws the list of conversations, once for the server and the browser (see view-types.ts).
 *
 * @import { ConversationSummary } from "../../../ports/conversations.ts"
 * @import { PageWords } from "../../../text/page.ts"
 * @import { Build } from "./view-types.ts"
 */
import { fill } from "./phrases.js";

/**
 * @template Node
 * @param {Build<Node>} build
 * @param {PageWords} words
 * @param {readonly ConversationSummary[]} all
 * @param {string} current name of the conversation shown
 * @returns {Node}
 */
export function conversationList(build, words, all, current) {
  if (all.length === 0) return build("p", { class: "hint" }, words.noConversations);
  return build(
    "ul",
    { role: "list", class: "conversation-list" },
    all.map(({ conversation, title, turns }) => {
      const shown = title === "" ? words.untitled : title;
      return build(
        "li",
        {},
        build(
          "a",
          {
            href: `/c/${encodeURIComponent(conversation)}`,
            "aria-current": conversation === current ? "page" : null,
          },
          build("span", { class: "conversation-title" }, shown),
          build("span", { class: "fact" }, fill(words.conversationTurns, { count: turns })),
        ),
        build(
          "button",
          {
            type: "button",
            class: "quiet needs-script",
            "data-remove": conversation,
            "data-title": shown,
            "aria-label": fill(words.removeConversation, { title: shown }),
          },
          words.remove,
        ),
      );
    }),
  );
}
