/**
 * Milliseconds since 1970 of an ISO-8601 date as Extended JSON has it: `2024-01-31T08:00:00Z`, with or without fraction
 * (digits beyond milliseconds are dropped), with `Z` or an offset; a date alone is midnight UTC. NaN when it is not one.
 */
export function parseIsoDate(text: string): number {
  const midnight = parseDay(text);
  if (text.length === 10) return midnight;
  if (text[10] !== "T" || text[13] !== ":") return Number.NaN;
  const minutes = digits(text, 11, 13, 23) * 60 + digits(text, 14, 16, 59);
  let at = 16;
  let seconds = 0;
  let milliseconds = 0;
  if (text[at] === ":") {
    seconds = digits(text, 17, 19, 59);
    at = 19;
    if (text[at] === ".") {
      const end = fractionEnd(text, 20);
      if (end === 20 || end > 29) return Number.NaN;
      const precision = Math.min(end - 20, 3);
      milliseconds = digits(text, 20, 20 + precision, 999) * 10 ** (3 - precision);
      at = end;
    }
  }
  return midnight + (minutes * 60 + seconds) * 1000 + milliseconds - zoneOffset(text, at);
}

/** Midnight UTC of `YYYY-MM-DD`. */
function parseDay(text: string): number {
  if (text[4] !== "-" || text[7] !== "-") return Number.NaN;
  const year = digits(text, 0, 4, 9999);
  const month = digits(text, 5, 7, 12);
  const day = digits(text, 8, 10, 31);
  if (month === 0 || day === 0 || (day > 28 && day > daysOfMonth(year, month))) return Number.NaN;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999. 400 years are 146,097 days.
  return Date.UTC(year + 400, month - 1, day) - 146_097 * 86_400_000;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Milliseconds that the zone at `at` (`Z`, `+02:00`, `-0530`, `+01`) is ahead of UTC; NaN when there is no such zone. */
function zoneOffset(text: string, at: number): number {
  if (text.length === at + 1 && text[at] === "Z") return 0;
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text.slice(at));
  if (!match || Number(match[2]) > 23 || Number(match[3] ?? 0) > 59) return Number.NaN;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -1 : 1) * minutes * 60_000;
}

/** The number between two places; NaN when there is anything but digits, or it is more than `most`. */
function digits(text: string, start: number, end: number, most: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value <= most ? value : Number.NaN;
}

function fractionEnd(text: string, start: number): number {
  let end = start;
  while (text.charCodeAt(end) >= 0x30 && text.charCodeAt(end) <= 0x39) end += 1;
  return end;
}
