/** Codes of engine.md 1.7 and 9. */
export const CODE_NAMES = {
  1: "InternalError",
  9: "FailedToParse",
  72: "InvalidOptions",
  125: "CommandFailed",
  418: "StreamProcessorWorkerOutOfMemory",
  419: "StreamProcessorSourceNotFound",
  420: "StreamProcessorInvalidOptions",
} as const;

export type ErrorCode = keyof typeof CODE_NAMES;

/** Who has to act, and whether trying again can help (engine.md 1.7). */
export type ErrorClass = "user-retryable" | "user-fatal" | "internal";

/** An error that concerns the whole processor, not one document. The message is for its owner: what is wrong, where, what would be right; never a secret. */
export class ProcessorError extends Error {
  override readonly name = "ProcessorError";
  readonly code: ErrorCode;
  readonly errorClass: ErrorClass;

  constructor(code: ErrorCode, errorClass: ErrorClass, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.errorClass = errorClass;
  }

  get codeName(): string {
    return CODE_NAMES[this.code];
  }
}

/** Anything thrown, as an error of the processor: unknown ones are internal and retried. */
export function toProcessorError(thrown: unknown): ProcessorError {
  if (thrown instanceof ProcessorError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new ProcessorError(1, "internal", message, { cause: thrown });
}
