import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";
import { intoObject } from "./into-container.ts";
import { shorthand } from "./shorthand.ts";

/** $toObject: the value as a document, as `$convert` does without options: JSON text is read. Null and missing give null. */
export const toObject = defineExpression({
  name: "$toObject",
  arity: 1,
  evaluate: shorthand(intoObject),
  kinds: kinds.document | kinds.null,
  docs: {
    summary: "Converts a value to a document.",
    examples: [
      { in: { a: '{"x": [1], "y": null}' }, expr: { $toObject: "$a" }, out: { x: [1], y: null } },
      {
        in: { a: '{"x": {"$numberInt": "5"}}' },
        expr: { $type: { $getField: { field: "x", input: { $toObject: "$a" } } } },
        out: "object",
      },
      { in: { a: { b: 1 } }, expr: { $toObject: "$a" }, out: { b: 1 } },
      { in: { a: null }, expr: { $toObject: "$a" }, out: null },
      { in: { a: "[1]" }, expr: { $toObject: "$a" }, error: 241 },
      { in: { a: "{" }, expr: { $toObject: "$a" }, error: 241 },
    ],
  },
});
