import { ProcessorError } from "@millrace/engine";

/** An operation that the state does not allow. */
export function refusal(message: string): ProcessorError {
  return new ProcessorError(125, "user-fatal", message);
}
