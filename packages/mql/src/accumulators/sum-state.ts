/** The state behind `$sum` and `$avg`: exact for integers and decimals, error-compensated for doubles. */
import type { Atom } from "../compiler/atom.ts";
import { always, mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { add } from "../values/arithmetic.ts";
import { Decimal128 } from "../values/classes.ts";
import { makeDouble, makeInteger, makeLong, maxLong, minLong, numberOf, numericRank, rankOf } from "../values/numbers.ts";
import type { Value } from "../values/types.ts";
import type { Place } from "./define.ts";

/** Adding a 32-bit integer to a total within this bound stays among the safe integers. */
const roomy = 2 ** 52;

export class SumState {
  /** Sum of the ints and longs, a safe integer; what does not fit is in `beyond`. */
  whole = 0;
  beyond = 0n;
  /** Sum of the doubles, and the rounding errors of it. */
  high = 0;
  low = 0;
  decimal: Decimal128 | undefined = undefined;
  /** The widest type so far (`numericRank`). */
  rank: number = numericRank.int;
  /** How many numbers were added. */
  count = 0;
}

/** Adds a number; anything else is ignored, as the manual says. */
function addToSum(state: SumState, value: Value): void {
  const rank = rankOf(value);
  if (rank === numericRank.none) return;
  if (rank > state.rank) state.rank = rank;
  state.count++;
  if (rank === numericRank.double) addDouble(state, numberOf(value));
  else if (rank === numericRank.decimal) state.decimal = sumOf(state.decimal, value);
  else addInteger(state, value as number | bigint);
}

function addInteger(state: SumState, value: number | bigint): void {
  const whole = typeof value === "number" ? state.whole + value : Number.NaN;
  if (Number.isSafeInteger(whole)) state.whole = whole;
  else state.beyond += BigInt(value);
}

/** Knuth's two-sum: `high + low` loses nothing that one double could hold. */
function addDouble(state: SumState, value: number): void {
  const sum = state.high + value;
  if (Number.isFinite(sum)) {
    const back = sum - state.high;
    state.low += state.high - (sum - back) + (value - back);
  } else state.low = 0;
  state.high = sum;
}

function sumOf(a: Decimal128 | undefined, b: Value): Decimal128 {
  return (a === undefined ? b : add(a, b)) as Decimal128;
}

/**
 * Code that adds a value: 32-bit integers inline. `counted`: whether the number of values matters; a sum has no need of it.
 */
export function emitAdd(e: Emitter, value: Atom, place: Place, counted: boolean): void {
  if (!mayBe(value, kinds.numeric)) return;
  const { js } = value;
  const slow = place.onState((state) => `${e.use(addToSum)}(${state}, ${js})`);
  if (!mayBe(value, kinds.number)) {
    e.line(slow);
    return;
  }
  const whole = place.field("whole");
  const count = counted ? ` ${place.field("count")}++;` : "";
  const room = `${whole} < ${roomy} && ${whole} > -${roomy}`;
  const addWhole = `{ ${whole} += ${js};${count} }`;
  if (always(value, kinds.int)) e.line(`if (${room}) ${addWhole} else { ${slow} }`);
  else {
    e.line(`if (typeof ${js} === "number" && (${js} | 0) === ${js} && ${room}) ${addWhole}`);
    e.line(`else if (typeof ${js} === "number" && Math.floor(${js}) !== ${js} && ${js} === ${js}) {${count}`);
    emitAddDouble(e, js, place);
    e.line(`} else { ${slow} }`);
  }
}

/** {@link addDouble} as code, for a value that is a fraction for certain. */
function emitAddDouble(e: Emitter, value: string, place: Place): void {
  const [high, low, rank] = [place.field("high"), place.field("low"), place.field("rank")];
  e.line(`if (${rank} < ${numericRank.double}) ${rank} = ${numericRank.double};`);
  e.line(`const before = ${high}, sum = before + ${value}, back = sum - before;`);
  e.line(`${low} = sum - sum === 0 ? ${low} + (before - (sum - back) + (${value} - back)) : 0;`);
  e.line(`${high} = sum;`);
}

/** The sum, in the widest type of what was added; longs beyond 64 bits give a double. */
export function total(state: SumState): Value {
  switch (state.rank) {
    case numericRank.int:
      return makeInteger(integers(state));
    case numericRank.long: {
      const sum = integers(state);
      return sum < minLong || sum > maxLong ? Number(sum) : makeLong(sum);
    }
    case numericRank.double:
      return makeDouble(approximate(state));
    default:
      return decimalTotal(state);
  }
}

/** The mean: a double, or a decimal if there was one; null without numbers. */
export function mean(state: SumState, divide: (a: Value, b: Value) => Value): Value {
  if (state.count === 0) return null;
  if (state.rank === numericRank.decimal) return divide(decimalTotal(state), state.count);
  return makeDouble(approximate(state) / state.count);
}

function integers(state: SumState): bigint {
  return BigInt(state.whole) + state.beyond;
}

function approximate(state: SumState): number {
  const whole = state.beyond === 0n ? state.whole : Number(integers(state));
  if (state.rank <= numericRank.long) return whole;
  const sum = state.high + whole;
  if (!Number.isFinite(sum)) return sum;
  const back = sum - state.high;
  return sum + (state.high - (sum - back) + (whole - back) + state.low);
}

function decimalTotal(state: SumState): Value {
  const doubles = state.high + state.low;
  const sum = add(state.decimal!, makeLong(integers(state)));
  return doubles === 0 ? sum : add(sum, makeDouble(doubles));
}

export function mergeSums(into: SumState, from: SumState): void {
  const count = into.count + from.count;
  addInteger(into, from.whole);
  into.beyond += from.beyond;
  addDouble(into, from.high);
  into.low += from.low;
  if (from.decimal !== undefined) into.decimal = sumOf(into.decimal, from.decimal);
  into.rank = Math.max(into.rank, from.rank);
  into.count = count;
}

/** `[whole, count]` while only ints were added, else all of the state. */
export function encodeSum(state: SumState): Value {
  const { whole, beyond, high, low, decimal, rank, count } = state;
  if (rank === numericRank.int && beyond === 0n) return [whole, count];
  return [whole, count, rank, String(beyond), makeDouble(high), makeDouble(low), decimal ?? null];
}

export function decodeSum(value: Value): SumState {
  const [whole, count, rank, beyond, high, low, decimal] = value as Value[];
  const state = new SumState();
  state.whole = whole as number;
  state.count = count as number;
  if (rank === undefined) return state;
  state.rank = rank as number;
  state.beyond = BigInt(beyond as string);
  state.high = numberOf(high);
  state.low = numberOf(low);
  state.decimal = decimal instanceof Decimal128 ? decimal : undefined;
  return state;
}
