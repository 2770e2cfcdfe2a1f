/** Code shared by $setUnion and $concatArrays. */

import type { ExpressionNode } from "../compiler/ast.ts";
import { type Atom, always } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { MqlError } from "../errors.ts";
import { isNullish, typeOf } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";

/** Code that throws MqlError 14 unless the value is an array, null or missing. */
export function emitArrayCheck(name: string, e: Emitter, value: Atom, node: ExpressionNode): void {
  if (always(value, kinds.array | kinds.nullish)) return;
  const check = (given: Value) => {
    if (isNullish(given) || Array.isArray(given)) return;
    throw new MqlError(14, `${name} requires array inputs, but input is of type ${typeOf(given)}`);
  };
  e.line(`${e.at(node)}; ${e.use(check)}(${value.js});`);
}
