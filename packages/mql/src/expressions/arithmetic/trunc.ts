import { literalNode } from "../../compiler/ast.ts";
import { defineExpression } from "../define.ts";
import { toPlace, towardsZero } from "./rounding.ts";

const truncValue = toPlace("$trunc", towardsZero);

/** $trunc: Cuts a number off at the place given (0 by default). Null and missing give null. */
export const trunc = defineExpression({
  name: "$trunc",
  arity: [1, 2],
  emit: (e, [value, place], node) =>
    e.call(truncValue, [e.value(value!).js, e.value(place ?? literalNode(0, node.pointer)).js], node),
  docs: {
    summary: "Cuts a number off at the place given (0 by default).",
    examples: [
      { in: { a: 19.25 }, expr: { $trunc: ["$a", 1] }, out: 19.2 },
      { in: { a: -45.39 }, expr: { $trunc: ["$a", 1] }, out: -45.3 },
      { in: { a: 1299 }, expr: { $trunc: ["$a", -2] }, out: 1200 },
      { in: {}, expr: { $trunc: "$a" }, out: null },
      { in: { a: "x" }, expr: { $trunc: "$a" }, error: 51081 },
      { in: { a: 1 }, expr: { $trunc: ["$a", 1.5] }, error: 51082 },
    ],
  },
});
