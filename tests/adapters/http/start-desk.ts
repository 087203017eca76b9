/** The desk on a free loopback port, over access written by hand. */
import { Hono } from "hono";
import { loadAssets } from "../../../src/adapters/http/assets.ts";
import { createDeskRoutes } from "../../../src/adapters/http/desk.ts";
import { securityHeaders } from "../../../src/adapters/http/guards.ts";
import { listen } from "../../../src/adapters/http/listen.ts";
import type { WebEnvironment } from "../../../src/adapters/http/visitor.ts";
import { digestOf, monthSpan } from "../../../src/core/listening/digest.ts";
import type { Digest, Digests } from "../../../src/ports/listening.ts";
import { createFakeAccess, type FakeAccess, start } from "./fake-access.ts";
import { createFakeGaps, type FakeGaps } from "./fake-gaps.ts";

/** A month in which twelve persons asked for one provision. */
const digest = (month: string): Digest =>
  digestOf(month, {
    turns: Array.from({ length: 12 }, (_, at) => ({
      person: `p${at}`,
      at: monthSpan(month).from,
      end: "answer",
      documents: ["关于精准容错纠错激励干部担当作为的探索与思考"],
      provisions: [
        { id: "seed-report#six-looks", title: "《关于精准容错纠错激励干部担当作为的探索与思考》六看" },
      ],
      entry: null,
    })),
    gaps: [],
    personOf: new Map(),
    entries: new Map(),
    nearestTopic: () => null,
  });

export const password = "correct horse battery staple";

export interface StartedDesk {
  readonly url: string;
  readonly access: FakeAccess;
  readonly gaps: FakeGaps;
  /** Months the digest was asked for. */
  readonly months: string[];
  /** The desk's clock; tests move it. */
  readonly clock: { now: number };
  /** Where requests seem to come from. */
  readonly client: { address: string };
  /** Passwords that were compared. */
  readonly compared: string[];
  close(): Promise<void>;
}

export async function startDesk(
  settings: { readonly off?: boolean; readonly secure?: boolean; readonly publicUrl?: URL } = {},
): Promise<StartedDesk> {
  const access = createFakeAccess();
  const gaps = createFakeGaps();
  const months: string[] = [];
  const digests: Digests = {
    async of(month) {
      months.push(month);
      return digest(month);
    },
  };
  const clock = { now: start };
  const client = { address: "10.0.0.1" };
  const compared: string[] = [];
  const assets = loadAssets();
  const app = new Hono<WebEnvironment>();
  app.use(securityHeaders(false));
  app.get("/assets/:hash/:name", (context) => {
    const found = assets.find(context.req.param("hash"), context.req.param("name"));
    return found === undefined
      ? context.notFound()
      : context.body(found.asset.text, 200, { "content-type": found.asset.type });
  });
  app.route(
    "/",
    createDeskRoutes({
      access,
      verifyPassword:
        settings.off === true
          ? null
          : async (given) => {
              compared.push(given);
              return given === password;
            },
      signingKey: Buffer.alloc(32, 7),
      clock: () => clock.now,
      secure: settings.secure ?? false,
      frame: {
        assets,
        organisation: { name: "某市某局", contact: "本单位组织人事部门" },
        knowledgeVersion: "sha256:0123456789abcdef",
        links: [],
        notice: { version: "n1", text: "您的提问保存180天。" },
      },
      publicUrl: settings.publicUrl ?? null,
      addressOf: () => client.address,
      gaps,
      digests,
      overview: async () => [{ label: "待处理消息", value: "0" }],
    }),
  );
  const { url, close } = await listen(app, "127.0.0.1", 0);
  return { url, access, gaps, months, clock, client, compared, close };
}
