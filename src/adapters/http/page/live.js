// @ts-check
/**
 * Hears what is new in a conversation: by server-sent events, and where those do not come (an old browser, a proxy that
 * holds them back, a server that has no room) by asking again and again. Turns may come twice; whoever listens knows them
 * by number.
 *
 * @import { TurnView } from "../../../ports/conversations.ts"
 * @import { Outbound } from "../../../ports/channel.ts"
 */
import { last } from "./phrases.js";
import { request } from "./requests.js";

/** A stream that has not opened by then is not waited for alone. */
const openMilliseconds = 5_000;
/** How often to ask: soon at first and then less often while an answer is awaited, and seldom otherwise. */
const soonestMilliseconds = 250;
const eagerMilliseconds = 2_000;
const lazyMilliseconds = 15_000;
/** While something more may come of the last turn by itself: first so, then half as often each time. */
const growingMilliseconds = 1_000;
/** How long a stream that was refused is left alone. */
const reopenMilliseconds = 30_000;

/**
 * @param {{
 *   readonly conversation: string,
 *   readonly after: () => number,
 *   readonly seen: number,
 *   readonly awaiting: () => boolean,
 *   readonly growing: () => boolean,
 *   readonly onTurn: (turn: TurnView) => void,
 *   readonly onMessage: (message: Outbound, answers: string) => void,
 *   readonly onConnection: (connected: boolean) => void,
 * }} options `awaiting`: whether an answer is under way; `growing`: whether more may come of the last turn
 */
export function listenTo({
  conversation,
  after,
  seen: seenAtFirst,
  awaiting,
  growing,
  onTurn,
  onMessage,
  onConnection,
}) {
  const base = `/api/conversations/${encodeURIComponent(conversation)}`;
  let seen = seenAtFirst;
  /** @type {EventSource | null} */
  let source = null;
  let streaming = false;
  let asking = false;
  let pause = eagerMilliseconds;
  let growingPause = growingMilliseconds;
  /** The last turn comes again, for it may have changed where no stream said so. */
  const known = () => Math.max(0, after() - 1);
  let ended = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let nextAsk;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let nextOpen;

  /** @param {import("./view-types.ts").News["messages"][number]} kept */
  const hear = ({ sequence, answers, message }) => {
    if (sequence <= seen) return;
    seen = sequence;
    onMessage(message, answers);
  };

  /** @param {boolean} connected */
  const tell = (connected) => {
    if (!ended) onConnection(connected);
  };

  function planAsk() {
    clearTimeout(nextAsk);
    // With a stream that flows, asking is only for answers it may hold back.
    if (ended || (streaming && !awaiting())) return;
    if (!growing()) growingPause = growingMilliseconds;
    const idlePause = growing() ? growingPause : lazyMilliseconds;
    nextAsk = setTimeout(() => void ask(), awaiting() ? pause : idlePause);
    pause = Math.min(2 * pause, eagerMilliseconds);
    growingPause = Math.min(2 * growingPause, lazyMilliseconds);
  }

  async function ask() {
    if (ended || asking) return;
    asking = true;
    const outcome = await request("GET", `${base}/turns?after=${known()}&seen=${seen}`);
    asking = false;
    if (ended) return;
    if (outcome.type === "done") {
      /** @type {import("./view-types.ts").News} */
      const { turns, messages } = outcome.body;
      turns.forEach(onTurn);
      messages.forEach(hear);
      tell(true);
    } else if (outcome.type === "network") tell(false);
    // Taken back meanwhile: the page with the code for an administrator.
    else if (outcome.refusal.code === "unapproved") location.reload();
    planAsk();
  }

  function open() {
    clearTimeout(nextOpen);
    source?.close();
    streaming = false;
    planAsk();
    if (ended || typeof EventSource !== "function") return;
    const opened = new EventSource(`${base}/events?after=${known()}&seen=${seen}`);
    source = opened;
    let again = false;
    const late = setTimeout(() => {
      if (source === opened && !streaming) void ask();
    }, openMilliseconds);
    opened.addEventListener("open", () => {
      clearTimeout(late);
      streaming = true;
      tell(true);
      // What changed while it was away is not said again by the stream.
      if (again) void ask();
      else planAsk();
      again = true;
    });
    opened.addEventListener("turn", ({ data }) => onTurn(JSON.parse(data)));
    opened.addEventListener("message", ({ data }) => hear(JSON.parse(data)));
    opened.addEventListener("error", () => {
      if (source !== opened) return;
      clearTimeout(late);
      streaming = false;
      // Closed: refused by the server, so the browser will not try again by itself.
      if (opened.readyState === EventSource.CLOSED) {
        nextOpen = setTimeout(open, reopenMilliseconds);
        void ask();
      } else {
        tell(false);
        planAsk();
      }
    });
  }

  const wentOffline = () => {
    source?.close();
    streaming = false;
    tell(false);
  };
  const cameBack = () => {
    open();
    void ask();
  };
  // Six tabs with open streams would leave an HTTP/1.1 browser no connection for anything else.
  const shownOrHidden = () => {
    if (document.visibilityState === "visible") {
      if (source === null || source.readyState === 2) cameBack();
    } else if (!awaiting()) {
      source?.close();
      streaming = false;
      clearTimeout(nextAsk);
    }
  };
  window.addEventListener("offline", wentOffline);
  window.addEventListener("online", cameBack);
  document.addEventListener("visibilitychange", shownOrHidden);
  open();

  return {
    /** Something was sent: its answer may be asked for. */
    expect() {
      if (!streaming) pause = soonestMilliseconds;
      planAsk();
    },
    /** Connects anew, as somebody else perhaps. */
    reopen: open,
    close() {
      ended = true;
      source?.close();
      clearTimeout(nextAsk);
      clearTimeout(nextOpen);
      window.removeEventListener("offline", wentOffline);
      window.removeEventListener("online", cameBack);
      document.removeEventListener("visibilitychange", shownOrHidden);
    },
  };
}

/** The number of the last turn; 0 where there is none. @param {readonly TurnView[]} turns */
export const lastNumber = (turns) => last(turns)?.turn ?? 0;
