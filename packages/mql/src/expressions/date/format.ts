/** Dates as text by a format such as `%Y-%m-%d` (manual, `$dateToString`). */
import { MqlError } from "../../errors.ts";
import { dayMs, dayOfYear, isoWeek, isoWeekday, monthNames, sundayWeek } from "./calendar.ts";

/** Writes one part: `local` shows local time in its UTC fields, `offset` is the zone's in minutes. */
type Part = string | ((local: Date, offset: number) => string);

const specifiers: Readonly<Record<string, Part>> = {
  "%": "%",
  Y: (local) => year(local.getUTCFullYear()),
  m: (local) => padded(local.getUTCMonth() + 1, 2),
  d: (local) => padded(local.getUTCDate(), 2),
  H: (local) => padded(local.getUTCHours(), 2),
  M: (local) => padded(local.getUTCMinutes(), 2),
  S: (local) => padded(local.getUTCSeconds(), 2),
  L: (local) => padded(local.getUTCMilliseconds(), 3),
  b: (local) => monthNames[local.getUTCMonth()]!.slice(0, 3),
  B: (local) => monthNames[local.getUTCMonth()]!,
  j: (local) => padded(dayOfYear(local), 3),
  w: (local) => String(local.getUTCDay() + 1),
  u: (local) => String(isoWeekday(Math.floor(local.getTime() / dayMs))),
  U: (local) => padded(sundayWeek(local), 2),
  V: (local) => padded(isoWeek(local).week, 2),
  G: (local) => year(isoWeek(local).year),
  z: (_, offset) => `${offset < 0 ? "-" : "+"}${padded(Math.floor(Math.abs(offset) / 60), 2)}${padded(Math.abs(offset) % 60, 2)}`,
  Z: (_, offset) => `${offset < 0 ? "-" : "+"}${Math.abs(offset)}`,
};

export type Format = readonly Part[];

const formats = new Map<string, Format>();
const mostFormats = 1000;

/** A format ready for use. Throws MqlError 18535 for a lone % at the end, 18536 for an unknown specifier. */
export function formatOf(text: string): Format {
  let format = formats.get(text);
  if (format === undefined) {
    format = parseFormat(text);
    if (formats.size >= mostFormats) formats.clear();
    formats.set(text, format);
  }
  return format;
}

export function writeDate(format: Format, time: number, offset: number): string {
  const local = new Date(time + offset);
  const minutes = Math.trunc(offset / 60_000);
  let text = "";
  for (const part of format) text += typeof part === "string" ? part : part(local, minutes);
  return text;
}

function parseFormat(text: string): Format {
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at++) {
    const start = at;
    while (at < text.length && text[at] !== "%") at++;
    if (at > start) parts.push(text.slice(start, at));
    if (at < text.length) {
      at++;
      parts.push(specifier(text[at]));
    }
  }
  return parts;
}

function specifier(letter: string | undefined): Part {
  if (letter === undefined) throw new MqlError(18535, "Unmatched '%' at end of format string");
  if (!Object.hasOwn(specifiers, letter)) throw new MqlError(18536, `Invalid format character '%${letter}' in format string`);
  return specifiers[letter]!;
}

function padded(number: number, digits: number): string {
  return String(number).padStart(digits, "0");
}

function year(number: number): string {
  if (number < 0 || number > 9999)
    throw new MqlError(18537, `Could not convert date to string: the year ${number} is outside of 0 to 9999`);
  return padded(number, 4);
}
