/** Code shared by $inc and $mul. */

import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { FieldChange, OperatorPlace } from "../define.ts";

/** A field changed by a number; `absent`: what a missing one becomes. */
export function arithmeticChange(
  name: string,
  node: DefNode,
  { parser, pointer, path }: OperatorPlace,
  calculate: (value: Value, by: Value) => Value,
  absent: (by: Value) => Value,
): FieldChange | undefined {
  const by = parser.plain(node, pointer);
  if (!isNumeric(by)) {
    parser.problems.shape(pointer, `${name} takes a number.`);
    return undefined;
  }
  return {
    creates: true,
    change: (old) => {
      if (old === undefined) return absent(by);
      if (isNumeric(old)) return calculate(old, by);
      throw new MqlError(14, `${name} takes numbers, but the field '${path}' is of type ${typeOf(old)}`);
    },
  };
}
