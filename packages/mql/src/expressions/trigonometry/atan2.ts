import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { decimalOperand } from "../../values/arithmetic.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { writeDecimal } from "../../values/decimal.ts";
import { makeDouble, numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { atan2Decimal } from "./decimal-circular.ts";

/** $atan2: the angle in radians of the point (x, y), given as `[y, x]`; a double, or a decimal if one of them is. Null if one is. */
export const atan2 = defineExpression({
  name: "$atan2",
  arity: 2,
  evaluate: (y: Value, x: Value) => {
    if (isNullish(y) || isNullish(x)) return null;
    if (!isNumeric(y) || !isNumeric(x)) {
      throw new MqlError(51044, `$atan2 only supports numeric types, not ${typeOf(y)} and ${typeOf(x)}`);
    }
    if (y instanceof Decimal128 || x instanceof Decimal128)
      return writeDecimal(atan2Decimal(decimalOperand(y), decimalOperand(x)));
    return makeDouble(Math.atan2(numberOf(y), numberOf(x)));
  },
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the angle of a point.",
    examples: [
      { expr: { $atan2: [1, 1] }, out: Math.PI / 4 },
      { expr: { $atan2: [0, 5] }, out: new Double(0) },
      {
        in: { a: Decimal128.fromString("1") },
        expr: { $atan2: ["$a", 0] },
        out: Decimal128.fromString("1.570796326794896619231321691639751"),
      },
      { in: { a: null }, expr: { $atan2: ["$a", 1] }, out: null },
      { in: { a: "x" }, expr: { $atan2: [1, "$a"] }, error: 51044 },
    ],
  },
});
