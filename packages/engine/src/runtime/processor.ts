import type { DefNode, Document, EvalContext } from "@millrace/mql";
import type { ProcessorError } from "../errors.ts";
import type { Plan } from "../grammar/plan.ts";
import type { CheckpointStore, Clock, DeadLetters, Sink, SinkHost, Source } from "../ports/index.ts";
import { ProcessorRun } from "./processor-run.ts";

/** What runs. */
export interface ProcessorDefinition {
  id: string;
  name: string;
  /** Written into dead letters when given (engine.md 12.62). */
  instanceName?: string;
  /** As `checkPipeline` accepted it. */
  pipeline: DefNode;
  /** What `checkPipeline` made of it. */
  plan: Plan;
  /** Field of result documents that receives the stream metadata (engine.md 2.5). */
  streamMetaFieldName?: string;
  /** Without a dead letter queue failing documents are dropped and not counted. */
  hasDlq: boolean;
  settings: ProcessorSettings;
}

export interface ProcessorSettings {
  /** Default 30 seconds. */
  checkpointIntervalMs?: number;
  /** How far (event time) a partition may run ahead of a slower one. Default 5 minutes. */
  maxPartitionLeadMs?: number;
  /** Bytes of state from which the processor fails with 418. */
  stateLimitBytes?: number;
  /** When the source ends, close the open windows in order of start (engine.md 12.59). */
  flushAtEnd?: boolean;
  /** How long a stop may take, final checkpoint included. Default 60 seconds. */
  stopTimeoutMs?: number;
  /** Records of a batch at most; results do not depend on it. Default 1,000. */
  maxBatchRecords?: number;
}

/** Levels of the structured log. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** Everything a processor needs from outside. */
export interface ProcessorPorts {
  source: Source;
  sink(host: SinkHost): Sink;
  checkpoints: CheckpointStore;
  deadLetters: DeadLetters;
  clock: Clock;
  context: EvalContext;
  /** Never secrets or documents. */
  log(level: LogLevel, message: string, fields?: Record<string, unknown>): void;
}

export type ProcessorEnd = { reason: "stopped" } | { reason: "ended" } | { reason: "failed"; error: ProcessorError };

/** One run of a processor: started once, over when `done` resolves. */
export interface Processor {
  /** Restores the newest checkpoint (`resume: false`: discards it) and opens sink and source. Resolves when the loop runs; rejects with a `ProcessorError`. */
  start(options?: { resume?: boolean }): Promise<void>;
  /** Never rejects. `ended`: the source had an end. */
  readonly done: Promise<ProcessorEnd>;
  /** Ends the run, by default with a final checkpoint. Resolves when it is over; rejects with a `ProcessorError` if the checkpoint could not be taken, which ends the run all the same. */
  stop(options?: { checkpoint?: boolean }): Promise<void>;
  /** Closes all open windows, in order of start, at the next border between batches. Resolves when their results were handed to the sink. */
  flushWindows(): Promise<void>;
  /** Takes a checkpoint at the next border between batches. Resolves when it is durable. */
  checkpoint(): Promise<void>;
  /** The `stats` object of engine.md 8.1. `scale` divides sizes. */
  stats(options?: { scale?: 1 | 1024; verbose?: boolean }): Document;
  /** Calls back with each document that reaches the sink. Without listeners it costs nothing. Gives a function that ends it. */
  tap(listener: (doc: Document) => void): () => void;
}

/** A processor that is ready to start. Ports belong to it from now on: it closes them. */
export function createProcessor(definition: ProcessorDefinition, ports: ProcessorPorts): Processor {
  return new ProcessorRun(definition, ports);
}
