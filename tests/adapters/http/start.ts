/** The real server on a free loopback port, with the inside written by hand. */
import { randomBytes } from "node:crypto";
import { createCatalogueRoutes } from "../../../src/adapters/http/catalogue.ts";
import { listen } from "../../../src/adapters/http/listen.ts";
import { createServer, type ServerOptions } from "../../../src/adapters/http/server.ts";
import { createWebChannel, type WebChannel } from "../../../src/adapters/http/web-channel.ts";
import { createFakeAssistant, type FakeAssistant } from "./fake-assistant.ts";
import { createFakeCatalogue } from "./fake-catalogue.ts";
import {
  createFakeAccess,
  createFakeFlow,
  type FakeAccess,
  type FakeFlow,
  forgetWords,
} from "./fake-flow.ts";

export interface Started {
  readonly url: string;
  readonly assistant: FakeAssistant;
  readonly flow: FakeFlow;
  readonly access: FakeAccess;
  readonly channel: WebChannel;
  /** What was logged, as text. */
  readonly logged: string[];
  /** Reasons that make it not ready; empty: ready. */
  readonly reasons: string[];
  /** Set to move the server's clock. */
  readonly time: { now: number | null };
  /** Starts again at the same address with the same inside, after {@link Started.close}. */
  again(changes?: Settings): Promise<Started>;
  close(): Promise<void>;
}

export type Settings = Partial<ServerOptions> & {
  readonly port?: number;
  readonly sendingSeconds?: number;
  /** False: the channel is left to the test. */
  readonly started?: boolean;
};

interface Inside {
  readonly assistant: FakeAssistant;
  readonly flow: FakeFlow;
  readonly access: FakeAccess;
}

function createInside(): Inside {
  const assistant = createFakeAssistant();
  return { assistant, flow: createFakeFlow(assistant), access: createFakeAccess() };
}

export const notice = { version: "n1", text: "您的提问保存180天，可以随时删除。" };

export async function start(settings: Settings = {}, inside: Inside = createInside()): Promise<Started> {
  const { assistant, flow, access } = inside;
  const logged: string[] = [];
  const reasons: string[] = [];
  const time: Started["time"] = { now: null };
  const clock = (): number => time.now ?? Date.now();
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const channel = createWebChannel(clock);
  flow.attach(channel);
  if (settings.started ?? true) await channel.start(flow.sink);
  const host = settings.host ?? "127.0.0.1";
  const app = createServer({
    assistant,
    conversations: flow.conversations,
    access,
    channel,
    signIn: null,
    readiness: () => ({ ready: reasons.length === 0, reasons }),
    metrics: () => "events_in 1\n",
    log: { info: log, warn: log, error: log },
    clock,
    random: randomBytes,
    secret: "a secret of at least thirty-two characters",
    host,
    publicUrl: null,
    trustedProxies: 0,
    organisation: { name: "某市某局", contact: "本单位组织人事部门" },
    notice,
    forgetWords,
    links: [{ href: "/catalogue", label: "目录" }],
    pages: [(frame) => createCatalogueRoutes({ catalogue: createFakeCatalogue(assistant), frame })],
    ...settings,
  });
  const { url, close } = await listen(app, host, settings.port ?? 0, settings.sendingSeconds);
  return {
    url,
    ...inside,
    channel,
    logged,
    reasons,
    time,
    again: (changes = {}) => start({ ...settings, ...changes, port: Number(new URL(url).port) }, inside),
    async close() {
      await channel.stop(0);
      await close();
    },
  };
}
