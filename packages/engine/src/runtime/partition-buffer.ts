import type { Position, SourcePartition, StreamRecord } from "../record.ts";
import type { PartitionTime } from "../windows/watermark.ts";

/** What the source step knows of one partition. */
export class PartitionBuffer implements PartitionTime {
  readonly partition: SourcePartition;
  max = Number.NEGATIVE_INFINITY;
  idle = false;
  /** Where reading goes on after what was processed. */
  position: Position | undefined;
  /** `position` before the batch at hand. */
  before: Position | undefined;
  /** Wall clock when records of it came last, or when it appeared. */
  lastActivity: number;
  /** A read that left it free gave nothing: it is not waited for. */
  drained = false;
  /** The source no longer reads it; what is buffered is still processed. */
  gone = false;
  /** The source was told to leave it out. */
  paused = false;
  #records: StreamRecord[] = [];
  #head = 0;

  constructor(partition: SourcePartition, now: number) {
    this.partition = partition;
    this.position = partition.start;
    this.lastActivity = now;
  }

  /** A batch begins. */
  mark(): void {
    this.before = this.position;
  }

  get empty(): boolean {
    return this.#head === this.#records.length;
  }

  push(record: StreamRecord): void {
    this.#records.push(record);
  }

  /** The next record; undefined when there is none. */
  peek(): StreamRecord | undefined {
    return this.#records[this.#head];
  }

  /** Takes the next record away: it counts as processed. */
  shift(): void {
    this.position = this.#records[this.#head]!.position;
    this.#head++;
    if (this.#head === this.#records.length) {
      this.#records = [];
      this.#head = 0;
    } else if (this.#head >= 4096 && this.#head * 2 >= this.#records.length) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
  }
}
