/** How a query operator is declared: one spec object a file, from which parser, reference page and a test are made. */
import type { DefNode } from "../definition/index.ts";
import type { Document, Value } from "../values/types.ts";
import type { QueryParser } from "./parser.ts";
import type { QueryNode } from "./tree.ts";

/** An example: whether a document meets a query. All of them are run by a test. */
interface QueryExample {
  readonly in: Document;
  readonly query: Value;
  readonly out: boolean;
}

interface Common {
  readonly name: string;
  readonly docs: {
    readonly summary: string;
    readonly syntax: string;
    readonly examples: readonly [QueryExample, ...QueryExample[]];
  };
}

/** `{ field: { $op: … } }`. */
export interface FieldOperator extends Common {
  readonly kind: "field";
  /** `beside`: the other operators on the same field (`$options` beside `$regex`). */
  parse(
    parser: QueryParser,
    node: DefNode,
    pointer: string,
    path: readonly string[],
    beside: ReadonlyMap<string, DefNode>,
  ): QueryNode;
}

/** `{ $op: … }` in place of a field. */
export interface DocumentOperator extends Common {
  readonly kind: "document";
  parse(parser: QueryParser, node: DefNode, pointer: string): QueryNode;
}

export type QueryOperator = FieldOperator | DocumentOperator;

/** Declares an operator on a field. */
export function defineFieldOperator(definition: Omit<FieldOperator, "kind">): FieldOperator {
  return { kind: "field", ...definition };
}

/** Declares an operator on the whole document. */
export function defineDocumentOperator(definition: Omit<DocumentOperator, "kind">): DocumentOperator {
  return { kind: "document", ...definition };
}
