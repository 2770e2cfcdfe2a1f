import type { Document } from "@millrace/mql";
import type { Clock, Positions, Source, SourceBatch } from "../ports/index.ts";
import { type Origin, type SourcePartition, StreamRecord } from "../record.ts";
import type { Life } from "./life.ts";

/** One record for a {@link MemoryLog}. */
export interface GivenRecord {
  doc: Document;
  /** Timestamp of the source: milliseconds, or a date in text. Default: the wall clock when it is read. */
  ts?: number | string;
  /** Default: the first one. */
  partition?: string;
  /** Bytes; default 100. */
  size?: number;
  /** The payload could not be decoded. */
  failure?: string;
}

interface StoredRecord extends GivenRecord {
  partition: string;
  /** Over all partitions: records are delivered in this order. */
  order: number;
}

/** What a source reads from: partitions that only grow, and outlive the processor. */
export class MemoryLog {
  readonly partitions: string[];
  readonly records = new Map<string, StoredRecord[]>();
  ended = false;
  /** Called when something was added. */
  changed: () => void = () => {};
  #order = 0;

  constructor(partitions: readonly string[]) {
    this.partitions = [...partitions];
  }

  give(records: readonly GivenRecord[]): void {
    for (const record of records) {
      const partition = record.partition ?? this.partitions[0]!;
      const list = this.records.get(partition) ?? [];
      this.records.set(partition, list);
      list.push({ ...record, partition, order: this.#order++ });
    }
    this.changed();
  }

  end(): void {
    this.ended = true;
    this.changed();
  }
}

/** A source over a {@link MemoryLog}: positions are indexes. */
export class MemorySource implements Source {
  /** The processor waits for records, and there are none. */
  waiting = false;
  /** Partitions left out, after each call of `pause`. */
  readonly pauses: string[][] = [];
  /** Positions told with `committed`. */
  lastCommitted: Positions | undefined;
  readonly #log: MemoryLog;
  readonly #clock: Clock;
  readonly #life: Life;
  readonly #options: { type: string; batchSize: number; latest: boolean };
  readonly #next = new Map<string, number>();
  #partitions: SourcePartition[] = [];
  #announced = "";
  #paused = new Set<string>();
  #wake: () => void = () => {};

  /** `type`: `stream.source.type`; `latest`: a first run begins behind what is there. */
  constructor(log: MemoryLog, clock: Clock, life: Life, options: { type: string; batchSize: number; latest: boolean }) {
    this.#log = log;
    this.#clock = clock;
    this.#life = life;
    this.#options = options;
    log.changed = () => this.#wake();
  }

  open(positions: Positions | undefined): Promise<void> {
    return this.#life.perform("open", () => {
      for (const [id, position] of Object.entries(positions ?? {})) this.#next.set(id, Number(position));
    });
  }

  async read(maxWaitMs: number): Promise<SourceBatch | null> {
    const batch = await this.#life.perform("read", () => this.#available());
    if (batch.records.length > 0 || batch.partitions) return batch;
    if (this.#log.ended && this.#paused.size === 0) return null;
    if (maxWaitMs <= 0) return batch;
    await this.#wait(maxWaitMs);
    return this.#life.perform("read", () => this.#available());
  }

  pause(partitions: readonly SourcePartition[]): void {
    this.#paused = new Set(partitions.map(({ id }) => id));
    this.pauses.push([...this.#paused]);
  }

  committed(positions: Positions): Promise<void> {
    return this.#life.perform("committed", () => {
      this.lastCommitted = positions;
    });
  }

  wake(): void {
    this.#wake();
  }

  async close(): Promise<void> {
    this.#wake();
  }

  async #wait(ms: number): Promise<void> {
    const stop = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = () => {
        this.waiting = false;
        resolve();
      };
    });
    this.waiting = true;
    await Promise.race([woken, this.#clock.sleep(ms, stop.signal)]);
    this.waiting = false;
    this.#wake = () => {};
    stop.abort();
  }

  #available(): SourceBatch {
    const names = this.#log.partitions.join();
    const changed = names !== this.#announced;
    this.#announced = names;
    if (changed)
      this.#partitions = this.#log.partitions.map((id) => this.#partitions.find((one) => one.id === id) ?? this.#begin(id));
    const records: StreamRecord[] = [];
    while (records.length < this.#options.batchSize) {
      const next = this.#nextRecord();
      if (next === undefined) break;
      records.push(next);
    }
    return { records, ...(changed && { partitions: this.#partitions }) };
  }

  #begin(id: string): SourcePartition {
    const start = this.#next.get(id) ?? (this.#options.latest ? (this.#log.records.get(id)?.length ?? 0) : 0);
    this.#next.set(id, start);
    return { id, start };
  }

  #nextRecord(): StreamRecord | undefined {
    let first: { stored: StoredRecord; partition: SourcePartition; index: number } | undefined;
    for (const partition of this.#partitions) {
      const index = this.#next.get(partition.id) ?? 0;
      const stored = this.#log.records.get(partition.id)?.[index];
      if (stored === undefined || this.#paused.has(partition.id)) continue;
      if (first === undefined || stored.order < first.stored.order) first = { stored, partition, index };
    }
    if (first === undefined) return undefined;
    const { stored, partition, index } = first;
    this.#next.set(partition.id, index + 1);
    const ts = typeof stored.ts === "string" ? Date.parse(stored.ts) : (stored.ts ?? this.#clock.now());
    const doc = structuredDocument(stored.doc);
    return new StreamRecord(doc, ts, partition, index + 1, stored.size ?? 100, this.#origin(stored, index), stored.failure);
  }

  #origin(stored: StoredRecord, index: number): Origin {
    const { type } = this.#options;
    return { describe: () => ({ type, partition: stored.partition, offset: index }) };
  }
}

/** The top level belongs to the processor, which may change it; a replay must find the record as it was. */
function structuredDocument(doc: Document): Document {
  return { ...doc };
}
