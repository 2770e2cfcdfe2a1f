/** Reads the values of keywords; what is wrong is reported at its place. */
import { below } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { type Conforms, type Place, parseSchema } from "./schema.ts";

/** A whole number that is not negative. */
export function readCount(node: DefNode, { parser, pointer }: Place): number {
  const value = parser.value(node, pointer);
  const count = isNumeric(value) ? numberOf(value) : Number.NaN;
  if (Number.isInteger(count) && count >= 0) return count;
  parser.problems.shape(pointer, "The value of this keyword must be a whole number that is not negative.");
  return 0;
}

export function readNumber(node: DefNode, { parser, pointer }: Place): Value {
  const value = parser.value(node, pointer);
  if (isNumeric(value)) return value;
  parser.problems.shape(pointer, "The value of this keyword must be a number.");
  return 0;
}

export function readBoolean(node: DefNode, { parser, pointer }: Place): boolean {
  const value = parser.value(node, pointer);
  if (typeof value === "boolean") return value;
  parser.problems.shape(pointer, "The value of this keyword must be true or false.");
  return false;
}

/** An array of different strings, at least one. */
export function readNames(node: DefNode, { parser, pointer }: Place): string[] {
  const value = parser.value(node, pointer);
  const names = Array.isArray(value) ? value : [];
  if (names.length > 0 && names.every((name) => typeof name === "string") && new Set(names).size === names.length) {
    return names as string[];
  }
  parser.problems.shape(pointer, "The value of this keyword must be an array of different strings, at least one.");
  return [];
}

/** Schemas by name. */
export function readSchemas(node: DefNode, { parser, pointer }: Place): [name: string, conforms: Conforms][] {
  if (node.kind === "object") {
    return node.entries.map(({ key, value }) => [key, parseSchema(parser, value, below(pointer, key))]);
  }
  parser.problems.shape(pointer, "The value of this keyword must be an object of schemas.");
  return [];
}

/** A list of schemas, at least one. */
export function readSchemaList(node: DefNode, { parser, pointer }: Place): Conforms[] {
  if (node.kind === "array" && node.items.length > 0) {
    return node.items.map((item, index) => parseSchema(parser, item, below(pointer, index)));
  }
  parser.problems.shape(pointer, "The value of this keyword must be an array of at least one schema.");
  return [];
}

/** The value of another keyword of the same schema. */
export function beside(name: string, { schema }: Place): DefNode | undefined {
  return schema.entries.find(({ key }) => key === name)?.value;
}
