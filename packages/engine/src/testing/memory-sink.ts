import type { Document, Value } from "@millrace/mql";
import type { DeadLetter, DeadLetters, Sink, SinkHost } from "../ports/index.ts";
import type { StreamRecord } from "../record.ts";
import type { Life } from "./life.ts";

/** A document that reached the sink. */
export interface Result {
  doc: Document;
  meta: Document;
  /** Event time, milliseconds. */
  ts: number;
}

/** Where results and dead letters end up; outlives the processor. What was not flushed may get lost in a crash. */
export class MemoryTarget<T> {
  readonly items: T[] = [];
  #durable = 0;

  add(item: T): void {
    this.items.push(item);
  }

  flush(): void {
    this.#durable = this.items.length;
  }

  /** Forgets what was not flushed. */
  lose(): void {
    this.items.length = this.#durable;
  }
}

export class MemorySink implements Sink {
  readonly #target: MemoryTarget<Result>;
  readonly #host: SinkHost;
  readonly #life: Life;
  readonly #refuse: (doc: Document) => string | undefined;
  /** Sizes of the pieces in which results came. */
  readonly writes: number[] = [];

  /** `refuse`: gives the reason why the target does not take a document. */
  constructor(target: MemoryTarget<Result>, host: SinkHost, life: Life, refuse: (doc: Document) => string | undefined) {
    this.#target = target;
    this.#host = host;
    this.#life = life;
    this.#refuse = refuse;
  }

  open(): Promise<void> {
    return this.#life.perform("open", () => {});
  }

  write(records: StreamRecord[]): Promise<void> {
    return this.#life.perform("write", () => {
      this.writes.push(records.length);
      for (const record of records) {
        const reason = this.#refuse(record.doc);
        if (reason !== undefined) {
          this.#host.deadLetter(record, reason);
          continue;
        }
        this.#target.add({ doc: record.doc, meta: record.meta, ts: record.ts });
        this.#host.wrote(1, 100);
      }
    });
  }

  flush(): Promise<void> {
    return this.#life.perform("flush", () => this.#target.flush());
  }

  snapshot(): Value {
    return undefined;
  }

  async close(): Promise<void> {}
}

export class MemoryDeadLetters implements DeadLetters {
  readonly #target: MemoryTarget<DeadLetter>;
  readonly #life: Life;

  constructor(target: MemoryTarget<DeadLetter>, life: Life) {
    this.#target = target;
    this.#life = life;
  }

  write(letter: DeadLetter): Promise<void> {
    return this.#life.perform("letter", () => this.#target.add(letter));
  }

  flush(): Promise<void> {
    return this.#life.perform("flush", () => this.#target.flush());
  }

  async close(): Promise<void> {}
}
