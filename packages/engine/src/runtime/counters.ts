import { type Document, numberOf, type Value } from "@millrace/mql";
import type { Assembly } from "./assembly.ts";
import { OperatorStatistics } from "./statistics.ts";

/** Summary counters of earlier pipelines: operators start anew when the pipeline is modified, the summary does not (engine.md 1.5). */
export interface SummaryBase {
  inputCount: number;
  inputSize: number;
  outputCount: number;
  outputSize: number;
  dlqCount: number;
  dlqSize: number;
}

export function noSummary(): SummaryBase {
  return { inputCount: 0, inputSize: 0, outputCount: 0, outputSize: 0, dlqCount: 0, dlqSize: 0 };
}

/** What passed `$source`, what passed everything, what went to the dead letters, over the life of the processor (engine.md 8.1). */
export function summary({ statistics }: Pick<Assembly, "statistics">, base: SummaryBase): SummaryBase {
  const source = statistics[0]!;
  const sink = statistics.at(-1)!;
  return {
    inputCount: base.inputCount + source.outputCount,
    inputSize: base.inputSize + source.outputSize,
    outputCount: base.outputCount + sink.outputCount,
    outputSize: base.outputSize + sink.outputSize,
    dlqCount: statistics.reduce((total, { dlqCount }) => total + dlqCount, base.dlqCount),
    dlqSize: statistics.reduce((total, { dlqSize }) => total + dlqSize, base.dlqSize),
  };
}

/** For the checkpoint. */
export function counters(assembly: Assembly, base: SummaryBase): Document {
  for (const operator of assembly.operators) operator.collect?.();
  return { base: { ...base }, operators: assembly.statistics.map((statistics) => statistics.snapshot()) };
}

/** Continues the counters of a checkpoint. With other operators than then, only the summary goes on, in `base`. */
export function restoreCounters(assembly: Assembly, snapshot: Value, base: SummaryBase): void {
  const { base: kept, operators } = snapshot as { base: Document; operators: Document[] };
  for (const name of Object.keys(base) as (keyof SummaryBase)[]) base[name] = numberOf(kept[name]);
  const { statistics } = assembly;
  const same = operators.length === statistics.length && operators.every(({ name }, i) => name === statistics[i]?.name);
  const before = same ? statistics : operators.map(({ name }) => new OperatorStatistics(name as string));
  for (const [i, one] of before.entries()) one.restore(operators[i]!);
  if (!same) Object.assign(base, summary({ statistics: before }, base));
}
