import type { Position, SourcePartition, StreamRecord } from "../record.ts";
import type { PartitionTime } from "../windows/watermark.ts";

/** So many taken records may stay in front of the buffered ones before they are cut off. */
const SLACK = 4096;

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
  /** Records from `head` on wait to be processed. */
  records: StreamRecord[] = [];
  head = 0;

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
    return this.head === this.records.length;
  }

  /** Takes `records[from…to)` over; the array itself, when that is all of it and nothing waits. */
  add(records: StreamRecord[], from: number, to: number): void {
    if (this.empty) {
      this.records = from === 0 && to === records.length ? records : records.slice(from, to);
      this.head = 0;
      return;
    }
    if (this.head >= SLACK && this.head * 2 >= this.records.length) {
      this.records = this.records.slice(this.head);
      this.head = 0;
    }
    for (let i = from; i < to; i++) this.records.push(records[i]!);
  }

  /** The records in front of `head` count as processed. */
  advance(head: number): void {
    if (head > this.head) this.position = this.records[head - 1]!.position;
    this.head = head;
  }
}
