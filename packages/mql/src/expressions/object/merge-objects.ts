import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { setOwn } from "../../values/names.ts";
import { isDocument, isNullish, typeOf } from "../../values/type-of.ts";
import type { Document, Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $mergeObjects: one document of the fields of all; later ones win. Null and missing count as empty. */
export const mergeObjects = defineExpression({
  name: "$mergeObjects",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  evaluate: merge,
  kinds: kinds.document,
  fresh: true,
  docs: {
    summary: "Merges documents.",
    examples: [
      { in: { a: { x: 1, y: 2 } }, expr: { $mergeObjects: ["$a", { y: 3, z: 4 }] }, out: { x: 1, y: 3, z: 4 } },
      { in: { a: null }, expr: { $mergeObjects: ["$a"] }, out: {} },
      { in: { a: 5 }, expr: { $mergeObjects: ["$a", {}] }, error: 40400 },
    ],
  },
});

function merge(...documents: readonly Value[]): Document {
  let merged: Document = {};
  let first = true;
  for (const document of documents) {
    if (isNullish(document)) continue;
    if (!isDocument(document)) {
      throw new MqlError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(document)}`);
    }
    if (first) merged = { ...document };
    else for (const name of Object.keys(document)) setOwn(merged, name, document[name]);
    first = false;
  }
  return merged;
}
