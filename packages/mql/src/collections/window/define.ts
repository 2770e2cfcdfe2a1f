/** How a window function of `$setWindowFields` is declared. */
import type { DefNode } from "../../definition/index.ts";
import type { Document, Value } from "../../values/types.ts";
import type { ArrayHost, StagePlace } from "../define.ts";

/** The documents from `from` up to, but without, `to`. */
export interface Frame {
  readonly from: number;
  readonly to: number;
}

/** The documents that a window function sees together, in their order. */
export interface Partition {
  readonly documents: readonly Document[];
  readonly host: ArrayHost;
  /** The frame of a document, by its place. */
  frame(place: number): Frame;
  /** The value by which a document is sorted, where it is sorted by one field. */
  sortValue(place: number): Value;
}

/** What a window function needs around it. */
export interface WindowPlace extends StagePlace {
  readonly window: DefNode | undefined;
  /** Fields of `sortBy`. */
  readonly sortedBy: readonly string[];
}

/** Gives the value of each document of a partition. */
export type Compute = (partition: Partition) => Value[];

interface WindowExample {
  /** Documents of one partition, in their order. */
  readonly in: readonly Document[];
  readonly sortBy?: Document;
  readonly output: Document;
  readonly out: readonly Value[];
}

export interface WindowFunction {
  readonly name: string;
  /** Whether a window must be given, may be given, or must not. */
  readonly window: "required" | "optional" | "refused";
  /** How the documents must be sorted. */
  readonly sort: "one field" | "some fields" | "any";
  readonly docs: {
    readonly summary: string;
    readonly syntax: string;
    readonly examples: readonly [WindowExample, ...WindowExample[]];
  };
  parse(node: DefNode, place: WindowPlace): Compute;
}

export function defineWindowFunction(definition: WindowFunction): WindowFunction {
  return definition;
}
