/** Dates from text by a format (manual, `$dateFromString`). */
import { MqlError } from "../../errors.ts";
import { monthNumber } from "./parse.ts";
import { type DateParts, momentOf } from "./parts.ts";
import { type Zone, zoneNamed } from "./zone.ts";

interface Specifier {
  readonly pattern: RegExp;
  /** Notes the part; false if the text means none. */
  readonly read: (parts: DateParts, text: string) => boolean;
}

function number(digits: string, field: Exclude<keyof DateParts, "zone">): Specifier {
  return {
    pattern: new RegExp(digits, "y"),
    read: (parts, text) => {
      parts[field] = Number(text);
      return true;
    },
  };
}

const monthName: Specifier = {
  pattern: /[A-Za-z]{3,9}/y,
  read: (parts, text) => {
    const month = monthNumber(text);
    if (month !== undefined) parts.month = month;
    return month !== undefined;
  },
};

const specifiers: Readonly<Record<string, Specifier>> = {
  Y: number("\\d{4}", "year"),
  m: number("\\d{1,2}", "month"),
  d: number("\\d{1,2}", "day"),
  H: number("\\d{1,2}", "hour"),
  M: number("\\d{1,2}", "minute"),
  S: number("\\d{1,2}", "second"),
  j: number("\\d{1,3}", "ordinal"),
  G: number("\\d{4}", "isoYear"),
  V: number("\\d{1,2}", "isoWeek"),
  u: number("\\d", "isoWeekday"),
  L: {
    pattern: /\d{1,3}/y,
    read: (parts, text) => {
      parts.millisecond = Number(text.padEnd(3, "0"));
      return true;
    },
  },
  b: monthName,
  B: monthName,
  z: { pattern: /Z|[+-]\d\d(?::?\d\d)?/y, read: (parts, text) => setZone(parts, text) },
  Z: {
    pattern: /[+-]\d{1,4}/y,
    read: (parts, text) => {
      const minutes = Math.abs(Number(text));
      const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
      return setZone(parts, `${text[0]}${hours}:${String(minutes % 60).padStart(2, "0")}`);
    },
  },
  "%": { pattern: /%/y, read: () => true },
};

function setZone(parts: DateParts, name: string): boolean {
  const zone = zoneNamed(name);
  if (zone !== undefined) parts.zone = zone;
  return zone !== undefined;
}

/** Checks a format. Throws MqlError 18535 for a lone % at the end, 18536 for an unknown specifier. */
export function checkParseFormat(format: string): void {
  for (const [, letter] of format.matchAll(/%(.?)/gs)) {
    if (letter === "") throw new MqlError(18535, "Unmatched '%' at end of format string");
    if (!Object.hasOwn(specifiers, letter!)) throw new MqlError(18536, `Invalid format character '%${letter}' in format string`);
  }
}

/** Throws MqlError 241 for text that does not match the format or is no date. */
export function parseDateByFormat(text: string, format: string, timezone: Zone | undefined): Date {
  checkParseFormat(format);
  const parts: DateParts = {};
  let at = 0;
  for (const [, letter, plain] of format.matchAll(/%(.)|([^%]+)/gs)) {
    const length = letter === undefined ? lengthOf(plain!, text, at) : read(specifiers[letter]!, text, at, parts);
    if (length === undefined)
      throw mismatch(text, `at position ${at} it does not match ${letter === undefined ? JSON.stringify(plain) : `%${letter}`}`);
    at += length;
  }
  if (at < text.length) throw mismatch(text, `there is more text behind the format, from position ${at} on`);
  const moment = momentOf(parts, timezone);
  if (typeof moment === "string") throw mismatch(text, moment);
  return moment;
}

function lengthOf(plain: string, text: string, at: number): number | undefined {
  return text.startsWith(plain, at) ? plain.length : undefined;
}

function read({ pattern, read: note }: Specifier, text: string, at: number, parts: DateParts): number | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  return found !== undefined && note(parts, found) ? found.length : undefined;
}

function mismatch(text: string, why: string): MqlError {
  return new MqlError(241, `Error parsing date string ${JSON.stringify(text.slice(0, 60))}; ${why}`);
}
