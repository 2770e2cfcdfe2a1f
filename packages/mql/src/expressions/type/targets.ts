/** The types that values can be converted to. */

import type { Value } from "../../values/types.ts";
import type { Details } from "./details.ts";
import { intoArray, intoObject } from "./into-container.ts";
import { intoDecimal, intoDouble, intoInt, intoLong } from "./into-number.ts";
import { intoBool, intoDate, intoObjectId } from "./into-other.ts";
import { intoBinary, intoString } from "./into-string.ts";

export interface Target {
  readonly name: string;
  /** The number that stands for the type. */
  readonly code: number;
  readonly convert: (value: Value, details: Details) => Value;
}

/** Adding a target type is a line here and its function. */
export const targets: readonly Target[] = [
  { name: "double", code: 1, convert: intoDouble },
  { name: "string", code: 2, convert: intoString },
  { name: "object", code: 3, convert: intoObject },
  { name: "array", code: 4, convert: intoArray },
  { name: "binData", code: 5, convert: intoBinary },
  { name: "objectId", code: 7, convert: intoObjectId },
  { name: "bool", code: 8, convert: intoBool },
  { name: "date", code: 9, convert: intoDate },
  { name: "int", code: 16, convert: intoInt },
  { name: "long", code: 18, convert: intoLong },
  { name: "decimal", code: 19, convert: intoDecimal },
];
