/**
 * The pages of the chat, complete without script.
 *
 *   GET /            the conversation of this device if it is recent, else a new one; `q` and `asOf` fill the field
 *   GET /new         a new conversation; it is stored with its first message
 *   GET /c/:name     a conversation with its history
 *   POST /ask        the form: waits a little for the answer, then leads to it
 */
import { createHash } from "node:crypto";
import { Hono } from "hono";
import type { Address } from "../../ports/channel.ts";
import type { ConversationSummary, TurnView } from "../../ports/conversations.ts";
import { type HttpErrorCode, httpErrors } from "../../text/page.ts";
import { readForm } from "./body.ts";
import { type ChatView, chatPage } from "./chat-page.ts";
import { refusalWords, statusOf } from "./errors.ts";
import { turnsAfter } from "./history.ts";
import { askForm, conversationQuery, dayField, name, pageQuery } from "./schemas.ts";
import type { Site } from "./site.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

/** A conversation this old is not gone on with by itself. */
const recentMilliseconds = 12 * 3_600_000;

/** As many of the newest turns as a page shows at first. */
const turnsShown = 20;

/** As many conversations as the menu lists. */
const conversationsListed = 30;

/** How often a page without script looks for an answer by itself. */
const triesLimit = 30;

/** How long something more may come of a turn: longer than a model is given. */
const moreMilliseconds = 3 * 60_000;

type Draft = ChatView["draft"];

const noDraft: Draft = { text: "", asOf: null };

export function createChatRoutes(site: Site): Hono<WebEnvironment> {
  const { assistant, conversations, channel, identity, frame, clock, newName } = site;

  /** Draws a conversation for its person. */
  const drawn = async (
    context: WebContext,
    conversation: string,
    more: Partial<Pick<ChatView, "draft" | "failure" | "awaiting">> & {
      readonly listed?: readonly ConversationSummary[];
      readonly turns?: readonly TurnView[];
      readonly all?: boolean;
    } = {},
  ): Promise<string> => {
    const { person } = context.get("device");
    const address: Address = { person, conversation };
    const turns = more.turns ?? (await turnsAfter(conversations, address, 0));
    const shown = more.all ? turns : turns.slice(-turnsShown);
    const listed = more.listed ?? (await conversations.list(person));
    const messages = channel.untoldMessages(address);
    return chatPage(frame, {
      firstQuestions: assistant.firstQuestions(),
      conversation,
      turns: shown,
      earlier: shown.length < turns.length,
      messages,
      seen: channel.sequence(),
      conversations: listed.slice(0, conversationsListed),
      forgetWords: site.forgetWords,
      form: { event: newName(), token: identity.formToken(person) },
      draft: more.draft ?? noDraft,
      failure: more.failure ?? null,
      // A message without a turn is an answer, too.
      awaiting: messages.length > 0 ? null : (more.awaiting ?? null),
      more: mayGrow(turns.at(-1)),
    });
  };

  /** One that waited so long stays as it is. */
  const mayGrow = (last: TurnView | undefined): boolean =>
    last?.more === true && clock() - last.at < moreMilliseconds;

  const routes = new Hono<WebEnvironment>();

  routes.get("/", async (context) => {
    const query = pageQuery.safeParse(context.req.query());
    if (!query.success) return site.problem(context, "day");
    const listed = await conversations.list(context.get("device").person);
    const [latest] = listed;
    if (latest !== undefined && latest.lastAt > clock() - recentMilliseconds)
      return context.redirect(`/c/${latest.conversation}${new URL(context.req.url).search}`, 303);
    return context.html(await drawn(context, newName(), { listed, turns: [], draft: draftOf(query.data) }));
  });

  routes.get("/new", async (context) => {
    const query = pageQuery.safeParse(context.req.query());
    if (!query.success) return site.problem(context, "day");
    return context.html(await drawn(context, newName(), { turns: [], draft: draftOf(query.data) }));
  });

  routes.get("/c/:conversation", async (context) => {
    const conversation = context.req.param("conversation");
    if (!name.safeParse(conversation).success) return site.problem(context, "notFound");
    const query = conversationQuery.safeParse(context.req.query());
    if (!query.success) return site.problem(context, "day");
    const { await: after, tries = 0, all } = query.data;
    const { person } = context.get("device");
    const turns = await turnsAfter(conversations, { person, conversation }, 0);
    const answered = after === undefined ? undefined : turns.find(({ turn }) => turn > after);
    if (answered !== undefined) return context.redirect(addressOf(conversation, answered.turn), 303);
    const awaiting =
      after === undefined || tries >= triesLimit ? null : waitingAddress(conversation, after, tries + 1);
    return context.html(
      await drawn(context, conversation, { turns, awaiting, all: all === "1", draft: draftOf(query.data) }),
    );
  });

  routes.post("/ask", async (context) => {
    const form = await readForm(context, askForm);
    if (!form.ok) return site.problem(context, form.code);
    const { conversation, after, text, notice, token } = form.value;
    const day = dayField.safeParse(form.value.asOf);
    const asOf = day.success ? day.data : null;
    const { person } = context.get("device");
    const again = async (code: HttpErrorCode, failure: string): Promise<Response> =>
      context.html(await drawn(context, conversation, { failure, draft: { text, asOf } }), statusOf(code));
    // The form drawn anew has the right token, and the question in it.
    if (!identity.formTokenHolds(person, token)) return again("form", httpErrors.form);
    if (!day.success) return again("day", httpErrors.day);
    if (notice !== frame.notice.version) return again("notice", `${httpErrors.notice}${frame.notice.text}`);
    const address: Address = { person, conversation };
    const woken = Promise.withResolvers<void>();
    const unsubscribe = channel.subscribe(address, () => woken.resolve());
    try {
      const receipt = await channel.receive({
        channel: channel.id,
        eventId: `${person}/${eventOf({ ...form.value, asOf })}`,
        at: clock(),
        from: address,
        content: { type: "text", text, asOf },
      });
      if (receipt.status !== "accepted") return await again(receipt.status, refusalWords(receipt));
      return context.redirect(await answerAddress(address, after, woken.promise), 303);
    } finally {
      unsubscribe();
    }
  });

  /** Where the answer stands, or will stand. */
  const answerAddress = async (of: Address, after: number, woken: Promise<void>): Promise<string> => {
    const answered = async (): Promise<TurnView | undefined> =>
      (await conversations.turns(of, after, 1)).at(0);
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, site.times.formWaitMilliseconds);
    const turn = (await answered()) ?? (await Promise.race([woken, late.promise]).then(answered));
    clearTimeout(timer);
    if (turn !== undefined) return addressOf(of.conversation, turn.turn);
    // A message that belongs to no turn stands in the page itself.
    return waitingAddress(of.conversation, after, 1);
  };

  return routes;
}

const draftOf = ({ q, asOf }: { readonly q?: string | undefined; readonly asOf: string | null }): Draft => ({
  text: q ?? "",
  asOf,
});

const addressOf = (conversation: string, turn: number): string => `/c/${conversation}#turn-${turn}`;

const waitingAddress = (conversation: string, after: number, tries: number): string =>
  `/c/${conversation}?await=${after}&tries=${tries}`;

/**
 * Id of the event a form makes: the same for the same question, so that a form sent twice asks once; another for another
 * question, so that one typed after going back is not lost.
 */
function eventOf({ event, text, asOf }: { event: string; text: string; asOf: string | null }): string {
  const digest = createHash("sha256")
    .update(`${asOf ?? ""}\n${text}`)
    .digest("base64url");
  return `${event.slice(0, 40)}-${digest.slice(0, 22)}`;
}
