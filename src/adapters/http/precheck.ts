/**
 * The pre-check (预审) as pages, complete without script.
 *
 *   GET  /precheck           the person's matters, and a button to begin
 *   GET  /precheck/compare   several of them side by side, for officials; see precheck-compare.ts
 *   POST /precheck           begins one, then leads to it
 *   GET  /precheck/:matter   where it stands: one step as a form, or the result
 *   POST /precheck/:matter   what was pressed there, then leads back to it
 *
 * Every form says on which version of the matter it was made. One that is stale, or carries no token of its person, changes
 * nothing: the step is shown again with what had been marked. A matter of somebody else is as absent as one that never was.
 */
import { Hono } from "hono";
import { z } from "zod";
import type { Interviews, MatterView, Move, Moved } from "../../ports/interviews.ts";
import { moveProblems, untoldWords } from "../../text/interview.ts";
import { httpErrors } from "../../text/page.ts";
import { precheckPageWords as words } from "../../text/precheck-page.ts";
import { readForm } from "./body.ts";
import { createErrors, statusOf } from "./errors.ts";
import { createCompareRoutes, mayCompare } from "./precheck-compare.ts";
import {
  askedBy,
  dateProblem,
  type FieldErrors,
  type Fields,
  fieldNames,
  type MatterDraft,
  noErrors,
  noFields,
  stepFields,
} from "./precheck-form.ts";
import { matterPage, mattersPage } from "./precheck-pages.ts";
import type { Routes } from "./server.ts";
import { createSigner } from "./signing.ts";
import type { WebContext, WebEnvironment } from "./visitor.ts";

export interface PrecheckOptions {
  readonly interviews: Interviews;
  /** Whom to ask, as the organisation names it. */
  readonly contact: string;
  /** Signs the tokens of the forms. */
  readonly secret: string | Uint8Array;
}

const matterId = z.string().regex(/^[A-Za-z0-9_-]{22}$/);

/** Statuses of a form that is shown again: it came too late, or with fields that do not fit. */
const stale = 409;
const unfit = 422;

export function createPrecheckRoutes({ interviews, contact, secret }: PrecheckOptions): Routes {
  const signer = createSigner(secret);
  const tokenOf = (context: WebContext): string => signer.sign("precheck", context.get("device").person);
  const tokenHolds = (context: WebContext, { token = "" }: Fields): boolean =>
    signer.holds("precheck", context.get("device").person, token);

  return (frame) => {
    const { problem } = createErrors(frame);
    const app = new Hono<WebEnvironment>();

    const matters = async (context: WebContext, notice: string | null): Promise<string> =>
      mattersPage(frame, {
        matters: await interviews.list(context.get("device").person),
        token: tokenOf(context),
        notice,
        mayCompare: mayCompare(context),
      });

    /** Why the token does not hold: the browser keeps no cookie, or the page is old. */
    const badToken = (context: WebContext): "cookies" | "form" =>
      context.get("device").fresh ? "cookies" : "form";

    app.get("/precheck", async (context) =>
      context.html(await matters(context, context.req.query("removed") === undefined ? null : words.removed)),
    );

    app.post("/precheck", async (context) => {
      const form = await readForm(context, stepFields);
      if (!form.ok) return problem(context, form.code);
      if (!tokenHolds(context, form.value)) {
        const code = badToken(context);
        return context.html(await matters(context, httpErrors[code]), statusOf(code));
      }
      const { matter } = await interviews.begin(context.get("device").person);
      return context.redirect(`/precheck/${matter}`, 303);
    });

    const viewOf = async (context: WebContext): Promise<MatterView | null> => {
      const id = matterId.safeParse(context.req.param("matter"));
      return id.success ? interviews.view(context.get("device").person, id.data) : null;
    };

    const drawn = (context: WebContext, view: MatterView, draft: MatterDraft): string =>
      matterPage(frame, { view, draft, contact, token: tokenOf(context), mayCompare: mayCompare(context) });

    app.route("/", createCompareRoutes(interviews)(frame));

    app.get("/precheck/:matter", async (context) => {
      const view = await viewOf(context);
      if (view === null) return problem(context, "notFound");
      // Of another version nothing was left out: the address is an old one.
      const missing = context.req.query("missing") === String(view.version);
      const errors = missing ? unansweredOf(view) : noErrors;
      const notice = untoldNotice(view);
      return context.html(drawn(context, view, { fields: noFields, errors, notice }));
    });

    app.post("/precheck/:matter", async (context) => {
      const view = await viewOf(context);
      if (view === null) return problem(context, "notFound");
      const form = await readForm(context, stepFields);
      if (!form.ok) return problem(context, form.code);
      const fields = form.value;
      // A story is never sent back: it is kept nowhere, and a page may be.
      const again = (now: MatterView, notice: string | null, status: 403 | 409 | 422, errors = noErrors) =>
        context.html(drawn(context, now, { fields, errors, notice }), status);

      if (!tokenHolds(context, fields)) {
        const code = badToken(context);
        return again(view, code === "cookies" ? httpErrors.cookies : words.expired, 403);
      }
      const here = `/precheck/${view.matter}`;
      const { person } = context.get("device");
      if (fields.do === "remove") {
        await interviews.remove(person, view.matter);
        return context.redirect("/precheck?removed", 303);
      }
      if (fields.do === "copy" && mayCompare(context)) {
        const copy = await interviews.copy(person, view.matter);
        return copy === null
          ? problem(context, "notFound")
          : context.redirect(`/precheck/${copy.matter}`, 303);
      }
      if (fields.version !== String(view.version))
        // Pressed twice: what it says stands already.
        return saysNothingNew(view, fields) ? context.redirect(here, 303) : again(view, words.stale, stale);

      const asked = askedBy(view, fields);
      if (asked === null) return again(view, moveProblems["out-of-step"], unfit);
      if (!asked.ok) return again(view, null, unfit, asked.errors);
      if (asked.story !== undefined) {
        const told = await interviews.tell(person, view.matter, view.version, asked.story);
        if (told.status === "absent") return problem(context, "notFound");
        if (told.status === "conflict") return again(told.view, words.stale, stale);
        return context.redirect(here, 303);
      }
      const { moved, refusal } = await moveAll(interviews, person, view, asked.moves);
      if (moved === null) return problem(context, "notFound");
      if (moved.conflict) return again(moved.view, words.stale, stale);
      if (refusal !== null && moved.view === view)
        return view.step.type === "dates"
          ? again(view, null, unfit, dateProblem(refusal, fields, view.step.today))
          : again(view, moveProblems[refusal], unfit);
      return context.redirect(asked.incomplete ? `${here}?missing=${moved.view.version}` : here, 303);
    });

    return app;
  };
}

/** Makes the moves one after the other; the first that is refused ends it, what was moved before stands. */
async function moveAll(
  interviews: Interviews,
  person: Parameters<Interviews["move"]>[0],
  view: MatterView,
  moves: readonly Move[],
) {
  let now = view;
  for (const move of moves) {
    const moved: Moved = await interviews.move(person, now.matter, now.version, move);
    if (moved.status === "absent") return { moved: null, refusal: null };
    if (moved.status === "conflict") return { moved: { view: moved.view, conflict: true }, refusal: null };
    if (moved.status === "refused") return { moved: { view: now, conflict: false }, refusal: moved.problem };
    now = moved.view;
  }
  return { moved: { view: now, conflict: false }, refusal: null };
}

/** Why nothing came of the story told just before; a reason of another release is nothing. */
const untoldNotice = ({ untold }: MatterView): string | null =>
  untold !== null && Object.hasOwn(untoldWords, untold)
    ? untoldWords[untold as keyof typeof untoldWords]
    : null;

/** Every question of the page, as not answered. */
const unansweredOf = ({ step }: MatterView): FieldErrors =>
  step.type === "questions"
    ? new Map(step.questions.map(({ fact }) => [fieldNames.answer(fact), words.unanswered]))
    : noErrors;

/** Whether all answers of a form are the ones that stand. */
function saysNothingNew({ answered }: MatterView, fields: Fields): boolean {
  const standing = new Map(answered.map(({ fact, answer }) => [fieldNames.answer(fact), answer]));
  const given = Object.entries(fields).filter(([name]) => name.startsWith(fieldNames.answer("")));
  return given.length > 0 && given.every(([name, value]) => standing.get(name) === value);
}
