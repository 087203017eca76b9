/** A Redis Cluster of three masters on this machine, without replicas unless one is added. */
import type { Certificates } from "./certificates.ts";
import { freePort, type RedisServer, startRedis } from "./redis-server.ts";
import { until } from "./until.ts";

export interface RedisCluster {
  /** The masters as they were at first. */
  readonly nodes: readonly [RedisServer, RedisServer, RedisServer];
  /** Hosts and ports: what follows scheme and user in `REDIS_URL`. */
  readonly place: string;
  readonly url: string;
  /** Gives a master a replica, and waits until it has everything. */
  addReplica(of: RedisServer): Promise<RedisServer>;
  close(): Promise<void>;
}

const slots = 16_384;
const host = "127.0.0.1";

interface Node extends RedisServer {
  /** Where the others find it: its port and that of the bus. */
  readonly meet: readonly [string, string];
  /** Port of its clients. */
  readonly served: number;
}

/** Always with a plain port too, by which the test asks; where there are certificates, everybody else uses the other one. */
async function startNode(settings: readonly string[], certificates: Certificates | null): Promise<Node> {
  // Without its own port the cluster's bus takes the server's plus 10 000, which may be none.
  const [bus, encrypted] = [await freePort(), await freePort()];
  const server = await startRedis([
    "--cluster-enabled",
    "yes",
    "--cluster-port",
    String(bus),
    "--cluster-node-timeout",
    "2000",
    ...(certificates === null
      ? []
      : [...certificates.settings(encrypted), "--tls-cluster", "yes", "--tls-replication", "yes"]),
    ...settings,
  ]);
  const served = certificates === null ? server.port : encrypted;
  return { ...server, served, meet: [String(served), String(bus)] };
}

const whole =
  (node: RedisServer, known: number): (() => Promise<boolean>) =>
  async () => {
    const info = String(await node.ask("CLUSTER", "INFO"));
    return info.includes("cluster_state:ok") && info.includes(`cluster_known_nodes:${known}`);
  };

/**
 * @param settings further ones for each node
 * @param certificates given: nodes, replicas and clients speak with one another by TLS
 */
export async function startCluster(
  settings: readonly string[] = [],
  certificates: Certificates | null = null,
): Promise<RedisCluster> {
  const start = () => startNode(settings, certificates);
  const nodes: [Node, Node, Node] = await Promise.all([start(), start(), start()]);
  const [first] = nodes;
  const third = Math.ceil(slots / 3);
  for (const [at, node] of nodes.entries()) {
    const end = Math.min((at + 1) * third, slots) - 1;
    await node.ask("CLUSTER", "ADDSLOTSRANGE", String(at * third), String(end));
    await node.ask("CLUSTER", "SET-CONFIG-EPOCH", String(at + 1));
    if (at > 0) await first.ask("CLUSTER", "MEET", host, ...node.meet);
  }
  for (const node of nodes) await until(whole(node, nodes.length));
  const replicas: Node[] = [];
  const place = nodes.map(({ served }) => `${host}:${served}`).join(",");
  return {
    nodes,
    place,
    url: `redis${certificates === null ? "" : "s"}+cluster://${place}`,
    addReplica: async (of) => {
      const replica = await start();
      replicas.push(replica);
      await first.ask("CLUSTER", "MEET", host, ...replica.meet);
      for (const node of [...nodes, ...replicas]) await until(whole(node, nodes.length + replicas.length));
      await replica.ask("CLUSTER", "REPLICATE", String(await of.ask("CLUSTER", "MYID")));
      await until(async () =>
        String(await replica.ask("INFO", "replication")).includes("master_link_status:up"),
      );
      return replica;
    },
    close: async () => void (await Promise.all([...nodes, ...replicas].map((node) => node.close()))),
  };
}
