/** The state behind $stdDevPop and $stdDevSamp. */
import { mayBe } from "../compiler/atom.ts";
import { kinds } from "../compiler/kinds.ts";
import { makeDouble, numberOf } from "../values/numbers.ts";
import { isNumeric } from "../values/type-of.ts";
import type { Value } from "../values/types.ts";
import { defineAccumulator } from "./define.ts";

/**
 * The sums of the numbers and of their squares, exact: in units of 2^exponent and of its square. So the result does not depend
 * on the order of the records, nor on how they were split into parts and merged.
 */
class DeviationState {
  count = 0;
  sum = 0n;
  squares = 0n;
  exponent = 0;
  /** A number was infinite or NaN. */
  endless = false;
}

function take(state: DeviationState, value: Value): void {
  if (!isNumeric(value)) return;
  const number = numberOf(value);
  state.count++;
  if (!Number.isFinite(number)) state.endless = true;
  else if (Number.isInteger(number)) addScaled(state, BigInt(number), 0);
  else addScaled(state, ...split(number));
}

const view = new DataView(new ArrayBuffer(8));

/** A finite number as whole number times a power of two. */
function split(number: number): [mantissa: bigint, exponent: number] {
  view.setFloat64(0, number);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return [number < 0 ? -mantissa : mantissa, Math.max(biased, 1) - 1075];
}

function addScaled(state: DeviationState, mantissa: bigint, exponent: number): void {
  rescale(state, exponent);
  const scaled = mantissa << BigInt(exponent - state.exponent);
  state.sum += scaled;
  state.squares += scaled * scaled;
}

/** Makes the unit so small that a number with this exponent is a whole number of it. */
function rescale(state: DeviationState, exponent: number): void {
  if (exponent >= state.exponent) return;
  const shift = BigInt(state.exponent - exponent);
  state.sum <<= shift;
  state.squares <<= 2n * shift;
  state.exponent = exponent;
}

/** The root of the exact variance, rounded once. */
function deviationOf({ count, sum, squares, exponent, endless }: DeviationState, less: 0 | 1): Value {
  if (count - less <= 0) return null;
  if (endless) return Number.NaN;
  const n = BigInt(count);
  const numerator = n * squares - sum * sum;
  if (numerator === 0n) return makeDouble(0);
  const denominator = n * BigInt(count - less);
  // So many bits below the point that the quotient has at least 128, twice what a double needs.
  const bits = Math.max(0, 130 + bitLength(denominator) - bitLength(numerator));
  const places = bits + (bits % 2);
  const root = squareRoot((numerator << BigInt(places)) / denominator);
  const excess = Math.max(0, bitLength(root) - 64);
  return makeDouble(Number(root >> BigInt(excess)) * 2 ** (excess - places / 2 + exponent));
}

function bitLength(value: bigint): number {
  return value.toString(16).length * 4;
}

/** The whole part of the square root, by Newton's method from above. */
function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(bitLength(value) / 2) + 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

type Docs = Parameters<typeof defineAccumulator>[0]["docs"];

/** The standard deviation over `count − less` values, a double; null where that is not positive. What is no number is ignored. */
export function defineDeviation(name: string, less: 0 | 1, docs: Docs) {
  return defineAccumulator<DeviationState>({
    name,
    State: DeviationState,
    bytes: 120,
    emit: (e, value, { onState }) => {
      if (!mayBe(value, kinds.numeric)) return;
      e.block("", () => e.line(onState((state) => `${e.use(take)}(${state}, ${value.js})`)));
    },
    result: (state) => deviationOf(state, less),
    merge: (into, from) => {
      rescale(into, from.exponent);
      const shift = BigInt(from.exponent - into.exponent);
      into.sum += from.sum << shift;
      into.squares += from.squares << (2n * shift);
      into.count += from.count;
      into.endless ||= from.endless;
    },
    encode: ({ count, sum, squares, exponent, endless }) => [count, String(sum), String(squares), exponent, endless],
    decode: (value) => {
      const [count, sum, squares, exponent, endless] = value as [number, string, string, number, boolean];
      const sums = { sum: BigInt(sum), squares: BigInt(squares) };
      return Object.assign(new DeviationState(), { count, ...sums, exponent, endless });
    },
    docs,
  });
}
