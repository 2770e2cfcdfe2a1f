import { bsonSize } from "@millrace/mql";
import type { StreamRecord } from "../record.ts";
import { BATCH, type Operator } from "./operator.ts";
import type { Pace } from "./pace.ts";

/** In one of so many batches, documents are measured for the statistics. */
const SAMPLED = 16;

/**
 * Takes batches through the operators to the sink. A batch goes forward once; nothing is called back (design 3). The
 * promise of `deliver` is back-pressure.
 */
export class Flow {
  readonly #operators: readonly Operator[];
  readonly #deliver: (records: StreamRecord[]) => Promise<void>;
  readonly #pace: Pace;
  #batches = 0;
  /** Milliseconds of work for the batch at hand; waits are not in it. */
  #work = 0;

  constructor(operators: readonly Operator[], deliver: (records: StreamRecord[]) => Promise<void>, pace: Pace) {
    this.#operators = operators;
    this.#deliver = deliver;
    this.#pace = pace;
  }

  /** All of a batch, and then the watermark behind it. */
  async push(records: StreamRecord[], watermark: number): Promise<void> {
    this.#work = 0;
    this.#batches++;
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
    if (operator === undefined) {
      const started = performance.now();
      const delivered = this.#deliver(records);
      this.#work += performance.now() - started;
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
      if (this.#batches % SAMPLED === 1) this.#sample(operator, records, out);
      if (out.length > 0) await this.#forward(level + 1, out);
      const pause = this.#pace.pause();
      if (pause) await pause;
    }
  }

  #sample(operator: Operator, input: StreamRecord[], output: StreamRecord[]): void {
    const before = input[0] && bsonSize(input[0].doc);
    const after = output[0] && bsonSize(output[0].doc);
    for (const statistics of operator.statistics) statistics.sample(before, after);
  }
}
