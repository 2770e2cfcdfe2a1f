import { below } from "../../compiler/problems.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineFieldOperator } from "../define.ts";
import { field } from "../tree.ts";

/** $mod: numbers with a remainder, `[divisor, remainder]`. Fractions are cut off on both sides. */
export const mod = defineFieldOperator({
  name: "$mod",
  parse: (parser, node, pointer, path) => {
    const items = node.kind === "array" ? node.items : [];
    if (items.length !== 2) parser.problems.shape(pointer, "$mod takes an array of a divisor and a remainder.");
    const [divisor = 1n, remainder = 0n] = items.map((item, index) => {
      const place = below(pointer, index);
      const whole = wholeOf(parser.value(item, place));
      if (whole === undefined)
        parser.problems.shape(place, `The ${index === 0 ? "divisor" : "remainder"} of $mod must be a number.`);
      return whole;
    });
    if (divisor === 0n) parser.problems.illegal(below(pointer, 0), "The divisor of $mod must not be 0.");
    return field(path, {
      items: true,
      accepts: (value) => {
        const whole = wholeOf(value);
        return whole !== undefined && whole % divisor === remainder;
      },
    });
  },
  docs: {
    syntax: "{ field: { $mod: [divisor, remainder] } }",
    summary: "Selects documents with a number that has a remainder.",
    examples: [
      { in: { a: 10 }, query: { a: { $mod: [4, 2] } }, out: true },
      { in: { a: 10.9 }, query: { a: { $mod: [4, 2] } }, out: true },
      { in: { a: -5 }, query: { a: { $mod: [4, -1] } }, out: true },
      { in: { a: 11 }, query: { a: { $mod: [4, 2] } }, out: false },
      { in: { a: "10" }, query: { a: { $mod: [4, 2] } }, out: false },
    ],
  },
});

/** The number without its fraction; `undefined` for NaN, infinities and what is not a number. */
function wholeOf(value: Value): bigint | undefined {
  if (typeof value === "bigint") return value;
  const number = isNumeric(value) ? Math.trunc(numberOf(value)) : Number.NaN;
  return Number.isFinite(number) ? BigInt(number) : undefined;
}
