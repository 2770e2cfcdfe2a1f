import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { canonicalKey } from "../../values/canonical-key.ts";
import { valuesEqual } from "../../values/compare.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** Constant lists longer than this are looked up by key. */
const longList = 8;

/** $in: whether an array holds a value. The second argument must be an array. */
export const inExpression = defineExpression({
  name: "$in",
  arity: 2,
  emit: (e, [value, array], node) => {
    const item = e.value(value!);
    if (array!.kind === "literal" && Array.isArray(array!.value) && array!.value.length > longList) {
      const keys = new Set(array!.value.map((entry) => keyOf(entry)));
      return e.bind(`${e.use(keys)}.has(${e.use(keyOf)}(${item.js}))`, kinds.bool);
    }
    return e.call(isIn, [item.js, e.value(array!).js], node, kinds.bool);
  },
  docs: {
    summary: "Tells whether a value is in an array.",
    examples: [
      { in: { a: 2 }, expr: { $in: ["$a", [1, 2, 3]] }, out: true },
      { in: { a: ["x"] }, expr: { $in: ["y", "$a"] }, out: false },
      { in: { a: [[1]] }, expr: { $in: [[1], "$a"] }, out: true },
      { in: { a: 5 }, expr: { $in: [5, "$a"] }, error: 40081 },
    ],
  },
});

/** A key that equal values share; missing has one of its own. */
function keyOf(value: Value): string | number {
  return value === undefined ? "\0missing" : canonicalKey(value);
}

function isIn(value: Value, array: Value): boolean {
  if (!Array.isArray(array)) throw new MqlError(40081, `$in requires an array as a second argument, found: ${typeOf(array)}`);
  return array.some((item) => valuesEqual(item, value));
}
