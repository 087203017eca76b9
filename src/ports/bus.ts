/** Short messages to every process that shares the store: to wake, never to keep. */
export interface Bus {
  /** Tells everybody, this process included. May be lost; never rejects. */
  publish(text: string): void;
  /** Hears what is told from now on. */
  listen(listener: (text: string) => void): void;
}
