/**
 * Exact sums of doubles. The sum is kept as doubles whose exact sum it is: `high` and `low`, and where those two do not
 * suffice, a `rest`. So it does not matter in which order values come and how a sum is split and merged: rounding happens
 * once, at the end.
 */

export interface DoubleSum {
  high: number;
  low: number;
  more: Remainder | undefined;
}

/** What rarely is there. */
export interface Remainder {
  /** Non-overlapping doubles in ascending order of magnitude. */
  rest: readonly number[];
  /** Sum of the values that are not finite; a sum beyond the range of doubles counts as one of them. 0: there are none. */
  special: number;
}

/** Adds a double. `makeMore` makes an empty remainder. */
export function addDouble<R extends Remainder>(sum: DoubleSum & { more: R | undefined }, value: number, makeMore: () => R): void {
  const high = sum.high + value;
  if (!Number.isFinite(high)) {
    sum.more ??= makeMore();
    sum.more.special += Number.isFinite(value) ? high : value;
    return;
  }
  const error = twoSumError(sum.high, value, high);
  const low = sum.low + error;
  const lost = twoSumError(sum.low, error, low);
  sum.high = high;
  sum.low = low;
  if (lost === 0) return;
  sum.more ??= makeMore();
  sum.more.rest = grow(sum.more.rest, lost);
}

/** The double nearest to the sum and some more doubles. */
export function roundSum({ high, low, more }: DoubleSum, others: readonly number[] = []): number {
  if (more !== undefined && more.special !== 0) return more.special;
  return roundParts([low, ...(more?.rest ?? []), ...others].reduce(grow, [high]));
}

/** What is lost when `a + b` is rounded to `sum` (Knuth). */
function twoSumError(a: number, b: number, sum: number): number {
  const back = sum - a;
  return a - (sum - back) + (b - back);
}

/** Adds a double to non-overlapping parts (Shewchuk); zeros are left out. */
function grow(parts: readonly number[], value: number): readonly number[] {
  if (value === 0) return parts;
  const grown: number[] = [];
  let sum = value;
  for (const part of parts) {
    const next = sum + part;
    const error = twoSumError(sum, part, next);
    if (error !== 0) grown.push(error);
    sum = next;
  }
  grown.push(sum);
  return grown;
}

/** The sum of non-overlapping parts, rounded once. */
function roundParts(parts: readonly number[]): number {
  let index = parts.length - 1;
  let sum = parts[index] ?? 0;
  let error = 0;
  while (index > 0 && error === 0) {
    const part = parts[--index]!;
    const next = sum + part;
    error = part - (next - sum);
    sum = next;
  }
  // Halfway between two doubles, what is below decides.
  const below = parts[index - 1] ?? 0;
  if (index > 0 && ((error < 0 && below < 0) || (error > 0 && below > 0))) {
    const twice = error * 2;
    const further = sum + twice;
    if (further - sum === twice) return further;
  }
  return sum;
}
