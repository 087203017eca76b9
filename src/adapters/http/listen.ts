/** Binds the routes to an address, and lets go of it again. */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

export interface Listening {
  /** Where a browser on this machine finds it, `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Takes no new request, lets running ones end, and resolves when the port is free. */
  close(): Promise<void>;
}

/** How long running requests may take to end before their connections are cut. */
const graceMilliseconds = 5_000;

/** How long a client may take to send a request: none of ours is long. A response may take as long as it likes. */
const requestSeconds = 30;

/**
 * Starts to listen.
 *
 * @param port 0 picks a free one
 * @param sendingSeconds how long a client may take to send a request; checked once in as many seconds
 * @throws the system's error, with its `code` (EADDRINUSE, EACCES …), where the address cannot be had
 */
export async function listen(
  app: Pick<Hono, "fetch">,
  host: string,
  port: number,
  sendingSeconds = requestSeconds,
): Promise<Listening> {
  const milliseconds = sendingSeconds * 1_000;
  const server = createAdaptorServer({
    fetch: app.fetch,
    // Node itself throws away what a route left unread; the adaptor's own way cuts a connection that is kept alive.
    autoCleanupIncoming: false,
    serverOptions: {
      requestTimeout: milliseconds,
      headersTimeout: milliseconds,
      connectionsCheckingInterval: milliseconds,
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host.replace(/^\[|\]$/g, ""), () => {
      server.off("error", reject);
      resolve();
    });
  });
  return { url: addressOf(server.address() as AddressInfo), close: () => close(server) };
}

function addressOf({ address, port }: AddressInfo): string {
  // A wildcard is no address one can open.
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** How often connections that have become idle are closed while running requests end. */
const sweepMilliseconds = 20;

async function close(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  // A connection kept alive becomes idle only when its response has ended.
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMilliseconds);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
  clearInterval(sweep);
}
