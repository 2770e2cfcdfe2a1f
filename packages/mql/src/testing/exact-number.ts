/** The value of a number as an exact fraction, worked out another way than the code under test does: the oracle of its tests. */
import { Decimal128, Double } from "../values/classes.ts";
import type { Value } from "../values/types.ts";

export type Exact = { special: number } | { numerator: bigint; denominator: bigint };

export function exactOf(value: Value): Exact {
  if (typeof value === "bigint") return { numerator: value, denominator: 1n };
  if (value instanceof Decimal128) return exactOfText(value.toString());
  const number = value instanceof Double ? value.value : (value as number);
  if (!Number.isFinite(number)) return { special: number };
  let scaled = number;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return { numerator: BigInt(scaled), denominator };
}

/** Decimal text: `-1.5E+3`, `NaN`, `-Infinity`. */
export function exactOfText(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return { special: Number(text) };
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const power = Number(exponent) - fraction.length;
  return power < 0
    ? { numerator: digits, denominator: 10n ** BigInt(-power) }
    : { numerator: digits * 10n ** BigInt(power), denominator: 1n };
}

/** Sign of a − b; NaN equals itself and is less than everything else. */
export function compareExact(a: Exact, b: Exact): number {
  if ("special" in a || "special" in b) {
    const rank = (x: Exact) => ("special" in x ? (Number.isNaN(x.special) ? -2 : Math.sign(x.special)) : 0);
    return Math.sign(rank(a) - rank(b));
  }
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
