/**
 * Load on a server from a process of its own: `node bench/load.ts <options as JSON>` prints a {@link LoadResult}.
 *
 * Closed loop: every connection sends again as soon as it is answered, so the server is asked for all it can. Open loop:
 * messages are sent at their time whatever became of those before, and their latency counts from that time, so a stall is
 * felt by all who would have come during it.
 */
import { Agent, request } from "node:http";
import { noticeVersion } from "../src/text/dialogue.ts";

export interface LoadOptions {
  readonly url: string;
  readonly path: string;
  readonly seconds: number;
  /** Persons, each with a conversation of their own; 0: no cookies. */
  readonly persons: number;
  readonly connections: number;
  /** Messages a second in an open loop; null: a closed loop. */
  readonly rate: number | null;
  /** Tells the runs on one server apart. */
  readonly name: string;
}

export interface LoadResult {
  readonly accepted: number;
  /** Answered with anything but 202, or not at all. */
  readonly refused: number;
  /** From the first send to the last answer. */
  readonly seconds: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  readonly maxMilliseconds: number;
}

const questions = [
  "没走政府采购程序先施工，事后补办了手续，能容错吗？",
  "问责条例第十七条说了什么？",
  "集体研究过的是不是就没事？",
  "三个区分开来有几种提法？",
  "被举报不实，怎么申请澄清？",
  "主动挽回损失能不能从轻处理？",
  "党纪处分的影响期是多久？",
];

interface Reply {
  readonly status: number;
  readonly cookie: string;
}

function sender({ url, connections }: LoadOptions) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: "fifo" });
  return (path: string, cookie: string, body: string | null): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          path,
          method: body === null ? "GET" : "POST",
          headers: {
            ...(cookie === "" ? {} : { cookie }),
            ...(body === null
              ? {}
              : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
          },
        },
        (response) => {
          response.resume();
          response.on("end", () =>
            resolve({
              status: response.statusCode ?? 0,
              cookie: response.headers["set-cookie"]?.[0]?.split(";", 1)[0] ?? "",
            }),
          );
          response.on("error", reject);
        },
      );
      sent.on("error", reject);
      sent.end(body ?? undefined);
    });
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const { path, seconds, persons, connections, rate, name } = options;
  const send = sender(options);
  const cookies: string[] = [];
  for (let person = 0; person < persons; person++)
    cookies.push((await send("/api/first-questions", "", null)).cookie);

  const latencies: number[] = [];
  let sent = 0;
  let refused = 0;
  /** @param from when it should have been sent */
  const post = async (from: number): Promise<void> => {
    const at = sent++;
    const body = JSON.stringify({
      conversation: "load",
      eventId: `${name}-${at}`,
      text: questions[at % questions.length],
      notice: noticeVersion,
    });
    const reply = await send(path, cookies[at % persons] ?? "", body).catch(() => null);
    if (reply?.status === 202) latencies.push(performance.now() - from);
    else refused++;
  };

  const started = performance.now();
  const end = started + seconds * 1000;
  if (rate === null)
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < end) await post(performance.now());
      }),
    );
  else await openLoop(started, seconds, rate, post);
  const took = (performance.now() - started) / 1000;
  latencies.sort((left, right) => left - right);
  const share = (of: number): number => latencies[Math.floor(latencies.length * of)] ?? Number.NaN;
  return {
    accepted: latencies.length,
    refused,
    seconds: took,
    p50Milliseconds: share(0.5),
    p99Milliseconds: share(0.99),
    maxMilliseconds: latencies.at(-1) ?? Number.NaN,
  };
}

async function openLoop(
  started: number,
  seconds: number,
  rate: number,
  post: (from: number) => Promise<void>,
): Promise<void> {
  const pending: Promise<void>[] = [];
  for (let next = 0; next < seconds * rate; ) {
    const now = performance.now();
    for (; next < seconds * rate && started + (next * 1000) / rate <= now; next++)
      pending.push(post(started + (next * 1000) / rate));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
}

if (import.meta.main) {
  const result = await run(JSON.parse(process.argv[2] ?? "{}") as LoadOptions);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exit();
}
