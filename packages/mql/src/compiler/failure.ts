/** Turning what generated code throws into errors that name their place in the definition. */
import { MqlError } from "../errors.ts";

/**
 * Whatever was thrown as an MqlError with the pointer of the place that failed. The innermost place wins.
 * Errors of the JavaScript engine itself (a string beyond its maximum length, an exhausted stack) concern the one document as well.
 */
export function locateError(thrown: unknown, pointer: string): MqlError {
  const error = thrown instanceof MqlError ? thrown : new MqlError(1, `Evaluation failed: ${String(thrown)}`, { cause: thrown });
  error.pointer ??= pointer;
  return error;
}
