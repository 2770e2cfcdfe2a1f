/** Dates from text without a format: ISO 8601 and the usual ways to write dates in English. */
import { parseIsoDate } from "../../codecs/iso-date.ts";
import { MqlError } from "../../errors.ts";
import { monthNames } from "./calendar.ts";
import { type DateParts, momentOf } from "./parts.ts";
import { utc, type Zone, zoneNamed } from "./zone.ts";

const month = `(?<name>${monthNames.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join("|")}|sept)\\.?`;

/** Ways to write a day. Years have four digits, so that day, month and year cannot be confused. */
const days = [
  /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?!\d)/,
  /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})/,
  /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})/,
  /^(?<day>\d{1,2})[-.](?<month>\d{1,2})[-.](?<year>\d{4})/,
  /^(?<year>\d{4})-W(?<isoWeek>\d{2})(?:-(?<isoWeekday>\d))?/,
  /^(?<year>\d{4})-(?<ordinal>\d{3})(?!\d)/,
  new RegExp(`^(?:[a-z]+,? +)?(?<day>\\d{1,2})(?:st|nd|rd|th)?[ -]${month},?[ -](?<year>\\d{4})`, "i"),
  new RegExp(`^(?:[a-z]+,? +)?${month} +(?<day>\\d{1,2})(?:st|nd|rd|th)?,? +(?<year>\\d{4})`, "i"),
];

const time =
  /^(?:[Tt]|,? +| +at +)(?<hour>\d{1,2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?(?: *(?<half>[ap])\.?m\.?)?/i;

/** Abbreviations that people write in the United States. */
const abbreviations: Readonly<Record<string, string>> = {
  est: "-05",
  edt: "-04",
  cst: "-06",
  cdt: "-05",
  mst: "-07",
  mdt: "-06",
  pst: "-08",
  pdt: "-07",
};

/** Throws MqlError 241 for text that is no date. */
export function parseDate(text: string, timezone: Zone | undefined): Date {
  // Nearly every date of a stream is ISO 8601 with its zone, and that needs no patterns.
  const iso = timezone === undefined ? parseIsoDate(text) : Number.NaN;
  if (!Number.isNaN(iso)) return new Date(iso);
  const parts = partsOf(text.trim());
  const moment = parts === undefined ? "the format is not known" : momentOf(parts, timezone);
  if (typeof moment === "string") {
    throw new MqlError(241, `Error parsing date string ${JSON.stringify(text.slice(0, 60))}; ${moment}`);
  }
  return moment;
}

function partsOf(text: string): DateParts | undefined {
  for (const pattern of days) {
    const day = pattern.exec(text);
    if (day === null) continue;
    const rest = text.slice(day[0].length);
    const clock = time.exec(rest);
    const zone = zoneAt(clock === null ? rest : rest.slice(clock[0].length));
    if (zone === undefined) continue;
    return { ...dayParts(day.groups ?? {}), ...timeParts(clock?.groups ?? {}), ...(zone !== "none" && { zone }) };
  }
  return undefined;
}

function dayParts(groups: Record<string, string | undefined>): DateParts {
  const { year, month: number, day, ordinal, isoWeek, isoWeekday, name } = groups;
  if (isoWeek !== undefined) return { isoYear: Number(year), isoWeek: Number(isoWeek), isoWeekday: Number(isoWeekday ?? 1) };
  if (ordinal !== undefined) return { year: Number(year), ordinal: Number(ordinal) };
  return { year: Number(year), month: name === undefined ? Number(number) : monthNumber(name)!, day: Number(day) };
}

function timeParts({ hour, minute, second = "0", fraction = "", half }: Record<string, string | undefined>): DateParts {
  if (hour === undefined) return {};
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  return {
    hour: hours,
    minute: Number(minute),
    second: Number(second),
    millisecond: Number(fraction.slice(0, 3).padEnd(3, "0")),
  };
}

/** The zone at the end of a date; "none" for no text at all. */
function zoneAt(rest: string): Zone | "none" | undefined {
  const name = rest.trim();
  if (name === "") return "none";
  if (/^z$/i.test(name)) return utc;
  const abbreviation = name.toLowerCase();
  if (Object.hasOwn(abbreviations, abbreviation)) return zoneNamed(abbreviations[abbreviation]!);
  return zoneNamed(name.replace(/^(?:GMT|UTC)(?=[+-])/, "").replace(/^([+-])(\d)(?=:|$)/, "$10$2"));
}

/** 1 to 12, by the first three letters. */
export function monthNumber(name: string): number | undefined {
  const index = monthNames.findIndex((month) => month.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
  return index === -1 ? undefined : index + 1;
}
