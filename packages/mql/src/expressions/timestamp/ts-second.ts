import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Timestamp } from "../../values/classes.ts";
import { makeLong } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $tsSecond: the seconds of a timestamp as a long. Null for null. */
export const tsSecond = defineExpression({
  name: "$tsSecond",
  arity: 1,
  evaluate: (value: Value) => {
    if (isNullish(value)) return null;
    if (!(value instanceof Timestamp))
      throw new MqlError(5687301, `Argument to $tsSecond must be a timestamp, but is ${typeOf(value)}`);
    return makeLong(value.t);
  },
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the seconds of a timestamp.",
    examples: [
      { in: { a: new Timestamp({ t: 1622731060, i: 1 }) }, expr: { $tsSecond: "$a" }, out: 1622731060n },
      { in: { a: new Timestamp({ t: 4294967295, i: 1 }) }, expr: { $tsSecond: "$a" }, out: 4294967295 },
      { in: { a: null }, expr: { $tsSecond: "$a" }, out: null },
      { in: { a: new Date(0) }, expr: { $tsSecond: "$a" }, error: 5687301 },
    ],
  },
});
