import type { ConnectionType, ErrorClass, ErrorCode } from "@millrace/engine";

/**
 * What the server and an executor say to each other over the child process's channel. Messages are plain objects of scalars,
 * texts and bytes; documents travel as BSON, definitions as their text. `run` names one run of one processor: a number that
 * the client gives and never uses again, so that nothing late is taken for the next run's.
 */
export const PROTOCOL_VERSION = 1;

/** Everything an executor needs to run a processor. Holds clear secrets: never logged. */
export interface RunOrder {
  processorId: string;
  processorName: string;
  workspaceName: string;
  /** For dead letters, only in projects with several workspaces (engine.md 12.62). */
  instanceName?: string;
  /** The pipeline's text as stored. */
  pipeline: string;
  /** Exactly those that the pipeline names. `settings`: EJSON text of admin-api.md 9.3, with clear secrets. */
  connections: { name: string; type: ConnectionType; settings: string }[];
  streamMetaFieldName?: string;
  settings: { checkpointIntervalMs: number; maxPartitionLeadMs: number; stateLimitBytes?: number };
  /** Absolute. */
  dataDirectory: string;
  /** Where this processor's checkpoints are, below the data directory. */
  stateFolder: string;
  /** Directory of dead letter files, absolute. */
  deadLetterDirectory: string;
  /** false: checkpoints are discarded first. */
  resume: boolean;
}

/** A `ProcessorError` on its way. */
export interface WireError {
  code: ErrorCode;
  errorClass: ErrorClass;
  message: string;
}

/** `request` is answered by one `reply`. */
export type ToExecutor =
  | { type: "start"; request: number; run: number; order: RunOrder }
  | { type: "stop"; request: number; run: number; checkpoint: boolean }
  | { type: "stats"; request: number; run: number; scale: 1 | 1024; verbose: boolean }
  | { type: "latest"; request: number; run: number }
  | { type: "tap"; run: number; on: boolean }
  | { type: "ping"; count: number }
  | { type: "end" };

/**
 * `documents`: each as BSON. For `stats` the statistics, for `stop` those of the end, for `latest` the last few results.
 * `failed`: the run ended by itself, with the statistics as they were then.
 */
export type FromExecutor =
  | { type: "hello"; protocol: number }
  | { type: "reply"; request: number; documents?: Uint8Array[]; error?: WireError }
  | { type: "failed"; run: number; error: WireError; stats?: Uint8Array }
  | { type: "tapped"; run: number; documents: Uint8Array[] }
  | { type: "log"; level: LogLevel; message: string; fields?: Record<string, unknown> }
  | { type: "pong"; count: number };

export type LogLevel = "debug" | "info" | "warn" | "error";
