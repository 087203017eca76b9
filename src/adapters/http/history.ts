/** What a page shows of a conversation. */
import type { Address } from "../../ports/channel.ts";
import type { Conversations, TurnView } from "../../ports/conversations.ts";

/** As many turns as are read at a time. */
const atATime = 100;

/** All turns after one, read in portions. */
export async function turnsAfter(
  conversations: Pick<Conversations, "turns">,
  of: Address,
  after: number,
): Promise<readonly TurnView[]> {
  const all: TurnView[] = [];
  while (true) {
    const portion = await conversations.turns(of, all.at(-1)?.turn ?? after, atATime);
    all.push(...portion);
    if (portion.length < atATime) return all;
  }
}
