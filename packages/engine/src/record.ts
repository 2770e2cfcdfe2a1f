import type { Carrier, Document } from "@millrace/mql";

/** Where a source record came from. One object per partition of a source, the same object for every record of it. */
export interface SourcePartition {
  /** Stable over restarts, unique within the source: `topic:3`, a shard id, `0` for sources without partitions. */
  readonly id: string;
  /** Where reading of it began in this run. Checkpoints hold it until a record of the partition was processed, so that a start at `latest` stays where it was. */
  readonly start?: Position;
}

/** Place in a partition from which reading goes on, after a record: a Kafka offset + 1, a byte offset, an index. BSON-able. */
export type Position = number | bigint | string;

/** What a source knows about one record, kept so that metadata is built only when somebody reads it. */
export interface Origin {
  /** The content of `stream.source` without `ts`, e.g. `{ type: "kafka", topic, partition, offset, key, headers }`, in that order. `type` first. */
  describe(): Document;
}

/** The window that a record is in, or came out of. */
export interface WindowBounds {
  /** `stream.window`: `{ start, end }`. One object per window. */
  readonly meta: Document;
  /** Wall clock at its first record, milliseconds: latency of what it gives counts from here. */
  readonly openedAt: number;
}

/**
 * A document plus what travels beside it (design 3). Sources create it; the source step of the engine fills `watermark`.
 * Created once per input record and passed on, so that the hot path allocates nothing more.
 */
export class StreamRecord implements Carrier {
  doc: Document;
  /** Event time, milliseconds since 1970. A source sets its own timestamp; the source step replaces it by `timeField` through {@link retime}. */
  ts: number;
  /** The watermark as it was before this record, milliseconds; −Infinity while undefined. */
  watermark: number;
  readonly partition: SourcePartition;
  readonly position: Position;
  /** Bytes of the input that this record stands for. Back-pressure and `inputMessageSize` use it. */
  readonly size: number;
  readonly origin: Origin;
  /** Set when the payload could not be decoded: the record goes to the dead letters and no further; `doc` is then what 7.2 asks for, such as `{ value: "…" }`. */
  readonly failure: string | undefined;
  #meta: Document | undefined;
  #window: WindowBounds | undefined;

  constructor(
    doc: Document,
    ts: number,
    partition: SourcePartition,
    position: Position,
    size: number,
    origin: Origin,
    failure?: string,
  ) {
    this.doc = doc;
    this.ts = ts;
    this.watermark = Number.NEGATIVE_INFINITY;
    this.partition = partition;
    this.position = position;
    this.size = size;
    this.origin = origin;
    this.failure = failure;
    this.#meta = undefined;
    this.#window = undefined;
  }

  /** `{ $meta: "stream" }`: `source` with `type`, then `ts`, then the rest; `window` inside and behind one; further parts are added by stages through {@link setMeta}. */
  get meta(): Document {
    if (this.#meta === undefined) {
      const { type, ...rest } = this.origin.describe();
      const source = { type, ts: new Date(this.ts), ...rest };
      this.#meta = this.#window === undefined ? { source } : { source, window: this.#window.meta };
    }
    return this.#meta;
  }

  /** Replaces the metadata of this record. The object is shared with derived records: never change it in place. */
  setMeta(meta: Document): void {
    this.#meta = meta;
  }

  /** Sets the event time, and with it `stream.source.ts`. Only before the first stage. */
  retime(ts: number): void {
    this.ts = ts;
    this.#meta = undefined;
  }

  /** The window that the record is in or stems from. */
  get window(): WindowBounds | undefined {
    return this.#window;
  }

  /** Puts the record into a window: `stream.window` becomes readable. */
  enter(window: WindowBounds): void {
    this.#window = window;
    if (this.#meta !== undefined) this.#meta = { ...this.#meta, window: window.meta };
  }

  with(doc: Document): this {
    const copy = new StreamRecord(doc, this.ts, this.partition, this.position, this.size, this.origin, this.failure);
    copy.watermark = this.watermark;
    copy.#meta = this.#meta;
    copy.#window = this.#window;
    return copy as this;
  }
}
