import { type Document, makeLong } from "@millrace/mql";
import type { Source } from "../ports/index.ts";
import type { Assembly } from "./assembly.ts";
import { type SummaryBase, summary } from "./counters.ts";

/** `stats.status` (engine.md 1.2). */
export type ProcessorStatus = "created" | "starting" | "running" | "stopping" | "error";

export interface ReportOptions {
  name: string;
  processorId: string;
  status: ProcessorStatus;
  /** Divides sizes. */
  scale: number;
  verbose: boolean;
  now: number;
}

/** The `stats` object of engine.md 8.1. `assembly` is missing before the first start. */
export function statisticsReport(
  options: ReportOptions,
  assembly: Assembly | undefined,
  base: SummaryBase,
  source: Source,
): Document {
  const { name, processorId, status, scale, verbose, now } = options;
  const total = assembly ? summary(assembly, base) : base;
  const stateSize = assembly?.limit.measure() ?? 0;
  const report: Document = {
    name,
    processorId,
    status,
    scaleFactor: makeLong(scale),
    inputMessageCount: makeLong(total.inputCount),
    inputMessageSize: total.inputSize / scale,
    outputMessageCount: makeLong(total.outputCount),
    outputMessageSize: total.outputSize / scale,
    dlqMessageCount: makeLong(total.dlqCount),
    dlqMessageSize: total.dlqSize / scale,
    stateSize: stateSize / scale,
    memoryUsageBytes: stateSize,
  };
  if (assembly === undefined) return report;
  const watermark = assembly.source.watermark.value;
  if (assembly.windows && Number.isFinite(watermark)) report.watermark = new Date(watermark);
  Object.assign(report, sourceFields(assembly, source));
  if (!verbose) return report;
  const latency = assembly.latency.snapshot(now);
  if (latency) report.latency = latency;
  const { open = [] } = assembly.windows ?? {};
  const [first] = open;
  if (first) {
    report.minOpenWindowStartTime = new Date(first.start);
    report.maxOpenWindowStartTime = new Date(open.at(-1)!.start);
  }
  for (const operator of assembly.operators) operator.collect?.();
  report.operatorStats = assembly.statistics.map((statistics) => statistics.present(scale));
  return report;
}

/** What only the source knows, with what only the engine knows of its partitions: the watermark and idleness of each. */
function sourceFields(assembly: Assembly, source: Source): Document {
  const fields = source.stats?.() ?? {};
  if (!Array.isArray(fields.kafkaPartitions)) return fields;
  const kafkaPartitions = (fields.kafkaPartitions as Document[]).map((partition) => {
    const state = assembly.source.partitionState(`${partition.topic}:${partition.partition}`);
    if (state === undefined) return partition;
    return { ...partition, isIdle: state.isIdle, ...(state.watermark && { watermark: state.watermark }) };
  });
  return { ...fields, kafkaPartitions };
}
