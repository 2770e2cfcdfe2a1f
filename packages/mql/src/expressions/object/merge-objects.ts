import { always, mayBe } from "../../compiler/atom.ts";
import { kinds } from "../../compiler/kinds.ts";
import { MqlError } from "../../errors.ts";
import { isDocument, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";

/** $mergeObjects: one document of the fields of all; later ones win. Null and missing count as empty. */
export const mergeObjects = defineExpression({
  name: "$mergeObjects",
  arity: [0, Number.POSITIVE_INFINITY],
  associative: true,
  emit: (e, operands, node) => {
    const values = e.values(operands);
    for (const value of values) {
      if (always(value, kinds.document | kinds.nullish)) continue;
      const fits = mayBe(value, kinds.nullish) ? `${value.js} == null || ` : "";
      e.line(`if (!(${fits}${e.use(isDocument)}(${value.js}))) { ${e.at(node)}; ${e.use(refuse)}(${value.js}); }`);
    }
    return e.bind(`{ ${values.map((value) => `...${value.js}`).join(", ")} }`, kinds.document, true);
  },
  docs: {
    summary: "Merges documents.",
    examples: [
      { in: { a: { x: 1, y: 2 } }, expr: { $mergeObjects: ["$a", { y: 3, z: 4 }] }, out: { x: 1, y: 3, z: 4 } },
      { in: { a: null }, expr: { $mergeObjects: ["$a"] }, out: {} },
      { in: { a: 5 }, expr: { $mergeObjects: ["$a", {}] }, error: 40400 },
    ],
  },
});

function refuse(value: Value): never {
  throw new MqlError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`);
}
