/** Code shared by the operators on arrays. */
import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

/** The array of a field; `undefined` where the field is missing. Throws MqlError 2 for other types. */
export function arrayOf(name: string, path: string, value: Value): readonly Value[] | undefined {
  if (value === undefined || Array.isArray(value)) return value as Value[] | undefined;
  throw new MqlError(2, `The field '${path}' must be an array for ${name}, but it is of type ${typeOf(value)}`);
}
