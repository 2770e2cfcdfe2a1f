import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { emitLoop, notAnArray, parseEach } from "./each.ts";

const error = notAnArray("$filter", 28651);

/** $filter: the items of an array for which a condition is true, at most `limit` of them. */
export const filter = defineExpression({
  name: "$filter",
  costly: true,
  parse: (parser, node, pointer, scope, self) => parseEach(self, "cond", ["limit"], parser, node, pointer, scope),
  emit: (e, [input, condition, limit], node) => {
    const array = e.value(input!);
    const most = limit && e.call(limitOf, [e.value(limit).js], node, kinds.number);
    return emitLoop(e, array, node, {
      start: "[]",
      kinds: kinds.array,
      fresh: true,
      item: (item, result) => {
        const test = e.with(node.binds[0]!, item, () => e.truth(e.value(condition!)));
        const full = most ? ` if (${result.js}.length >= ${most.js}) break;` : "";
        e.line(`if (${test}) { ${result.js}.push(${item.js});${full} }`);
      },
      error,
    });
  },
  docs: {
    syntax: "{ $filter: { input: array, as?: name, cond: condition, limit?: number } }",
    summary: "Keeps the items of an array that meet a condition.",
    examples: [
      { in: { a: [1, 5, 9] }, expr: { $filter: { input: "$a", as: "x", cond: { $gt: ["$$x", 3] } } }, out: [5, 9] },
      { in: { a: [1, 5, 9] }, expr: { $filter: { input: "$a", cond: { $gt: ["$$this", 3] }, limit: 1 } }, out: [5] },
      { in: {}, expr: { $filter: { input: "$a", cond: true } }, out: null },
      { in: { a: "x" }, expr: { $filter: { input: "$a", cond: true } }, error: 28651 },
      { in: { a: [1] }, expr: { $filter: { input: "$a", cond: true, limit: 0 } }, error: 327392 },
    ],
  },
});

function limitOf(limit: Value): number {
  if (isNullish(limit)) return Number.POSITIVE_INFINITY;
  const number = isNumeric(limit) ? numberOf(limit) : Number.NaN;
  if ((number | 0) !== number)
    throw new MqlError(327391, `$filter: limit must be a 32-bit integer, but is of type ${typeOf(limit)}`);
  if (number < 1) throw new MqlError(327392, `$filter: limit must be greater than 0, but is ${number}`);
  return number;
}
