import type { ExpressionNode } from "../compiler/ast.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { below } from "../compiler/problems.ts";
import { isTruthy } from "../compiler/truth.ts";
import type { DefNode, DefObject } from "../definition/index.ts";
import { isNumeric } from "../values/type-of.ts";
import { fieldNames, isNested } from "./add-fields.ts";
import { defineStage } from "./define.ts";
import { type FieldRule, type FieldTree, place } from "./field-tree.ts";
import { inclusion } from "./keep.ts";
import { omission } from "./omit.ts";

/** What a `$project` does, and where that was seen first. */
interface Mode {
  kind: "keep" | "omit" | undefined;
  pointer: string;
}

/** `$project`: keeps some fields (and computes others), or leaves some out. `_id` is kept unless it is left out by name. */
export const project = defineStage({
  name: "$project",
  docs: {
    summary: "Keeps, leaves out or computes fields.",
    syntax: "{ $project: { path: 1, … } }, { $project: { path: 0, … } } or { $project: { path: expression, … } }",
    examples: [
      { in: [{ _id: 1, a: 2, b: 3 }], stage: { $project: { a: 1 } }, out: [{ _id: 1, a: 2 }] },
      { in: [{ _id: 1, a: 2, b: 3 }], stage: { $project: { _id: 0, b: 0 } }, out: [{ a: 2 }] },
      { in: [{ _id: 1, a: 2, b: 3 }], stage: { $project: { _id: 0, sum: { $add: ["$a", "$b"] } } }, out: [{ sum: 5 }] },
    ],
  },
  parse: (parser, node, pointer, scope) => {
    if (node.kind !== "object" || node.entries.length === 0) {
      parser.problems.shape(pointer, "$project takes an object with at least one field.");
      return undefined;
    }
    const tree: FieldTree = new Map();
    const mode: Mode = { kind: undefined, pointer };
    const reader = new ProjectionReader(parser, scope, tree, mode);
    reader.read(node, pointer, []);
    const id = tree.get("_id");
    if (mode.kind === undefined) mode.kind = id?.kind === "omit" ? "omit" : "keep";
    if (mode.kind === "omit") {
      if (id?.kind === "keep") tree.delete("_id");
      return omission(tree);
    }
    if (id === undefined) tree.set("_id", { kind: "keep" });
    else if (id.kind === "omit") tree.delete("_id");
    return inclusion(tree);
  },
});

class ProjectionReader {
  readonly #parser: Parser;
  readonly #scope: Scope;
  readonly #tree: FieldTree;
  readonly #mode: Mode;

  constructor(parser: Parser, scope: Scope, tree: FieldTree, mode: Mode) {
    this.#parser = parser;
    this.#scope = scope;
    this.#tree = tree;
    this.#mode = mode;
  }

  /** Reads `{ a: 1, "b.c": 0, d: { e: expression } }`. */
  read(node: DefObject, pointer: string, above: readonly string[]): void {
    for (const { key, value } of node.entries) {
      const at = below(pointer, key);
      const names = fieldNames(this.#parser.problems, key, at, above.length > 0);
      if (names === undefined) continue;
      const path = [...above, ...names];
      if (value.kind === "object" && value.entries.length === 0) {
        this.#parser.problems.shape(at, "An empty object is not a value for $project.");
      } else if (isNested(this.#parser, value)) {
        this.read(value, at, path);
      } else {
        const rule = this.#rule(value, at);
        if (this.#fits(rule, path, at)) place(this.#tree, path, rule, this.#parser.problems, at);
      }
    }
  }

  /** A number or boolean keeps the field or leaves it out; everything else is an expression. */
  #rule(node: DefNode, pointer: string): FieldRule {
    const value = node.kind === "scalar" ? node.value : this.#parser.wrapped(node, pointer)?.value;
    if (typeof value === "boolean" || isNumeric(value)) return { kind: isTruthy(value) ? "keep" : "omit" };
    const expression: ExpressionNode = this.#parser.expression(node, pointer, this.#scope);
    return { kind: "compute", expression };
  }

  /** Keeping and leaving out do not go together, but for `_id`. */
  #fits(rule: FieldRule, path: readonly string[], pointer: string): boolean {
    const isId = path.length === 1 && path[0] === "_id";
    if (isId && rule.kind !== "compute") return true;
    const kind = rule.kind === "omit" ? "omit" : "keep";
    this.#mode.kind ??= kind;
    if (this.#mode.kind === kind) return true;
    const what = rule.kind === "compute" ? "compute a field" : rule.kind === "keep" ? "keep a field" : "leave a field out";
    const other = kind === "omit" ? "keeps or computes fields" : "leaves fields out";
    this.#parser.problems.illegal(
      pointer,
      `$project cannot ${what} ('${path.join(".")}') where it ${other}; only _id may differ.`,
    );
    return false;
  }
}
