import { kinds } from "../../compiler/kinds.ts";
import { below } from "../../compiler/problems.ts";
import { MqlError } from "../../errors.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";
import { defineExpression } from "../define.ts";
import { parseDate } from "./parse.ts";
import { checkParseFormat, parseDateByFormat } from "./parse-format.ts";
import { zoneOf } from "./zone.ts";

/** Stands for text that is no date where `onError` takes over. */
const failure: object = Object.freeze({});

/** $dateFromString: the date that a text means, by a format or by its looks, in a time zone unless the text names one. */
export const dateFromString = defineExpression({
  name: "$dateFromString",
  fields: {
    dateString: "required",
    format: "optional",
    timezone: "optional",
    onError: "optional",
    onNull: { default: null },
  },
  check: ([, format], parser, pointer) => {
    if (format?.kind !== "literal" || typeof format.value !== "string") return;
    try {
      checkParseFormat(format.value);
    } catch (error) {
      parser.problems.shape(below(pointer, "format"), `${(error as MqlError).message}.`);
    }
  },
  emit: (e, operands, node) => {
    const [text, format, timezone, onError, onNull] = operands as readonly ((typeof operands)[number] | undefined)[];
    const value = e.value(text!);
    const orAbsent = (operand: typeof format) => (operand === undefined ? "undefined" : `(${e.value(operand).js} ?? null)`);
    return e.choose(
      e.nullish(value),
      () => e.value(onNull!),
      () => {
        const args = [value.js, orAbsent(format), orAbsent(timezone)];
        if (onError === undefined) return e.call(toDate, args, node, kinds.date | kinds.null);
        const result = e.call(tryToDate, args, node);
        return e.choose(
          `${result.js} === ${e.use(failure)}`,
          () => e.value(onError),
          () => result,
        );
      },
    );
  },
  docs: {
    summary: "Reads a date from text.",
    examples: [
      {
        in: { a: "2017-02-08T12:10:40.787" },
        expr: { $dateFromString: { dateString: "$a" } },
        out: new Date("2017-02-08T12:10:40.787Z"),
      },
      {
        in: { a: "2017-02-08T12:10:40.787" },
        expr: { $dateFromString: { dateString: "$a", timezone: "America/New_York" } },
        out: new Date("2017-02-08T17:10:40.787Z"),
      },
      {
        in: { a: "06-15-2018" },
        expr: { $dateFromString: { dateString: "$a", format: "%m-%d-%Y" } },
        out: new Date("2018-06-15T00:00:00Z"),
      },
      { in: { a: "soon" }, expr: { $dateFromString: { dateString: "$a", onError: "$a" } }, out: "soon" },
      { in: {}, expr: { $dateFromString: { dateString: "$a", onNull: new Date(0) } }, out: new Date(0) },
      { in: { a: "soon" }, expr: { $dateFromString: { dateString: "$a" } }, error: 241 },
      { in: { a: 5 }, expr: { $dateFromString: { dateString: "$a" } }, error: 241 },
    ],
  },
});

/** `undefined` stands for a format or time zone that is not given; null for one that is null. */
function toDate(text: Value, format: Value, timezone: Value): Date | null {
  const zone = zoneOf("$dateFromString", timezone);
  if (timezone === null || format === null) return null;
  if (format !== undefined && typeof format !== "string") {
    throw new MqlError(40684, `$dateFromString requires that 'format' be a string, found: ${typeOf(format)}`);
  }
  if (typeof text !== "string") {
    throw new MqlError(241, `$dateFromString requires that 'dateString' be a string, found: ${typeOf(text)}`);
  }
  return format === undefined ? parseDate(text, zone) : parseDateByFormat(text, format, zone);
}

function tryToDate(text: Value, format: Value, timezone: Value): Date | null | object {
  try {
    return toDate(text, format, timezone);
  } catch (error) {
    if (error instanceof MqlError && error.code === 241) return failure;
    throw error;
  }
}
