/** What the trigonometric functions are defined on. */
import { MqlError } from "../../errors.ts";
import { Decimal128 } from "../../values/classes.ts";
import { compareDecimals, exactDecimal, readDecimal } from "../../values/decimal.ts";
import { numberOf } from "../../values/numbers.ts";
import type { Value } from "../../values/types.ts";

type Check = (sign: number, value: Value) => void;

export const finite = (name: string): Check => between(name, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, false);
export const unit = (name: string): Check => between(name, -1, 1, true);
export const fromOne = (name: string): Check => between(name, 1, Number.POSITIVE_INFINITY, true);

/** Throws MqlError 50989 for numbers outside; NaN is let through. */
function between(name: string, least: number, most: number, inclusive: boolean): Check {
  const brackets = inclusive ? ["[", "]"] : ["(", ")"];
  return (_sign, value) => {
    const below = compare(value, least);
    const above = compare(value, most);
    if (Number.isNaN(below) || (below > 0 && above < 0) || (inclusive && below >= 0 && above <= 0)) return;
    throw new MqlError(
      50989,
      `cannot apply ${name} to ${String(value)}, value must be in ${brackets[0]}${least},${most}${brackets[1]}`,
    );
  };
}

/** Negative, 0 or positive; NaN for NaN. */
function compare(value: Value, bound: number): number {
  if (!(value instanceof Decimal128)) {
    const number = numberOf(value);
    return number === bound ? 0 : number - bound;
  }
  const decimal = readDecimal(value);
  return decimal.kind === "nan" ? Number.NaN : compareDecimals(decimal, exactDecimal(bound));
}
