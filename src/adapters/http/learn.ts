/**
 * Learning (学习) as pages, complete without script: the moves of the chat.
 *
 *   GET  /learn               the ways to learn
 *   GET  /learn?move=…        a move that changes nothing: a question, a case walked through, one's own progress
 *   POST /learn               a move that is kept: an answer, and that one's own progress is to go
 *
 * What is kept is the visitor's alone: no address names a person. A form without the token of its person changes nothing.
 */
import { Hono } from "hono";
import { z } from "zod";
import { learningText, parseLearning } from "../../core/dialogue/learning-words.ts";
import type { Lesson, Lessons } from "../../ports/lessons.ts";
import { learnPageWords as words } from "../../text/learn-page.ts";
import { httpErrors } from "../../text/page.ts";
import { readForm } from "./body.ts";
import { createErrors, statusOf } from "./errors.ts";
import { type LearnHeading, learnPage } from "./learn-pages.ts";
import type { Routes } from "./server.ts";
import { createSigner } from "./signing.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

export interface LearnOptions {
  readonly lessons: Lessons;
  /** Signs the tokens of the forms. */
  readonly secret: string | Uint8Array;
}

const moveText = z.string().min(1).max(200);
const moveForm = z.object({ token: z.string().max(200).default(""), move: moveText });

const menu = learningText({ type: "menu" });

const isShown = (type: string): type is LearnHeading => Object.hasOwn(words.headings, type);

export function createLearnRoutes({ lessons, secret }: LearnOptions): Routes {
  const signer = createSigner(secret);

  return (frame) => {
    const { problem } = createErrors(frame);
    const app = new Hono<WebEnvironment>();
    const personOf = (context: WebContext) => context.get("device").person;
    const drawn = (
      context: WebContext,
      lesson: Lesson,
      move: LearnHeading,
      notice: string | null = null,
    ): string => learnPage(frame, { lesson, move, notice, token: signer.sign("learn", personOf(context)) });

    /** Null: no move that this page makes, or that may be made so. */
    const made = async (
      context: WebContext,
      text: string,
      may: "look" | "change",
    ): Promise<string | null> => {
      const type = parseLearning(text)?.type ?? "";
      const lesson = await lessons.act(personOf(context), text, may);
      return lesson === null || !isShown(type) ? null : drawn(context, lesson, type);
    };

    const first = async (context: WebContext, notice: string | null): Promise<string> => {
      const lesson = await lessons.act(personOf(context), menu, "look");
      if (lesson === null) throw new TypeError("there is always a menu");
      return drawn(context, lesson, "menu", notice);
    };

    app.get("/learn", async (context) => {
      const asked = context.req.query("move");
      if (asked === undefined) return context.html(await first(context, null));
      const move = moveText.safeParse(asked);
      const page = move.success ? await made(context, move.data, "look") : null;
      return page === null ? problem(context, "notFound") : context.html(page);
    });

    app.post("/learn", async (context) => {
      const form = await readForm(context, moveForm);
      if (!form.ok) return problem(context, form.code);
      const { token, move } = form.value;
      if (!signer.holds("learn", personOf(context), token)) {
        // The browser keeps no cookie, or the page is old.
        const code = context.get("device").fresh ? "cookies" : "form";
        const notice = code === "cookies" ? httpErrors.cookies : words.expired;
        return context.html(await first(context, notice), statusOf(code));
      }
      const page = await made(context, move, "change");
      return page === null ? problem(context, "notFound") : context.html(page);
    });

    return app;
  };
}
