/** What `$convert` can say beside the target: how bytes and digits are written. */
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

export interface Details {
  readonly format: string | undefined;
  readonly byteOrder: "little" | "big";
  readonly base: number | undefined;
  /** Subtype of binary data. */
  readonly subtype: number;
}

export const plainDetails: Details = { format: undefined, byteOrder: "little", base: undefined, subtype: 0 };

const formats = ["base64", "base64url", "hex", "utf8", "uuid", "auto"];

/** Reads the details of a `$convert`. Throws MqlError 4341107 ff. for values that none of them has. */
export function readDetails(format: Value, byteOrder: Value, base: Value, subtype: number): Details {
  if (isNullish(format) && isNullish(byteOrder) && isNullish(base) && subtype === 0) return plainDetails;
  if (!isNullish(format) && !formats.includes(format as string)) {
    throw new MqlError(4341125, `$convert: 'format' must be one of ${formats.join(", ")}, found ${described(format)}`);
  }
  if (!isNullish(byteOrder) && byteOrder !== "little" && byteOrder !== "big") {
    throw new MqlError(9130002, `$convert: 'byteOrder' must be "little" or "big", found ${described(byteOrder)}`);
  }
  const radix = isNullish(base) ? undefined : numberOf(base);
  if (radix !== undefined && ![2, 8, 10, 16].includes(radix)) {
    throw new MqlError(3501301, `$convert: 'base' must be 2, 8, 10 or 16, found ${described(base)}`);
  }
  return {
    format: isNullish(format) ? undefined : (format as string),
    byteOrder: byteOrder === "big" ? "big" : "little",
    base: radix,
    subtype,
  };
}

function described(value: Value): string {
  return typeof value === "string" || typeof value === "number" ? JSON.stringify(value) : `a value of type ${typeOf(value)}`;
}
