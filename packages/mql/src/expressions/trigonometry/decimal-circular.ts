/** Sine, tangent and their inverses of decimals to 34 digits. */
import { type Decimal, divideDecimals, type Finite, finite, notANumber, powerOfTen, signOf } from "../../values/decimal.ts";
import { fromFixed, isTiny, one, pi, places, root, toFixed } from "./fixed.ts";

export function sinDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite") return notANumber;
  return isTiny(value) ? value : fromFixed(sineAndCosine(value).sine);
}

export function cosDecimal(value: Decimal): Decimal {
  return value.kind === "finite" ? fromFixed(sineAndCosine(value).cosine) : notANumber;
}

export function tanDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite") return notANumber;
  if (isTiny(value)) return value;
  const { sine, cosine } = sineAndCosine(value);
  return fromFixed((sine * one) / cosine);
}

/** Of a value from −1 to 1. */
export function asinDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite" || isTiny(value)) return value;
  const sine = toFixed(value);
  const cosine = root(one - (sine * sine) / one);
  return fromFixed(cosine === 0n ? (sine < 0n ? -pi() : pi()) / 2n : angleOf((sine * one) / cosine));
}

/** Of a value from −1 to 1. */
export function acosDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite") return value;
  const cosine = toFixed(value);
  return fromFixed(cosine === -one ? pi() : 2n * angleOf(root(((one - cosine) * one) / (one + cosine))));
}

export function atanDecimal(value: Decimal): Decimal {
  if (value.kind === "nan") return value;
  if (value.kind === "infinite") return fromFixed((value.negative ? -pi() : pi()) / 2n);
  return isTiny(value) ? value : fromFixed(angleOf(toFixed(value)));
}

/** The angle of the point (x, y), as `Math.atan2` has it. */
export function atan2Decimal(y: Decimal, x: Decimal): Decimal {
  if (y.kind === "nan" || x.kind === "nan") return notANumber;
  const magnitude = angleAbove(y, x);
  return y.negative ? { ...magnitude, negative: true } : magnitude;
}

/** The angle of (x, |y|), from 0 to π. */
function angleAbove(y: Exclude<Decimal, { kind: "nan" }>, x: Exclude<Decimal, { kind: "nan" }>): Finite {
  if (y.kind === "infinite") {
    const quarters = x.kind === "infinite" ? (x.negative ? 3n : 1n) : 2n;
    return fromFixed((pi() * quarters) / 4n);
  }
  if (x.kind === "infinite" || signOf(y) === 0) return x.negative ? fromFixed(pi()) : finite(false, 0n, 0);
  if (signOf(x) === 0) return fromFixed(pi() / 2n);
  const ratio = divideDecimals({ ...y, negative: false }, { ...x, negative: false }) as Finite;
  if (!x.negative && isTiny(ratio)) return ratio;
  const angle = angleOf(toFixed(ratio));
  return fromFixed(x.negative ? pi() - angle : angle);
}

export function degreesToRadiansDecimal(value: Decimal): Decimal {
  return scaled(value, pi(), 180n * one);
}

export function radiansToDegreesDecimal(value: Decimal): Decimal {
  return scaled(value, 180n * one, pi());
}

function scaled(value: Decimal, numerator: bigint, denominator: bigint): Decimal {
  if (value.kind !== "finite") return value;
  const product = finite(value.negative, value.coefficient * numerator, value.exponent);
  return divideDecimals(product, finite(false, denominator, 0));
}

/** Reduced by whole turns, then by the series. */
function sineAndCosine(value: Finite): { sine: bigint; cosine: bigint } {
  const digits = places + Math.max(0, value.coefficient.toString().length + value.exponent);
  const angle = (toFixed(value, digits) % (2n * pi(digits))) / powerOfTen(digits - places);
  const square = (angle * angle) / one;
  let sine = 0n;
  let cosine = 0n;
  let term = one;
  for (let n = 1n; term !== 0n; n += 2n) {
    cosine += term;
    const next = (term * angle) / one / n;
    sine += next;
    term = -(term * square) / one / (n * (n + 1n));
  }
  return { sine, cosine };
}

/** atan of a fixed-point number: inverted above 1, halved until its series is short. */
function angleOf(tangent: bigint): bigint {
  if (tangent < 0n) return -angleOf(-tangent);
  if (tangent > one) return pi() / 2n - angleOf((one * one) / tangent);
  const halvings = 4n;
  let part = tangent;
  for (let i = 0n; i < halvings; i++) part = (part * one) / (one + root(one + (part * part) / one));
  const square = (part * part) / one;
  let sum = 0n;
  for (let k = 1n; part !== 0n; k += 2n) {
    sum += part / k;
    part = -(part * square) / one;
  }
  return sum << halvings;
}
