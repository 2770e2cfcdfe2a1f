export { type CheckpointOptions, checkpointFormatVersion, fileCheckpoints } from "./checkpoint/index.ts";
export type * from "./connector.ts";
export { CODE_NAMES, type ErrorClass, type ErrorCode, ProcessorError, toProcessorError } from "./errors.ts";
export type { Plan, SinkPlan, SourcePlan } from "./grammar/plan.ts";
export type * from "./ports/index.ts";
export { type Origin, type Position, type SourcePartition, StreamRecord, type WindowBounds } from "./record.ts";
export type {
  LogLevel,
  Processor,
  ProcessorDefinition,
  ProcessorEnd,
  ProcessorPorts,
  ProcessorSettings,
} from "./runtime/processor.ts";
export type { PipelineEnvironment } from "./stages/define.ts";
