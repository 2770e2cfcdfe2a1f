import type { PartitionBuffer } from "./partition-buffer.ts";

/** Partitions with buffered records, the one whose next record has the smallest event time on top: a binary heap. */
export class TimeOrder {
  readonly #heap: { buffer: PartitionBuffer; ts: number }[] = [];

  get size(): number {
    return this.#heap.length;
  }

  get top(): PartitionBuffer | undefined {
    return this.#heap[0]?.buffer;
  }

  /** Event time of the top; +Infinity when empty. */
  get topTime(): number {
    return this.#heap[0]?.ts ?? Number.POSITIVE_INFINITY;
  }

  /** Smallest event time among the others. */
  get secondTime(): number {
    return Math.min(this.#heap[1]?.ts ?? Number.POSITIVE_INFINITY, this.#heap[2]?.ts ?? Number.POSITIVE_INFINITY);
  }

  add(buffer: PartitionBuffer, ts: number): void {
    this.#heap.push({ buffer, ts });
    for (let i = this.#heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  /** The top has another next record. */
  replaceTop(ts: number): void {
    this.#heap[0]!.ts = ts;
    this.#sink();
  }

  removeTop(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#sink();
  }

  buffers(): PartitionBuffer[] {
    return this.#heap.map(({ buffer }) => buffer);
  }

  #sink(): void {
    for (let i = 0; ; ) {
      let smallest = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < this.#heap.length && this.#before(child, smallest)) smallest = child;
      if (smallest === i) return;
      this.#swap(i, smallest);
      i = smallest;
    }
  }

  /** Equal times: by partition id, so that a replay chooses as the first run did. */
  #before(a: number, b: number): boolean {
    const left = this.#heap[a]!;
    const right = this.#heap[b]!;
    if (left.ts !== right.ts) return left.ts < right.ts;
    return left.buffer.partition.id < right.buffer.partition.id;
  }

  #swap(a: number, b: number): void {
    const kept = this.#heap[a]!;
    this.#heap[a] = this.#heap[b]!;
    this.#heap[b] = kept;
  }
}
