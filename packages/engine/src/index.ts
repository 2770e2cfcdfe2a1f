export type * from "./connector.ts";
export { CODE_NAMES, type ErrorClass, type ErrorCode, ProcessorError, toProcessorError } from "./errors.ts";
export type * from "./ports/index.ts";
export { type Origin, type Position, type SourcePartition, StreamRecord } from "./record.ts";
