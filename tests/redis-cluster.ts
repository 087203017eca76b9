/** A Redis Cluster of three masters without replicas, on this machine. */
import { freePort, type RedisServer, startRedis } from "./redis-server.ts";
import { until } from "./until.ts";

export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  readonly url: string;
  close(): Promise<void>;
}

const slots = 16_384;

/** @param settings further ones for each node */
export async function startCluster(settings: readonly string[] = []): Promise<RedisCluster> {
  // Without its own port the cluster's bus takes the server's plus 10 000, which may be none.
  const buses = await Promise.all([freePort(), freePort(), freePort()]);
  const nodes = await Promise.all(
    buses.map((bus) =>
      startRedis([
        "--cluster-enabled",
        "yes",
        "--cluster-port",
        String(bus),
        "--cluster-node-timeout",
        "2000",
        ...settings,
      ]),
    ),
  );
  const third = Math.ceil(slots / 3);
  for (const [at, node] of nodes.entries())
    await node.ask(
      "CLUSTER",
      "ADDSLOTSRANGE",
      String(at * third),
      String(Math.min((at + 1) * third, slots) - 1),
    );
  for (const [at, node] of nodes.entries()) await node.ask("CLUSTER", "SET-CONFIG-EPOCH", String(at + 1));
  for (const [at, node] of nodes.entries())
    if (at > 0) await nodes[0]?.ask("CLUSTER", "MEET", "127.0.0.1", String(node.port), String(buses[at]));
  for (const node of nodes)
    await until(async () => {
      const info = String(await node.ask("CLUSTER", "INFO"));
      return info.includes("cluster_state:ok") && info.includes("cluster_known_nodes:3");
    });
  return {
    nodes,
    url: `redis+cluster://${nodes.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    close: async () => void (await Promise.all(nodes.map((node) => node.close()))),
  };
}
