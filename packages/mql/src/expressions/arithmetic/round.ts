import { literalNode } from "../../compiler/ast.ts";
import { defineExpression } from "../define.ts";
import { halfEven, toPlace } from "./rounding.ts";

const roundValue = toPlace("$round", halfEven);

/** $round: Rounds a number half to even at the place given (0 by default); a negative place counts to the left of the decimal point. Null and missing give null. */
export const round = defineExpression({
  name: "$round",
  arity: [1, 2],
  emit: (e, [value, place], node) =>
    e.call(roundValue, [e.value(value!).js, e.value(place ?? literalNode(0, node.pointer)).js], node),
  docs: {
    summary:
      "Rounds a number half to even at the place given (0 by default); a negative place counts to the left of the decimal point.",
    examples: [
      { in: { a: 19.25 }, expr: { $round: ["$a", 1] }, out: 19.2 },
      { in: { a: -45.39 }, expr: { $round: ["$a", 1] }, out: -45.4 },
      { in: { a: 1250 }, expr: { $round: ["$a", -2] }, out: 1200 },
      { in: { a: null }, expr: { $round: "$a" }, out: null },
      { in: { a: "x" }, expr: { $round: "$a" }, error: 51081 },
      { in: { a: 1 }, expr: { $round: ["$a", 101] }, error: 51083 },
    ],
  },
});
