/** The parts of a date as text gives them, and the moment they mean. */
import { dayMs, dayNumber, daysInMonth, firstIsoMonday } from "./calendar.ts";
import { utc, type Zone } from "./zone.ts";

export interface DateParts {
  year?: number;
  month?: number;
  day?: number;
  /** Day of the year. */
  ordinal?: number;
  isoYear?: number;
  isoWeek?: number;
  isoWeekday?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
  zone?: Zone;
}

/** The moment, or a sentence that says why the parts are none. */
export function momentOf(parts: DateParts, timezone: Zone | undefined): Date | string {
  if (parts.zone !== undefined && timezone !== undefined) {
    return "you cannot pass in a date/time string with GMT offset together with a timezone argument";
  }
  const { hour = 0, minute = 0, second = 0, millisecond = 0 } = parts;
  if (hour > 24 || minute > 59 || second > 59 || (hour === 24 && minute + second + millisecond > 0))
    return "the time is out of range";
  const day = dayOf(parts);
  if (typeof day === "string") return day;
  const local = day * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
  const date = new Date((parts.zone ?? timezone ?? utc).fromLocal(local));
  return Number.isNaN(date.getTime()) ? "the date is out of range" : date;
}

function dayOf(parts: DateParts): number | string {
  const { year, month, day, ordinal, isoYear, isoWeek, isoWeekday = 1 } = parts;
  if (isoYear !== undefined || isoWeek !== undefined) {
    if (year !== undefined || month !== undefined || day !== undefined)
      return "mixing of ISO dates with natural dates is not allowed";
    if (isoYear === undefined || isoWeek === undefined) return incomplete;
    if (isoWeek < 1 || isoWeek > 53 || isoWeekday < 1 || isoWeekday > 7) return "the ISO week is out of range";
    return firstIsoMonday(isoYear) + (isoWeek - 1) * 7 + isoWeekday - 1;
  }
  if (year === undefined) return incomplete;
  if (ordinal !== undefined && month === undefined && day === undefined) {
    const last = dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1);
    return ordinal < 1 || ordinal > last ? "the day of the year is out of range" : dayNumber(year, 1, ordinal);
  }
  if (month === undefined || day === undefined) return incomplete;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return "the parsed date was invalid";
  return dayNumber(year, month, day);
}

const incomplete = "an incomplete date/time string has been found, with elements missing";
