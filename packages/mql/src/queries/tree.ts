/** Queries as trees, and their meaning as plain functions: the reference for generated code, which does common cases inline. */
import type { ExpressionNode } from "../compiler/ast.ts";
import type { Atom } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { getOwn } from "../values/names.ts";
import { isDocument } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";

/** A condition on one value. */
export interface Test {
  /** Whether the items of an array are tested as well as the array itself. */
  readonly items: boolean;
  /** Whether a single value meets the condition; `undefined` is a missing field. */
  readonly accepts: (value: Value) => boolean;
  /**
   * Source text of the whole condition on a value, arrays included. `slow` is source text that gives the answer for any
   * value. Without this function, `slow` is all there is.
   */
  readonly emit?: (e: Emitter, value: Atom, slow: string) => string;
}

export type QueryNode =
  | { readonly kind: "and" | "or"; readonly parts: readonly QueryNode[] }
  | { readonly kind: "not"; readonly part: QueryNode }
  | { readonly kind: "field"; readonly path: readonly string[]; readonly test: Test }
  | { readonly kind: "whole"; readonly accepts: (value: Value) => boolean }
  | { readonly kind: "expression"; readonly expression: ExpressionNode };

/** A query that every document meets. */
export const everything: QueryNode = { kind: "and", parts: [] };
/** A query that no document meets. */
export const nothing: QueryNode = { kind: "or", parts: [] };

export function field(path: readonly string[], test: Test): QueryNode {
  return { kind: "field", path, test };
}

export function not(part: QueryNode): QueryNode {
  return { kind: "not", part };
}

/** The expressions of every `$expr` in a query. */
export function expressionsIn(node: QueryNode): ExpressionNode[] {
  switch (node.kind) {
    case "field":
    case "whole":
      return [];
    case "not":
      return expressionsIn(node.part);
    case "expression":
      return [node.expression];
    default:
      return node.parts.flatMap(expressionsIn);
  }
}

/** Whether a value, its items included where the test says so, meets a condition. */
export function meets(value: Value, test: Test): boolean {
  if (test.items && Array.isArray(value)) {
    for (const item of value) if (test.accepts(item)) return true;
  }
  return test.accepts(value);
}

/**
 * Whether anything at `path[index…]` below a value meets a condition. Arrays on the way are entered: the documents in
 * them, and the item that a number in the path names.
 */
export function reaches(value: Value, path: readonly string[], index: number, test: Test): boolean {
  if (index === path.length) return meets(value, test);
  if (Array.isArray(value)) return reachesInArray(value, path, index, test);
  if (isDocument(value)) return reaches(getOwn(value, path[index]!), path, index + 1, test);
  return test.accepts(undefined);
}

function reachesInArray(array: readonly Value[], path: readonly string[], index: number, test: Test): boolean {
  const name = path[index]!;
  if (/^\d+$/.test(name) && Number(name) < array.length && reaches(array[Number(name)], path, index + 1, test)) return true;
  for (const item of array) if (isDocument(item) && reaches(item, path, index, test)) return true;
  return false;
}

/** A query on a value as a function. Expressions are for generated code only: `$elemMatch` refuses them. */
export function predicateOf(node: QueryNode): (value: Value) => boolean {
  switch (node.kind) {
    case "and": {
      const parts = node.parts.map(predicateOf);
      return (value) => parts.every((part) => part(value));
    }
    case "or": {
      const parts = node.parts.map(predicateOf);
      return (value) => parts.some((part) => part(value));
    }
    case "not": {
      const part = predicateOf(node.part);
      return (value) => !part(value);
    }
    case "field":
      return (value) => reaches(value, node.path, 0, node.test);
    case "whole":
      return node.accepts;
    case "expression":
      throw new Error("an expression has no meaning on a part of a document");
  }
}
