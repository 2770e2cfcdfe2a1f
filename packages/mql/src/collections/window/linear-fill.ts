import { MqlError } from "../../errors.ts";
import { Double } from "../../values/classes.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { readExpression } from "../read.ts";
import { defineWindowFunction } from "./define.ts";
import { positionOf } from "./numbers.ts";

/** The values with those on the straight line between their neighbours in place of null and missing; null before the first and behind the last. */
export function interpolated(values: readonly Value[], sortValue: (place: number) => Value): Value[] {
  const position = (place: number) => {
    const value = sortValue(place);
    return positionOf("$linearFill", value, value instanceof Date ? 1 : undefined);
  };
  const filled: Value[] = values.map((value) => value ?? null);
  let before = -1;
  for (let place = 0; place < values.length; place++) {
    const value = values[place];
    if (isNullish(value)) continue;
    if (!isNumeric(value)) throw new MqlError(14, `$linearFill takes numbers, not ${typeOf(value)}`);
    if (before >= 0 && place - before > 1) {
      const [x0, x1] = [position(before), position(place)];
      const [y0, y1] = [numberOf(values[before]), numberOf(value)];
      if (x0 === x1) throw new MqlError(6050106, "$linearFill needs documents that all sort differently");
      for (let gap = before + 1; gap < place; gap++)
        filled[gap] = makeDouble(y0 + ((y1 - y0) * (position(gap) - x0)) / (x1 - x0));
    }
    before = place;
  }
  return filled;
}

/** $linearFill: the value; where it is null or missing, the one on the straight line between its neighbours. */
export const linearFill = defineWindowFunction({
  name: "$linearFill",
  window: "refused",
  sort: "one field",
  parse: (node, place) => {
    const evaluate = readExpression(node, place.pointer, place);
    return ({ documents, host, sortValue }) =>
      interpolated(
        documents.map((document) => evaluate(document, host)),
        sortValue,
      );
  },
  docs: {
    syntax: "{ $linearFill: expression }",
    summary: "Fills gaps on a straight line.",
    examples: [
      {
        in: [{ t: 0, x: 1 }, { t: 1 }, { t: 4, x: 9 }, { t: 5 }],
        sortBy: { t: 1 },
        output: { $linearFill: "$x" },
        out: [1, new Double(3), 9, null],
      },
    ],
  },
});
