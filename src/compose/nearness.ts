/** How far away a service is, as far as its address tells. */
import { BlockList, isIP } from "node:net";

/** `machine`: this one; `network`: a private network, by its address or a name no public register has; `outside`: any other. */
export type Nearness = "machine" | "network" | "outside";

const machine = new BlockList();
machine.addSubnet("127.0.0.0", 8);
machine.addAddress("::1", "ipv6");

const network = new BlockList();
network.addSubnet("10.0.0.0", 8);
network.addSubnet("172.16.0.0", 12);
network.addSubnet("192.168.0.0", 16);
network.addSubnet("169.254.0.0", 16);
network.addSubnet("fc00::", 7, "ipv6");
network.addSubnet("fe80::", 10, "ipv6");

export function nearnessOf({ hostname }: URL): Nearness {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const version = isIP(host);
  if (version !== 0) {
    const family = version === 4 ? "ipv4" : "ipv6";
    if (machine.check(host, family)) return "machine";
    return network.check(host, family) ? "network" : "outside";
  }
  if (host === "localhost" || host.endsWith(".localhost")) return "machine";
  return !host.includes(".") || /\.(?:local|internal|lan|home\.arpa)$/.test(host) ? "network" : "outside";
}
