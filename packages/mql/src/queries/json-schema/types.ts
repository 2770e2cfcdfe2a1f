/** Keywords about types and values as a whole. */
import { valuesEqual } from "../../values/compare.ts";
import { readTypes, typeName } from "../operators/type.ts";
import { beside } from "./read.ts";
import type { Keyword } from "./schema.ts";

/** Names of JSON Schema and the types they stand for. */
const jsonTypes: Readonly<Record<string, readonly string[]>> = {
  object: ["object"],
  array: ["array"],
  number: ["double", "int", "long", "decimal"],
  boolean: ["bool"],
  string: ["string"],
  null: ["null"],
};

export const typeKeywords = {
  bsonType: (node, place) => {
    const { parser, pointer } = place;
    if (beside("type", place) !== undefined) parser.problems.shape(pointer, "'type' and 'bsonType' must not stand side by side.");
    const types = readTypes(parser, node, pointer);
    return (value) => types.has(typeName(value));
  },
  type: (node, { parser, pointer }) => {
    const given = parser.value(node, pointer);
    const names = Array.isArray(given) ? given : [given];
    const types = new Set<string>();
    for (const name of names) {
      if (typeof name === "string" && Object.hasOwn(jsonTypes, name)) for (const type of jsonTypes[name]!) types.add(type);
      else {
        const hint = name === "integer" ? "; for integers write bsonType: int or long" : "";
        parser.problems.shape(pointer, `'type' must be one of ${Object.keys(jsonTypes).join(", ")}${hint}.`);
      }
    }
    return (value) => types.has(typeName(value));
  },
  enum: (node, { parser, pointer }) => {
    const values = parser.value(node, pointer);
    if (!Array.isArray(values) || values.length === 0) {
      parser.problems.shape(pointer, "The value of 'enum' must be an array of at least one value.");
      return undefined;
    }
    return (value) => values.some((one) => valuesEqual(one, value));
  },
} satisfies Record<string, Keyword>;
