import { ProcessorError } from "@millrace/engine";
import { type Document, decodeBson } from "@millrace/mql";
import type { FromExecutor, ToExecutor, WireError } from "../protocol.ts";

/** Why an executor is gone. */
export interface Loss {
  reason: "crashed" | "unresponsive" | "out-of-memory";
  /** For the log and the processor's error text, such as `signal SIGKILL`. */
  detail: string;
  /** How many other runs it hosted: any of them may be to blame. */
  others: number;
}

/** How a run ended. `stats`: the last ones, where the end left time for them. */
export type RunEnd =
  | { kind: "stopped"; stats?: Document }
  | { kind: "failed"; error: ProcessorError; stats?: Document }
  | { kind: "lost"; loss: Loss };

export type TapListener = (documents: Document[]) => void;

/** One run of a processor, wherever it is. After `ended`, operations reject or do nothing. */
export interface Run {
  /** Resolves once, never rejects. */
  readonly ended: Promise<RunEnd>;
  /** Ends the run, by default with a final checkpoint; rejects with the reason when that could not be taken (the run is over all the same). */
  stop(options?: { checkpoint?: boolean }): Promise<void>;
  /** The `stats` object of engine.md 8.1. */
  stats(options?: { scale?: 1 | 1024; verbose?: boolean }): Promise<Document>;
  /** Results from now on, in batches; lossy. Returns a function that ends it. */
  tap(listener: TapListener): () => void;
  /** The last few results. */
  latest(): Promise<Document[]>;
  /** Ends the run whatever it takes, with everything that runs in the same process if it does not obey. */
  kill(): void;
}

/** A request without the number that the channel gives it. */
export type Request =
  | { type: "stop"; run: number; checkpoint: boolean }
  | { type: "stats"; run: number; scale: 1 | 1024; verbose: boolean }
  | { type: "latest"; run: number };

/** What a run needs of its executor. */
export interface RunChannel {
  send(message: ToExecutor): void;
  /** Sends and resolves with the documents of the reply. */
  request(message: Request): Promise<Document[]>;
  kill(): void;
}

export class ExecutorRun implements Run {
  readonly ended: Promise<RunEnd>;
  readonly #number: number;
  readonly #channel: RunChannel;
  readonly #listeners = new Set<TapListener>();
  #settle!: (end: RunEnd) => void;
  #over = false;

  constructor(number: number, channel: RunChannel) {
    this.#number = number;
    this.#channel = channel;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  async stop(options: { checkpoint?: boolean } = {}): Promise<void> {
    if (this.#over) return;
    try {
      const [stats] = await this.#channel.request({ type: "stop", run: this.#number, checkpoint: options.checkpoint ?? true });
      this.end({ kind: "stopped", stats });
    } catch (error) {
      this.end({ kind: "stopped" });
      throw error;
    }
  }

  async stats(options: { scale?: 1 | 1024; verbose?: boolean } = {}): Promise<Document> {
    const { scale = 1, verbose = false } = options;
    const [stats = {}] = await this.#channel.request({ type: "stats", run: this.#number, scale, verbose });
    return stats;
  }

  latest(): Promise<Document[]> {
    return this.#channel.request({ type: "latest", run: this.#number });
  }

  tap(listener: TapListener): () => void {
    if (this.#over) return () => {};
    // A function of its own, so that one listener can tap twice.
    const own: TapListener = (documents) => listener(documents);
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#channel.send({ type: "tap", run: this.#number, on: true });
    return () => {
      if (!this.#listeners.delete(own) || this.#listeners.size > 0 || this.#over) return;
      this.#channel.send({ type: "tap", run: this.#number, on: false });
    };
  }

  kill(): void {
    this.#channel.kill();
  }

  /** What the executor told about this run. */
  receive(message: Extract<FromExecutor, { type: "failed" | "tapped" }>): void {
    if (message.type === "tapped") {
      const documents = message.documents.map(decodeBson);
      for (const listener of this.#listeners) listener(documents);
    } else {
      this.end({ kind: "failed", error: fromWire(message.error), stats: message.stats && decodeBson(message.stats) });
    }
  }

  end(end: RunEnd): void {
    this.#over = true;
    this.#listeners.clear();
    this.#settle(end);
  }
}

export function fromWire(error: WireError): ProcessorError {
  return new ProcessorError(error.code, error.errorClass, error.message);
}
