/**
 * The peer of the flow's figures: the simplest server that keeps what it is sent. It appends each body to a file, waits for
 * the disk, and answers 202. `node bench/append-server.ts FILE each|shared` prints its address.
 *
 * `each` waits for the disk once a message; `shared` once for all that wait at the same time.
 */
import { open } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [file = "", how] = process.argv.slice(2);
const handle = await open(file, "a");

interface Waiting {
  readonly body: Buffer;
  readonly done: () => void;
}

let waiting: Waiting[] = [];
let writing = false;

async function writeAll(): Promise<void> {
  if (writing) return;
  writing = true;
  while (waiting.length > 0) {
    const group = how === "shared" ? waiting : waiting.slice(0, 1);
    waiting = waiting.slice(group.length);
    await handle.appendFile(Buffer.concat(group.flatMap(({ body }) => [body, Buffer.from("\n")])));
    await handle.datasync();
    for (const { done } of group) done();
  }
  writing = false;
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const done = (): void => void response.writeHead(202).end();
    waiting.push({ body: Buffer.concat(chunks), done });
    void writeAll();
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
