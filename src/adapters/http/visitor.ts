/** What every route behind the border knows of a request; routes of others mounted here read it from the context too. */
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import type { Grant } from "../../ports/access.ts";
import type { Device } from "./identity.ts";

/** Where a request came from. */
export interface Client {
  /** Network address; empty where it cannot be told. */
  readonly address: string;
  /** Whether the browser speaks https. */
  readonly secure: boolean;
}

export interface WebEnvironment {
  Variables: {
    readonly device: Device;
    readonly client: Client;
    /** Set behind the admission alone. */
    readonly grant: Grant;
  };
}

export type WebContext = Context<WebEnvironment>;

/**
 * The client as the outermost trusted proxy saw it: the n-th last entry of what proxies add. Anybody can send such
 * headers, so with no proxy trusted, or fewer entries than proxies, they count for nothing.
 */
export function clientOf(context: Context, trustedProxies: number): Client {
  const entry = (header: string): string | undefined =>
    trustedProxies === 0 ? undefined : context.req.header(header)?.split(",").at(-trustedProxies)?.trim();
  return {
    address: entry("x-forwarded-for") || socketAddress(context),
    secure: entry("x-forwarded-proto")?.toLowerCase() === "https",
  };
}

function socketAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? "";
  } catch {
    // Without a socket, as when the routes are called directly.
    return "";
  }
}
