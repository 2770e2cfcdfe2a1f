export { type CheckpointOptions, fileCheckpoints } from "./checkpoint/index.ts";
export type * from "./connector.ts";
export { deadLetterLine } from "./dead-letter-line.ts";
export { CODE_NAMES, type ErrorClass, type ErrorCode, ProcessorError, toProcessorError } from "./errors.ts";
export { checkPipeline } from "./grammar/check-pipeline.ts";
export type { Plan, SinkPlan, SourcePlan } from "./grammar/plan.ts";
export type { OptionSchema } from "./grammar/schema.ts";
export type * from "./ports/index.ts";
export { type Origin, type Position, type SourcePartition, StreamRecord, type WindowBounds } from "./record.ts";
export {
  createProcessor,
  type LogLevel,
  type Processor,
  type ProcessorDefinition,
  type ProcessorEnd,
  type ProcessorPorts,
  type ProcessorSettings,
} from "./runtime/processor.ts";
export type { PipelineEnvironment } from "./stages/define.ts";
