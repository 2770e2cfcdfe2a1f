import { literalNode, operatorNode } from "../../compiler/ast.ts";
import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { numberOf } from "../../values/numbers.ts";
import { isNullish, isNumeric, typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { dayMs, dayNumber, firstIsoMonday } from "./calendar.ts";
import { zoneOf } from "./zone.ts";

const time = ["hour", "minute", "second", "millisecond"];
const natural = ["year", "month", "day"];
const iso = ["isoWeekYear", "isoWeek", "isoDayOfWeek"];
const rules = Object.fromEntries([...natural, ...iso, ...time, "timezone"].map((field) => [field, "optional" as const]));

/** $dateFromParts: the date of year, month and day, or of ISO year, week and day, and a time. Parts beyond their range carry over. Null if one is. */
export const dateFromParts = defineExpression({
  name: "$dateFromParts",
  parse: (parser, node, pointer, scope, self) => {
    const given = parser.named("$dateFromParts", rules, node, pointer);
    if (given === undefined) return literalNode(null, pointer);
    const isIso = given.has("isoWeekYear");
    if (!isIso && !given.has("year")) {
      parser.problems.shape(pointer, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present.");
    }
    for (const field of isIso ? natural : iso) {
      if (given.has(field))
        parser.problems.shape(below(pointer, field), "$dateFromParts does not mix ISO parts with year, month and day.");
    }
    const operands = [...(isIso ? iso : natural), ...time, "timezone"].map((field, index) => {
      const part = given.get(field);
      if (part !== undefined) return parser.expression(part, below(pointer, field), scope);
      return literalNode(field === "timezone" ? "UTC" : index < 3 ? 1 : 0, pointer);
    });
    return operatorNode(self, operands, pointer, { extra: isIso ? dateOfIsoParts : dateOfParts });
  },
  emit: (e, operands, node) =>
    e.call(
      node.extra as typeof dateOfParts,
      e.values(operands).map((value) => value.js),
      node,
      kinds.date | kinds.null,
    ),
  docs: {
    syntax:
      "{ $dateFromParts: { year, month?, day?, hour?, minute?, second?, millisecond?, timezone? } } or { $dateFromParts: { isoWeekYear, isoWeek?, isoDayOfWeek?, hour?, minute?, second?, millisecond?, timezone? } }",
    summary: "Makes a date of its parts.",
    examples: [
      { expr: { $dateFromParts: { year: 2017, month: 2, day: 8, hour: 12 } }, out: new Date("2017-02-08T12:00:00Z") },
      {
        expr: { $dateFromParts: { isoWeekYear: 2017, isoWeek: 6, isoDayOfWeek: 3, hour: 12 } },
        out: new Date("2017-02-08T12:00:00Z"),
      },
      {
        expr: {
          $dateFromParts: { year: 2016, month: 12, day: 31, hour: 23, minute: 46, second: 12, timezone: "America/New_York" },
        },
        out: new Date("2017-01-01T04:46:12Z"),
      },
      { expr: { $dateFromParts: { year: 2017, month: 14, day: 1, hour: 12 } }, out: new Date("2018-02-01T12:00:00Z") },
      { in: {}, expr: { $dateFromParts: { year: 2017, month: "$m" } }, out: null },
      { in: { y: "2017" }, expr: { $dateFromParts: { year: "$y" } }, error: 40515 },
      { in: { y: 10000 }, expr: { $dateFromParts: { year: "$y" } }, error: 40523 },
      { in: { m: 40000 }, expr: { $dateFromParts: { year: 2017, month: "$m" } }, error: 31034 },
    ],
  },
});

function dateOfParts(...values: readonly Value[]): Date | null {
  return values.some(isNullish) ? null : moment(natural, values, (year, month, day) => dayNumber(year, month, 1) + day - 1);
}

function dateOfIsoParts(...values: readonly Value[]): Date | null {
  return values.some(isNullish)
    ? null
    : moment(iso, values, (year, week, day) => firstIsoMonday(year) + (week - 1) * 7 + day - 1);
}

function moment(
  dayFields: readonly string[],
  values: readonly Value[],
  dayOf: (year: number, second: number, third: number) => number,
): Date {
  const [year, second, third, hour, minute, seconds, milliseconds] = [...dayFields, ...time].map((field, index) =>
    part(field, values[index]),
  );
  const local = dayOf(year!, second!, third!) * dayMs + ((hour! * 60 + minute!) * 60 + seconds!) * 1000 + milliseconds!;
  const date = new Date(zoneOf("$dateFromParts", values.at(-1))!.fromLocal(local));
  if (Number.isNaN(date.getTime())) throw new MqlError(15, "$dateFromParts: the date is beyond the range of dates");
  return date;
}

/** The years must have four digits; the others fit into 16 bits, but for seconds and milliseconds. */
function part(field: string, value: Value): number {
  const number = isNumeric(value) ? numberOf(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) {
    throw new MqlError(40515, `'${field}' must evaluate to an integer, found ${isNumeric(value) ? number : typeOf(value)}`);
  }
  if (field === "year" || field === "isoWeekYear") {
    if (number < 1 || number > 9999)
      throw new MqlError(40523, `'${field}' must evaluate to an integer in the range 1 to 9999, found ${number}`);
  } else if (field !== "second" && field !== "millisecond" && (number < -32_768 || number > 32_767)) {
    throw new MqlError(31034, `'${field}' must evaluate to a value in the range -32768 to 32767, found ${number}`);
  }
  return number;
}
