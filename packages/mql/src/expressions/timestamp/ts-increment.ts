import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { Timestamp } from "../../values/classes.ts";
import { makeLong } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $tsIncrement: the ordinal of a timestamp within its second as a long. Null for null. */
export const tsIncrement = defineExpression({
  name: "$tsIncrement",
  arity: 1,
  evaluate: (value: Value) => {
    if (isNullish(value)) return null;
    if (!(value instanceof Timestamp)) {
      throw new MqlError(5687302, `Argument to $tsIncrement must be a timestamp, but is ${typeOf(value)}`);
    }
    return makeLong(value.i);
  },
  kinds: kinds.numeric | kinds.null,
  docs: {
    summary: "Gives the ordinal of a timestamp.",
    examples: [
      { in: { a: new Timestamp({ t: 1622731060, i: 7 }) }, expr: { $tsIncrement: "$a" }, out: 7n },
      { in: { a: new Timestamp({ t: 0, i: 4294967295 }) }, expr: { $tsIncrement: "$a" }, out: 4294967295 },
      { in: {}, expr: { $tsIncrement: "$a" }, out: null },
      { in: { a: 5 }, expr: { $tsIncrement: "$a" }, error: 5687302 },
    ],
  },
});
