/** Parts of dates and arithmetic on them in more detail than the operators' examples. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { problemsOf } from "../../testing/compiled.ts";
import { Double, ObjectId, Timestamp } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

const d = (text: string) => new Date(text);

describe("parts of a date", () => {
  testResults([
    [{ $year: "$a" }, { a: new ObjectId("5ab9cbfa31c2ab715d42129e") }, 2018],
    [{ $year: "$a" }, { a: new Timestamp({ t: 86400, i: 0 }) }, 1970],
    [{ $year: [{ date: "$a", timezone: "UTC" }] }, { a: d("2020-06-01") }, 2020],
    [{ $year: { date: "$a", timezone: "$z" } }, { a: d("2020-06-01") }, null],
    [{ $year: { date: "$a", timezone: "$z" } }, { z: 5 }, null],
    [{ $year: { $ifNull: ["$a", d("1999-05-05")] } }, {}, 1999],
    [{ $millisecond: d("1969-12-31T23:59:59.999Z") }, {}, 999],
    [{ $second: d("1969-12-31T23:59:59.999Z") }, {}, 59],
    [{ $dayOfYear: d("2016-12-31") }, {}, 366],
    [{ $dayOfWeek: d("1965-07-04") }, {}, 1],
    [{ $week: d("2016-01-02") }, {}, 0],
    [{ $week: d("2016-01-03") }, {}, 1],
    [{ $week: d("2016-12-31") }, {}, 52],
    [{ $isoWeek: d("2018-12-31") }, {}, 1],
    [{ $isoWeekYear: d("2018-12-31") }, {}, 2019n],
    [{ $isoWeek: d("2021-01-03") }, {}, 53],
    [{ $hour: { date: d("2021-03-14T06:59:59Z"), timezone: "America/New_York" } }, {}, 1],
    [{ $hour: { date: d("2021-03-14T07:00:00Z"), timezone: "America/New_York" } }, {}, 3],
    [{ $minute: { date: d("2021-03-14T07:00:00Z"), timezone: "Asia/Kathmandu" } }, {}, 45],
  ]);
  testErrors([
    [{ $year: { date: "$a", timezone: "$z" } }, { a: d("2020-01-01"), z: 5 }, 40517],
    [{ $year: { date: "$a", timezone: "$z" } }, { a: d("2020-01-01"), z: "Mars/Olympus" }, 40485],
    [{ $isoWeek: "$a" }, { a: 5 }, 16006],
    [{ $dayOfWeek: "$a" }, { a: "2020-01-01" }, 16006],
  ]);
});

describe("$dateAdd and $dateSubtract", () => {
  const add = (startDate: Value, unit: string, amount: Value, timezone = "UTC") => ({
    $dateAdd: { startDate, unit, amount, timezone },
  });
  testResults([
    [add(d("2020-01-31T10:00:00Z"), "month", 1), {}, d("2020-02-29T10:00:00Z")],
    [add(d("2020-02-29"), "year", 1), {}, d("2021-02-28")],
    [add(d("2020-02-29"), "year", 4), {}, d("2024-02-29")],
    [add(d("2020-11-30"), "quarter", 1), {}, d("2021-02-28")],
    [add(d("2020-03-31"), "month", -1), {}, d("2020-02-29")],
    [add(d("1969-12-31T23:00:00Z"), "month", 2), {}, d("1970-02-28T23:00:00Z")],
    [add(d("2020-01-01"), "week", 2n), {}, d("2020-01-15")],
    [add(d("2020-01-01"), "millisecond", new Double(-1)), {}, d("2019-12-31T23:59:59.999Z")],
    // 02:30 does not exist on that night: an hour later.
    [add(d("2021-03-13T07:30:00Z"), "day", 1, "America/New_York"), {}, d("2021-03-14T07:30:00Z")],
    [add(d("2021-10-30T10:00:00Z"), "day", 1, "Europe/Paris"), {}, d("2021-10-31T11:00:00Z")],
    // 31 January in Tokyo is the 30th in UTC.
    [add(d("2021-01-30T20:00:00Z"), "month", 1, "Asia/Tokyo"), {}, d("2021-02-27T20:00:00Z")],
    [add(new Timestamp({ t: 60, i: 1 }), "minute", 1), {}, new Date(120_000)],
    [{ $dateSubtract: { startDate: d("2021-03-31"), unit: "quarter", amount: 1 } }, {}, d("2020-12-31")],
    [{ $dateSubtract: { startDate: d("2021-03-31"), unit: "day", amount: -1 } }, {}, d("2021-04-01")],
    [{ $dateAdd: { startDate: d("2021-03-31"), unit: "$u", amount: 1 } }, {}, null],
    [{ $dateAdd: { startDate: d("2021-03-31"), unit: "day", amount: 1, timezone: "$z" } }, { z: null }, null],
  ]);
  testErrors([
    [add("$a", "year", 300_000), { a: d("2020-01-01") }, 5166406],
    [add("$a", "hour", 2 ** 52), { a: d("2020-01-01") }, 5166406],
    [add("$a", "day", "1"), { a: d("2020-01-01") }, 5166405],
    [add("$a", "day", 1, "Nowhere"), { a: d("2020-01-01") }, 40485],
    [add("$a", "day", 1), { a: 5 }, 5166403],
  ]);
});

describe("$dateDiff", () => {
  const diff = (start: string, end: string, unit: string, more: Record<string, Value> = {}) => ({
    $dateDiff: { startDate: d(start), endDate: d(end), unit, ...more },
  });
  testResults([
    [diff("2020-12-31T23:59:59Z", "2021-01-01T00:00:00Z", "year"), {}, 1n],
    [diff("2021-01-01", "2020-12-31T23:59:59Z", "year"), {}, -1n],
    [diff("2020-03-31", "2020-04-01", "quarter"), {}, 1n],
    [diff("2020-01-01", "2021-02-28", "month"), {}, 13n],
    [diff("2021-01-02", "2021-01-03", "week"), {}, 1n],
    [diff("2021-01-03", "2021-01-09T23:00:00Z", "week"), {}, 0n],
    [diff("2021-01-02", "2021-01-03", "week", { startOfWeek: "mon" }), {}, 0n],
    [diff("2021-01-01T00:59:59Z", "2021-01-01T01:00:00Z", "hour"), {}, 1n],
    [diff("2021-01-01T00:00:00Z", "2021-01-01T00:59:59Z", "hour"), {}, 0n],
    [diff("2021-01-01T00:29:00Z", "2021-01-01T00:31:00Z", "hour", { timezone: "+05:30" }), {}, 1n],
    [diff("2021-03-14T06:30:00Z", "2021-03-14T07:30:00Z", "hour", { timezone: "America/New_York" }), {}, 1n],
    [diff("2021-03-14T04:59:00Z", "2021-03-14T05:00:00Z", "day", { timezone: "America/New_York" }), {}, 1n],
    [diff("2020-01-01", "2020-01-02", "millisecond"), {}, 86_400_000n],
    [diff("1970-01-01", "2020-01-01", "millisecond"), {}, 1_577_836_800_000],
    [diff("1969-12-31T23:59:59.500Z", "1970-01-01T00:00:00.500Z", "second"), {}, 1n],
    [diff("2020-01-01", "2020-01-02", "day", { startOfWeek: "$none" }), {}, 1n],
    [diff("2020-01-01", "2020-01-02", "week", { startOfWeek: "$none" }), {}, null],
  ]);
  testErrors([
    [{ $dateDiff: { startDate: d("2020-01-01"), endDate: "$a", unit: "day" } }, { a: "x" }, 5166307],
    [{ $dateDiff: { startDate: d("2020-01-01"), endDate: d("2020-01-01"), unit: "$a" } }, { a: 5 }, 5439013],
    [{ $dateDiff: { startDate: d("2020-01-01"), endDate: d("2020-01-01"), unit: "week", startOfWeek: "$a" } }, { a: 5 }, 5439015],
    [
      { $dateDiff: { startDate: d("2020-01-01"), endDate: d("2020-01-01"), unit: "week", startOfWeek: "$a" } },
      { a: "x" },
      5439016,
    ],
  ]);
});

describe("$dateFromParts and $dateToParts", () => {
  testResults([
    [{ $dateFromParts: { year: 2017 } }, {}, d("2017-01-01")],
    [{ $dateFromParts: { year: 2017, month: 0, day: 1 } }, {}, d("2016-12-01")],
    [{ $dateFromParts: { year: 2017, month: 1, day: 0 } }, {}, d("2016-12-31")],
    [{ $dateFromParts: { year: 2017, hour: -1 } }, {}, d("2016-12-31T23:00:00Z")],
    [{ $dateFromParts: { year: 2017, second: 100_000 } }, {}, d("2017-01-02T03:46:40Z")],
    [{ $dateFromParts: { year: new Double(99) } }, {}, d("0099-01-01")],
    [{ $dateFromParts: { isoWeekYear: 2020, isoWeek: 53, isoDayOfWeek: 7 } }, {}, d("2021-01-03")],
    [{ $dateFromParts: { isoWeekYear: 2017, isoWeek: 0 } }, {}, d("2016-12-26")],
    [{ $dateFromParts: { year: 2017, timezone: "$z" } }, {}, null],
    [{ $dateFromParts: { year: 2021, month: 7, timezone: "+0200" } }, {}, d("2021-06-30T22:00:00Z")],
    [{ $dateToParts: { date: d("2020-01-01"), iso8601: "$i" } }, {}, null],
    [{ $dateToParts: { date: d("2020-01-01"), timezone: "$z" } }, { z: null }, null],
  ]);
  testErrors([
    [{ $dateFromParts: { year: "$y" } }, { y: 2017.5 }, 40515],
    [{ $dateFromParts: { isoWeekYear: "$y" } }, { y: 0 }, 40523],
    [{ $dateFromParts: { year: 2017, day: "$y" } }, { y: -40000 }, 31034],
    [{ $dateFromParts: { year: 2017, timezone: "$z" } }, { z: 5 }, 40517],
    [{ $dateToParts: { date: d("2020-01-01"), timezone: "$z" } }, { z: "x y" }, 40485],
  ]);
});

test.each<[Value, string, string]>([
  [{ $year: ["$a", "$b"] }, "/$year", "exactly 1 argument"],
  [{ $year: { timezone: "UTC" } }, "/$year", "lacks the field 'date'"],
  [{ $hour: { date: "$a", zone: "UTC" } }, "/$hour/zone", "no field 'zone'"],
  [{ $dateAdd: { startDate: "$a", unit: "days", amount: 1 } }, "/$dateAdd/unit", "Did you mean day?"],
  [{ $dateDiff: { startDate: "$a", endDate: "$b", unit: "week", startOfWeek: "mo" } }, "/$dateDiff/startOfWeek", "not a day"],
  [{ $dateFromParts: { month: 1 } }, "/$dateFromParts", "either 'year' or 'isoWeekYear'"],
  [{ $dateFromParts: { isoWeekYear: 2017, month: 1 } }, "/$dateFromParts/month", "does not mix"],
])("%j does not compile", (expression, pointer, message) => {
  const [problem] = problemsOf(compileExpression(definitionOf(expression)));
  expect(problem?.pointer).toBe(pointer);
  expect(problem?.message).toContain(message);
});
