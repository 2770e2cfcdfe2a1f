/** Calendar arithmetic on local time, given as milliseconds as if it were UTC. */

export const dayMs = 86_400_000;

/** Number of days since 1970-01-01. */
export function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime() / dayMs;
}

export function daysInMonth(year: number, month: number): number {
  return dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);
}

/** Day of the week, Monday 1 … Sunday 7. */
export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Day of the year, from 1. */
export function dayOfYear(local: Date): number {
  return Math.floor(local.getTime() / dayMs) - dayNumber(local.getUTCFullYear(), 1, 1) + 1;
}

/** Day number of the Monday with which ISO week 1 of a year begins: the week that has 4 January. */
export function firstIsoMonday(year: number): number {
  const fourth = dayNumber(year, 1, 4);
  return fourth - isoWeekday(fourth) + 1;
}

/** ISO week and the year it belongs to. */
export function isoWeek(local: Date): { year: number; week: number } {
  const day = Math.floor(local.getTime() / dayMs);
  const year = new Date((day - isoWeekday(day) + 4) * dayMs).getUTCFullYear();
  return { year, week: Math.floor((day - firstIsoMonday(year)) / 7) + 1 };
}

/** Week of the year, counted by Sundays: 0 before the first one. */
export function sundayWeek(local: Date): number {
  return Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7);
}

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;
