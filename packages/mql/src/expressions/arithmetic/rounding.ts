/** Rounding to a decimal place, for `$round`, `$trunc`, `$ceil` and `$floor`. */
import { MqlError } from "../../errors.ts";
import { exactInteger, integerResult } from "../../values/arithmetic.ts";
import {
  divideHalfEven,
  exactDecimal,
  type Finite,
  finite,
  powerOfTen,
  readDecimal,
  writeDecimal,
} from "../../values/decimal.ts";
import { Decimal128, makeDouble } from "../../values/index.ts";
import { numberOf, numericRank, rankOf } from "../../values/numbers.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { onlyNumeric } from "./numbers.ts";

/** A way of rounding. */
interface Rounding {
  /** Rounds a non-negative quotient to an integer. */
  readonly quotient: (coefficient: bigint, divisor: bigint, negative: boolean) => bigint;
  /** Rounds `whole + rest`, `rest` in [0, 1) and perhaps off by a little; `undefined` where that little decides. */
  readonly nearly?: (whole: number, rest: number) => number | undefined;
}

/** How far off a scaled double may be before the exact way is taken. */
const doubt = 1e-4;

export const halfEven: Rounding = {
  quotient: divideHalfEven,
  nearly: (whole, rest) => (Math.abs(rest - 0.5) < doubt ? undefined : rest < 0.5 ? whole : whole + 1),
};
export const towardsZero: Rounding = {
  quotient: (coefficient, divisor) => coefficient / divisor,
  nearly: (whole, rest) => (rest < doubt || rest > 1 - doubt ? undefined : whole < 0 ? whole + 1 : whole),
};
export const up: Rounding = {
  quotient: (coefficient, divisor, negative) => coefficient / divisor + (!negative && coefficient % divisor !== 0n ? 1n : 0n),
};
export const down: Rounding = {
  quotient: (coefficient, divisor, negative) => coefficient / divisor + (negative && coefficient % divisor !== 0n ? 1n : 0n),
};

/** `$ceil` and `$floor`. Null for null; ints and longs stay; doubles stay doubles. */
export function toWhole(name: string, whole: (value: number) => number, rounding: Rounding): (value: Value) => Value {
  return (value) => {
    if (isNullish(value)) return null;
    const rank = rankOf(value);
    if (rank === numericRank.none) throw onlyNumeric(name, value);
    if (value instanceof Decimal128) return roundDecimal(value, 0, rounding);
    return rank === numericRank.double ? makeDouble(whole(numberOf(value))) : value;
  };
}

/** `$round` and `$trunc` with a place between −20 and 100. The result has the type of the value; an int that grows out of it is a long. */
export function toPlace(name: string, rounding: Rounding): (value: Value, place: Value) => Value {
  return (value, place) => {
    if (isNullish(value) || isNullish(place)) return null;
    const rank = rankOf(value);
    if (rank === numericRank.none) throw onlyNumeric(name, value, 51081);
    const digits = placeOf(name, place);
    if (value instanceof Decimal128) return roundDecimal(value, digits, rounding);
    return rank === numericRank.double
      ? roundDouble(numberOf(value), digits, rounding)
      : roundInteger(value, rank, digits, rounding);
  };
}

function placeOf(name: string, place: Value): number {
  const number = numberOf(place);
  if (!Number.isInteger(number)) {
    throw new MqlError(
      51082,
      `precision argument to ${name} must be an integral value, not ${rankOf(place) === 0 ? typeOf(place) : number}`,
    );
  }
  if (number < -20 || number > 100)
    throw new MqlError(51083, `cannot apply ${name} with precision value ${number}: it must be between -20 and 100`);
  return number;
}

function roundDecimal(value: Decimal128, digits: number, rounding: Rounding): Decimal128 {
  const decimal = readDecimal(value);
  return decimal.kind === "finite" ? writeDecimal(roundFinite(decimal, digits, rounding)) : value;
}

function roundDouble(value: number, digits: number, rounding: Rounding): Value {
  if (!Number.isFinite(value)) return value;
  return makeDouble(roundNearly(value, digits, rounding) ?? roundExactly(value, digits, rounding));
}

/** The usual case, with doubles alone: an integer below 2^50 divided by an exact power of ten is the nearest double. */
function roundNearly(value: number, digits: number, rounding: Rounding): number | undefined {
  if (digits < 0 || digits > 15) return undefined;
  const scale = 10 ** digits;
  const scaled = value * scale;
  if (Math.abs(scaled) >= 2 ** 50) return undefined;
  const whole = Math.floor(scaled);
  const rounded = rounding.nearly?.(whole, scaled - whole);
  if (rounded === undefined) return undefined;
  return rounded === 0 && value < 0 ? -0 : rounded / scale;
}

/** By the exact value of the double: 2.675 is a little less than it looks, and rounds down. */
function roundExactly(value: number, digits: number, rounding: Rounding): number {
  const rounded = roundFinite(exactDecimal(value) as Finite, digits, rounding);
  const magnitude = Number(`${rounded.coefficient}e${rounded.exponent}`);
  return rounded.negative ? -magnitude : magnitude;
}

function roundInteger(value: Value, rank: number, digits: number, rounding: Rounding): Value {
  if (digits >= 0) return value;
  const exact = exactInteger(value);
  const rounded = roundFinite(finite(exact < 0n, exact < 0n ? -exact : exact, 0), digits, rounding);
  const magnitude = rounded.coefficient * powerOfTen(Math.max(rounded.exponent, 0));
  const result = rounded.negative ? -magnitude : magnitude;
  if (result < -(2n ** 63n) || result >= 2n ** 63n)
    throw new MqlError(51080, "invalid conversion: the rounded value does not fit into a long");
  return integerResult(rank, result);
}

function roundFinite(value: Finite, digits: number, rounding: Rounding): Finite {
  const cut = -digits - value.exponent;
  if (cut <= 0) return value;
  return finite(value.negative, rounding.quotient(value.coefficient, powerOfTen(cut), value.negative), -digits);
}
