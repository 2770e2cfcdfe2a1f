/** Reads queries into trees; every problem is collected, none is thrown. */
import type { ExpressionNode } from "../compiler/ast.ts";
import { optimise } from "../compiler/optimise.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { isTooLong } from "../compiler/path-length.ts";
import { below, nearest } from "../compiler/problems.ts";
import type { DefNode, DefObject } from "../definition/index.ts";
import type { Value } from "../values/types.ts";
import { equal } from "./operators/eq.ts";
import { documentOperators, fieldOperators } from "./registry.ts";
import { everything, type QueryNode } from "./tree.ts";

/** Deeper queries are refused. */
const deepest = 100;

export class QueryParser {
  readonly expressions: Parser;
  readonly #scope: Scope;
  #depth = 0;
  /** How many `$elemMatch` surround what is being read. */
  #inItems = 0;

  constructor(expressions: Parser, scope: Scope) {
    this.expressions = expressions;
    this.#scope = scope;
  }

  get problems() {
    return this.expressions.problems;
  }

  /** A query: `{ field: condition, … }`. Where something is wrong, a query that everything meets stands in. */
  query(node: DefNode, pointer: string): QueryNode {
    if (node.kind !== "object") {
      this.problems.shape(pointer, "A query must be an object.");
      return everything;
    }
    return this.#deeper(pointer, () => all(node.entries.map(({ key, value }) => this.#entry(key, value, below(pointer, key)))));
  }

  /** A list of queries, at least one. */
  queries(name: string, node: DefNode, pointer: string): QueryNode[] {
    if (node.kind !== "array" || node.items.length === 0) {
      this.problems.shape(pointer, `${name} takes an array of at least one query.`);
      return [];
    }
    return node.items.map((item, index) => this.query(item, below(pointer, index)));
  }

  /** The condition on a field: operators, or a value to be equal to. */
  condition(node: DefNode, pointer: string, path: readonly string[]): QueryNode {
    return this.isOperators(node)
      ? this.operators(node, pointer, path)
      : equal(path, this.value(node, pointer), this.problems, pointer);
  }

  /** Whether a node is an object of operators such as `{ $gt: 5 }`, and no Extended JSON wrapper. */
  isOperators(node: DefNode): node is DefObject {
    if (node.kind !== "object" || !node.entries[0]?.key.startsWith("$")) return false;
    return fieldOperators().has(node.entries[0].key) || this.expressions.wrapped(node, "") === undefined;
  }

  /** Conditions by operators, all of which must hold. */
  operators(node: DefObject, pointer: string, path: readonly string[]): QueryNode {
    const beside = new Map(node.entries.map(({ key, value }) => [key, value]));
    return this.#deeper(pointer, () =>
      all(node.entries.map(({ key, value }) => this.#operator(key, value, below(pointer, key), path, beside))),
    );
  }

  /** Reads something inside `$elemMatch`. */
  inItems<T>(read: () => T): T {
    this.#inItems++;
    const result = read();
    this.#inItems--;
    return result;
  }

  /** The expression of an `$expr`; `undefined` (and a problem) where there is no whole document to evaluate it on. */
  expression(node: DefNode, pointer: string): ExpressionNode | undefined {
    if (this.#inItems === 0) return optimise(this.expressions.expression(node, pointer, this.#scope));
    this.problems.shape(pointer, "$expr can only be applied to the whole document, not inside $elemMatch.");
    return undefined;
  }

  /** A value to compare with, Extended JSON wrappers interpreted. */
  value(node: DefNode, pointer: string): Value {
    return this.expressions.plain(node, pointer);
  }

  #entry(key: string, value: DefNode, pointer: string): QueryNode {
    if (!key.startsWith("$")) {
      const path = key.split(".");
      return isTooLong(path, pointer, this.problems) ? everything : this.condition(value, pointer, path);
    }
    const operator = documentOperators().get(key);
    if (operator !== undefined) return operator.parse(this, value, pointer);
    if (fieldOperators().has(key)) {
      this.problems.shape(pointer, `${key} must stand below a field: { field: { ${key}: … } }.`);
    } else {
      this.problems.shape(pointer, `Unknown query operator ${key}.`, nearest(key, documentOperators().keys()));
    }
    return everything;
  }

  #operator(
    key: string,
    value: DefNode,
    pointer: string,
    path: readonly string[],
    beside: ReadonlyMap<string, DefNode>,
  ): QueryNode {
    const operator = fieldOperators().get(key);
    if (operator !== undefined) return operator.parse(this, value, pointer, path, beside);
    if (!key.startsWith("$")) {
      this.problems.shape(
        pointer,
        `The field '${key}' cannot stand beside operators; to compare with a document, write { $eq: … }.`,
      );
    } else if (documentOperators().has(key)) {
      this.problems.shape(pointer, `${key} takes the place of a field and cannot stand below one.`);
    } else {
      this.problems.shape(pointer, `Unknown query operator ${key}.`, nearest(key, fieldOperators().keys()));
    }
    return everything;
  }

  #deeper(pointer: string, read: () => QueryNode): QueryNode {
    if (this.#depth >= deepest) {
      this.problems.shape(pointer, `Queries may be nested ${deepest} deep at most.`);
      return everything;
    }
    this.#depth++;
    const result = read();
    this.#depth--;
    return result;
  }
}

function all(parts: readonly QueryNode[]): QueryNode {
  return parts.length === 1 ? parts[0]! : { kind: "and", parts };
}
