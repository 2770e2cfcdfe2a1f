import { KafkaError, type KafkaErrorKind } from "../port.ts";

/** kafkajs's errors: `name` tells the class, `type` the protocol's error, `cause` what retries ended with. */
interface KafkajsError extends Error {
  type?: string;
  retriable?: boolean;
}

const transientNames = new Set([
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSLockTimeout",
  "KafkaJSTimeout",
  "KafkaJSBrokerNotFound",
  "KafkaJSNoBrokerAvailableError",
  "KafkaJSGroupCoordinatorNotFound",
  "KafkaJSMetadataNotLoaded",
  "KafkaJSTopicMetadataNotLoaded",
]);

function kindOf(error: KafkajsError): KafkaErrorKind {
  if (error.name === "KafkaJSSASLAuthenticationError" || error.type === "UNSUPPORTED_SASL_MECHANISM") return "authentication";
  if (error.type?.endsWith("_AUTHORIZATION_FAILED")) return "authorization";
  if (error.type === "UNKNOWN_TOPIC_OR_PARTITION") return "unknown-topic";
  if (error.type === "MESSAGE_TOO_LARGE" || error.type === "RECORD_LIST_TOO_LARGE") return "too-large";
  if (transientNames.has(error.name) || (error.type !== undefined && error.retriable === true)) return "unreachable";
  return "rejected";
}

/** The error at the bottom of kafkajs's wrappers, which say only how often it was tried. */
function rootOf(thrown: unknown): KafkajsError {
  let error = thrown instanceof Error ? (thrown as KafkajsError) : new Error(String(thrown));
  while (/^KafkaJS(NumberOfRetriesExceeded|NonRetriableError)$/.test(error.name) && error.cause instanceof Error) {
    error = error.cause as KafkajsError;
  }
  return error;
}

/** Whether a broker does not have the offset that a fetch asked for. */
export function isOutOfRange(error: KafkaError): boolean {
  return rootOf(error.cause).type === "OFFSET_OUT_OF_RANGE";
}

/** Any error of kafkajs as one of the port. */
export function toKafkaError(thrown: unknown): KafkaError {
  if (thrown instanceof KafkaError) return thrown;
  const root = rootOf(thrown);
  return new KafkaError(kindOf(root), root.message || root.name, { cause: thrown });
}
