import { type Document, setOwn } from "@millrace/mql";
import type { Positions, Sink, SinkHost } from "../ports/index.ts";
import type { StreamRecord } from "../record.ts";
import { stages } from "../stages/registry.ts";
import { buildChain, type Chain } from "./chain.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { Flow } from "./flow.ts";
import { LatencyHistogram } from "./latency.ts";
import { lineageOf } from "./lineage.ts";
import type { Operator, OperatorState, Surroundings, WindowControl } from "./operator.ts";
import { Pace } from "./pace.ts";
import type { ProcessorDefinition, ProcessorPorts } from "./processor.ts";
import { SourceStep } from "./source-step.ts";
import { StateLimit } from "./state-limit.ts";
import { OperatorStatistics } from "./statistics.ts";
import type { Taps } from "./taps.ts";

const PARTITION_LEAD_MS = 5 * 60_000;

/** The parts of a processor, put together for one run. */
export interface Assembly {
  chain: Chain;
  source: SourceStep;
  operators: readonly Operator[];
  states: readonly OperatorState[];
  windows: WindowControl | undefined;
  flow: Flow;
  pace: Pace;
  sink: Sink;
  deadLetters: DeadLetterQueue;
  limit: StateLimit;
  latency: LatencyHistogram;
  /** What checkpoints depend on, see {@link lineageOf}. */
  lineage: Document;
  /** In pipeline order, source first, sink last. */
  statistics: readonly OperatorStatistics[];
}

/** Builds the parts. `signal`: once it is aborted nothing reaches the sink any more. Throws a `ProcessorError` if the pipeline is wrong. */
export function assemble(definition: ProcessorDefinition, ports: ProcessorPorts, taps: Taps, signal: AbortSignal): Assembly {
  const { plan, settings, streamMetaFieldName } = definition;
  const { clock, context } = ports;
  const head = { processorName: definition.name, instanceName: definition.instanceName };
  const deadLetters = new DeadLetterQueue(ports.deadLetters, head, clock, definition.hasDlq);
  const surroundings: Surroundings = {
    context,
    clock,
    stages,
    sourceType: plan.source.metaType,
    fail: (operator, record, doc, reason) => deadLetters.add(operator, record, doc, reason),
    failed: (operator, record, doc, error) =>
      deadLetters.add(operator, record, doc, `Failed to process input document in ${operator.name} with error: ${error.message}`),
    positions: (): Positions => source.positionsBefore(),
    isReplay: (record) => source.isReplay(record),
  };
  const chain = buildChain(definition.pipeline, surroundings);
  const windows = chain.operators.find((operator) => operator.windows)?.windows;
  const leadMs = settings.maxPartitionLeadMs ?? PARTITION_LEAD_MS;
  const sourceStatistics = new OperatorStatistics(plan.source.operatorName);
  const source = new SourceStep({ ...chain.source, windowed: windows !== undefined, leadMs }, sourceStatistics, surroundings);
  const sinkStatistics = new OperatorStatistics(plan.operators.at(-1) ?? "OutputOperator");
  const sink = ports.sink(sinkHost(sinkStatistics, deadLetters));
  const latency = new LatencyHistogram(clock.now());
  const pace = new Pace(settings.maxBatchRecords);
  const deliver = (records: StreamRecord[]): Promise<void> => {
    signal.throwIfAborted();
    if (streamMetaFieldName !== undefined) for (const record of records) setOwn(record.doc, streamMetaFieldName, record.meta);
    measureLatency(latency, records, clock.now(), source.lastRecordAt);
    sinkStatistics.inputCount += records.length;
    taps.show(records);
    return sink.write(records);
  };
  const states = chain.operators.flatMap((operator) => operator.state ?? []);
  return {
    chain,
    source,
    operators: chain.operators,
    states,
    windows,
    flow: new Flow(chain.operators, deliver, sinkStatistics, pace),
    pace,
    sink,
    deadLetters,
    limit: new StateLimit(states, settings.stateLimitBytes),
    latency,
    lineage: lineageOf(definition.pipeline),
    statistics: [sourceStatistics, ...chain.operators.flatMap((operator) => operator.statistics), sinkStatistics],
  };
}

function sinkHost(statistics: OperatorStatistics, deadLetters: DeadLetterQueue): SinkHost {
  return {
    deadLetter: (record, reason) => deadLetters.add(statistics, record, record.doc, reason),
    wrote(documents, bytes, target) {
      statistics.outputCount += documents;
      statistics.outputSize += bytes;
      if (target) statistics.wrote(target, documents, bytes);
    },
  };
}

/** From the arrival of the batch, or of a window's first record, to the sink (engine.md 5.4, 8.1). */
function measureLatency(latency: LatencyHistogram, records: readonly StreamRecord[], now: number, arrived: number): void {
  for (let from = 0; from < records.length; ) {
    const { window } = records[from]!;
    let to = from + 1;
    while (to < records.length && records[to]!.window === window) to++;
    latency.add(now, now - (window?.openedAt ?? arrived), to - from);
    from = to;
  }
}
