import { type Atom, always, atom, mayBe } from "../../compiler/atom.ts";
import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $concat: strings joined to one. Null if one of them is null or missing; other types are errors. */
export const concat = defineExpression({
  name: "$concat",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands, node) => {
    const values = e.values(operands);
    if (values.length === 0) return e.constant("");
    const joined = values.map((value) => value.js).join(" + ");
    const unsure = values.filter((value) => !always(value, kinds.string));
    if (unsure.length === 0) return e.bind(joined, kinds.string);
    const test = unsure.map((value) => `typeof ${value.js} === "string"`).join(" && ");
    const slow = (): Atom =>
      e.call(
        join,
        values.map((value) => value.js),
        node,
        kinds.string | kinds.null,
      );
    return unsure.some((value) => !mayBe(value, kinds.string)) ? slow() : e.choose(test, () => atom(joined, kinds.string), slow);
  },
  docs: {
    summary: "Joins strings.",
    examples: [
      { in: { a: "ABC", b: "1" }, expr: { $concat: ["$a", "-", "$b"] }, out: "ABC-1" },
      { in: { a: null }, expr: { $concat: ["$a", "x"] }, out: null },
      { in: { a: 5 }, expr: { $concat: ["$a", "x"] }, error: 16702 },
    ],
  },
});

function join(...values: readonly Value[]): string | null {
  let text = "";
  for (const value of values) {
    if (isNullish(value)) return null;
    if (typeof value !== "string") throw new MqlError(16702, `$concat only supports strings, not ${typeOf(value)}`);
    text += value;
  }
  return text;
}
