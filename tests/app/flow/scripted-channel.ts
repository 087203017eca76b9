/** A channel whose platform does as the test says, and which remembers what it was given. */
import type {
  Address,
  Capabilities,
  Channel,
  Outbound,
  OutboundFile,
  SendResult,
  Sink,
  Work,
} from "../../../src/ports/channel.ts";
import type { Instant } from "../../../src/ports/time.ts";

/** One call of `send`. */
export interface Sent {
  readonly to: Address;
  readonly message: Outbound;
  readonly key: string;
  readonly file: OutboundFile | null;
  readonly at: Instant;
  /** Null while it is under way, or where the process ended meanwhile. */
  result: SendResult | null;
}

export interface ScriptedChannel extends Channel {
  readonly sends: readonly Sent[];
  /** What a model is shown to be at for somebody, oldest first; ended is taken out. */
  readonly works: readonly Work[];
  /** What people see: each message as often as the platform shows it. */
  shown(): readonly Sent[];
  /** What the platform does with the next sends; without it all are sent. */
  platform: (send: Sent, number: number) => SendResult | Promise<SendResult>;
  /** Takes in an event, as the platform would give it. */
  readonly sink: Sink;
  readonly capabilities: Capabilities;
}

export const textOf = ({ message }: Pick<Sent, "message">): string =>
  message.answer.blocks.map((block) => ("text" in block ? block.text : "")).join("");

export function createScriptedChannel(
  id: string,
  clock: () => Instant,
  capabilities: Partial<Capabilities> = {},
): ScriptedChannel {
  const sends: Sent[] = [];
  const works: Work[] = [];
  let heard: Sink | null = null;
  const channel: ScriptedChannel = {
    id,
    capabilities: {
      buttons: true,
      textLimit: null,
      dropsRepeatedKey: true,
      showsNotice: true,
      push: true,
      files: true,
      ...capabilities,
    },
    sends,
    works,
    working(_, what) {
      works.push(what);
      return () => void works.splice(works.indexOf(what), 1);
    },
    platform: () => ({ status: "sent" }),
    sink: async (event) => (heard === null ? { status: "unavailable", notice: null } : heard(event)),
    shown() {
      const arrived = sends.filter(({ result }) => result?.status === "sent");
      return channel.capabilities.dropsRepeatedKey
        ? arrived.filter(({ key }, at) => arrived.findIndex((other) => other.key === key) === at)
        : arrived;
    },
    async start(sink) {
      heard = sink;
    },
    async send(to, message, key, file) {
      const send: Sent = { to, message, key, file, at: clock(), result: null };
      const number = sends.push(send);
      send.result = await channel.platform(send, number);
      return send.result;
    },
    health: () => ({ state: heard === null ? "down" : "up", reason: null }),
    async stop() {
      heard = null;
    },
  };
  return channel;
}
