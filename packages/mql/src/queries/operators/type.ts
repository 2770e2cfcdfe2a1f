import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { Code, Double } from "../../values/classes.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineFieldOperator } from "../define.ts";
import type { QueryParser } from "../parser.ts";
import { field } from "../tree.ts";

/** Names of types and their numbers in BSON. */
const codes: Readonly<Record<string, number>> = {
  double: 1,
  string: 2,
  object: 3,
  array: 4,
  binData: 5,
  undefined: 6,
  objectId: 7,
  bool: 8,
  date: 9,
  null: 10,
  regex: 11,
  dbPointer: 12,
  javascript: 13,
  symbol: 14,
  javascriptWithScope: 15,
  int: 16,
  timestamp: 17,
  long: 18,
  decimal: 19,
  minKey: -1,
  maxKey: 127,
};
const numbers = ["double", "int", "long", "decimal"];
const nameOfCode = new Map(Object.entries(codes).map(([name, code]) => [code, name]));

/** $type: fields of one of several types, by name, number, or `number` for all numeric ones. */
export const type = defineFieldOperator({
  name: "$type",
  parse: (parser, node, pointer, path) => {
    const names = readTypes(parser, node, pointer);
    return field(path, { items: true, accepts: (value) => names.has(typeName(value)) });
  },
  docs: {
    syntax: "{ field: { $type: type } } or { field: { $type: [type, …] } }",
    summary: "Selects documents with a field of a type.",
    examples: [
      { in: { a: "x" }, query: { a: { $type: "string" } }, out: true },
      { in: { a: 2.5 }, query: { a: { $type: "number" } }, out: true },
      { in: { a: 5 }, query: { a: { $type: ["string", 1] } }, out: false },
      { in: { a: [1, "x"] }, query: { a: { $type: 2 } }, out: true },
      { in: { a: [] }, query: { a: { $type: "array" } }, out: true },
      { in: {}, query: { a: { $type: "null" } }, out: false },
    ],
  },
});

/** The types that a name, a number or an array of them stands for. */
export function readTypes(parser: QueryParser, node: DefNode, pointer: string): ReadonlySet<string> {
  const single = node.kind !== "array";
  const items = single ? [node] : node.items;
  if (items.length === 0) parser.problems.shape(pointer, "At least one type must be named.");
  return new Set(items.flatMap((item, index) => readType(parser, item, single ? pointer : below(pointer, index))));
}

/** The name of a value's type as `readTypes` gives it. */
export function typeName(value: Value): string {
  return value instanceof Code && value.scope ? "javascriptWithScope" : typeOf(value);
}

function readType(parser: QueryParser, node: DefNode, pointer: string): readonly string[] {
  const given = parser.value(node, pointer);
  if (given === "number") return numbers;
  const code = given instanceof Double ? given.value : given;
  const name =
    typeof code === "number" ? nameOfCode.get(code) : typeof code === "string" && Object.hasOwn(codes, code) ? code : undefined;
  if (name !== undefined) return [name];
  const close = typeof given === "string" ? nearest(given, [...Object.keys(codes), "number"]) : undefined;
  parser.problems.shape(
    pointer,
    `${typeof given === "string" || typeof code === "number" ? JSON.stringify(code) : "This"} is not a type.`,
    close && JSON.stringify(close),
  );
  return [];
}
