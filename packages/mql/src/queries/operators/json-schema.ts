import { defineDocumentOperator } from "../define.ts";
import { parseSchema } from "../json-schema/schema.ts";

/** $jsonSchema: documents that conform to a JSON Schema (draft 4, with `bsonType` for the types that JSON has not). */
export const jsonSchema = defineDocumentOperator({
  name: "$jsonSchema",
  parse: (parser, node, pointer) => ({ kind: "whole", accepts: parseSchema(parser, node, pointer) }),
  docs: {
    syntax: "{ $jsonSchema: schema }",
    summary: "Selects documents that conform to a JSON Schema.",
    examples: [
      {
        in: { name: "Ann", year: 2024 },
        query: { $jsonSchema: { required: ["name"], properties: { year: { bsonType: "int", minimum: 2000 } } } },
        out: true,
      },
      { in: { year: 1999 }, query: { $jsonSchema: { properties: { year: { minimum: 2000 } } } }, out: false },
      { in: { a: 1, b: 2 }, query: { $jsonSchema: { properties: { a: {} }, additionalProperties: false } }, out: false },
    ],
  },
});
