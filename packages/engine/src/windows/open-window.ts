import type { Document } from "@millrace/mql";
import type { Positions } from "../ports/index.ts";
import { type Origin, type SourcePartition, StreamRecord, type WindowBounds } from "../record.ts";

const noPartition: SourcePartition = { id: "" };

/** A window that has documents and is not closed yet. */
export class OpenWindow implements WindowBounds {
  readonly start: number;
  readonly end: number;
  readonly meta: Document;
  readonly openedAt: number;
  /** Arrival sequence when it opened. */
  readonly opened: number;
  /** Where the source was before the batch that opened it: from here on everything the window needs is read again. */
  readonly since: Positions;
  readonly content: unknown;
  /** Arrival sequence at the last freeze: entries older than that are in a checkpoint. −1: nothing is. */
  frozen = -1;

  constructor(start: number, end: number, openedAt: number, opened: number, since: Positions, content: unknown) {
    this.start = start;
    this.end = end;
    this.meta = { start: new Date(start), end: new Date(end) };
    this.openedAt = openedAt;
    this.opened = opened;
    this.since = since;
    this.content = content;
  }
}

/** The records that a window gives at close: no longer those of the source (engine.md 2.4). */
export class WindowOutput implements Origin {
  readonly #window: OpenWindow;
  readonly #source: Document;
  readonly #meta: Document;

  constructor(window: OpenWindow, sourceType: string) {
    this.#window = window;
    this.#source = { type: sourceType };
    this.#meta = { source: this.#source, window: window.meta };
  }

  describe(): Document {
    return this.#source;
  }

  /** A record with the document, whose event time is the start of the window. `meta`: what its own record had, for inner stages that read it. */
  make = (doc: Document, meta?: Document): StreamRecord => {
    const record = new StreamRecord(doc, this.#window.start, noPartition, 0, 0, this);
    record.enter(this.#window);
    record.setMeta(meta ?? this.#meta);
    return record;
  };

  /** Takes away what only inner stages may read. */
  seal(record: StreamRecord): void {
    record.setMeta(this.#meta);
  }
}
