/** Bins of time, counted from midnight on 2000-01-01 in the time zone (manual, `$dateTrunc`). */
import { dayMs, dayNumber } from "./calendar.ts";
import type { Zone } from "./zone.ts";

const milliseconds = { millisecond: 1, second: 1000, minute: 60_000, hour: 3_600_000 } as const;
const months = { month: 1, quarter: 3, year: 12 } as const;

export const units = [...Object.keys(milliseconds), "day", "week", ...Object.keys(months)];
export type Unit = keyof typeof milliseconds | keyof typeof months | "day" | "week";

export function isUnit(name: string): name is Unit {
  return units.includes(name);
}

export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Day of the week by its name or the first three letters, in any case: Sunday is 0. */
export function weekdayOf(name: string): number | undefined {
  const wanted = name.toLowerCase();
  const index = weekdays.findIndex((day) => day === wanted || day.slice(0, 3) === wanted);
  return index === -1 ? undefined : index;
}

const referenceDay = dayNumber(2000, 1, 1);
/** 2000-01-01 was a Saturday. */
const referenceWeekday = 6;

/** Start of the bin of `size` units in which the moment falls. */
export function truncate(time: number, unit: Unit, size: number, zone: Zone, startOfWeek: number): number {
  if (unit in milliseconds) {
    const bin = milliseconds[unit as keyof typeof milliseconds] * size;
    const reference = zone.fromLocal(referenceDay * dayMs);
    return reference + Math.floor((time - reference) / bin) * bin;
  }
  const local = time + zone.offsetAt(time);
  if (unit in months) {
    const bin = months[unit as keyof typeof months] * size;
    const date = new Date(local);
    const month = (date.getUTCFullYear() - 2000) * 12 + date.getUTCMonth();
    return zone.fromLocal(dayNumber(2000, 1 + Math.floor(month / bin) * bin, 1) * dayMs);
  }
  const bin = unit === "week" ? 7 * size : size;
  const reference = unit === "week" ? referenceDay + ((startOfWeek - referenceWeekday + 7) % 7) : referenceDay;
  const day = Math.floor(local / dayMs);
  return zone.fromLocal((reference + Math.floor((day - reference) / bin) * bin) * dayMs);
}
