import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $objectToArray: a document's fields as an array of `{k, v}`, in their order. */
export const objectToArray = defineExpression({
  name: "$objectToArray",
  arity: 1,
  evaluate: (document: Value) => {
    if (isNullish(document)) return null;
    if (!isDocument(document)) throw new MqlError(40390, `$objectToArray requires a document input, found: ${typeOf(document)}`);
    return Object.keys(document).map((name) => ({ k: name, v: document[name] }));
  },
  kinds: kinds.array | kinds.null,
  fresh: true,
  docs: {
    summary: "Gives the fields of a document as an array.",
    examples: [
      {
        in: { a: { x: 1, y: 2 } },
        expr: { $objectToArray: "$a" },
        out: [
          { k: "x", v: 1 },
          { k: "y", v: 2 },
        ],
      },
      { in: {}, expr: { $objectToArray: "$a" }, out: null },
      { in: { a: [] }, expr: { $objectToArray: "$a" }, error: 40390 },
    ],
  },
});
