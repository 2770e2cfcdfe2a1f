/** The state behind `$sum` and `$avg`: exact whatever the order of the values, rounded once at the end. */
import { type Atom, always, mayBe } from "../compiler/atom.ts";
import type { Emitter } from "../compiler/emitter.ts";
import { kinds } from "../compiler/kinds.ts";
import { Decimal128, Double } from "../values/classes.ts";
import { addDecimals, type Decimal, exactDecimal, readDecimal, writeDecimal } from "../values/decimal.ts";
import { makeDouble, makeInteger, makeLong, maxLong, minLong, numberOf, numericRank, rankOf } from "../values/numbers.ts";
import type { Value } from "../values/types.ts";
import type { Place } from "./define.ts";
import { addDouble, type DoubleSum, type Remainder, roundSum } from "./exact-sum.ts";

/** Adding a 32-bit integer to a total within this bound stays among the safe integers. */
const roomy = 2 ** 52;

export class SumState implements DoubleSum {
  /** How many numbers were added. */
  count = 0;
  /** The widest type so far (`numericRank`). */
  rank: number = numericRank.int;
  /** Sum of integers while there are no doubles: a safe integer; what does not fit is in `beyond`. */
  whole = 0;
  /** Sum of the doubles, and of the integers that came after the first of them. */
  high = 0;
  low = 0;
  more: More | undefined = undefined;
}

interface More extends Remainder {
  beyond: bigint;
  decimal: Decimal | undefined;
}

function makeMore(): More {
  return { rest: [], special: 0, beyond: 0n, decimal: undefined };
}

export const hotSumFields: readonly string[] = ["count", "rank", "whole", "high", "low"] satisfies (keyof SumState)[];

/** Adds a number; anything else is ignored, as the manual says. */
export function addToSum(state: SumState, value: Value): void {
  const rank = rankOf(value);
  if (rank === numericRank.none) return;
  if (rank > state.rank) state.rank = rank;
  state.count++;
  if (rank === numericRank.double) addDouble(state, numberOf(value), makeMore);
  else if (rank === numericRank.decimal) addDecimal(state, readDecimal(value as Decimal128));
  else addInteger(state, value as number | bigint);
}

function addInteger(state: SumState, value: number | bigint): void {
  const whole = typeof value === "number" ? state.whole + value : Number.NaN;
  if (Number.isSafeInteger(whole)) {
    state.whole = whole;
  } else {
    state.more ??= makeMore();
    state.more.beyond += BigInt(value);
  }
}

/** Decimals are not rounded before the end either. */
function addDecimal(state: SumState, value: Decimal): void {
  state.more ??= makeMore();
  state.more.decimal = state.more.decimal === undefined ? value : addDecimals(state.more.decimal, value);
}

/** Code that adds a value. `counted`: whether the number of values matters; a sum has no need of it. */
export function emitAdd(e: Emitter, value: Atom, place: Place, counted: boolean): void {
  if (!mayBe(value, kinds.numeric)) return;
  const { js } = value;
  const rank = place.field("rank");
  const slow = place.onState((state) => `${e.use(addToSum)}(${state}, ${js})`);
  const count = counted ? `${place.field("count")}++;` : "";
  const addDoubleTo = (number: string) => emitAddDouble(e, number, place, count, slow);
  if (!mayBe(value, kinds.number)) {
    e.line(slow);
    return;
  }
  e.block(always(value, kinds.number) ? "" : `if (typeof ${js} === "number")`, () => {
    const isFraction = always(value, kinds.int) ? "" : ` || ${rank} < ${numericRank.double} && Math.floor(${js}) !== ${js}`;
    e.block(`if (${rank} === ${numericRank.double}${isFraction})`, () => addDoubleTo(js));
    e.block("else", () => emitAddInteger(e, value, place, count, slow));
  });
  if (always(value, kinds.number)) return;
  e.block(`else if (${js} instanceof ${e.use(Double)} && ${rank} <= ${numericRank.double})`, () => addDoubleTo(`${js}.value`));
  if (mayBe(value, ~(kinds.number | kinds.nullish))) e.line(`else if (${js} != null) { ${slow} }`);
}

/** Where there was a double before, integers are added as doubles too: a JS number is exact as one. */
function emitAddDouble(e: Emitter, number: string, place: Place, count: string, slow: string): void {
  const [high, low] = [place.field("high"), place.field("low")];
  e.line(`const added = ${number}, high = ${high}, low = ${low};`);
  e.line("const sum = high + added, back = sum - high, error = high - (sum - back) + (added - back);");
  e.line("const sumLow = low + error, backLow = sumLow - low;");
  // An error of the error, or something not finite (whose difference is NaN), is for the helper.
  e.line(
    `if (low - (sumLow - backLow) + (error - backLow) === 0) { ${place.field("rank")} = ${numericRank.double}; ${high} = sum; ${low} = sumLow; ${count} }`,
  );
  e.line(`else { ${slow} }`);
}

function emitAddInteger(e: Emitter, value: Atom, place: Place, count: string, slow: string): void {
  const { js } = value;
  const isInt = always(value, kinds.int) ? "" : `(${js} | 0) === ${js} && `;
  e.line(`const whole = ${place.field("whole")} + ${js};`);
  e.line(`if (${isInt}whole <= ${roomy} && whole >= -${roomy}) { ${place.field("whole")} = whole; ${count} }`);
  e.line(`else { ${slow} }`);
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

/** Source text of the mean, in the usual case: doubles, and nothing that needs the helper `mean`. */
export function emitMean(e: Emitter, place: Place, slow: string): string {
  const [count, rank, whole, high, low, more] = ["count", "rank", "whole", "high", "low", "more"].map(place.field);
  const usual = `${rank} === ${numericRank.double} && ${whole} === 0 && ${more} === undefined`;
  return `${usual} ? ${e.use(makeDouble)}((${high} + ${low}) / ${count}) : ${slow}`;
}

function integers({ whole, more }: SumState): bigint {
  return BigInt(whole) + (more?.beyond ?? 0n);
}

/** The double nearest to the sum of all but decimals. */
function approximate(state: SumState): number {
  const parts = [state.whole];
  for (let left = state.more?.beyond ?? 0n; left !== 0n; left -= BigInt(parts.at(-1)!)) parts.push(Number(left));
  return roundSum(state, parts);
}

/** Doubles join with their exact values: only so it does not matter which integers were added among them. */
function decimalTotal({ whole, high, low, more }: SumState): Decimal128 {
  const { decimal, beyond, special, rest } = more!;
  const parts = [whole, beyond, high, low, special, ...rest].filter((part) => part !== 0 && part !== 0n);
  return writeDecimal(parts.map((part) => shortest(exactDecimal(part))).reduce(addDecimals, decimal!));
}

/** Without zeros at the end: 0.5 is 5E-1. */
function shortest(value: Decimal): Decimal {
  if (value.kind !== "finite") return value;
  let { coefficient, exponent } = value;
  while (exponent < 0 && coefficient % 10n === 0n) {
    coefficient /= 10n;
    exponent++;
  }
  return { ...value, coefficient, exponent };
}

export function mergeSums(into: SumState, from: SumState): void {
  into.rank = Math.max(into.rank, from.rank);
  into.count += from.count;
  addInteger(into, from.whole);
  for (const part of [from.high, from.low, ...(from.more?.rest ?? [])]) addDouble(into, part, makeMore);
  if (from.more === undefined) return;
  into.more ??= makeMore();
  into.more.beyond += from.more.beyond;
  into.more.special += from.more.special;
  if (from.more.decimal !== undefined) addDecimal(into, from.more.decimal);
}

/** `[whole, count]` while only ints were added, else all of the state. */
export function encodeSum({ count, rank, whole, high, low, more }: SumState): Value {
  if (rank === numericRank.int && more === undefined) return [whole, count];
  const doubles = [whole, count, rank, makeDouble(high), makeDouble(low)];
  if (more === undefined) return doubles;
  const { rest, special, beyond, decimal } = more;
  const parts = [special, ...rest].map(makeDouble);
  return [...doubles, parts, String(beyond), ...(decimal === undefined ? [] : [encodeDecimal(decimal)])];
}

export function decodeSum(value: Value): SumState {
  const [whole, count, rank = numericRank.int, high = 0, low = 0, parts, beyond, decimal] = value as Value[];
  const state = new SumState();
  state.whole = whole as number;
  state.count = count as number;
  state.rank = rank as number;
  state.high = numberOf(high);
  state.low = numberOf(low);
  if (parts === undefined) return state;
  const [special = 0, ...rest] = (parts as Value[]).map(numberOf);
  state.more = {
    rest,
    special,
    beyond: BigInt(beyond as string),
    decimal: decimal === undefined ? undefined : decodeDecimal(decimal),
  };
  return state;
}

/** A sum of decimals may have more digits than a Decimal128. */
function encodeDecimal(decimal: Decimal): Value {
  if (decimal.kind !== "finite") return writeDecimal(decimal);
  return [decimal.negative, String(decimal.coefficient), decimal.exponent];
}

function decodeDecimal(value: Value): Decimal {
  if (value instanceof Decimal128) return readDecimal(value);
  const [negative, coefficient, exponent] = value as [boolean, string, number];
  return { kind: "finite", negative, coefficient: BigInt(coefficient), exponent };
}
