import type { Value } from "@millrace/mql";

const units: Readonly<Record<string, number>> = { ms: 1, second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Units of a Duration (engine.md, conventions). */
export const durationUnits = Object.keys(units);

/** Units of a window's `offset`. */
export const offsetUnits = ["ms", "second", "minute", "hour"];

/** Milliseconds of so many units. */
export function milliseconds(size: number, unit: string): number {
  return size * (units[unit] ?? Number.NaN);
}

/** Milliseconds of a checked Duration, `{ size, unit }`, or of the number 0. */
export function durationOf(value: Value): number {
  if (typeof value !== "object" || value === null || !("unit" in value)) return 0;
  return milliseconds(Number(value.size), String(value.unit));
}
