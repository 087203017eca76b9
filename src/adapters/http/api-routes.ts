/**
 * What the chat's script asks for. Everything is looked up under the person who asks, so the name of somebody else's
 * conversation is that of an empty one.
 *
 *   POST /api/messages                       {conversation, eventId, text, asOf?, notice} → 202
 *   POST /api/feedback                       {conversation, eventId, turn, verdict} → 202
 *   GET /api/conversations                   the person's conversations, the newest first
 *   GET /api/conversations/:c/turns          ?after=&seen= → {turns, messages}
 *   DELETE /api/conversations/:c             → 204
 *   GET /api/my-data                         everything stored of the person, as a file
 *   GET /api/first-questions                 questions to start with
 */
import { Hono } from "hono";
import type { Content } from "../../ports/channel.ts";
import { httpErrors } from "../../text/page.ts";
import { type Read, readJson } from "./body.ts";
import { refusalWords } from "./errors.ts";
import type { News } from "./page/view-types.ts";
import { feedbackBody, messageBody, name, newsQuery } from "./schemas.ts";
import type { Site } from "./site.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

/** As many turns as are given at a time. */
const turnsAtATime = 100;

export function createApiRoutes(site: Site): Hono<WebEnvironment> {
  const { assistant, conversations, channel, frame, clock } = site;

  const refuse = (context: WebContext, { code, places }: Extract<Read<never>, { ok: false }>): Response =>
    site.failure(context, code, httpErrors[code], places.length === 0 ? {} : { places });

  /** Gives an event to the inside; `newDevice` tells the page that it is somebody else from now on. */
  const take = async (
    context: WebContext,
    { conversation, eventId }: { readonly conversation: string; readonly eventId: string },
    content: Content,
  ): Promise<Response> => {
    const { person, fresh } = context.get("device");
    const receipt = await channel.receive({
      channel: channel.id,
      // Named by the page, so unique for its person alone.
      eventId: `${person}/${eventId}`,
      at: clock(),
      from: { person, conversation },
      content,
    });
    return receipt.status === "accepted"
      ? context.json({ status: "accepted", newDevice: fresh }, 202)
      : site.failure(context, receipt.status, refusalWords(receipt));
  };

  const routes = new Hono<WebEnvironment>();

  routes.post("/api/messages", async (context) => {
    const body = await readJson(context, messageBody);
    if (!body.ok) return refuse(context, body);
    const { text, asOf, press, notice } = body.value;
    if (notice !== frame.notice.version)
      return site.failure(context, "notice", httpErrors.notice, { notice: frame.notice });
    const content: Content =
      press == null ? { type: "text", text, asOf: asOf ?? null } : { type: "choice", ...press };
    return take(context, body.value, content);
  });

  routes.post("/api/feedback", async (context) => {
    const body = await readJson(context, feedbackBody);
    if (!body.ok) return refuse(context, body);
    const { turn, verdict } = body.value;
    return take(context, body.value, { type: "feedback", turn, verdict });
  });

  routes.get("/api/conversations", async (context) =>
    context.json(await conversations.list(context.get("device").person)),
  );

  routes.get("/api/conversations/:conversation/turns", async (context) => {
    const conversation = name.safeParse(context.req.param("conversation"));
    const query = newsQuery.safeParse(context.req.query());
    if (!conversation.success || !query.success) return site.failure(context, "notFound");
    const address = { person: context.get("device").person, conversation: conversation.data };
    const { after, seen } = query.data;
    const news: News = {
      turns: await conversations.turns(address, after, turnsAtATime),
      messages: seen === undefined ? [] : channel.messagesAfter(address, seen),
    };
    return context.json(news);
  });

  routes.delete("/api/conversations/:conversation", async (context) => {
    const conversation = name.safeParse(context.req.param("conversation"));
    if (!conversation.success) return site.failure(context, "notFound");
    await conversations.remove({ person: context.get("device").person, conversation: conversation.data });
    return context.body(null, 204);
  });

  routes.get("/api/my-data", async (context) => {
    const {
      name: fileName,
      mediaType,
      text,
    } = await conversations.file(context.get("device").person, "my-data");
    return context.body(text, 200, {
      "content-type": `${mediaType}; charset=utf-8`,
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    });
  });

  routes.get("/api/first-questions", (context) => context.json(assistant.firstQuestions()));

  return routes;
}
