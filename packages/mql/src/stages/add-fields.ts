import type { ExpressionNode } from "../compiler/ast.ts";
import type { Parser, Scope } from "../compiler/parser.ts";
import { fieldOf } from "../compiler/paths.ts";
import { below, type Problems } from "../compiler/problems.ts";
import type { DefNode, DefObject } from "../definition/index.ts";
import { assignment, emitSet, takeOwnership } from "./code.ts";
import { defineStage, type Flow, readMeta, type SingleStage } from "./define.ts";
import { expressionsOf, type FieldTree, place } from "./field-tree.ts";
import { pathNames } from "./names.ts";
import { setBelow, setFields, setPlan } from "./nested.ts";

/** More fields than this are set by a loop. */
const mostAssignments = 64;

/** `$addFields`: sets fields to the values of expressions; a missing value takes the field away. */
export const addFields = defineStage({
  name: "$addFields",
  docs: {
    summary: "Sets fields to the values of expressions.",
    syntax: "{ $addFields: { path: expression, … } }",
    examples: [
      { in: [{ a: 1 }], stage: { $addFields: { b: { $add: ["$a", 1] }, "c.d": "x" } }, out: [{ a: 1, b: 2, c: { d: "x" } }] },
      {
        in: [{ rows: [{ n: 1 }, { n: 2 }] }],
        stage: { $addFields: { "rows.m": 0 } },
        out: [
          {
            rows: [
              { n: 1, m: 0 },
              { n: 2, m: 0 },
            ],
          },
        ],
      },
    ],
  },
  parse: (...args) => parseAddFields("$addFields", ...args),
});

/** `$set`: another name of `$addFields`. */
export const set = defineStage({
  name: "$set",
  docs: {
    summary: "Sets fields to the values of expressions; another name of $addFields.",
    syntax: "{ $set: { path: expression, … } }",
    examples: [{ in: [{ a: 1 }], stage: { $set: { a: { $multiply: ["$a", 10] } } }, out: [{ a: 10 }] }],
  },
  parse: (...args) => parseAddFields("$set", ...args),
});

function parseAddFields(name: string, parser: Parser, node: DefNode, pointer: string, scope: Scope): SingleStage | undefined {
  if (node.kind !== "object" || node.entries.length === 0) {
    parser.problems.shape(pointer, `${name} takes an object with at least one field.`);
    return undefined;
  }
  const tree: FieldTree = new Map();
  readFields(name, parser, node, pointer, [], tree, scope);
  const expressions = expressionsOf(tree);
  return {
    kind: "single",
    filters: false,
    size: 200 + 120 * Math.min(tree.size, mostAssignments),
    expressions,
    usesMeta: readMeta(expressions),
    emit: (flow) => emitAddFields(flow, tree, expressions),
  };
}

/** Reads `{ a: expression, "b.c": expression, d: { e: expression } }`. */
function readFields(
  stage: string,
  parser: Parser,
  node: DefObject,
  pointer: string,
  above: readonly string[],
  tree: FieldTree,
  scope: Scope,
): void {
  for (const { key, value } of node.entries) {
    const at = below(pointer, key);
    const names = fieldNames(parser.problems, key, at, above.length > 0);
    if (names === undefined) continue;
    const path = [...above, ...names];
    if (value.kind === "object" && value.entries.length === 0) {
      parser.problems.shape(
        at,
        `An empty object is not a value for ${stage}; for a field that holds one, write { $literal: {} }.`,
      );
    } else if (isNested(parser, value)) {
      readFields(stage, parser, value, at, path, tree, scope);
    } else {
      const expression: ExpressionNode = parser.expression(value, at, scope);
      place(tree, path, { kind: "compute", expression }, parser.problems, at);
    }
  }
}

/** An object that is neither an operator nor an Extended JSON wrapper: its fields go below the field. */
export function isNested(parser: Parser, node: DefNode): node is DefObject {
  return node.kind === "object" && !node.entries.some(({ key }) => key.startsWith("$")) && parser.wrapped(node, "") === undefined;
}

/** The names of a key: dotted at the top, plain inside an object. */
export function fieldNames(problems: Problems, key: string, pointer: string, inside: boolean): readonly string[] | undefined {
  if (inside && key.includes(".")) {
    problems.shape(pointer, `The field name '${key}' must not contain a dot inside an object; nest objects instead.`);
    return undefined;
  }
  return pathNames(problems, key, pointer);
}

function emitAddFields(flow: Flow, tree: FieldTree, expressions: readonly ExpressionNode[]): void {
  const { e } = flow;
  const plan = setPlan(tree);
  if (plan.length > mostAssignments) {
    const list = e.bind(e.valueList(expressions));
    takeOwnership(flow, expressions);
    e.line(`d = ${e.use(setFields)}(d, ${e.use(plan)}, ${list.js});`);
    e.forget();
    return;
  }
  const values = e.values(expressions);
  takeOwnership(flow, expressions);
  const computed = plan.some(({ fields }) => fields !== undefined)
    ? e.bind(`[${values.map((value) => value.js).join(", ")}]`)
    : undefined;
  for (const { name, value, fields } of plan) {
    if (fields === undefined) emitSet(e, name, values[value]!);
    else e.line(assignment(e, "d", name, `${e.use(setBelow)}(${fieldOf(e, "d", name)}, ${e.use(fields)}, ${computed!.js})`));
  }
  e.forget((field) => !tree.has(field));
  for (const { name, value, fields } of plan) if (fields === undefined) e.know(name, values[value]!);
}
