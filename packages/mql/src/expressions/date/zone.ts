/** Time zones by Olson name (`Europe/Oslo`) and by offset (`+02:00`, `-0330`, `+01`, `UTC`, `GMT`, `Z`). */
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

export interface Zone {
  readonly isUtc: boolean;
  /** Milliseconds that local time is ahead of UTC at this moment. */
  offsetAt(time: number): number;
  /**
   * The moment at which clocks show this local time, both in milliseconds. Of two such moments the first; where clocks
   * skip it, as much later as they were put forward.
   */
  fromLocal(local: number): number;
}

const zones = new Map<string, Zone | undefined>();
const mostZones = 1000;
const dayMs = 86_400_000;

export const utc: Zone = { isUtc: true, offsetAt: () => 0, fromLocal: (local) => local };

/** The zone of this name or offset; `undefined` if there is none. */
export function zoneNamed(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined || zones.has(name)) return known;
  const zone = makeZone(name);
  if (zones.size >= mostZones) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** The zone that an operator's `timezone` names; `undefined` for null and missing. Throws MqlError 40517 for other types, 40485 for unknown names. */
export function zoneOf(operator: string, name: Value): Zone | undefined {
  if (isNullish(name)) return undefined;
  if (typeof name !== "string") {
    throw new MqlError(
      40517,
      `${operator} requires a string for the timezone argument, but was given a value of type ${typeOf(name)}`,
    );
  }
  const zone = zoneNamed(name);
  if (zone === undefined)
    throw new MqlError(40485, `${operator}: unrecognized time zone identifier: ${JSON.stringify(name.slice(0, 60))}`);
  return zone;
}

function makeZone(name: string): Zone | undefined {
  if (/^(utc|gmt|z|etc\/utc)$/i.test(name)) return utc;
  const offset = /^([+-])(\d\d):?([0-5]\d)?$/.exec(name);
  if (offset) return fixedZone((offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0)) * 60_000);
  if (!/^[A-Za-z][\w+/-]*$/.test(name)) return undefined;
  try {
    return namedZone(name);
  } catch {
    return undefined;
  }
}

function fixedZone(offset: number): Zone {
  return { isUtc: offset === 0, offsetAt: () => offset, fromLocal: (local) => local - offset };
}

/** Clocks change on quarters of an hour only: one offset is kept for each quarter that was asked for. */
const quarterMs = 900_000;
const mostQuarters = 20_000;

function namedZone(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    calendar: "iso8601",
    numberingSystem: "latn",
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offsets = new Map<number, number>();
  let lastQuarter = Number.NaN;
  let lastOffset = 0;
  const offsetAt = (time: number): number => {
    const quarter = Math.floor(time / quarterMs);
    if (quarter === lastQuarter) return lastOffset;
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      offset = localTime(format, quarter * quarterMs) - quarter * quarterMs;
      if (offsets.size >= mostQuarters) offsets.clear();
      offsets.set(quarter, offset);
    }
    lastQuarter = quarter;
    lastOffset = offset;
    return offset;
  };
  const fromLocal = (local: number): number => {
    const before = offsetAt(local - dayMs);
    const after = offsetAt(local + dayMs);
    if (offsetAt(local - before) === before || offsetAt(local - after) !== after) return local - before;
    return local - after;
  };
  return { isUtc: false, offsetAt, fromLocal };
}

/** What clocks show at a moment, as if they showed UTC. */
function localTime(format: Intl.DateTimeFormat, time: number): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(time)) parts[type] = value;
  const year = parts["era"]?.startsWith("B") ? 1 - Number(parts["year"]) : Number(parts["year"]);
  const date = new Date(0);
  date.setUTCFullYear(year, Number(parts["month"]) - 1, Number(parts["day"]));
  date.setUTCHours(Number(parts["hour"]), Number(parts["minute"]), Number(parts["second"]));
  return date.getTime();
}
