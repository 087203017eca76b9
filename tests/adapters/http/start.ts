/** The real server on a free loopback port, with the assistant written by hand. */
import { listen } from "../../../src/adapters/http/listen.ts";
import { createServer } from "../../../src/adapters/http/server.ts";
import { createFakeAssistant, type FakeAssistant } from "./fake-assistant.ts";
import { createFakeCatalogue } from "./fake-catalogue.ts";

export interface Started {
  readonly url: string;
  readonly assistant: FakeAssistant;
  /** What was logged, as text. */
  readonly logged: string[];
  /** Reasons that make it not ready; empty: ready. */
  readonly reasons: string[];
  close(): Promise<void>;
}

export async function start(host = "127.0.0.1"): Promise<Started> {
  const assistant = createFakeAssistant();
  const logged: string[] = [];
  const reasons: string[] = [];
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const app = createServer({
    assistant,
    catalogue: createFakeCatalogue(assistant),
    readiness: () => ({ ready: reasons.length === 0, reasons }),
    logger: { info: log, warn: log, error: log },
    host,
    organisation: { name: "某市某局", contact: "本单位组织人事部门" },
  });
  const { url, close } = await listen(app, host, 0);
  return { url, assistant, logged, reasons, close };
}
