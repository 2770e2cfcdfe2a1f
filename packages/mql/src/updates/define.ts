/** How an update operator is declared, and what it works with. */
import type { Parser } from "../compiler/parser.ts";
import type { DefNode } from "../definition/index.ts";
import type { EvalContext } from "../record.ts";
import type { Document, Value } from "../values/types.ts";

/** Takes a field away. */
export const remove = Symbol("remove");

/** What an operator makes of the value of a field; `undefined` in: the field is not there. The same value out: nothing changes. */
export type Change = (value: Value, surroundings: ChangeContext) => Value | typeof remove;

export interface ChangeContext {
  readonly context: EvalContext;
  /** The document is being inserted. */
  readonly inserting: boolean;
}

/** What an operator does to one field. */
export interface FieldChange {
  readonly change: Change;
  /** Makes the field, and documents on the way to it, where they are not there. */
  readonly creates: boolean;
}

/** The place of an operator's argument while it is read. */
export interface OperatorPlace {
  readonly parser: Parser;
  readonly pointer: string;
  /** The field path as it is written. */
  readonly path: string;
}

interface UpdateExample {
  readonly in: Document;
  readonly update: Document;
  readonly out: Document;
}

export interface UpdateOperator {
  readonly name: string;
  readonly docs: {
    readonly summary: string;
    readonly syntax: string;
    readonly examples: readonly [UpdateExample, ...UpdateExample[]];
  };
  /** Reads `path: argument`; `undefined` where there is nothing to do. */
  parse(node: DefNode, place: OperatorPlace): FieldChange | undefined;
}

export function defineUpdateOperator(operator: UpdateOperator): UpdateOperator {
  return operator;
}
