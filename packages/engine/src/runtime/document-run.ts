import { compileRun, type DefObject, type Run, type RunHost } from "@millrace/mql";
import { compiled } from "../grammar/compiled.ts";
import type { StreamRecord } from "../record.ts";
import type { Operator, Surroundings } from "./operator.ts";
import type { OperatorStatistics } from "./statistics.ts";

/** Neighbouring stages that treat one document at a time, fused by mql into one function. */
export class DocumentRun implements Operator {
  readonly statistics: readonly OperatorStatistics[];
  readonly #run: Run;
  readonly #host: RunHost;

  /** `nodes`: the stages; `statistics`: one entry each. */
  constructor(nodes: DefObject[], statistics: OperatorStatistics[], surroundings: Surroundings) {
    this.statistics = statistics;
    this.#run = compiled(compileRun(nodes));
    this.#host = {
      context: surroundings.context,
      fail: (stage, record, doc, error) => surroundings.failed(statistics[stage]!, record as StreamRecord, doc, error),
    };
  }

  process(input: StreamRecord[], from: number, out: StreamRecord[], limit: number): number {
    return this.#run.process(input, from, out, limit, this.#host);
  }

  /** Forgets a document that was handed on in part. */
  reset(): void {
    this.#run.reset();
  }

  collect(): void {
    for (const [stage, counts] of this.#run.takeCounts().entries()) {
      const statistics = this.statistics[stage];
      if (statistics === undefined) continue;
      statistics.inputCount += counts.in;
      statistics.outputCount += counts.out;
    }
  }
}
