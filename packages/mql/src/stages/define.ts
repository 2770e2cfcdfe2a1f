/** How a per-document stage is declared, and the code it stands in. */
import { type ExpressionNode, meta } from "../compiler/ast.ts";
import type { Emitter } from "../compiler/emitter.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { Document } from "../values/types.ts";

/** The code of a run of stages while it is being written. The document is the variable `d`. */
export interface Flow {
  readonly e: Emitter;
  /** Whether only this run refers to the document's top level, so that its fields may be set. */
  owned: boolean;
  /** Statement that ends the work on the current document: it goes no further. */
  readonly drop: string;
}

/** A stage that has been read and is ready to become code. */
interface StageCode {
  /** Characters of source that its code has, roughly. */
  readonly size: number;
  /** Its expressions whose size is not part of `size`. */
  readonly expressions: readonly ExpressionNode[];
  /** Whether it reads the stream metadata. */
  readonly usesMeta: boolean;
}

/** A stage that gives one document or none for each that comes. */
export interface SingleStage extends StageCode {
  readonly kind: "single";
  /** Whether it can drop documents. */
  readonly filters: boolean;
  /** Writes its code. All expressions are evaluated before the document changes. */
  emit(flow: Flow): void;
}

/** A stage that gives a document for every item of an array. */
export interface UnwindStage extends StageCode {
  readonly kind: "unwind";
  readonly path: readonly string[];
  /** Where the item's index goes. */
  readonly indexPath: readonly string[] | undefined;
  readonly preserve: boolean;
}

export type ParsedStage = SingleStage | UnwindStage;

/** An example: documents, the stage, and what comes out. All of them are run by a test. */
interface StageExample {
  readonly in: readonly Document[];
  readonly stage: Document;
  readonly out: readonly Document[];
  /** Collections that the stage reads. */
  readonly collections?: Readonly<Record<string, readonly Document[]>>;
}

/** What the reference says of a stage. */
export interface StageDocs {
  readonly summary: string;
  readonly syntax: string;
  readonly examples: readonly [StageExample, ...StageExample[]];
}

export interface StageSpec {
  readonly name: string;
  readonly docs: StageDocs;
  /** Reads the stage's value; `undefined` if its problems leave nothing to go on with. */
  parse(parser: Parser, node: DefNode, pointer: string, scope: Scope): ParsedStage | undefined;
}

export function defineStage(spec: StageSpec): StageSpec {
  return spec;
}

/** Whether an expression reads the stream metadata. */
export function readMeta(expressions: readonly ExpressionNode[]): boolean {
  return expressions.some((expression) => expression.needs.has(meta));
}
