/** The bus as a channel of Redis, heard on a connection of its own: one that listens can do nothing else. */
import type { Redis } from "ioredis";
import type { Bus } from "../../../ports/bus.ts";
import type { Client } from "./client.ts";

export interface RedisBus extends Bus {
  end(): void;
}

export function createRedisBus(client: Client, namespace: string): RedisBus {
  const name = `${namespace}:bus`;
  let hearing: Redis | null = null;

  return {
    publish: (text) => void client.command("PUBLISH", name, text).catch(() => {}),
    listen: (listener) => {
      const connection = client.connectToMasterOf(name).connect();
      hearing = connection;
      connection.on("error", () => {});
      connection.on("message", (_, text) => listener(text));
      // At every connection anew: the server forgets who listened.
      connection.on("ready", () => void connection.subscribe(name).catch(() => {}));
      connection.connect().catch(() => {});
    },
    end: () => hearing?.disconnect(),
  };
}
