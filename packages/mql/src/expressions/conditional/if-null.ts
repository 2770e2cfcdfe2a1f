import type { ExpressionNode } from "../../compiler/ast.ts";
import type { Atom } from "../../compiler/atom.ts";
import { atom, mayBe } from "../../compiler/atom.ts";
import type { Emitter } from "../../compiler/emitter.ts";
import { kinds } from "../../compiler/kinds.ts";
import { defineExpression } from "../define.ts";

/** $ifNull: the first value that is neither null nor missing, or else the last; later ones are not evaluated. */
export const ifNull = defineExpression({
  name: "$ifNull",
  arity: [2, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands) => firstOf(e, operands),
  docs: {
    summary: "Gives the first value that is not null or missing.",
    examples: [
      { in: { a: 5 }, expr: { $ifNull: ["$a", 0] }, out: 5 },
      { in: { a: null }, expr: { $ifNull: ["$a", "$b", "none"] }, out: "none" },
      { in: {}, expr: { $ifNull: ["$a", "$b"] } },
    ],
  },
});

function firstOf(e: Emitter, [first, ...rest]: readonly ExpressionNode[]): Atom {
  const value = e.value(first!);
  if (rest.length === 0 || !mayBe(value, kinds.nullish)) return value;
  return e.choose(
    e.nullish(value),
    () => firstOf(e, rest),
    () => atom(value.js, value.kinds & ~kinds.nullish),
  );
}
