/** Shows a person that a model is at work for them, where their channel can. */
import { channelOf } from "../../core/access/terms.ts";
import type { Address, Channel, Work } from "../../ports/channel.ts";

/** Shows it from now on, until what is returned is called. */
export type ShowWork = (of: Address, what: Work) => () => void;

const showNothing = (): void => undefined;

export const createShowWork =
  (channels: readonly Pick<Channel, "id" | "working">[]): ShowWork =>
  (of, what) =>
    channels.find(({ id }) => id === channelOf(of.person))?.working?.(of, what) ?? showNothing;
