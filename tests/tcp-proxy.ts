/** A proxy on this machine that treats a connection badly when told to. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * `pass`: forwards. `lose-replies`: what is asked arrives, and the connection breaks before the answer. `hang`: what is
 * asked arrives, and no answer ever comes on this connection.
 */
export type Manner = "pass" | "lose-replies" | "hang";

export interface Proxy {
  readonly port: number;
  manner: Manner;
  close(): Promise<void>;
}

export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const proxy: { manner: Manner } = { manner: "pass" };
  const server = createServer((client) => {
    const upstream = connect(to, "127.0.0.1");
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    // Bytes of one connection are never skipped, only held back for good.
    let hangs = false;
    client.on("data", (bytes) => upstream.write(bytes));
    upstream.on("data", (bytes) => {
      hangs ||= proxy.manner === "hang";
      if (hangs) return;
      if (proxy.manner === "pass") client.write(bytes);
      else if (proxy.manner === "lose-replies") client.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(proxy, {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  });
}
