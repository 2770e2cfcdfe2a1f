/** How a stage over arrays of documents is declared, and what it runs on. */
import type { Parser, Scope } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { EvalContext } from "../record.ts";
import type { StageDocs } from "../stages/define.ts";
import type { Document } from "../values/types.ts";
import type { ArrayPipelineOptions } from "./pipeline.ts";

/** Access to collections, by name. A collection that there is not is empty. */
export interface CollectionReader {
  documents(name: string): Iterable<Document>;
}

/** What stages run on. */
export interface ArrayHost {
  readonly context: EvalContext;
  readonly collections: CollectionReader;
}

/** A compiled stage. Neither the input nor its documents are changed. Throws MqlError for the first document that it cannot process. */
export type Transform = (input: readonly Document[], host: ArrayHost) => readonly Document[];

/** The surroundings of a stage while it is read. */
export interface StagePlace {
  readonly parser: Parser;
  /** JSON pointer of the stage's value. */
  readonly pointer: string;
  readonly scope: Scope;
  readonly options: ArrayPipelineOptions;
  /** Index of the stage in its pipeline. */
  readonly index: number;
  /** Reads a pipeline inside the stage; `outer`: names of variables that it sees besides those that the stage sees. */
  pipeline(node: DefNode, pointer: string, outer?: readonly string[]): Transform;
}

export interface ArrayStage {
  readonly name: string;
  readonly docs: StageDocs;
  /** Reads the stage; problems are collected, and anything stands in for what is wrong. */
  parse(node: DefNode, place: StagePlace): Transform;
}

export function defineArrayStage(stage: ArrayStage): ArrayStage {
  return stage;
}
