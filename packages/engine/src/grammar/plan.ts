import type { Document, Problem } from "@millrace/mql";
import type { ConnectorSpec } from "../connector.ts";

/** The source of a plan. */
export interface SourcePlan {
  /** Which connector to load. */
  connector: ConnectorSpec["name"];
  connectionName?: string;
  /** The options of `$source` as they stand in the definition, `timeField` and the like included. Empty when the source is replaced. */
  options: Document;
  /** As given. Without it the source's own timestamps are the event time. */
  timeField?: Document;
  operatorName: string;
  /** `stream.source.type`. */
  metaType: string;
}

/** The sink of a plan. */
export interface SinkPlan {
  connector: ConnectorSpec["name"];
  connectionName?: string;
  options: Document;
  operatorName: string;
}

/** What a checked pipeline needs to run: plain data, to be sent to whoever runs it, with the pipeline's text. */
export interface Plan {
  source: SourcePlan;
  /** Absent when the pipeline has none or it is replaced. */
  sink?: SinkPlan;
  hasWindow: boolean;
  /** Every connection that the pipeline names, each once. */
  connectionNames: string[];
  /** Operator names (engine.md 7.2) in pipeline order: source, stages (a window before its inner stages), sink. */
  operators: string[];
  /** Accepted, but probably not meant so. */
  warnings: Problem[];
}
