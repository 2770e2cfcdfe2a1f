import type { StartOptions } from "./runtime.ts";

/** Something asked of a processor. `resolve` or `reject` is called once, when it is done. */
export type Command = (
  | { kind: "start"; options: StartOptions }
  | { kind: "stop" }
  | { kind: "drop" }
  /** The server ends: final checkpoint, but the processor stays wanted. */
  | { kind: "suspend" }
) & { resolve(): void; reject(error: Error): void };

/** What came first: a command, or the value of the promise that was waited for beside it. */
export type Event<T> = { command: Command } | { command?: undefined; value: T };

/** Commands for one processor in the order in which they came; one reader at a time. */
export class Inbox {
  readonly #waiting: Command[] = [];
  #notify: (() => void) | undefined;

  push(command: Command): void {
    this.#waiting.push(command);
    this.#notify?.();
  }

  /** Puts a command back that the next state is to take. */
  putBack(command: Command): void {
    this.#waiting.unshift(command);
  }

  async take(): Promise<Command> {
    for (;;) {
      const event = await this.next(new Promise<never>(() => {}));
      if (event.command) return event.command;
    }
  }

  /** The next command, or the value of `other` when that settles first. A command that is there already comes first, so that stop always wins. */
  async next<T>(other: Promise<T>): Promise<Event<T>> {
    const arrived = new Promise<"arrived">((resolve) => {
      this.#notify = () => resolve("arrived");
      if (this.#waiting.length > 0) resolve("arrived");
    });
    const first = await Promise.race([arrived, other.then((value) => ({ value }))]);
    this.#notify = undefined;
    const command = this.#waiting.shift();
    if (command) return { command };
    if (first === "arrived") throw new Error("An inbox has one reader at a time");
    return first;
  }

  /** Takes everything that waits. */
  drain(): Command[] {
    return this.#waiting.splice(0);
  }
}
