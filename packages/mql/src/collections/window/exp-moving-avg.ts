import { below } from "../../compiler/problems.ts";
import { Double } from "../../values/classes.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { readCount, readField } from "../read.ts";
import { defineWindowFunction } from "./define.ts";
import { numericValue } from "./numbers.ts";

/** $expMovingAvg: an average in which a document weighs `alpha`, or 2 / (N + 1), and all before it together the rest. */
export const expMovingAvg = defineWindowFunction({
  name: "$expMovingAvg",
  window: "refused",
  sort: "some fields",
  parse: (node, place) => {
    const { parser, pointer } = place;
    const given = parser.named("$expMovingAvg", { input: "required", N: "optional", alpha: "optional" }, node, pointer);
    const input = readField("input", given, place);
    if (given !== undefined && given.has("N") === given.has("alpha")) {
      parser.problems.shape(pointer, "$expMovingAvg needs either 'N' or 'alpha'.");
    }
    let weight = 1;
    if (given?.has("N")) weight = 2 / (readCount(given.get("N"), 1, below(pointer, "N"), place, "The field 'N'") + 1);
    else if (given?.has("alpha")) {
      const alpha = parser.plain(given.get("alpha")!, below(pointer, "alpha"));
      weight = isNumeric(alpha) ? numberOf(alpha) : Number.NaN;
      if (!(weight > 0 && weight < 1))
        parser.problems.shape(below(pointer, "alpha"), "The field 'alpha' must be a number between 0 and 1.");
    }
    return ({ documents, host }) => {
      let average: number | undefined;
      return documents.map((document): Value => {
        const value = numericValue(input(document, host));
        if (value !== undefined) average = average === undefined ? value : value * weight + average * (1 - weight);
        return value === undefined || average === undefined ? null : makeDouble(average);
      });
    };
  },
  docs: {
    syntax: "{ $expMovingAvg: { input: expression, N: number } } or { $expMovingAvg: { input: expression, alpha: number } }",
    summary: "The exponential moving average.",
    examples: [
      {
        in: [
          { t: 1, p: 10 },
          { t: 2, p: 20 },
        ],
        sortBy: { t: 1 },
        output: { $expMovingAvg: { input: "$p", alpha: 0.5 } },
        out: [new Double(10), new Double(15)],
      },
    ],
  },
});
