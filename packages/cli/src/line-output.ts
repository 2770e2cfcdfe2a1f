import type { Writable } from "node:stream";

/** Text is handed to the stream in pieces of at least this many characters, so that one system call carries many documents. */
const PIECE = 64 * 1024;

/** So much may wait for a slow reader before the processor waits too. */
const QUEUE_LIMIT = 1024 * 1024;

/**
 * Lines on their way to a stream, gathered into large writes. Gathering delays nothing: what is left over goes out as
 * soon as the event loop is free. After the stream has failed, everything is dropped and `failure` says why.
 */
export class LineOutput {
  readonly #stream: Writable;
  readonly #onFailure: (error: Error) => void;
  #pending = "";
  #scheduled = false;
  #failure: Error | undefined;
  #dropping = false;
  readonly #waiting = new Set<() => void>();

  /** It listens to the stream for good. `onFailure` is called once, when the target cannot take more: `EPIPE` when the reader went away, `ENOSPC`, … */
  constructor(stream: Writable, onFailure: (error: Error) => void) {
    this.#stream = stream;
    this.#onFailure = onFailure;
    stream.on("error", this.#fail).on("drain", this.#wake).on("close", this.#wake);
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Takes whole lines, each with its line feed. A promise is back-pressure: await it before writing more. */
  write(lines: string): Promise<void> | undefined {
    if (this.#dropping) return undefined;
    this.#pending += lines;
    if (this.#pending.length >= PIECE) this.#send();
    else if (!this.#scheduled) this.#schedule();
    return this.#stream.writableLength > QUEUE_LIMIT ? this.#drained() : undefined;
  }

  /** Resolves when everything written before has left this process, or cannot any more. */
  async flush(): Promise<void> {
    this.#send();
    if (this.#dropping) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      this.#stream.write("", (error) => {
        // The event comes later than this call.
        if (error) this.#fail(error);
        this.#waiting.delete(resolve);
        resolve();
      });
    });
  }

  /** Stops waiting for a reader that does not read: what it has not taken is dropped, and so is all that comes. */
  abandon(): void {
    this.#dropping = true;
    this.#pending = "";
    this.#wake();
  }

  #schedule(): void {
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#pending === "") return;
    const piece = this.#pending;
    this.#pending = "";
    this.#stream.write(piece);
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #wake = (): void => {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  };

  #fail = (error: Error): void => {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#dropping = true;
    this.#pending = "";
    this.#wake();
    this.#onFailure(error);
  };
}
