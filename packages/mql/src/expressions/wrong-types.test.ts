/** Every operator on values that it does not take: null, missing, and each wrong type. */
import { describe, expect, test } from "vitest";
import { MqlError } from "../errors.ts";
import { documentOf, program } from "../testing/compiled.ts";
import { exact } from "../testing/record.ts";
import { BSONRegExp, Decimal128, Double, ObjectId, Timestamp } from "../values/classes.ts";
import type { Value } from "../values/types.ts";

const samples = {
  missing: undefined,
  null: null,
  bool: true,
  int: 7,
  long: 7n,
  double: 2.5,
  decimal: Decimal128.fromString("2.5"),
  string: "text",
  object: { k: 1 },
  array: [1, 2],
  date: new Date(0),
  objectId: new ObjectId("5ab9cbfa31c2ab715d42129e"),
  regex: new BSONRegExp("a", ""),
  timestamp: new Timestamp({ t: 7, i: 1 }),
} as const satisfies Record<string, Value>;
type Kind = keyof typeof samples;

/** Another error than that of most kinds. */
class Fails {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** For each operator: what it gives where its operand `$v` is of a kind; kinds not named give the error code. */
const cases: readonly [name: string, expression: Value, error: number, results: Partial<Record<Kind, Value | Fails>>][] = [
  [
    "$add",
    { $add: ["$v", 1] },
    14,
    { missing: null, null: null, int: 8, long: 8n, double: 3.5, decimal: Decimal128.fromString("3.5"), date: new Date(1) },
  ],
  [
    "$subtract",
    { $subtract: ["$v", 1] },
    14,
    { missing: null, null: null, int: 6, long: 6n, double: 1.5, decimal: Decimal128.fromString("1.5"), date: new Date(-1) },
  ],
  [
    "$multiply",
    { $multiply: ["$v", 2] },
    14,
    { missing: null, null: null, int: 14, long: 14n, double: new Double(5), decimal: Decimal128.fromString("5.0") },
  ],
  [
    "$divide",
    { $divide: ["$v", 2] },
    14,
    { missing: null, null: null, int: 3.5, long: 3.5, double: 1.25, decimal: Decimal128.fromString("1.25") },
  ],
  [
    "$mod",
    { $mod: ["$v", 2] },
    14,
    { missing: null, null: null, int: 1, long: 1n, double: 0.5, decimal: Decimal128.fromString("0.5") },
  ],
  [
    "$abs",
    { $abs: "$v" },
    28765,
    { missing: null, null: null, int: 7, long: 7n, double: 2.5, decimal: Decimal128.fromString("2.5") },
  ],
  [
    "$ceil",
    { $ceil: "$v" },
    28765,
    { missing: null, null: null, int: 7, long: 7n, double: new Double(3), decimal: Decimal128.fromString("3") },
  ],
  [
    "$round",
    { $round: ["$v", 0] },
    51081,
    { missing: null, null: null, int: 7, long: 7n, double: new Double(2), decimal: Decimal128.fromString("2") },
  ],
  [
    "$exp",
    { $exp: "$v" },
    28765,
    {
      missing: null,
      null: null,
      int: Math.exp(7),
      long: Math.exp(7),
      double: Math.exp(2.5),
      decimal: Decimal128.fromString("12.18249396070347343807017595116797"),
    },
  ],
  ["$concat", { $concat: ["$v", "!"] }, 16702, { missing: null, null: null, string: "text!" }],
  [
    "$toUpper",
    { $toUpper: "$v" },
    16007,
    {
      missing: "",
      null: "",
      int: "7",
      long: "7",
      double: "2.5",
      decimal: "2.5",
      string: "TEXT",
      date: "1970-01-01T00:00:00.000Z",
      timestamp: "TIMESTAMP(7, 1)",
    },
  ],
  [
    "$substrCP",
    { $substrCP: ["$v", 0, 1] },
    16007,
    { missing: "", null: "", int: "7", long: "7", double: "2", decimal: "2", string: "t", date: "1", timestamp: "T" },
  ],
  [
    "$substrCP (start)",
    { $substrCP: ["abcdefghi", "$v", 1] },
    34450,
    { int: "h", long: "h", double: new Fails(34451), decimal: new Fails(34451) },
  ],
  ["$split", { $split: ["$v", "x"] }, 40085, { missing: null, null: null, string: ["te", "t"] }],
  ["$split (delimiter)", { $split: ["a text", "$v"] }, 40086, { missing: null, null: null, string: ["a ", ""] }],
  ["$size", { $size: "$v" }, 17124, { array: 2 }],
  ["$arrayElemAt", { $arrayElemAt: ["$v", 0] }, 28689, { missing: null, null: null, array: 1 }],
  [
    "$arrayElemAt (index)",
    { $arrayElemAt: [[0, 1, 2, 3, 4, 5, 6, 7], "$v"] },
    28690,
    { missing: null, null: null, int: 7, long: 7, double: new Fails(28691), decimal: new Fails(28691) },
  ],
  ["$first", { $first: "$v" }, 28689, { missing: null, null: null, array: 1 }],
  ["$in", { $in: [1, "$v"] }, 40081, { array: true }],
  ["$map", { $map: { input: "$v", in: "$$this" } }, 16883, { missing: null, null: null, array: [1, 2] }],
  ["$filter", { $filter: { input: "$v", cond: true } }, 28651, { missing: null, null: null, array: [1, 2] }],
  [
    "$filter (limit)",
    { $filter: { input: [1, 2], cond: true, limit: "$v" } },
    327391,
    { missing: [1, 2], null: [1, 2], int: [1, 2], long: [1, 2] },
  ],
  [
    "$reduce",
    { $reduce: { input: "$v", initialValue: 0, in: { $add: ["$$value", "$$this"] } } },
    40080,
    { missing: null, null: null, array: 3 },
  ],
  ["$concatArrays", { $concatArrays: ["$v", [3]] }, 28664, { missing: null, null: null, array: [1, 2, 3] }],
  ["$range", { $range: [6, "$v"] }, 34445, { int: [6], long: [6], double: new Fails(34446), decimal: new Fails(34446) }],
  ["$objectToArray", { $objectToArray: "$v" }, 40390, { missing: null, null: null, object: [{ k: "k", v: 1 }] }],
  ["$mergeObjects", { $mergeObjects: [{ a: 1 }, "$v"] }, 40400, { missing: { a: 1 }, null: { a: 1 }, object: { a: 1, k: 1 } }],
  [
    "$setField",
    { $setField: { field: "f", input: "$v", value: 1 } },
    4161105,
    { missing: null, null: null, object: { k: 1, f: 1 } },
  ],
  ["$getField (name)", { $getField: { field: "$v", input: { text: 5 } } }, 3041704, { string: 5 }],
  [
    "$dateToString",
    { $dateToString: { date: "$v", format: "%Y" } },
    16006,
    { missing: null, null: null, date: "1970", objectId: "2018", timestamp: "1970" },
  ],
  [
    "$dateToString (format)",
    { $dateToString: { date: new Date(0), format: "$v" } },
    18533,
    { missing: null, null: null, string: "text" },
  ],
  [
    "$dateToString (timezone)",
    { $dateToString: { date: new Date(0), format: "%Y", timezone: "$v" } },
    40517,
    { missing: null, null: null, string: new Fails(40485) },
  ],
  [
    "$dateTrunc",
    { $dateTrunc: { date: "$v", unit: "year" } },
    5439012,
    { missing: null, null: null, date: new Date(0), objectId: new Date("2018-01-01T00:00:00Z"), timestamp: new Date(0) },
  ],
  ["$dateFromString", { $dateFromString: { dateString: "$v" } }, 241, { missing: null, null: null }],
  ["$toInt", { $toInt: "$v" }, 241, { missing: null, null: null, bool: 1, int: 7, long: 7, double: 2, decimal: 2 }],
  [
    "$toLong",
    { $toLong: "$v" },
    241,
    { missing: null, null: null, bool: 1n, int: 7n, long: 7n, double: 2n, decimal: 2n, date: 0n },
  ],
  [
    "$toDouble",
    { $toDouble: "$v" },
    241,
    {
      missing: null,
      null: null,
      bool: new Double(1),
      int: new Double(7),
      long: new Double(7),
      double: 2.5,
      decimal: 2.5,
      date: new Double(0),
    },
  ],
  [
    "$toDecimal",
    { $toDecimal: "$v" },
    241,
    {
      missing: null,
      null: null,
      bool: Decimal128.fromString("1"),
      int: Decimal128.fromString("7"),
      long: Decimal128.fromString("7"),
      double: Decimal128.fromString("2.50000000000000"),
      decimal: Decimal128.fromString("2.5"),
      date: Decimal128.fromString("0"),
    },
  ],
  [
    "$toString",
    { $toString: "$v" },
    241,
    {
      missing: null,
      null: null,
      bool: "true",
      int: "7",
      long: "7",
      double: "2.5",
      decimal: "2.5",
      string: "text",
      date: "1970-01-01T00:00:00.000Z",
      objectId: "5ab9cbfa31c2ab715d42129e",
    },
  ],
  [
    "$toDate",
    { $toDate: "$v" },
    241,
    {
      missing: null,
      null: null,
      long: new Date(7),
      double: new Date(2),
      decimal: new Date(2),
      date: new Date(0),
      objectId: new Date("2018-03-27T04:43:38Z"),
      timestamp: new Date(7000),
    },
  ],
  ["$toObjectId", { $toObjectId: "$v" }, 241, { missing: null, null: null, objectId: samples.objectId }],
  [
    "$sigmoid",
    { $sigmoid: "$v" },
    28765,
    {
      missing: null,
      null: null,
      int: 1 / (1 + Math.exp(-7)),
      long: 1 / (1 + Math.exp(-7)),
      double: 1 / (1 + Math.exp(-2.5)),
      decimal: Decimal128.fromString("0.9241418199787564488066938233537522"),
    },
  ],
  ["$firstN", { $firstN: { input: "$v", n: 1 } }, 5788200, { array: [1] }],
  [
    "$firstN (n)",
    { $firstN: { input: [1, 2], n: "$v" } },
    5787902,
    { int: [1, 2], long: [1, 2], double: new Fails(5787903), decimal: new Fails(5787903) },
  ],
  ["$lastN", { $lastN: { input: "$v", n: 1 } }, 5788200, { array: [2] }],
  ["$maxN", { $maxN: { input: "$v", n: 1 } }, 5788200, { array: [2] }],
  ["$minN", { $minN: { input: "$v", n: 1 } }, 5788200, { array: [1] }],
  ["$indexOfArray", { $indexOfArray: ["$v", 2] }, 40090, { missing: null, null: null, array: 1 }],
  ["$indexOfArray (start)", { $indexOfArray: [[1], 1, "$v"] }, 40096, { int: -1, long: -1 }],
  ["$reverseArray", { $reverseArray: "$v" }, 34435, { missing: null, null: null, array: [2, 1] }],
  ["$slice", { $slice: ["$v", 1] }, 28724, { missing: null, null: null, array: [1] }],
  [
    "$slice (count)",
    { $slice: [[1, 2], "$v"] },
    28725,
    { missing: null, null: null, int: [1, 2], long: [1, 2], double: new Fails(28726), decimal: new Fails(28726) },
  ],
  ["$sortArray", { $sortArray: { input: "$v", sortBy: -1 } }, 2942504, { missing: null, null: null, array: [2, 1] }],
  ["$zip", { $zip: { inputs: ["$v"] } }, 34468, { missing: null, null: null, array: [[1], [2]] }],
  ["$allElementsTrue", { $allElementsTrue: "$v" }, 17040, { array: true }],
  ["$anyElementTrue", { $anyElementTrue: "$v" }, 17041, { array: true }],
  ["$setDifference", { $setDifference: ["$v", [2]] }, 17048, { missing: null, null: null, array: [1] }],
  ["$setEquals", { $setEquals: ["$v", [2, 1]] }, 17044, { array: true }],
  ["$setIntersection", { $setIntersection: ["$v", [2]] }, 17047, { missing: null, null: null, array: [2] }],
  ["$setIsSubset", { $setIsSubset: ["$v", [2]] }, 17046, { array: false }],
  ["$setIsSubset (second)", { $setIsSubset: [[1], "$v"] }, 17042, { array: true }],
  ["$setUnion", { $setUnion: ["$v", [3]] }, 17043, { missing: null, null: null, array: [1, 2, 3] }],
  ["$indexOfBytes", { $indexOfBytes: ["$v", "x"] }, 40091, { missing: null, null: null, string: 2 }],
  ["$indexOfBytes (wanted)", { $indexOfBytes: ["a text", "$v"] }, 40092, { string: 2 }],
  ["$indexOfCP", { $indexOfCP: ["$v", "x"] }, 40093, { missing: null, null: null, string: 2 }],
  ["$indexOfCP (wanted)", { $indexOfCP: ["a text", "$v"] }, 40094, { string: 2 }],
  ["$trim", { $trim: { input: "$v", chars: "t" } }, 50699, { missing: null, null: null, string: "ex" }],
  ["$trim (chars)", { $trim: { input: "tt-", chars: "$v" } }, 50700, { missing: null, null: null, string: "-" }],
  ["$ltrim", { $ltrim: { input: "$v", chars: "t" } }, 50699, { missing: null, null: null, string: "ext" }],
  ["$rtrim", { $rtrim: { input: "$v", chars: "t" } }, 50699, { missing: null, null: null, string: "tex" }],
  ["$regexMatch", { $regexMatch: { input: "$v", regex: "x" } }, 51104, { missing: false, null: false, string: true }],
  [
    "$regexMatch (regex)",
    { $regexMatch: { input: "a", regex: "$v" } },
    51105,
    { missing: false, null: false, string: false, regex: true },
  ],
  [
    "$regexFind",
    { $regexFind: { input: "$v", regex: "x" } },
    51104,
    { missing: null, null: null, string: { match: "x", idx: 2, captures: [] } },
  ],
  [
    "$regexFindAll",
    { $regexFindAll: { input: "$v", regex: "x" } },
    51104,
    { missing: [], null: [], string: [{ match: "x", idx: 2, captures: [] }] },
  ],
  [
    "$replaceOne",
    { $replaceOne: { input: "$v", find: "t", replacement: "" } },
    51746,
    { missing: null, null: null, string: "ext" },
  ],
  [
    "$replaceAll",
    { $replaceAll: { input: "$v", find: "t", replacement: "" } },
    51746,
    { missing: null, null: null, string: "ex" },
  ],
  ["$strLenBytes", { $strLenBytes: "$v" }, 34473, { string: 4 }],
  ["$strLenCP", { $strLenCP: "$v" }, 34471, { string: 4 }],
  [
    "$substrBytes",
    { $substrBytes: ["$v", 0, 1] },
    16007,
    { missing: "", null: "", int: "7", long: "7", double: "2", decimal: "2", string: "t", date: "1", timestamp: "T" },
  ],
  ["$substrBytes (start)", { $substrBytes: ["abcdefghi", "$v", 1] }, 16034, { int: "h", long: "h", double: "c", decimal: "c" }],
  ["$year", { $year: "$v" }, 16006, { missing: null, null: null, date: 1970, objectId: 2018, timestamp: 1970 }],
  [
    "$year (timezone)",
    { $year: { date: new Date(0), timezone: "$v" } },
    40517,
    { missing: null, null: null, string: new Fails(40485) },
  ],
  [
    "$dateAdd",
    { $dateAdd: { startDate: "$v", unit: "second", amount: 1 } },
    5166403,
    { missing: null, null: null, date: new Date(1000), objectId: new Date("2018-03-27T04:43:39Z"), timestamp: new Date(8000) },
  ],
  [
    "$dateAdd (unit)",
    { $dateAdd: { startDate: new Date(0), unit: "$v", amount: 1 } },
    5166402,
    { missing: null, null: null, string: new Fails(9) },
  ],
  [
    "$dateAdd (amount)",
    { $dateAdd: { startDate: new Date(0), unit: "second", amount: "$v" } },
    5166405,
    { missing: null, null: null, int: new Date(7000), long: new Date(7000) },
  ],
  [
    "$dateDiff",
    { $dateDiff: { startDate: new Date(0), endDate: "$v", unit: "second" } },
    5166307,
    { missing: null, null: null, date: 0n, objectId: 1522125818n, timestamp: 7n },
  ],
  [
    "$dateFromParts",
    { $dateFromParts: { year: 1970, day: "$v" } },
    40515,
    { missing: null, null: null, int: new Date("1970-01-07"), long: new Date("1970-01-07") },
  ],
  [
    "$dateToParts (iso8601)",
    { $dateToParts: { date: new Date(0), iso8601: "$v" } },
    40521,
    {
      missing: null,
      null: null,
      bool: { isoWeekYear: 1970, isoWeek: 1, isoDayOfWeek: 4, hour: 0, minute: 0, second: 0, millisecond: 0 },
    },
  ],
  ["$tsSecond", { $tsSecond: "$v" }, 5687301, { missing: null, null: null, timestamp: 7n }],
  ["$tsIncrement", { $tsIncrement: "$v" }, 5687302, { missing: null, null: null, timestamp: 1n }],
  [
    "$cosh",
    { $cosh: { $multiply: ["$v", 0] } },
    14,
    {
      missing: null,
      null: null,
      int: new Double(1),
      long: new Double(1),
      double: new Double(1),
      decimal: Decimal128.fromString("1"),
    },
  ],
  [
    "$tan",
    { $tan: "$v" },
    28765,
    {
      missing: null,
      null: null,
      int: Math.tan(7),
      long: Math.tan(7),
      double: Math.tan(2.5),
      decimal: Decimal128.fromString("-0.7470222972386602793553526878252746"),
    },
  ],
  ["$bitAnd", { $bitAnd: ["$v", 3] }, 14, { missing: null, null: null, int: 3, long: 3n }],
  ["$bitNot", { $bitNot: "$v" }, 28765, { missing: null, null: null, int: -8, long: -8n }],
  ["$binarySize", { $binarySize: "$v" }, 51276, { missing: null, null: null, string: 4 }],
  ["$bsonSize", { $bsonSize: "$v" }, 31393, { missing: null, null: null, object: 12 }],
  ["$unsetField", { $unsetField: { field: "k", input: "$v" } }, 4161105, { missing: null, null: null, object: {} }],
  [
    "$hexHash",
    { $hexHash: { input: "$v", algorithm: "md5" } },
    14,
    { missing: null, null: null, string: "1CB251EC0D568DE6A929B520C4AED8D1" },
  ],
  ["$toArray", { $toArray: "$v" }, 241, { missing: null, null: null, array: [1, 2] }],
  ["$toObject", { $toObject: "$v" }, 241, { missing: null, null: null, object: { k: 1 } }],
  ["$toUUID", { $toUUID: "$v" }, 241, { missing: null, null: null }],
];

describe.each(cases)("%s", (_, expression, error, results) => {
  const evaluate = program(expression);

  test.each(Object.keys(samples) as Kind[])("of %s", (kind) => {
    const document = documentOf({ v: samples[kind] });
    const expected = kind in results ? results[kind] : new Fails(error);
    if (expected instanceof Fails) expect(errorOf(() => evaluate(document))).toBe(expected.code);
    else expect(exact(evaluate(document))).toBe(exact(expected));
  });

  function errorOf(run: () => Value): number {
    try {
      throw new Error(`it gave ${exact(run())}`);
    } catch (thrown) {
      if (thrown instanceof MqlError) return thrown.code;
      throw thrown;
    }
  }
});
