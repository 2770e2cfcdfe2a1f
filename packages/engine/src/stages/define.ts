import type { DefNode } from "@millrace/mql";
import type { ConnectionType, ConnectorSpec } from "../connector.ts";
import type { Report } from "../grammar/diagnostics.ts";
import type { SinkPlan, SourcePlan } from "../grammar/plan.ts";
import type { OptionSchema } from "../grammar/schema.ts";
import type { Operator, Surroundings } from "../runtime/operator.ts";
import type { OperatorStatistics } from "../runtime/statistics.ts";
import type { BlockingStep, FirstBlocking } from "../windows/blocking.ts";

/** What a pipeline is checked against. */
export interface PipelineEnvironment {
  /** The connections that exist; `any` (`millrace run`): names need not exist. */
  connections: ReadonlyMap<string, { type: ConnectionType }> | "any";
  connectors: readonly ConnectorSpec[];
  /** `optional`: `sp.process`. `replaced`: somebody else takes the results, the pipeline's sink is left out. */
  sink: "required" | "optional" | "replaced";
  /** `replaced`: records come from elsewhere; of `$source` only `timeField` and `tsFieldName` count. */
  source: "required" | "replaced";
}

/** What the check of one stage has around it. */
export interface CheckContext {
  readonly environment: PipelineEnvironment;
  readonly report: Report;
  /** Names of connections seen, in order. */
  readonly connectionNames: Set<string>;
  /** Checks the inner pipeline of a window, at `pointer`. Gives the operator names of its stages. */
  checkInner(pipeline: DefNode, pointer: string): string[];
}

/** A stage that treats one document at a time; `mql` checks it and fuses it with its neighbours. */
export interface DocumentStage {
  role: "document";
  name: string;
  operatorName: string;
}

/** A stage that needs all documents of a window. */
interface BlockingStage {
  role: "blocking";
  name: string;
  operatorName: string;
  check(spec: DefNode, pointer: string, report: Report): void;
  /** As the first blocking stage of a window: what a window keeps until it closes. Absent: its documents, and `build` runs over them. */
  first?(spec: DefNode, context: BlockingContext): FirstBlocking;
  /** Over the documents that the stages before it give at close. */
  build(spec: DefNode, context: BlockingContext): BlockingStep;
}

export interface BlockingContext {
  surroundings: Surroundings;
  /** Its own counters. */
  statistics: OperatorStatistics;
  /** A later inner stage reads `$meta`: documents must keep their metadata. */
  metaRead: boolean;
}

/** A window stage. */
interface WindowStage {
  role: "window";
  name: string;
  operatorName: string;
  schema: OptionSchema;
  /** `pointer`: that of the options. Gives the operator names of the inner stages. */
  check(spec: DefNode, pointer: string, context: CheckContext): string[];
  build(spec: DefNode, surroundings: Surroundings): Operator;
}

/** `$source`. */
interface SourceStage {
  role: "source";
  name: string;
  check(spec: DefNode, pointer: string, context: CheckContext): SourcePlan | undefined;
}

/** A stage that ends a pipeline. */
interface SinkStage {
  role: "sink";
  name: string;
  check(spec: DefNode, pointer: string, context: CheckContext): SinkPlan | undefined;
}

export type Stage = DocumentStage | BlockingStage | WindowStage | SourceStage | SinkStage;

/** One file a stage, one call a file. The registry lists them. */
export function defineStage<T extends Stage>(stage: T): T {
  return stage;
}
