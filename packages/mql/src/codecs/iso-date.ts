/**
 * Milliseconds since 1970 of an ISO-8601 date as Extended JSON has it: `2024-01-31T08:00:00Z`, with or without fraction
 * (digits beyond milliseconds are dropped), with `Z` or an offset; a date alone is midnight UTC. NaN when it is not one.
 */
export function parseIsoDate(text: string): number {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d(?::?\d\d)?))?$/.exec(text);
  if (!match) return Number.NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const inRange = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  if (!inRange || date.getUTCMonth() + 1 !== Number(month) || date.getUTCDate() !== Number(day)) return Number.NaN;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const ofDay = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
  return date.getTime() + ofDay - zoneOffset(zone);
}

/** Milliseconds that a zone (`Z`, `+02:00`, `-0530`, `+01`) is ahead of UTC; NaN when there is no such zone. */
function zoneOffset(zone: string): number {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(":", ""));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
