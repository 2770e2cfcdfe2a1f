/** What a watermark knows of one partition. */
export interface PartitionTime {
  /** Largest event time of its records so far; −Infinity before the first. */
  max: number;
  /** Left out of the minimum until it produces again. */
  idle: boolean;
}

/**
 * The watermark of a processor (engine.md 5.2): the minimum, over partitions that are not idle, of the largest event time
 * processed. It is −Infinity while undefined and never moves backwards.
 *
 * Nothing is late while the disorder inside each partition is within `allowedLateness`, whatever the interleaving: a
 * record `r` of partition `p` meets a watermark that is at most `p.max`, because `p` takes part in the minimum when it
 * has a record, and `p.max ≤ r.ts + disorder`. So `watermark − lateness ≤ r.ts < end` of its window, which is therefore
 * open. This needs no record of the other partitions, so no partition is waited for. Idle partitions are the exception
 * that the specification names: they left the minimum, and their older records may be late when they come back.
 */
export class Watermark {
  readonly #partitions = new Set<PartitionTime>();
  /** The minimum as the partitions are now; may fall when a partition comes (back). */
  #minimum = Number.NEGATIVE_INFINITY;
  #value = Number.NEGATIVE_INFINITY;
  #derived = Number.NEGATIVE_INFINITY;

  /** Milliseconds; −Infinity while undefined. */
  get value(): number {
    return this.#value;
  }

  /** As `value`, without what {@link raise} added: where the documents alone have brought it. */
  get derived(): number {
    return this.#derived;
  }

  /** To be followed by {@link refresh} when all that are known are added: after a restart, the first alone would move time on to where it is. */
  add(partition: PartitionTime): void {
    this.#partitions.add(partition);
  }

  remove(partition: PartitionTime): void {
    this.#partitions.delete(partition);
    this.refresh();
  }

  /** A record of the partition was processed. */
  observe(partition: PartitionTime, ts: number): void {
    if (partition.idle) {
      partition.idle = false;
      if (ts > partition.max) partition.max = ts;
      this.refresh();
    } else if (ts > partition.max) {
      const held = partition.max === this.#minimum;
      partition.max = ts;
      if (held) this.refresh();
    }
  }

  /** An idle close moves time on without documents (engine.md 5.5). */
  raise(to: number): void {
    if (to > this.#value) this.#value = to;
  }

  /** Takes back what a checkpoint holds. */
  restore(value: number, derived: number): void {
    this.#value = value;
    this.#derived = derived;
  }

  /** To be called after partitions were added, or `idle` of one was changed. If all are idle the watermark stays. */
  refresh(): void {
    let minimum = Number.POSITIVE_INFINITY;
    for (const partition of this.#partitions) if (!partition.idle && partition.max < minimum) minimum = partition.max;
    if (minimum === Number.POSITIVE_INFINITY) return;
    this.#minimum = minimum;
    if (minimum > this.#derived) this.#derived = minimum;
    if (minimum > this.#value) this.#value = minimum;
  }
}
