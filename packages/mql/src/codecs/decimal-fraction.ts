/** 2^27 + 1: splits a double into two halves whose products are exact. */
const splitter = 134_217_729;

/**
 * The double nearest to (high × highScale + low) ÷ scale, where high × highScale and low are integers below 10^19, and
 * highScale and scale powers of ten up to 10^22. NaN where 106 bits are not enough to tell, which is next to never.
 */
export function nearestQuotient(high: number, highScale: number, low: number, scale: number): number {
  // The dividend as the sum of two doubles, exactly.
  const product = high * highScale;
  const sum = product + low;
  const rest = productError(high, highScale, product) + (low - (sum - product));
  const quotient = sum / scale;
  const whole = quotient * scale;
  const correction = (sum - whole - productError(quotient, scale, whole) + rest) / scale;
  const nearest = quotient + correction;
  // The correction is off by some units in its last place: does that decide?
  const off = Math.abs(correction) * 2 ** -50;
  return quotient + (correction - off) === nearest && quotient + (correction + off) === nearest ? nearest : Number.NaN;
}

/** What a product of two doubles lost by rounding (Dekker). */
function productError(a: number, b: number, product: number): number {
  const [a1, b1] = [upperHalf(a), upperHalf(b)];
  const [a2, b2] = [a - a1, b - b1];
  return a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2);
}

function upperHalf(value: number): number {
  const scaled = splitter * value;
  return scaled - (scaled - value);
}
