/** The pre-check as pages: every step, what is refused, and that nothing filled in is lost. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PersonId } from "../../../src/ports/channel.ts";
import type { Interviews, MatterView } from "../../../src/ports/interviews.ts";
import { interviewWords, moveProblems, pageNames, unsureWord } from "../../../src/text/interview.ts";
import { httpErrors } from "../../../src/text/page.ts";
import { outcomeWording, resultCaution } from "../../../src/text/precheck.ts";
import {
  comparePageWords as compareWords,
  precheckPageWords as words,
} from "../../../src/text/precheck-page.ts";
import { cautions, lookStates } from "../../../src/text/report-words.ts";
import { type Reply, send, type Visitor, visit } from "./client.ts";
import { contact, finished, personOf, type StartedPrecheck, startPrecheck } from "./start-precheck.ts";

let server: StartedPrecheck;
let visitor: Visitor;
/** What the pages are given instead of the view that is stored; null: that very view. */
let shown: ((view: MatterView) => MatterView) | null = null;

const watched = (interviews: Interviews): Interviews => ({
  ...interviews,
  async view(person, matter) {
    const view = await interviews.view(person, matter);
    return view === null || shown === null ? view : shown(view);
  },
});

beforeAll(async () => {
  server = await startPrecheck({}, watched);
});
afterAll(() => server.close());
beforeEach(() => {
  shown = null;
  visitor = visit(server.url);
});

const pathOf = ({ headers }: Reply): string => String(headers.location);
const headingOf = ({ text }: Reply): string => /<h1[^>]*>([^<]*)<\/h1>/.exec(text)?.[1] ?? "";

/** The hidden fields of a form. */
const hiddenOf = ({ text }: Reply, form = "step"): Record<string, string> => {
  const found =
    new RegExp(`<form[^>]*(?:id="${form}"|action="${form}")[\\s\\S]*?</form>`).exec(text)?.[0] ?? "";
  return Object.fromEntries(
    [...found.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
};

/** The first value of every question of a page, by the name of its field. */
const firstAnswers = ({ text }: Reply): Record<string, string> => {
  const answers: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/type="radio"[^>]*name="([^"]*)" value="([^"]*)"/g))
    answers[name] ??= value;
  return answers;
};

const begin = async (who = visitor): Promise<string> =>
  pathOf(await who.form("/precheck", hiddenOf(await who.send("/precheck"), "/precheck")));

/** Presses a button of the page as it stands, and goes where that leads. */
async function press(path: string, fields: Record<string, string> = {}, who = visitor): Promise<Reply> {
  const reply = await who.form(path, { ...hiddenOf(await who.send(path)), ...fields });
  return reply.status === 303 ? who.send(pathOf(reply)) : reply;
}

/** A matter with consent and both days. */
async function opened(who = visitor): Promise<string> {
  const path = await begin(who);
  await press(path, { do: "next" }, who);
  await press(path, { do: "next", national: "yes" }, who);
  await press(path, { do: "next", act: "2026-03-01", undecided: "yes" }, who);
  return path;
}

/** One for all tests that only look at it, with its visitor. */
let kept: { readonly path: string; readonly visitor: Visitor } | null = null;
async function finishedBefore(): Promise<Reply> {
  kept ??= await finished(server);
  return kept.visitor.send(kept.path);
}

describe("GET /precheck", () => {
  it("says what it is for, and begins at a press", async () => {
    const page = await visitor.send("/precheck");
    for (const text of [...words.purpose, words.begin, words.none]) expect(page.text).toContain(text);
    const path = await begin();
    expect(path).toMatch(/^\/precheck\/[A-Za-z0-9_-]{22}$/);
    expect(headingOf(await visitor.send(path))).toBe(words.consentTitle);
  });

  it("lists the matters of this person alone, the newest first", async () => {
    const [first, second] = [await opened(), await opened()];
    await begin(visit(server.url));
    const { text } = await visitor.send("/precheck");
    expect([...text.matchAll(/href="(\/precheck\/[^"]+)"/g)].map(([, path]) => path)).toEqual([
      second,
      first,
    ]);
  });

  it("stands in the navigation of the site", async () => {
    expect((await visitor.send("/precheck")).text).toContain('<a href="/precheck">预审</a>');
    expect((await visitor.send("/catalogue")).text).toContain('href="/precheck">预审</a>');
  });

  it("begins nothing without the token of its form, and says why", async () => {
    await visitor.send("/precheck");
    const reply = await visitor.form("/precheck", { token: "wrong" });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain(httpErrors.form);
    expect((await visitor.send("/precheck")).text).toContain(words.none);
  });

  it("says so where the browser keeps no cookie", async () => {
    const reply = await visit(server.url).form(
      "/precheck",
      hiddenOf(await visitor.send("/precheck"), "/precheck"),
    );
    expect(reply.status).toBe(403);
    expect(reply.text).toContain(httpErrors.cookies);
  });
});

describe("the matter of somebody else", () => {
  it.each(["GET", "POST"])("is as absent as one that never was: %s", async (method) => {
    const path = await opened();
    const other = visit(server.url);
    await other.send("/precheck");
    const ask = (at: string) =>
      method === "GET" ? other.send(at) : other.form(at, { token: "x", version: "1", do: "remove" });
    const [foreign, unknown, malformed] = [
      await ask(path),
      await ask(`/precheck/${"A".repeat(22)}`),
      await ask("/precheck/1"),
    ];
    expect([foreign.status, unknown.status, malformed.status]).toEqual([404, 404, 404]);
    expect(foreign.text).toBe(unknown.text);
    expect(foreign.text).toBe(malformed.text);
    expect((await visitor.send(path)).status).toBe(200);
  });

  it("does not open to the token of another person", async () => {
    const path = await opened();
    const other = visit(server.url);
    const { token = "" } = hiddenOf(await other.send("/precheck"), "/precheck");
    const { version = "" } = hiddenOf(await visitor.send(path));
    const reply = await visitor.form(path, { token, version, do: "remove" });
    expect(reply.status).toBe(403);
    expect((await visitor.send(path)).status).toBe(200);
  });

  it("cannot be changed from another site", async () => {
    const path = await opened();
    const fields = { ...hiddenOf(await visitor.send(path)), do: "remove" };
    const reply = await visitor.form(path, fields, {
      "sec-fetch-site": "cross-site",
      origin: "https://x.test",
    });
    expect(reply.status).toBe(403);
    expect((await visitor.send(path)).status).toBe(200);
  });
});

describe("the steps before the questions", () => {
  it("ask nothing before consent, and tell that nobody has to incriminate themselves here", async () => {
    const page = await visitor.send(await begin());
    expect(page.text).toContain("您没有义务在此自证其错");
    expect(page.text).toContain("涉嫌犯罪的细节请直接向组织说明");
    expect(page.text).not.toContain("<fieldset");
    expect(page.text).toContain(interviewWords.notNow);
  });

  it.each([
    [{}, words.pickJurisdiction],
    [{ national: "yes", "jurisdiction.kunming": "yes" }, words.jurisdictionBoth],
  ])("want one answer to where one works: %o", async (fields, message) => {
    const path = await begin();
    await press(path, { do: "next" });
    const reply = await press(path, { do: "next", ...fields });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`id="error-jurisdiction">${message}`);
    expect(reply.text).toMatch(/<fieldset[^>]*aria-describedby="error-jurisdiction"/);
    if ("national" in fields) expect(reply.text).toMatch(/name="jurisdiction.kunming"[^>]*checked/);
  });

  it("take several measures at once", async () => {
    const path = await begin();
    await press(path, { do: "next" });
    await press(path, { do: "next", "jurisdiction.kunming": "yes", "jurisdiction.dali": "yes" });
    const list = await server.interviews.list(personOf(visitor));
    const view = await server.interviews.view(personOf(visitor), list[0]?.matter ?? "");
    expect(view?.jurisdictions.map(({ id }) => id)).toEqual(["dali", "kunming"]);
  });

  it.each([
    [{ act: "", decision: "" }, "act", words.dateMissing],
    [{ act: "2026-02-30", decision: "2026-03-01" }, "act", words.dateWrong],
    [{ act: "2026-03-01", decision: "" }, "decision", words.dateMissing],
    [{ act: "2026-03-01", decision: "2026-02-01" }, "decision", moveProblems["date-order"]],
    [{ act: "2027-03-01", undecided: "yes" }, "act", moveProblems["date-future"]],
    [{ act: "2026-03-01", decision: "2027-03-01" }, "decision", moveProblems["date-future"]],
    [{ act: "2026年3月1日", decision: "2027年3月1日" }, "decision", moveProblems["date-future"]],
    [{ act: "2001-03-01", undecided: "yes" }, "act", moveProblems["date-uncovered"]],
    [{ act: "2026-03-01", decision: "2026-04-01", undecided: "yes" }, "decision", words.decisionBoth],
  ])("tell beside the day what is wrong with it, and keep it: %o", async (fields, field, message) => {
    const path = await begin();
    await press(path, { do: "next" });
    await press(path, { do: "next", national: "yes" });
    const reply = await press(path, { do: "next", ...(fields as Record<string, string>) });
    expect(reply.status).toBe(422);
    expect(reply.text).toContain(`id="error-${field}">${message}`);
    expect(reply.text).toMatch(
      new RegExp(`name="${field}"[^>]*aria-describedby="error-${field} ${field}-help"`),
    );
    expect(reply.text).toContain(`value="${fields.act}"`);
    expect(reply.text).toContain(`<title>${words.wrong}：`);
  });

  it("take a day as people write it, where a browser offers no calendar", async () => {
    const path = await begin();
    await press(path, { do: "next" });
    await press(path, { do: "next", national: "yes" });
    await press(path, { do: "next", act: "2026年3月1日", decision: "2026.4.2" });
    const list = await server.interviews.list(personOf(visitor));
    const view = await server.interviews.view(personOf(visitor), list[0]?.matter ?? "");
    expect(view).toMatchObject({ actDate: "2026-03-01", decisionDate: "2026-04-02" });
  });

  it("lead back step by step, with what was said still there", async () => {
    const path = await opened();
    expect(headingOf(await press(path, { do: "back" }))).toBe(words.datesTitle);
    const dates = await visitor.send(path);
    expect(dates.text).toContain('value="2026-03-01"');
    const places = await press(path, { do: "back" });
    expect(headingOf(places)).toBe(words.jurisdictionTitle);
    expect(places.text).toMatch(/name="national"[^>]*checked/);
  });
});

describe("a page of questions", () => {
  it("shows page, progress, help, example, papers and why it is asked", async () => {
    const page = await visitor.send(await opened());
    expect(headingOf(page)).toBe(pageNames.threshold);
    expect(page.text).toMatch(/已答0题，最多还有\d+题/);
    for (const text of [words.more, words.example, words.evidence, words.why, "没有人反映、自己对照检查的"])
      expect(page.text).toContain(text);
    expect(page.text).toContain("反映失实（《关于做好失实检举控告澄清工作的意见》");
    expect(page.text).toMatch(/<fieldset[^>]*aria-describedby="help-report"/);
    expect(page.text.match(/value="unsure"/g)).toHaveLength(page.text.match(/<fieldset/g)?.length ?? 0);
  });

  it("leads with every answer to the red-line checklist as one page", async () => {
    const path = await opened();
    const page = await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    expect(headingOf(page)).toBe(pageNames.checklist);
    expect(Object.keys(firstAnswers(page)).length).toBeGreaterThan(10);
    expect(page.text).toContain(words.rest);
  });

  it("keeps what was marked where something was left out, and points at the rest", async () => {
    const path = await opened();
    const page = await press(path, { do: "next", "answer.report": "yes", "answer.duty": "duty" });
    expect(page.text).not.toContain('name="answer.report"');
    expect(page.text).toMatch(
      /<fieldset[^>]*in-error[^>]*aria-describedby="error-answer.involved help-involved"/,
    );
    expect(page.text).toContain(`id="error-answer.error">${words.unanswered}`);
    expect(page.text).toContain('href="#answer-involved-yes"');
    // Opened again without the address of the fault, it accuses nobody.
    expect((await visitor.send(path)).text).not.toContain(words.unanswered);
  });

  it("points at everything where nothing was marked, and changes nothing", async () => {
    const path = await opened();
    const before = hiddenOf(await visitor.send(path)).version;
    const page = await press(path, { do: "next" });
    expect(page.text.split(words.unanswered)).toHaveLength(5);
    expect(hiddenOf(page).version).toBe(before);
  });

  it("does not take what is no answer", async () => {
    const path = await opened();
    const page = await press(path, { do: "next", "answer.report": "perhaps", "answer.invented": "yes" });
    expect(page.text).toMatch(/已答0题/);
  });

  it("does not take a question for answered whose mark is no answer of it", async () => {
    const path = await opened();
    const page = await press(path, {
      do: "next",
      ...firstAnswers(await visitor.send(path)),
      "answer.duty": "x",
    });
    expect(page.text).toContain(`id="error-answer.duty">${words.unanswered}`);
  });

  it("answers the rest of the checklist with none only at the press that says so", async () => {
    const path = await opened();
    await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    const page = await press(path, { do: "rest" });
    expect(headingOf(page)).toBe(pageNames.nature);
    expect(page.text).toContain(words.answered(18));
  });

  it("answers the rest with none beside what was marked", async () => {
    const path = await opened();
    await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    const [first = ""] = Object.keys(firstAnswers(await visitor.send(path)));
    const page = await press(path, { do: "rest", [first]: "unsure" });
    expect(page.text).toContain(words.answered(18));
    expect(page.text).toContain(`<p>${unsureWord}`);
  });

  it("keeps what was marked on the way back, and on a pause", async () => {
    const path = await opened();
    await press(path, { do: "back", "answer.report": "yes" });
    await press(path, { do: "next", act: "2026-03-01", undecided: "yes" });
    const paused = await press(path, { do: "pause", "answer.involved": "unsure" });
    expect(headingOf(paused)).toBe(words.pausedTitle);
    expect(paused.text).toContain(words.paused);
    const on = await press(path, { do: "resume" });
    expect(headingOf(on)).toBe(pageNames.threshold);
    expect(on.text).toContain(words.answered(2));
  });

  it("changes an answer, says how often, and marks what no longer matters", async () => {
    const path = await opened();
    await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    const asked = await press(path, { do: "edit.report" });
    expect(headingOf(asked)).toBe(pageNames.threshold);
    expect(asked.text).toMatch(/value="yes" checked/);
    const page = await press(path, { do: "next", "answer.report": "no" });
    expect(page.text).toContain("可了解澄清、申诉途径");
    expect(page.text).toContain(words.changes(1));
    expect(page.text).toContain(cautions.irrelevant);
  });

  it("carries on after reload and in another window", async () => {
    const path = await opened();
    await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    const [one, other] = [await visitor.send(path), await visitor.send(path)];
    expect(one.text).toBe(other.text);
    expect(headingOf(one)).toBe(pageNames.checklist);
  });
});

describe("a form that comes too late", () => {
  it("changes nothing, and keeps its marks on what is still asked", async () => {
    const path = await opened();
    const old = hiddenOf(await visitor.send(path));
    await press(path, { do: "next", "answer.report": "yes" });
    const reply = await visitor.form(path, {
      ...old,
      do: "next",
      "answer.involved": "yes",
      "answer.duty": "duty",
    });
    expect(reply.status).toBe(409);
    expect(reply.text).toContain(words.stale);
    expect(reply.text).toMatch(/name="answer.involved" value="yes" checked/);
    expect((await visitor.send(path)).text).toMatch(/已答1题/);
  });

  it("leads on where it says what stands already, as after pressing twice", async () => {
    const path = await opened();
    const page = await visitor.send(path);
    const fields = { ...hiddenOf(page), ...firstAnswers(page), do: "next" };
    const [once, twice] = [await visitor.form(path, fields), await visitor.form(path, fields)];
    expect([once.status, twice.status]).toEqual([303, 303]);
    expect(pathOf(twice)).toBe(path);
  });

  it("is told so where two come at the same time, and one of them holds", async () => {
    const path = await opened();
    const page = await visitor.send(path);
    const sent = (value: string) =>
      visitor.form(path, { ...hiddenOf(page), ...firstAnswers(page), "answer.error": value, do: "next" });
    const statuses = (await Promise.all([sent("breach"), sent("unsure")])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([303, 409]);
  });

  it("without its token is shown again with its marks, politely", async () => {
    const path = await opened();
    const { version = "" } = hiddenOf(await visitor.send(path));
    const reply = await visitor.form(path, { token: "wrong", version, do: "next", "answer.report": "no" });
    expect(reply.status).toBe(403);
    expect(reply.text).toContain(words.expired);
    expect(reply.text).toMatch(/name="answer.report" value="no" checked/);
    expect((await visitor.send(path)).text).toMatch(/已答0题/);
  });

  it.each(["complete", "recompute", "edit.invented", "nothing"])(
    "asks for what the step does not offer: %s",
    async (pressed) => {
      const path = await begin();
      const reply = await press(path, { do: pressed });
      expect(reply.status).toBe(422);
      expect(reply.text).toMatch(/没有作任何改动/);
    },
  );

  it("is refused where it is no form, or too large", async () => {
    const path = await opened();
    expect((await visitor.json("POST", path, {})).status).toBe(415);
    expect((await visitor.form(path, { do: "x".repeat(300_000) })).status).toBe(413);
    expect((await visitor.form(path, { do: "x".repeat(300) })).status).toBe(400);
  });
});

describe("rules that are not held any more", () => {
  it("leave the answers to be read and the rules of now to be taken, and nothing to be changed", async () => {
    const path = await opened();
    await press(path, { do: "next", "answer.report": "yes", "answer.involved": "yes" });
    shown = (view) => ({
      ...view,
      step: { type: "unheld", ruleset: { id: "rongcuo", version: "2020-01-01", hash: "sha256:0" } },
    });
    const page = await visitor.send(path);
    expect(headingOf(page)).toBe(words.unheldTitle);
    expect(page.text).toContain(interviewWords.unheld("2020-01-01"));
    expect(page.text).toContain('value="recompute"');
    expect(page.text).toContain(words.answered(2));
    expect(page.text).not.toMatch(/value="edit\./);
  });
});

describe("a matter that goes on elsewhere", () => {
  it("says so, in the list and by itself", async () => {
    const continuedAt = Date.UTC(2026, 10, 23);
    shown = (view) => ({ ...view, continuedAt });
    const { text } = await visitor.send(await opened());
    expect(text).toContain(interviewWords.continuedElsewhere(continuedAt));
  });
});

describe("several readings side by side", () => {
  let official: StartedPrecheck;
  const role = "official" as const;
  const grantOf = async (person: PersonId) => ({
    person,
    role,
    unit: "",
    until: null,
    grantedAt: 0,
    grantedBy: "open",
  });
  beforeAll(async () => {
    official = await startPrecheck({
      access: {
        grantOf,
        admit: async (person) => ({ admitted: true, grant: await grantOf(person) }),
        redeem: async () => ({ ok: false, problem: "unknown-code" }),
      },
    });
  });
  afterAll(() => official.close());

  const idOf = (path: string): string => path.split("/").at(-1) ?? "";
  const compareOf = (...paths: readonly string[]): string =>
    `/precheck/compare?${paths.map((path) => `m=${idOf(path)}`).join("&")}`;

  /** A finished matter, and another reading of it with one answer changed. */
  async function twoReadings() {
    const { visitor: who, path } = await finished(official);
    const copied = await press(path, { do: "copy" }, who);
    const [newest] = await official.interviews.list(personOf(who));
    const copy = `/precheck/${newest?.matter}`;
    expect(copied.status).toBe(200);
    expect(copy).not.toBe(path);
    await press(copy, { do: "edit.forged" }, who);
    await press(copy, { do: "next", "answer.forged": "yes" }, who);
    return { who, path, copy };
  }

  it("begin with a copy, and tell what differs and why the outcome moved", async () => {
    const { who, path, copy } = await twoReadings();
    expect((await who.send("/precheck")).text).toContain(compareWords.go);
    const pick = await who.send("/precheck/compare");
    expect(pick.text.match(/type="checkbox"/g)).toHaveLength(2);
    const page = await who.send(`${compareOf(path, copy)}&as.${idOf(path)}=stated&as.${idOf(copy)}=found`);
    expect(page.status).toBe(200);
    expect(page.text).toContain(compareWords.column(1, "如陈述"));
    expect(page.text).toContain(compareWords.column(2, "如查明"));
    expect(page.text).toContain("从“如陈述（事项1）”到“如查明（事项2）”");
    expect(page.text).toContain(outcomeWording.not_tolerated);
    expect(page.text).toContain(resultCaution);
  });

  it("are as absent to anybody else as a page that never was", async () => {
    expect((await visitor.send("/precheck/compare")).status).toBe(404);
    expect((await visitor.send("/precheck")).text).not.toContain(compareWords.go);
    const { visitor: cadre, path } = await finished(server);
    expect((await cadre.send(path)).text).not.toContain('value="copy"');
    await press(path, { do: "copy" }, cadre);
    expect(await server.interviews.list(personOf(cadre))).toHaveLength(1);
    expect((await cadre.send(compareOf(path, path))).status).toBe(404);
  });

  it("are of one's own matters alone", async () => {
    const { path, copy } = await twoReadings();
    const other = await finished(official);
    for (const address of [compareOf(path, copy), compareOf(path, other.path)]) {
      const reply = await other.visitor.send(address);
      expect(reply.status).toBe(422);
      expect(reply.text).toContain(compareWords.gone);
      expect(reply.text).not.toContain('class="report comparison"');
    }
  });

  it.each([["/precheck/compare?m=x&m=y"], ["/precheck/compare?m="]])(
    "need two matters to four, whatever the address says: %s",
    async (address) => {
      const { visitor: who, path } = await finished(official);
      for (const asked of [address, compareOf(path), compareOf(path, path)]) {
        const reply = await who.send(asked);
        expect(reply.status).toBe(422);
        expect(reply.text).toContain(compareWords.wrongCount(4));
      }
    },
  );

  it("leave out a matter whose days are not known", async () => {
    const { visitor: who, path } = await finished(official);
    const begun = await begin(who);
    expect((await who.send("/precheck/compare")).text).toContain(compareWords.few);
    expect((await who.send(compareOf(path, begun))).text).toContain(compareWords.gone);
  });
});

describe("newer rules", () => {
  const newer = (differs: boolean) => (view: MatterView) => ({
    ...view,
    newer: {
      ruleset: { id: "rongcuo", version: "2026-11-20", hash: "sha256:0" },
      outcome: "consult" as const,
      differs,
    },
  });

  it("are offered, with what they would say", async () => {
    shown = newer(true);
    const { text } = await finishedBefore();
    expect(text).toContain(words.newer("2026-11-20", outcomeWording.consult, true));
    expect(text).toContain(words.recompute);
    shown = newer(false);
    expect((await finishedBefore()).text).toContain("结果不变");
  });

  it("are taken at a press", async () => {
    const path = await opened();
    const before = hiddenOf(await visitor.send(path)).version;
    const page = await press(path, { do: "recompute" });
    expect(Number(hiddenOf(page).version)).toBe(Number(before) + 1);
  });
});

describe("the result", () => {
  it("stands in the words of the contract, with its caution, and claims nothing else", async () => {
    const { text } = await finishedBefore();
    expect(text).toContain(`${outcomeWording.exempt}。`);
    expect(text).toContain(`${resultCaution}。`);
    expect(text).not.toMatch(/红头|公章|印章|密级|文号：/);
  });

  it("shows six looks, rules with basis and quote, papers, steps, versions and the hash", async () => {
    const { text } = await finishedBefore();
    expect(text.match(/<li class="look look-/g)).toHaveLength(6);
    expect(text).toContain(lookStates.clear.word);
    for (const heading of [
      "依据的规则",
      "要准备的材料",
      "下一步",
      "相近的公开案例",
      "红线核对",
      "所填情况",
      "引用的出处",
    ])
      expect(text).toContain(heading);
    expect(text).toMatch(/sha256:[0-9a-f]{64}/);
    expect(text).toContain("“（一）在推进改革中因缺乏经验、先行先试出现的失误");
    expect(text).toContain(contact);
  });

  it("leads with every number to a source that opens", async () => {
    const { text } = await finishedBefore();
    const sources = new Set(
      [...text.matchAll(/class="note" href="(\/sources\/[^"]+)"/g)].map(([, to]) => to ?? ""),
    );
    expect(sources.size).toBeGreaterThan(10);
    for (const source of sources) expect((await visitor.send(source)).status, source).toBe(200);
  });

  it("says of a named crime that nothing more is asked, and whom to tell", async () => {
    const path = await opened();
    await press(path, { do: "next", ...firstAnswers(await visitor.send(path)) });
    const page = await press(path, { do: "next", "answer.crime": "yes" });
    expect(page.text).toContain(interviewWords.stopped(contact));
    expect(page.text).toContain(outcomeWording.not_tolerated);
    expect(page.text).not.toContain('value="complete"');
  });

  it("can be completed, and begins another matter beside it", async () => {
    const path = await opened();
    await press(path, { do: "next", "answer.report": "no" });
    expect((await visitor.send(path)).text).toContain('class="finding"');
    const page = await press(path, { do: "complete" });
    expect(page.text).toContain("<fieldset");
    const other = pathOf(
      await visitor.form("/precheck", hiddenOf(await visitor.send("/precheck"), "/precheck")),
    );
    expect(other).not.toBe(path);
    expect((await visitor.send("/precheck")).text).toContain(words.matter(2));
  });

  it("is removed after it was asked once", async () => {
    const path = await opened();
    const page = await visitor.send(path);
    expect(page.text).toContain(words.removeWhy(1));
    const list = await press(path, { do: "remove" });
    expect(list.text).toContain(words.removed);
    expect((await visitor.send(path)).status).toBe(404);
    expect((await visitor.send("/precheck")).text).not.toContain(words.removed);
  });
});

it("keeps nothing of a person in a browser or on the way", async () => {
  const path = await opened();
  expect((await visitor.send(path)).headers["cache-control"]).toBe("no-store");
  expect((await send(server.url, path)).status).toBe(404);
});
