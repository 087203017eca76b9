/** Work one after another within a chat, side by side between chats. */

export interface Lanes {
  run<Result>(chat: number, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createLanes(): Lanes {
  const ends = new Map<number, Promise<unknown>>();
  return {
    run(chat, work) {
      const before = ends.get(chat) ?? Promise.resolve();
      const result = before.then(work);
      const end = result.then(
        () => undefined,
        () => undefined,
      );
      ends.set(chat, end);
      void end.then(() => {
        if (ends.get(chat) === end) ends.delete(chat);
      });
      return result;
    },
    async idle() {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
