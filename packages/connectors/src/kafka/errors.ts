import { type ErrorCode, ProcessorError } from "@millrace/engine";
import { KafkaError } from "./client/port.ts";

/** An error of the client as one of the processor: the user can act on all of them, and then trying again helps. */
export function toProcessorError(thrown: unknown, connectionName: string, doing: string): ProcessorError {
  if (thrown instanceof ProcessorError) return thrown;
  if (!(thrown instanceof KafkaError)) throw thrown;
  const code: ErrorCode = thrown.kind === "unknown-topic" ? 419 : 125;
  return new ProcessorError(code, "user-retryable", `Kafka connection '${connectionName}': ${doing} failed: ${thrown.message}`, {
    cause: thrown,
  });
}
