/** Numbers and times of documents, for window functions that calculate. */
import { below, nearest } from "../../compiler/problems.ts";
import type { DefNode } from "../../definition/index.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import type { StagePlace } from "../define.ts";

/** Units of time of a fixed length, in milliseconds. */
const units: ReadonlyMap<string, number> = new Map([
  ["millisecond", 1],
  ["second", 1000],
  ["minute", 60_000],
  ["hour", 3_600_000],
  ["day", 86_400_000],
  ["week", 604_800_000],
]);

/** The length of a `unit` in milliseconds; `undefined` where none is given. */
export function readUnit(node: DefNode | undefined, place: StagePlace): number | undefined {
  if (node === undefined) return undefined;
  const at = below(place.pointer, "unit");
  const name = place.parser.plain(node, at);
  const length = typeof name === "string" ? units.get(name) : undefined;
  if (length !== undefined) return length;
  const close = typeof name === "string" ? nearest(name, units.keys()) : undefined;
  place.parser.problems.shape(at, `The unit must be one of ${[...units.keys()].join(", ")}.`, close);
  return 1;
}

/** What a document is sorted by as a number: in units of time for dates, which need a unit. Throws MqlError 5624900 ff. */
export function positionOf(name: string, value: Value, unit: number | undefined): number {
  if (unit !== undefined) {
    if (value instanceof Date) return value.getTime() / unit;
    throw new MqlError(5624900, `${name} with a unit needs documents sorted by a date, not by ${typeOf(value)}`);
  }
  if (isNumeric(value)) return numberOf(value);
  const hint = value instanceof Date ? "; for dates, name a unit" : "";
  throw new MqlError(5624901, `${name} needs documents sorted by a number, not by ${typeOf(value)}${hint}`);
}

/** A number for calculating; `undefined` for null, missing and what is no number. */
export function numericValue(value: Value): number | undefined {
  return isNumeric(value) ? numberOf(value) : undefined;
}
