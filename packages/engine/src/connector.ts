import type { Document } from "@millrace/mql";
import type { OptionSchema } from "./grammar/schema.ts";
import type { Clock, Sink, SinkHost, Source } from "./ports/index.ts";

/** Connection types of the registry (admin-api.md 9.3). */
export type ConnectionType =
  | "Sample"
  | "Cluster"
  | "Kafka"
  | "Https"
  | "AWSLambda"
  | "S3"
  | "AWSKinesisDataStreams"
  | "SchemaRegistry"
  | "AzureBlobStorage"
  | "GCPPubSub";

/** Tells one problem of the options at hand. `path`: names below the stage's options, such as `["config", "keyFormat"]`. */
export type OptionReport = (code: 9 | 72, path: readonly (string | number)[], message: string, suggestion?: string) => void;

/** The option object of a `$source` or `$emit` variant: plain data, so that a server can check pipelines without loading any client library. */
export interface OptionsSpec {
  /** JSON Schema of the fields (an object schema), as a literal or made with TypeBox; unknown fields are problems with a suggestion. Expression fields are `{}`. */
  schema: OptionSchema;
  /** Paths of fields that hold aggregation expressions (`["config", "key"]`): checked by compiling them. */
  expressions?: readonly (readonly string[])[];
  /** Rules that a schema cannot say. */
  check?(options: Document, report: OptionReport): void;
}

export interface SourceSpec extends OptionsSpec {
  /** Name in statistics and dead letters, such as `KafkaConsumerOperator` (7.2). */
  operatorName: string;
  /** `stream.source.type` (2.4). */
  metaType: string;
}

export interface SinkSpec extends OptionsSpec {
  operatorName: string;
}

/** What is known of a connector without loading it. `name`: the connection type, or `documents`, `file`, `__testLog` for those without a connection. */
export interface ConnectorSpec {
  name: ConnectionType | "documents" | "file" | "__testLog";
  source?: SourceSpec;
  sink?: SinkSpec;
}

/** A connection as the executor gets it: settings of admin-api.md 9.3 with clear secrets. Never logged. */
export interface Connection {
  name: string;
  type: ConnectionType;
  settings: Document;
}

/** Surroundings of a connector that runs. */
export interface ConnectorContext {
  processorId: string;
  processorName: string;
  /** `sp.process` and `millrace run`: no consumer group by default, nothing persists. */
  ephemeral: boolean;
  clock: Clock;
  /** Structured log line; never secrets or documents. */
  log(level: "debug" | "info" | "warn" | "error", message: string, fields?: Record<string, unknown>): void;
  /** Seed for sources that invent data; undefined: random. */
  seed?: number;
}

/** A loaded connector. `options` are those of the stage, already checked against the spec. */
export interface Connector {
  spec: ConnectorSpec;
  source?(options: Document, connection: Connection | undefined, context: ConnectorContext): Source;
  sink?(options: Document, connection: Connection | undefined, context: ConnectorContext, host: SinkHost): Sink;
}
