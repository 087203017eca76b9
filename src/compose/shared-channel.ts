/**
 * A channel whose readers may be connected to another process than the one that sends: what is sent here is sent there too.
 * Only for channels that show a repeated key once.
 */
import type { Bus } from "../ports/bus.ts";
import type { Address, Channel, Outbound } from "../ports/channel.ts";
import type { Sealer } from "../ports/sealing.ts";
import type { Log } from "../ports/telemetry.ts";

/** What one process tells the others; sealed, for a bus is not a store and has no keeper. */
interface Told {
  readonly channel: string;
  readonly to: Address;
  readonly message: Outbound;
  readonly key: string;
}

const place = "bus";

export function shareChannel<Kind extends Channel>(
  channel: Kind,
  { bus, sealer, log }: { readonly bus: Bus; readonly sealer: Sealer; readonly log: Log },
): Kind {
  bus.listen((text) => {
    try {
      const told = JSON.parse(sealer.open(text, place)) as Told;
      // What this process told itself is known by its key.
      if (told.channel === channel.id) void channel.send(told.to, told.message, told.key, null);
    } catch (error) {
      log.warn({ err: error }, "a message of another process cannot be read; do all have the same DATA_KEY?");
    }
  });
  return {
    ...channel,
    async send(to, message, key, file) {
      const result = await channel.send(to, message, key, file);
      const told: Told = { channel: channel.id, to, message, key };
      bus.publish(sealer.seal(JSON.stringify(told), place));
      return result;
    },
  };
}
