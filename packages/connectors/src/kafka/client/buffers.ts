import { type KafkaRecord, partitionId } from "./port.ts";

/** Records already given that stay in a list until it is cut. */
const KEPT_BEHIND = 4096;

/** One partition of a consumer: what has been fetched and not yet been given to a poll. */
export class PartitionBuffer {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  /** Offset to fetch next. */
  fetchOffset: number;
  /** Offset that the next record produced will get, as far as known. */
  end: number | undefined;
  committed: number | undefined;
  bytes = 0;
  /** Bytes that a fetch asks for; grown when a single batch is larger. */
  maxBytes: number;
  #records: KafkaRecord[] = [];
  #head = 0;

  constructor(topic: string, partition: number, offset: number, maxBytes: number) {
    this.id = partitionId(topic, partition);
    this.topic = topic;
    this.partition = partition;
    this.fetchOffset = offset;
    this.maxBytes = maxBytes;
  }

  get length(): number {
    return this.#records.length - this.#head;
  }

  /** Offset of the next record that a poll gives. */
  get position(): number {
    return this.#records[this.#head]?.offset ?? this.fetchOffset;
  }

  push(record: KafkaRecord): void {
    this.#records.push(record);
    this.bytes += record.size;
  }

  next(): KafkaRecord | undefined {
    const record = this.#records[this.#head];
    if (record === undefined) return undefined;
    this.bytes -= record.size;
    this.#head++;
    if (this.#head >= KEPT_BEHIND || this.#head === this.#records.length) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
    return record;
  }

  /** Drops what was fetched and goes on elsewhere. */
  moveTo(offset: number): void {
    this.#records = [];
    this.#head = 0;
    this.bytes = 0;
    this.fetchOffset = offset;
  }
}

/** Records that a partition gives before the next one has its turn. */
const TURN_RECORDS = 100;

/** All partitions of a consumer, served in turns so that none starves. */
export class Buffers {
  readonly #byId = new Map<string, PartitionBuffer>();
  #order: PartitionBuffer[] = [];
  #turn = 0;
  #paused: ReadonlySet<string> = new Set();

  get all(): readonly PartitionBuffer[] {
    return this.#order;
  }

  get(topic: string, partition: number): PartitionBuffer | undefined {
    return this.#byId.get(partitionId(topic, partition));
  }

  byId(id: string): PartitionBuffer | undefined {
    return this.#byId.get(id);
  }

  add(buffer: PartitionBuffer): void {
    this.#byId.set(buffer.id, buffer);
    this.#order = [...this.#order, buffer];
  }

  pause(ids: ReadonlySet<string>): void {
    this.#paused = new Set(ids);
  }

  /** At most so many records and bytes; one record in any case, if there is one. */
  take(limits: { records: number; bytes: number }): KafkaRecord[] {
    const taken: KafkaRecord[] = [];
    let bytes = 0;
    let emptyTurns = 0;
    while (emptyTurns < this.#order.length) {
      const buffer = this.#order[this.#turn % this.#order.length] as PartitionBuffer;
      if (buffer.length === 0 || this.#paused.has(buffer.id)) {
        emptyTurns++;
      } else {
        emptyTurns = 0;
        for (let count = 0; count < TURN_RECORDS && buffer.length > 0; count++) {
          const record = buffer.next() as KafkaRecord;
          taken.push(record);
          bytes += record.size;
          if (taken.length >= limits.records || bytes >= limits.bytes) return taken;
        }
      }
      this.#turn = (this.#turn + 1) % this.#order.length;
    }
    return taken;
  }
}
