import { type Document, makeLong } from "@millrace/mql";

const SLICES = 6;
const SLICE_MS = 5_000;
/** Buckets a power of two: values are exact to about 3 %. */
const STEPS = 32;
const BUCKETS = STEPS * 54;

interface Slice {
  counts: Uint32Array;
  count: number;
  sum: number;
}

/** Latency over the last 30 s in 6 slices of 5 s, in logarithmic buckets of microseconds. Costs nothing but a few additions a batch. */
export class LatencyHistogram {
  readonly #slices: Slice[] = Array.from({ length: SLICES }, () => ({ counts: new Uint32Array(0), count: 0, sum: 0 }));
  #current = 0;
  #sliceEnd: number;
  #since: number;

  constructor(now: number) {
    this.#since = now;
    this.#sliceEnd = now + SLICE_MS;
  }

  /** `count` documents needed so many milliseconds each. */
  add(now: number, ms: number, count: number): void {
    this.#roll(now);
    const slice = this.#slices[this.#current]!;
    if (slice.counts.length === 0) slice.counts = new Uint32Array(BUCKETS);
    const micros = Math.max(1, ms * 1000);
    slice.counts[bucketOf(micros)]! += count;
    slice.count += count;
    slice.sum += micros * count;
  }

  /** The `latency` document of engine.md 8.1; undefined if nothing passed in the last 30 s. */
  snapshot(now: number): Document | undefined {
    this.#roll(now);
    const count = this.#slices.reduce((total, slice) => total + slice.count, 0);
    if (count === 0) return undefined;
    return {
      p50: this.#quantile(0.5, count),
      p99: this.#quantile(0.99, count),
      start: new Date(Math.max(this.#since, this.#sliceEnd - SLICES * SLICE_MS)),
      end: new Date(now),
      unit: "microseconds",
      count: makeLong(count),
      sum: makeLong(Math.round(this.#slices.reduce((total, slice) => total + slice.sum, 0))),
    };
  }

  #roll(now: number): void {
    for (let steps = 0; now >= this.#sliceEnd && steps < SLICES; steps++) {
      this.#current = (this.#current + 1) % SLICES;
      const slice = this.#slices[this.#current]!;
      slice.counts.fill(0);
      slice.count = 0;
      slice.sum = 0;
      this.#sliceEnd += SLICE_MS;
    }
    if (now >= this.#sliceEnd) this.#sliceEnd = now + SLICE_MS;
  }

  #quantile(share: number, count: number): number {
    const wanted = Math.ceil(share * count);
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      for (const slice of this.#slices) seen += slice.counts[bucket] ?? 0;
      if (seen >= wanted) return Math.round(valueOfBucket(bucket));
    }
    return 0;
  }
}

function bucketOf(micros: number): number {
  return Math.min(BUCKETS - 1, Math.round(Math.log2(micros) * STEPS));
}

function valueOfBucket(bucket: number): number {
  return 2 ** (bucket / STEPS);
}
