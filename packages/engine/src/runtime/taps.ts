import type { Document } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";

/** Listeners to what reaches the sink. */
export class Taps {
  readonly #listeners = new Set<(doc: Document) => void>();

  add(listener: (doc: Document) => void): () => void {
    // A function of its own, so that one listener can be added twice.
    const own = (doc: Document): void => listener(doc);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  show(records: readonly StreamRecord[]): void {
    if (this.#listeners.size === 0) return;
    for (const record of records) for (const listener of this.#listeners) listener(record.doc);
  }
}
