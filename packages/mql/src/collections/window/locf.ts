import { isNullish } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { readExpression } from "../read.ts";
import { defineWindowFunction } from "./define.ts";

/** The values with the last one before in place of null and missing. */
export function carriedForward(values: readonly Value[]): Value[] {
  let last: Value = null;
  return values.map((value) => {
    if (!isNullish(value)) last = value;
    return last;
  });
}

/** $locf: the value; where it is null or missing, the last one before it. */
export const locf = defineWindowFunction({
  name: "$locf",
  window: "refused",
  sort: "some fields",
  parse: (node, place) => {
    const evaluate = readExpression(node, place.pointer, place);
    return ({ documents, host }) => carriedForward(documents.map((document) => evaluate(document, host)));
  },
  docs: {
    syntax: "{ $locf: expression }",
    summary: "The last value that is there.",
    examples: [
      { in: [{ t: 0 }, { t: 1, x: 5 }, { t: 2, x: null }], sortBy: { t: 1 }, output: { $locf: "$x" }, out: [null, 5, 5] },
    ],
  },
});
