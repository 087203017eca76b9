// @ts-check
/**
 * Sends the question that is under way, at most one a page. It keeps its event id until it is answered, is kept over a
 * reload of this tab (and gone with the tab), and is sent again by itself after a lost network; the server knows it by its
 * id, so it is never doubled.
 *
 *   sending ─ accepted ─ answered
 *      ├ offline: waits for the network, sent again
 *      └ refused: the person decides
 *
 * @typedef {{ readonly turn: number, readonly choice: number } | null} Press
 * @typedef {"sending" | "accepted" | "offline" | "refused"} State
 * @typedef {{
 *   readonly eventId: string,
 *   readonly text: string,
 *   readonly shown?: string,
 *   readonly asOf: string | null,
 *   readonly press: Press,
 *   readonly after: number,
 *   readonly state: State,
 *   readonly failure: string | null,
 * }} Underway `press`: the choice that was pressed, whose label is the text; `shown`: stands for the text
 *   on the page, until a reload; `after`: the last turn when it was asked
 */
import { connectionErrors } from "./dom.js";
import { newName } from "./names.js";
import { request } from "./requests.js";

/** Pauses before a question is sent again by itself. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];

/** @param {string} key @returns {Underway | null} */
function restore(key) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
    const whole = kept !== null && typeof kept.eventId === "string" && typeof kept.text === "string";
    if (!whole) return null;
    const { eventId, text, after } = kept;
    const asOf = typeof kept.asOf === "string" ? kept.asOf : null;
    const press =
      Number.isInteger(kept.press?.turn) && Number.isInteger(kept.press?.choice) ? kept.press : null;
    return { eventId, text, asOf, press, after: Number(after) || 0, state: "sending", failure: null };
  } catch {
    return null;
  }
}

/** @param {string} key @param {Underway | null} underway */
function keep(key, underway) {
  try {
    if (underway === null) sessionStorage.removeItem(key);
    else {
      const { eventId, text, asOf, press, after } = underway;
      sessionStorage.setItem(key, JSON.stringify({ eventId, text, asOf, press, after }));
    }
  } catch {
    // Storage is switched off: a reload forgets the question.
  }
}

/**
 * @param {{
 *   readonly conversation: string,
 *   readonly noticeVersion: () => string,
 *   readonly onChange: (underway: Underway | null) => void,
 *   readonly onRefusal: (refusal: import("./requests.js").Refusal) => void,
 *   readonly onSent: (newDevice: boolean) => void,
 * }} options
 */
export function createSender({ conversation, noticeVersion, onChange, onRefusal, onSent }) {
  const key = `rongcuo.underway.${conversation}`;
  /** @type {Underway | null} */
  let underway = restore(key);
  let tries = 0;
  /** How often in a row the server took us for somebody new: more than once means that it cannot know us. */
  let strangers = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let again;

  /** @param {Underway | null} next */
  const change = (next) => {
    underway = next;
    keep(key, next);
    onChange(next);
  };

  /** Tries again by itself, after longer and longer pauses. */
  const tryLater = () => {
    const pause = pauses[Math.min(tries, pauses.length - 1)];
    tries += 1;
    again = setTimeout(() => underway !== null && void send(underway), pause);
  };

  /** @param {Underway} given */
  async function send(given) {
    clearTimeout(again);
    change({ ...given, state: "sending", failure: null });
    const outcome = await post(given.eventId, given.text, given.asOf, given.press);
    // Answered, stopped or given up meanwhile.
    if (underway?.eventId !== given.eventId) return;
    if (outcome.type === "network") {
      tryLater();
      change({ ...given, state: "offline", failure: null });
    } else if (outcome.type === "refused") {
      change({ ...given, state: "refused", failure: outcome.refusal.message });
      onRefusal(outcome.refusal);
    } else if (strangers === 0) {
      tries = 0;
      change({ ...given, state: "accepted", failure: null });
    } else if (strangers > 1) change({ ...given, state: "refused", failure: connectionErrors.cookies });
    // Sent as the person we are from now on; whether we are shows at once.
    else void send({ ...given, after: 0 });
  }

  /** @param {string} eventId @param {string} text @param {string | null} asOf @param {Press} press */
  async function post(eventId, text, asOf, press) {
    const outcome = await request("POST", "/api/messages", {
      conversation,
      eventId,
      text,
      asOf,
      press,
      notice: noticeVersion(),
    });
    if (outcome.type === "done") {
      strangers = outcome.body.newDevice ? strangers + 1 : 0;
      onSent(outcome.body.newDevice);
    }
    return outcome;
  }

  window.addEventListener("online", () => {
    if (underway?.state === "offline") void send(underway);
  });

  return {
    underway: () => underway,
    /** @param {Pick<Underway, "text" | "shown" | "asOf" | "press" | "after">} question */
    ask(question) {
      tries = 0;
      void send({ ...question, eventId: newName(), state: "sending", failure: null });
    },
    /** Sends again what is under way, as after a reload. */
    resume() {
      if (underway !== null) void send(underway);
    },
    /** The network is back. */
    connected() {
      if (underway?.state === "offline") void send(underway);
    },
    /** Turns are counted from 1 again. */
    recount() {
      if (underway !== null) change({ ...underway, after: 0 });
    },
    /** Nothing is under way any more. */
    done() {
      clearTimeout(again);
      change(null);
    },
    /** Sends a word of command beside the question. @param {string} text */
    command: (text, eventId = newName()) => post(eventId, text, null, null),
  };
}
