import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { isNullish, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { timeOf } from "./coerce.ts";
import { formatOf, writeDate } from "./format.ts";
import { zoneOf } from "./zone.ts";

const inUtc = "%Y-%m-%dT%H:%M:%S.%LZ";
/** Local time carries no Z. */
const elsewhere = "%Y-%m-%dT%H:%M:%S.%L";

/** $dateToString: a date as text by a format, in a time zone. `onNull` for a null or missing date; null for a null format or zone. */
export const dateToString = defineExpression({
  name: "$dateToString",
  fields: { date: "required", format: { default: "" }, timezone: { default: "UTC" }, onNull: { default: null } },
  check: ([, format], parser, pointer) => {
    if (format?.kind !== "literal" || typeof format.value !== "string") return;
    try {
      formatOf(format.value);
    } catch (error) {
      parser.problems.shape(below(pointer, "format"), `${(error as MqlError).message}.`);
    }
  },
  emit: (e, [date, format, timezone, onNull], node) => {
    const value = e.value(date!);
    return e.choose(
      e.nullish(value),
      () => e.value(onNull!),
      () => e.call(toText, [value.js, e.value(format!).js, e.value(timezone!).js], node, kinds.string | kinds.null),
    );
  },
  docs: {
    summary: "Writes a date as text.",
    examples: [
      {
        in: { a: new Date("2014-01-01T08:15:39.736Z") },
        expr: { $dateToString: { date: "$a", format: "%Y-%m-%d" } },
        out: "2014-01-01",
      },
      {
        in: { a: new Date("2014-01-01T08:15:39.736Z") },
        expr: { $dateToString: { date: "$a", format: "%H:%M:%S:%L%z", timezone: "America/New_York" } },
        out: "03:15:39:736-0500",
      },
      {
        in: { a: new Date("2014-01-01T08:15:39.736Z") },
        expr: { $dateToString: { date: "$a", format: "%H:%M:%S:%L%z", timezone: "+04:30" } },
        out: "12:45:39:736+0430",
      },
      {
        in: { a: new Date("2014-01-01T08:15:39.736Z") },
        expr: { $dateToString: { date: "$a", format: "minutes %Z, day %j" } },
        out: "minutes +0, day 001",
      },
      { in: { a: new Date(0) }, expr: { $dateToString: { date: "$a" } }, out: "1970-01-01T00:00:00.000Z" },
      { in: {}, expr: { $dateToString: { date: "$a", onNull: "none" } }, out: "none" },
      { in: { a: "x" }, expr: { $dateToString: { date: "$a" } }, error: 16006 },
      { in: { a: new Date(0), z: "Nowhere" }, expr: { $dateToString: { date: "$a", timezone: "$z" } }, error: 40485 },
    ],
  },
});

function toText(date: Value, format: Value, timezone: Value): string | null {
  const time = timeOf("$dateToString", date);
  const zone = zoneOf("$dateToString", timezone);
  if (zone === undefined || isNullish(format)) return null;
  if (typeof format !== "string") {
    throw new MqlError(18533, `$dateToString requires that 'format' be a string, found: ${typeOf(format)}`);
  }
  const text = format === "" ? (zone.isUtc ? inUtc : elsewhere) : format;
  return writeDate(formatOf(text), time, zone.offsetAt(time));
}
