/** Code shared by $min and $max. */
import type { DefNode } from "../../definition/index.ts";
import { compareValues } from "../../values/compare.ts";
import type { FieldChange, OperatorPlace } from "../define.ts";

/** A field becomes a value if that is less (`sign` −1) or greater (1) in the order of all types, or if the field is missing. */
export function extremeChange(node: DefNode, { parser, pointer }: OperatorPlace, sign: 1 | -1): FieldChange {
  const value = parser.plain(node, pointer);
  return { creates: true, change: (old) => (old === undefined || compareValues(value, old) * sign > 0 ? value : old) };
}
