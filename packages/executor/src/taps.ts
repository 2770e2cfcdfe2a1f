import { type Document, encodeBson } from "@millrace/mql";

/** So many documents or bytes wait for being sent; more are lost: a tap is a look at the stream, not a delivery. */
const MAX_DOCUMENTS = 200;
const MAX_BYTES = 4 * 1024 * 1024;
/** How long results are gathered before they are sent. */
const GATHER_MS = 100;
/** Batches sent and not yet taken. */
const MAX_IN_FLIGHT = 2;

/** So many results are kept for those who look later, and so many bytes of them at most. */
const KEPT = 10;
const KEPT_BYTES = 1024 * 1024;
/** A processor that writes a lot is looked at this often. */
const LOOK_MS = 1_000;

/** `processor.tap` of the engine. */
export type TapSource = (listener: (doc: Document) => void) => () => void;

/** Hands a batch on, each document as BSON; `sent` is called when it has left. */
type Send = (documents: Uint8Array[], sent: () => void) => void;

/**
 * The results of one processor for those who watch: batches while a tap is on, and the latest few at any time.
 * The latest are taken by looking for {@link KEPT} documents, then not again for {@link LOOK_MS}, so that a fast processor is not slowed down.
 */
export class Taps {
  readonly #source: TapSource;
  readonly #send: Send;
  readonly #timers = new Set<NodeJS.Timeout>();
  #untap: (() => void) | undefined;
  #unlook: (() => void) | undefined;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #inFlight = 0;
  #kept: Uint8Array[] = [];

  constructor(source: TapSource, send: Send) {
    this.#source = source;
    this.#send = send;
    this.#look();
  }

  set(on: boolean): void {
    this.#untap?.();
    this.#untap = on ? this.#source((doc) => this.#gather(doc)) : undefined;
  }

  /** The last few results, each as BSON. */
  get latest(): Uint8Array[] {
    return this.#kept;
  }

  close(): void {
    this.set(false);
    this.#unlook?.();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #gather(doc: Document): void {
    if (this.#waiting.length >= MAX_DOCUMENTS || this.#waitingBytes >= MAX_BYTES) return;
    const bytes = encoded(doc);
    if (!bytes) return;
    if (this.#waiting.length === 0) this.#after(GATHER_MS, () => this.#flush());
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #flush(): void {
    const documents = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    // A server that does not keep up loses results here instead of filling this process's memory.
    if (documents.length === 0 || this.#inFlight >= MAX_IN_FLIGHT) return;
    this.#inFlight++;
    this.#send(documents, () => this.#inFlight--);
  }

  #look(): void {
    let seen = 0;
    this.#unlook = this.#source((doc) => {
      this.#keep(doc);
      if (++seen < KEPT) return;
      this.#unlook?.();
      this.#unlook = undefined;
      this.#after(LOOK_MS, () => this.#look());
    });
  }

  #keep(doc: Document): void {
    const bytes = encoded(doc);
    if (!bytes || bytes.length > KEPT_BYTES) return;
    this.#kept.push(bytes);
    let size = this.#kept.reduce((sum, kept) => sum + kept.length, 0);
    while (this.#kept.length > KEPT || size > KEPT_BYTES) size -= this.#kept.shift()!.length;
  }

  #after(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

/** A result that cannot be encoded is the sink's problem to report, not the tap's. */
function encoded(doc: Document): Uint8Array | undefined {
  try {
    return encodeBson(doc);
  } catch {
    return undefined;
  }
}
