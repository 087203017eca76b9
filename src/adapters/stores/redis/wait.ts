/**
 * Waits until a replica has what was just committed, on connections of their own, for WAIT blocks its connection. WAIT
 * counts only what its own connection wrote before; so it writes a key of its own first, which lies behind the commit.
 */
import type { Redis } from "ioredis";
import type { Client } from "./client.ts";

/** How long a replica may take. */
const waitMilliseconds = 200;
/** How long the number of replicas is believed. */
const believedMilliseconds = 10_000;

export interface Replication {
  /**
   * Resolves when a replica of the key's master has everything written before, or after 200 ms; never rejects. Several
   * callers share one WAIT.
   */
  reached(key: string): Promise<void>;
  end(): void;
}

/** What was found of the replicas; each is told once for as long as it holds. */
export type ReplicationFinding = "none" | "late" | "reached";

interface Line {
  readonly connection: Redis;
  replicas: number;
  countedAt: number;
  /** The WAIT under way, and the one that follows it. */
  running: Promise<void> | null;
  next: Promise<void> | null;
}

/** @param told when what is known of the replicas changes */
export function createReplication(client: Client, told: (finding: ReplicationFinding) => void): Replication {
  const lines = new Map<string, Line>();
  let latest: ReplicationFinding | null = null;
  const tell = (finding: ReplicationFinding): void => {
    if (finding === latest) return;
    latest = finding;
    told(finding);
  };

  const lineTo = (key: string): Line => {
    const { name, connect } = client.connectToMasterOf(key);
    const known = lines.get(name);
    if (known !== undefined) return known;
    const connection = connect();
    // What fails is told by the calls.
    connection.on("error", () => {});
    connection.connect().catch(() => {});
    const line = { connection, replicas: 0, countedAt: Number.NEGATIVE_INFINITY, running: null, next: null };
    lines.set(name, line);
    return line;
  };

  const count = async (line: Line): Promise<void> => {
    if (performance.now() - line.countedAt < believedMilliseconds) return;
    const [role, , replicas] = (await line.connection.call("ROLE")) as [string, unknown, unknown[]];
    line.replicas = role === "master" ? replicas.length : 0;
    line.countedAt = performance.now();
  };

  const wait = async (line: Line, key: string): Promise<void> => {
    try {
      if (line.connection.status !== "ready") await opened(line.connection);
      await count(line);
      if (line.replicas === 0) return tell("none");
      await line.connection.set(key, "1");
      const reached = await line.connection.wait(1, waitMilliseconds);
      tell(reached >= 1 ? "reached" : "late");
    } catch {
      line.countedAt = Number.NEGATIVE_INFINITY;
      tell("late");
    }
  };

  /** A WAIT under way may have begun before this commit, so the next one counts. */
  const queue = (line: Line, key: string): Promise<void> => {
    if (line.running === null) {
      line.running = wait(line, key).finally(() => {
        line.running = null;
      });
      return line.running;
    }
    line.next ??= line.running.then(() => {
      line.next = null;
      return queue(line, key);
    });
    return line.next;
  };

  return {
    reached: (key) => queue(lineTo(key), key),
    end: () => {
      for (const { connection } of lines.values()) connection.disconnect();
    },
  };
}

/** Waits a little for a connection that is being made. */
const opened = (connection: Redis): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      connection.off("ready", done);
      reject(new Error("not connected"));
    }, waitMilliseconds);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    connection.once("ready", done);
  });
