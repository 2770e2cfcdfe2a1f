/** Hyperbolic functions and their inverses of decimals to 34 digits. */
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  exactDecimal,
  type Finite,
  finite,
  infinite,
  multiplyDecimals,
} from "../../values/decimal.ts";
import { expDecimal, lnDecimal } from "../arithmetic/decimal-functions.ts";
import { fromFixed, isTiny, one, places, root, toFixed } from "./fixed.ts";

/** Where e^−x is nothing against e^x. */
const large = exactDecimal(100);
/** Where x² + 1 is x². */
const huge = finite(false, 1n, 30);
const half = finite(false, 5n, -1);

export function sinhDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite" || isTiny(value)) return value;
  const size = magnitude(value);
  if (compareDecimals(size, large) > 0) return withSign(multiplyDecimals(expDecimal(size), half), value.negative);
  const { grown, shrunk } = exponentials(value);
  return fromFixed((grown - shrunk) / 2n);
}

export function coshDecimal(value: Decimal): Decimal {
  if (value.kind === "nan") return value;
  const size = magnitude(value);
  if (size.kind !== "finite" || compareDecimals(size, large) > 0) return multiplyDecimals(expDecimal(size), half);
  const { grown, shrunk } = exponentials(size);
  return fromFixed((grown + shrunk) / 2n);
}

export function tanhDecimal(value: Decimal): Decimal {
  if (value.kind === "nan" || (value.kind === "finite" && isTiny(value))) return value;
  if (value.kind === "infinite" || compareDecimals(magnitude(value), large) > 0) return finite(value.negative, 1n, 0);
  const { grown, shrunk } = exponentials(value);
  return fromFixed(((grown - shrunk) * one) / (grown + shrunk));
}

export function asinhDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite" || isTiny(value)) return value;
  const size = magnitude(value) as Finite;
  if (compareDecimals(size, huge) > 0) return withSign(lnDecimal(addDecimals(size, size)), value.negative);
  const x = toFixed(size);
  return withSign(fromFixed(logarithm(x + root((x * x) / one + one))), value.negative);
}

/** Of a value that is not less than 1. */
export function acoshDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite") return value;
  if (compareDecimals(value, huge) > 0) return lnDecimal(addDecimals(value, value));
  const x = toFixed(value);
  return fromFixed(logarithm(x + root((x * x) / one - one)));
}

/** Of a value from −1 to 1. */
export function atanhDecimal(value: Decimal): Decimal {
  if (value.kind !== "finite" || isTiny(value)) return value;
  const x = toFixed(magnitude(value) as Finite);
  return x === one
    ? infinite(value.negative)
    : withSign(fromFixed(logarithm(((one + x) * one) / (one - x)) / 2n), value.negative);
}

function magnitude(value: Decimal): Decimal {
  return withSign(value, false);
}

function withSign(value: Decimal, negative: boolean): Decimal {
  return value.kind === "nan" ? value : { ...value, negative };
}

/** e^x and e^−x. */
function exponentials(value: Decimal): { grown: bigint; shrunk: bigint } {
  const grown = exponential(toFixed(value as Finite));
  return { grown, shrunk: (one * one) / grown };
}

/** The exponent is halved until its series is short. */
function exponential(value: bigint): bigint {
  if (value < 0n) return (one * one) / exponential(-value);
  const halvings = 24n;
  const part = value >> halvings;
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * part) / one / n;
    sum += term;
  }
  for (let i = 0n; i < halvings; i++) sum = (sum * sum) / one;
  return sum;
}

/** ln of a number not less than 1, by Halley's method from the double's logarithm. */
function logarithm(value: bigint): bigint {
  const start = Math.log(Number(value / 10n ** BigInt(places - 20)) / 1e20);
  let result = BigInt(Math.round(start * 1e14)) * 10n ** BigInt(places - 14);
  for (let i = 0; i < 3; i++) {
    const power = exponential(result);
    result += (2n * one * (value - power)) / (value + power);
  }
  return result;
}
