import { describe, expect, test } from "vitest";
import { evaluate, failure } from "../../testing/compiled.ts";
import type { Value } from "../../values/types.ts";
import { zoneNamed } from "./zone.ts";

const at = (text: string) => new Date(text);

describe("$dateToString", () => {
  const day = at("2024-02-29T23:05:09.007Z");

  test.each([
    ["%Y-%m-%d %H:%M:%S.%L", "2024-02-29 23:05:09.007"],
    ["%b %B", "Feb February"],
    ["%j", "060"],
    ["%w %u", "5 4"],
    ["%U", "08"],
    ["%G-W%V", "2024-W09"],
    ["%z %Z", "+0000 +0"],
    ["100%% done", "100% done"],
    ["", "2024-02-29T23:05:09.007Z"],
    ["\u00fc%d\u{1f600}", "\u00fc29\u{1f600}"],
  ])("%s", (format, text) => {
    expect(evaluate({ $dateToString: { date: "$a", format: { $literal: format } } }, { a: day })).toBe(text);
  });

  test.each([
    // ISO weeks belong to the year of their Thursday; weeks by Sunday start with 0.
    ["2021-01-03T12:00:00Z", "2020-W53-7 01"],
    ["2021-01-04T12:00:00Z", "2021-W01-1 01"],
    ["2018-12-31T12:00:00Z", "2019-W01-1 52"],
    ["2022-01-01T12:00:00Z", "2021-W52-6 00"],
    ["2022-01-02T12:00:00Z", "2021-W52-7 01"],
  ])("weeks of %s", (date, text) => {
    expect(evaluate({ $dateToString: { date: "$a", format: "%G-W%V-%u %U" } }, { a: at(date) })).toBe(text);
  });

  test.each([
    ["Europe/Oslo", "2024-07-01T02:30 +0200"],
    ["America/New_York", "2024-06-30T20:30 -0400"],
    ["Asia/Kathmandu", "2024-07-01T06:15 +0545"],
    ["-03:30", "2024-06-30T21:00 -0330"],
    ["+0530", "2024-07-01T06:00 +0530"],
    ["+01", "2024-07-01T01:30 +0100"],
    ["GMT", "2024-07-01T00:30 +0000"],
  ])("in %s", (timezone, text) => {
    expect(
      evaluate(
        { $dateToString: { date: "$a", format: "%Y-%m-%dT%H:%M %z", timezone: "$z" } },
        { a: at("2024-07-01T00:30:00Z"), z: timezone },
      ),
    ).toBe(text);
  });

  test("the zone's rules of the date count, not those of today", () => {
    const expression = { $dateToString: { date: "$a", format: "%H:%M", timezone: "Europe/Oslo" } };
    expect(evaluate(expression, { a: at("2024-03-31T00:59:00Z") })).toBe("01:59");
    expect(evaluate(expression, { a: at("2024-03-31T01:00:00Z") })).toBe("03:00");
    expect(evaluate(expression, { a: at("2024-10-27T00:59:00Z") })).toBe("02:59");
    expect(evaluate(expression, { a: at("2024-10-27T01:00:00Z") })).toBe("02:00");
    expect(evaluate(expression, { a: at("1900-06-01T00:00:00Z") })).toBe("01:00");
  });

  test("local time has no Z by default", () => {
    expect(evaluate({ $dateToString: { date: "$a", timezone: "+01:00" } }, { a: at("2024-01-01T00:00:00Z") })).toBe(
      "2024-01-01T01:00:00.000",
    );
  });

  test("years that four digits do not hold are an error", () => {
    expect(failure({ $dateToString: { date: "$a", format: "%Y" } }, { a: at("+010000-01-01T00:00:00Z") }).code).toBe(18537);
    expect(evaluate({ $dateToString: { date: "$a", format: "%Y" } }, { a: at("0033-01-01T00:00:00Z") })).toBe("0033");
  });
});

describe("$dateFromString without a format", () => {
  test.each([
    ["2017-02-08T12:10:40.787Z", "2017-02-08T12:10:40.787Z"],
    ["2017-02-08 12:10:40", "2017-02-08T12:10:40.000Z"],
    ["2017-02-08T12:10:40.787+02:00", "2017-02-08T10:10:40.787Z"],
    ["2017-02-08T12:10-0330", "2017-02-08T15:40:00.000Z"],
    ["2017-02-08T12:10:40,5Z", "2017-02-08T12:10:40.500Z"],
    ["2017-02-08T12:10:40.123456789Z", "2017-02-08T12:10:40.123Z"],
    ["2017-02-08", "2017-02-08T00:00:00.000Z"],
    ["2017-2-8", "2017-02-08T00:00:00.000Z"],
    ["20170208", "2017-02-08T00:00:00.000Z"],
    ["20170208T121040Z", "2017-02-08T12:10:40.000Z"],
    ["2017/02/08", "2017-02-08T00:00:00.000Z"],
    ["02/08/2017 12:10 PM", "2017-02-08T12:10:00.000Z"],
    ["08.02.2017", "2017-02-08T00:00:00.000Z"],
    ["08-02-2017", "2017-02-08T00:00:00.000Z"],
    ["Wed, 08 Feb 2017 12:10:40 GMT", "2017-02-08T12:10:40.000Z"],
    ["February 8th, 2017 12:10am", "2017-02-08T00:10:00.000Z"],
    ["8-Feb-2017", "2017-02-08T00:00:00.000Z"],
    ["Sept 3, 2017", "2017-09-03T00:00:00.000Z"],
    ["2017-02-08 12:10:40 EST", "2017-02-08T17:10:40.000Z"],
    ["2017-07-08 12:10:40 Europe/Oslo", "2017-07-08T10:10:40.000Z"],
    ["2017-02-08 12:10 GMT+02:00", "2017-02-08T10:10:00.000Z"],
    ["2017-W06-3", "2017-02-08T00:00:00.000Z"],
    ["2017-039", "2017-02-08T00:00:00.000Z"],
    [" 2017-02-08T24:00:00Z ", "2017-02-09T00:00:00.000Z"],
    ["0033-01-01", "0033-01-01T00:00:00.000Z"],
  ])("%s", (text, date) => {
    expect(evaluate({ $dateFromString: { dateString: "$a" } }, { a: text })).toEqual(at(date));
    expect(evaluate({ $toDate: "$a" }, { a: text })).toEqual(at(date));
  });

  test.each([
    "",
    "today",
    "2017",
    "2017-02",
    "2017-02-30",
    "2017-13-01",
    "2017-02-08T25:00",
    "2017-02-08T12:61",
    "2017-02-08 xyz",
    "8 2017",
    "12:00",
    "2017-02-08T12:10:40ZZ",
  ])("%j is no date", (text) => {
    expect(failure({ $dateFromString: { dateString: "$a" } }, { a: text }).code).toBe(241);
  });

  test("a time zone in the text and one as argument are too many", () => {
    expect(failure({ $dateFromString: { dateString: "2017-02-08T12:00Z", timezone: "Europe/Oslo" } }).code).toBe(241);
  });
});

describe("$dateFromString with a format", () => {
  test.each([
    ["06-15-2018", "%m-%d-%Y", "2018-06-15T00:00:00.000Z"],
    ["15.6.2018 7:05:09", "%d.%m.%Y %H:%M:%S", "2018-06-15T07:05:09.000Z"],
    ["2018-06-15T07:05:09.12+0200", "%Y-%m-%dT%H:%M:%S.%L%z", "2018-06-15T05:05:09.120Z"],
    ["2018-06-15 +90", "%Y-%m-%d %Z", "2018-06-14T22:30:00.000Z"],
    ["15 Jun 2018", "%d %b %Y", "2018-06-15T00:00:00.000Z"],
    ["June 15 2018", "%B %d %Y", "2018-06-15T00:00:00.000Z"],
    ["2018/166", "%Y/%j", "2018-06-15T00:00:00.000Z"],
    ["5 24 2018", "%u %V %G", "2018-06-15T00:00:00.000Z"],
    ["100% 2018-06-15", "100%% %Y-%m-%d", "2018-06-15T00:00:00.000Z"],
  ])("%s as %s", (text, format, date) => {
    expect(evaluate({ $dateFromString: { dateString: "$a", format: { $literal: format } } }, { a: text })).toEqual(at(date));
  });

  test.each([
    ["2018-06-15x", "%Y-%m-%d"],
    ["2018-06", "%Y-%m"],
    ["2018-06-15", "%Y/%m/%d"],
    ["2018-02-29", "%Y-%m-%d"],
    ["18-06-15", "%Y-%m-%d"],
    ["Foo 15 2018", "%b %d %Y"],
    ["2018 24 06", "%G %V %m"],
    ["2018-367", "%Y-%j"],
  ])("%s is not %s", (text, format) => {
    expect(failure({ $dateFromString: { dateString: "$a", format } }, { a: text }).code).toBe(241);
  });

  test("local times follow the zone: skipped ones move forward, doubled ones are the first", () => {
    const parse = (text: string) =>
      evaluate({ $dateFromString: { dateString: text, format: "%Y-%m-%d %H:%M", timezone: "Europe/Oslo" } });
    expect(parse("2024-07-01 12:00")).toEqual(at("2024-07-01T10:00:00Z"));
    expect(parse("2024-03-31 02:30")).toEqual(at("2024-03-31T01:30:00Z"));
    expect(parse("2024-10-27 02:30")).toEqual(at("2024-10-27T00:30:00Z"));
    expect(parse("2024-10-27 03:00")).toEqual(at("2024-10-27T02:00:00Z"));
  });

  test("errors of other arguments are not caught by onError", () => {
    const expression = { $dateFromString: { dateString: "2018-06-15", timezone: "$z", onError: "caught" } };
    expect(failure(expression, { z: "Nowhere" }).code).toBe(40485);
    expect(evaluate(expression, { z: null })).toBe(null);
  });
});

describe("$dateTrunc", () => {
  const time = at("2024-05-17T13:47:25.678Z");
  test.each<[string, Record<string, Value>, string]>([
    ["millisecond", { binSize: 100 }, "2024-05-17T13:47:25.600Z"],
    ["second", {}, "2024-05-17T13:47:25.000Z"],
    ["minute", { binSize: 15 }, "2024-05-17T13:45:00.000Z"],
    ["hour", {}, "2024-05-17T13:00:00.000Z"],
    ["hour", { binSize: 6, timezone: "+01:00" }, "2024-05-17T11:00:00.000Z"],
    ["day", {}, "2024-05-17T00:00:00.000Z"],
    ["day", { timezone: "America/Los_Angeles" }, "2024-05-17T07:00:00.000Z"],
    ["week", {}, "2024-05-12T00:00:00.000Z"],
    ["week", { startOfWeek: "mon" }, "2024-05-13T00:00:00.000Z"],
    ["week", { startOfWeek: "Friday" }, "2024-05-17T00:00:00.000Z"],
    ["week", { startOfWeek: "saturday" }, "2024-05-11T00:00:00.000Z"],
    ["month", { binSize: 5 }, "2024-03-01T00:00:00.000Z"],
    ["quarter", { timezone: "Europe/Oslo" }, "2024-03-31T22:00:00.000Z"],
    ["year", { binSize: 10 }, "2020-01-01T00:00:00.000Z"],
  ])("%s %j", (unit, more, result) => {
    expect(evaluate({ $dateTrunc: { date: "$a", unit, ...more } }, { a: time })).toEqual(at(result));
  });

  test("bins before 2000 are aligned as those behind it", () => {
    expect(evaluate({ $dateTrunc: { date: "$a", unit: "year", binSize: 10 } }, { a: at("1995-06-01T00:00:00Z") })).toEqual(
      at("1990-01-01T00:00:00Z"),
    );
    expect(evaluate({ $dateTrunc: { date: "$a", unit: "day", binSize: 2 } }, { a: at("1999-12-31T12:00:00Z") })).toEqual(
      at("1999-12-30T00:00:00Z"),
    );
    expect(evaluate({ $dateTrunc: { date: "$a", unit: "hour", binSize: 5 } }, { a: at("1999-12-31T23:00:00Z") })).toEqual(
      at("1999-12-31T19:00:00Z"),
    );
  });

  test("a day with a change of clocks begins at its own midnight", () => {
    const day = (text: string) => evaluate({ $dateTrunc: { date: "$a", unit: "day", timezone: "Europe/Oslo" } }, { a: at(text) });
    expect(day("2024-03-31T12:00:00Z")).toEqual(at("2024-03-30T23:00:00Z"));
    expect(day("2024-10-27T12:00:00Z")).toEqual(at("2024-10-26T22:00:00Z"));
    expect(day("2024-10-28T12:00:00Z")).toEqual(at("2024-10-27T23:00:00Z"));
  });

  test.each<[Record<string, Value>, number]>([
    [{ unit: 5 }, 5439013],
    [{ unit: "$u" }, 5439014],
    [{ unit: "week", startOfWeek: 1 }, 5439015],
    [{ unit: "week", startOfWeek: "$u" }, 5439016],
    [{ unit: "day", binSize: 1.5 }, 5439017],
    [{ unit: "day", binSize: "1" }, 5439017],
    [{ unit: "day", binSize: -1 }, 5439018],
    [{ unit: "day", timezone: "$u" }, 40485],
  ])("%j is an error", (more, code) => {
    expect(failure({ $dateTrunc: { date: "$a", ...more } as Value as never }, { a: time, u: "Nonsense" }).code).toBe(code);
  });
});

describe("time zones", () => {
  test.each(["", "Mars/Olympus", "+5", "+25:61", "UTC; drop", "../etc/passwd"])("%j is none", (name) => {
    expect(zoneNamed(name)).toBe(undefined);
  });

  test("a zone with changes at half past the hour", () => {
    const zone = zoneNamed("Australia/Lord_Howe")!;
    expect(zone.offsetAt(Date.UTC(2024, 0, 1))).toBe(11 * 3_600_000);
    expect(zone.offsetAt(Date.UTC(2024, 6, 1))).toBe(10.5 * 3_600_000);
  });
});
