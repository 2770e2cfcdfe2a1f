/** Real functions of decimals to 34 digits, in fixed-point arithmetic on BigInt with guard digits. */
import {
  type Decimal,
  digitCount,
  divideHalfEven,
  type Finite,
  finite,
  infinite,
  notANumber,
  powerOfTen,
  signOf,
} from "../../values/decimal.ts";

/** Digits behind the point of the fixed-point numbers. */
const precision = 60;
const one = powerOfTen(precision);
const ln10 = 2302585092994045684017991454684364207601101488628772976033328n;
/** Results of `exp` beyond this are infinite or zero in every case. */
const largestExponent = 20_000;

/** Square root of a value that is not negative. */
export function sqrtDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite" || value.coefficient === 0n) return value;
  // An even exponent and at least 74 digits give a root of 37.
  let pad = Math.max(0, 74 - digitCount(value.coefficient));
  if ((value.exponent - pad) % 2 !== 0) pad++;
  const scaled = value.coefficient * powerOfTen(pad);
  const rootOf = integerRoot(scaled);
  const exponent = (value.exponent - pad) / 2;
  // A sticky last digit, so that the one rounding to 34 digits is right.
  return rootOf * rootOf === scaled ? shortened(finite(false, rootOf, exponent)) : finite(false, rootOf * 10n + 1n, exponent - 1);
}

/** e to the power of the value. */
export function expDecimal(value: Decimal): Decimal {
  if (value.kind === "nan") return value;
  if (value.kind === "infinite") return value.negative ? finite(false, 0n, 0) : value;
  if (value.coefficient === 0n) return finite(false, 1n, 0);
  if (digitCount(value.coefficient) + value.exponent > 6) return value.negative ? finite(false, 0n, 0) : infinite(false);
  return expFixed(toFixed(value));
}

/** Natural logarithm of a value that is greater than 0. */
export function lnDecimal(value: Decimal): Decimal {
  return value.kind === "finite" ? shortened(fromFixed(lnFixed(value))) : value;
}

/** Logarithm to base 10 of a value that is greater than 0. */
export function log10Decimal(value: Decimal): Decimal {
  return value.kind === "finite" ? shortened(fromFixed((lnFixed(value) * one) / ln10)) : value;
}

/** A base to a power; the base is not zero when the power is negative. */
export function powDecimal(base: Decimal, power: Decimal): Decimal {
  if (power.kind === "finite" && signOf(power) === 0) return finite(false, 1n, 0);
  if (base.kind === "nan" || power.kind === "nan") return notANumber;
  const whole = power.kind === "finite" ? wholeOf(power) : undefined;
  if (base.kind === "infinite" || power.kind === "infinite" || signOf(base) === 0) return powOfLimits(base, power, whole);
  if (base.negative && whole === undefined) return notANumber;
  const negative = base.negative && whole! % 2n !== 0n;
  if (whole !== undefined && whole > 0n && BigInt(digitCount(base.coefficient)) * whole < 5000n) {
    return finite(negative, base.coefficient ** whole, base.exponent * Number(whole));
  }
  const exponent = (lnFixed({ ...base, negative: false }) * toFixed(power)) / one;
  const result = shortened(expFixed(exponent));
  return result.kind === "nan" ? result : { ...result, negative };
}

/** `Math.pow` knows what zeros and infinities give. */
function powOfLimits(base: Decimal, power: Decimal, whole: bigint | undefined): Decimal {
  const parity = whole === undefined ? 0.5 : whole % 2n === 0n ? 2 : 1;
  const exponent = power.kind === "infinite" ? Number.POSITIVE_INFINITY : parity;
  const size = base.kind === "infinite" ? Number.POSITIVE_INFINITY : signOf(base) === 0 ? 0 : magnitudeAgainstOne(base);
  const result = (signOf(base) < 0 ? -size : size) ** (signOf(power) < 0 ? -exponent : exponent);
  if (Number.isNaN(result)) return notANumber;
  if (!Number.isFinite(result)) return infinite(result < 0);
  return finite(result < 0, BigInt(Math.abs(result)), 0);
}

/** A number on the same side of 1 as the magnitude of the value. */
function magnitudeAgainstOne(value: Decimal): number {
  if (value.kind !== "finite") return Number.POSITIVE_INFINITY;
  const digits = digitCount(value.coefficient) + value.exponent;
  if (digits > 1) return 2;
  if (digits < 1) return 0.5;
  return value.coefficient === powerOfTen(-value.exponent) ? 1 : 2;
}

function wholeOf(value: Finite): bigint | undefined {
  const signed = value.negative ? -value.coefficient : value.coefficient;
  if (value.exponent >= 0) return value.exponent > 40 ? undefined : signed * powerOfTen(value.exponent);
  const divisor = powerOfTen(Math.min(-value.exponent, 6200));
  return signed % divisor === 0n ? signed / divisor : undefined;
}

function toFixed(value: Finite): bigint {
  const shift = precision + value.exponent;
  const magnitude = shift >= 0 ? value.coefficient * powerOfTen(shift) : value.coefficient / powerOfTen(-shift);
  return value.negative ? -magnitude : magnitude;
}

function fromFixed(value: bigint): Finite {
  return finite(value < 0n, value < 0n ? -value : value, -precision);
}

/** exp of a fixed-point number: a power of ten is split off, the rest halved until its series is short. */
function expFixed(value: bigint): Decimal {
  const tens = value / ln10;
  if (tens > largestExponent) return infinite(false);
  if (tens < -largestExponent) return finite(false, 0n, 0);
  const halvings = 16n;
  const part = (value - tens * ln10) >> halvings;
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * part) / one / n;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) / one;
  return shortened(finite(false, sum, Number(tens) - precision));
}

/** ln of a positive value as a fixed-point number: Halley's method from the double's logarithm. */
function lnFixed(value: Finite): bigint {
  const digits = digitCount(value.coefficient);
  const exponent = value.exponent + digits - 1;
  const mantissa = toFixed(finite(false, value.coefficient, 1 - digits));
  let result = BigInt(Math.round(Math.log(Number(mantissa) / Number(one)) * 1e15)) * powerOfTen(precision - 15);
  for (let i = 0; i < 3; i++) {
    const power = toFixed(expFixed(result) as Finite);
    result += (2n * one * (mantissa - power)) / (mantissa + power);
  }
  return result + BigInt(exponent) * ln10;
}

/** Rounds away the guard digits, then drops zeros at the end. */
export function shortened(value: Decimal): Decimal {
  if (value.kind !== "finite") return value;
  if (value.coefficient === 0n && value.exponent < 0) return { ...value, exponent: 0 };
  let { coefficient, exponent } = value;
  const excess = digitCount(coefficient) - 50;
  if (excess > 0) {
    coefficient = divideHalfEven(coefficient, powerOfTen(excess));
    exponent += excess;
  }
  while (coefficient % 10n === 0n && exponent < 0) {
    coefficient /= 10n;
    exponent++;
  }
  return finite(value.negative, coefficient, exponent);
}

function integerRoot(value: bigint): bigint {
  let guess = powerOfTen(Math.ceil(digitCount(value) / 2));
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}
