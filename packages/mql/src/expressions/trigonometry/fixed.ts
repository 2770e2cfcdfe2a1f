/** Fixed-point numbers on BigInt, for functions of decimals: 34 digits are wanted, 120 are there. */
import { type Finite, finite, powerOfTen } from "../../values/decimal.ts";
import { shortened } from "../arithmetic/decimal-functions.ts";

/** Digits behind the point. */
export const places = 120;
export const one = powerOfTen(places);

/** Values smaller than 10 to this power equal their sine, tangent and so on in all digits of a decimal. */
const negligible = -40;

/** Whether x³ is nothing against x. */
export function isTiny(value: Finite): boolean {
  return value.coefficient.toString().length + value.exponent < negligible;
}

export function toFixed(value: Finite, digits = places): bigint {
  const shift = digits + value.exponent;
  const magnitude = shift >= 0 ? value.coefficient * powerOfTen(shift) : value.coefficient / powerOfTen(-shift);
  return value.negative ? -magnitude : magnitude;
}

export function fromFixed(value: bigint): Finite {
  if (value === 0n) return finite(false, 0n, 0);
  return shortened(finite(value < 0n, value < 0n ? -value : value, -places)) as Finite;
}

/** Square root of a fixed-point number. */
export function root(value: bigint): bigint {
  if (value <= 0n) return 0n;
  const scaled = value * one;
  let guess = powerOfTen(Math.ceil(scaled.toString().length / 2));
  for (;;) {
    const next = (guess + scaled / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

let knownPi = { digits: 0, value: 0n };

/** π with so many digits behind the point: Machin's formula. */
export function pi(digits = places): bigint {
  if (knownPi.digits < digits) {
    const guarded = powerOfTen(digits + 10);
    knownPi = { digits, value: (16n * inverseTangent(5n, guarded) - 4n * inverseTangent(239n, guarded)) / powerOfTen(10) };
  }
  return knownPi.value / powerOfTen(knownPi.digits - digits);
}

/** atan(1 / n). */
function inverseTangent(n: bigint, scale: bigint): bigint {
  let power = scale / n;
  let sum = power;
  for (let k = 3n; power !== 0n; k += 2n) {
    power = -power / (n * n);
    sum += power / k;
  }
  return sum;
}
