import { bsonSize } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";
import { BATCH, type Operator } from "./operator.ts";
import type { Pace } from "./pace.ts";
import type { OperatorStatistics } from "./statistics.ts";

/** One of so many pieces has a document measured for the statistics. */
const SAMPLED = 16;

/**
 * Takes batches through the operators to the sink. A batch goes forward once; nothing is called back (design 3). The
 * promise of `deliver` is back-pressure.
 */
export class Flow {
  readonly #operators: readonly Operator[];
  readonly #deliver: (records: StreamRecord[]) => Promise<void>;
  readonly #sink: OperatorStatistics;
  readonly #pace: Pace;
  /** Pieces that came to each operator, and to the sink. */
  readonly #pieces: number[];
  /** Milliseconds of work for the batch at hand; waits are not in it. */
  #work = 0;

  constructor(
    operators: readonly Operator[],
    deliver: (records: StreamRecord[]) => Promise<void>,
    sink: OperatorStatistics,
    pace: Pace,
  ) {
    this.#operators = operators;
    this.#deliver = deliver;
    this.#sink = sink;
    this.#pace = pace;
    this.#pieces = Array.from({ length: operators.length + 1 }, () => 0);
  }

  /** All of a batch, and then the watermark behind it. */
  async push(records: StreamRecord[], watermark: number): Promise<void> {
    this.#work = 0;
    await this.#forward(0, records);
    await this.advance(watermark);
    this.#pace.worked(records.length, this.#work);
  }

  /** Time moved on without records. */
  async advance(watermark: number): Promise<void> {
    for (const [level, operator] of this.#operators.entries()) {
      if (!operator.advance) continue;
      for (let more = true; more; ) {
        const out: StreamRecord[] = [];
        more = operator.advance(watermark, out, BATCH);
        if (out.length > 0) await this.#forward(level + 1, out);
        const pause = this.#pace.pause();
        if (pause) await pause;
      }
    }
  }

  async #forward(level: number, records: StreamRecord[]): Promise<void> {
    const operator = this.#operators[level];
    if (this.#pieces[level]!++ % SAMPLED === 0) this.#measure(level, records[0]!);
    if (operator === undefined) {
      const started = performance.now();
      const delivered = this.#deliver(records);
      const took = performance.now() - started;
      this.#work += took;
      this.#sink.executionMs += took;
      return delivered;
    }
    for (let at = 0; at < records.length; ) {
      const out: StreamRecord[] = [];
      const started = performance.now();
      at = operator.process(records, at, out, BATCH);
      const took = performance.now() - started;
      this.#work += took;
      // A fused run is one function: its time is shared out evenly.
      const each = took / operator.statistics.length;
      for (const statistics of operator.statistics) statistics.executionMs += each;
      if (out.length > 0) await this.#forward(level + 1, out);
      const pause = this.#pace.pause();
      if (pause) await pause;
    }
  }

  #measure(level: number, { doc }: StreamRecord): void {
    const size = bsonSize(doc);
    for (const statistics of this.#operators[level]?.statistics ?? [this.#sink]) statistics.sample(size, undefined);
    for (const statistics of this.#operators[level - 1]?.statistics ?? []) statistics.sample(undefined, size);
  }
}
