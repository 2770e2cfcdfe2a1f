import { kinds } from "../../compiler/kinds.ts";
import { typeOf } from "../../values/type-of.ts";
import { defineExpression } from "../define.ts";

/** $type: the name of the value's type, such as "int", "array" or "missing". */
export const typeExpression = defineExpression({
  name: "$type",
  arity: 1,
  emit: (e, [value]) => e.pure(typeOf, [e.value(value!).js], kinds.string),
  docs: {
    summary: "Gives the name of a value's type.",
    examples: [
      { in: { a: 5 }, expr: { $type: "$a" }, out: "int" },
      { in: { a: 5_000_000_000 }, expr: { $type: "$a" }, out: "long" },
      { in: { a: [] }, expr: { $type: "$a" }, out: "array" },
      { in: {}, expr: { $type: "$a" }, out: "missing" },
    ],
  },
});
