import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MqlError } from "../../errors.ts";
import { documentOf, evaluate, failure, program } from "../../testing/compiled.ts";
import { exact } from "../../testing/record.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import { addDecimals, decimalToNumber, exactDecimal, negateDecimal, readDecimal, writeDecimal } from "../../values/decimal.ts";
import { add, compareValues, divide, makeDouble, mod, multiply, numberOf, subtract } from "../../values/index.ts";
import { typeOf } from "../../values/type-of.ts";
import type { Value } from "../../values/types.ts";

const decimal = (text: string) => Decimal128.fromString(text);

/** One of every kind that design 4 tells apart, and the edges between them. */
const operands: Value[] = [
  0,
  1,
  -3,
  7,
  2147483647,
  -2147483648,
  2147483648,
  5_000_000_000,
  -5_000_000_000,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  3n,
  -1n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  new Double(0),
  new Double(-0),
  new Double(2),
  new Double(-5_000_000_000),
  0.5,
  -2.5,
  0.1,
  1e300,
  1e-300,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  decimal("0"),
  decimal("2.50"),
  decimal("-1E+30"),
  decimal("NaN"),
  decimal("Infinity"),
  null,
  undefined,
];

type Outcome = string | number;

/** A result with its type, or the code of the error. */
function outcome(compute: () => Value): Outcome {
  try {
    return exact(compute());
  } catch (error) {
    if (!(error instanceof MqlError)) throw error;
    return error.code;
  }
}

const operations = {
  $add: add,
  $subtract: subtract,
  $multiply: multiply,
  $divide: divide,
  $mod: mod,
  $eq: (a: Value, b: Value) => compareValues(a, b) === 0,
  $ne: (a: Value, b: Value) => compareValues(a, b) !== 0,
  $gt: (a: Value, b: Value) => compareValues(a, b) > 0,
  $gte: (a: Value, b: Value) => compareValues(a, b) >= 0,
  $lt: (a: Value, b: Value) => compareValues(a, b) < 0,
  $lte: (a: Value, b: Value) => compareValues(a, b) <= 0,
  $cmp: (a: Value, b: Value) => Math.sign(compareValues(a, b)),
};

describe.each(Object.entries(operations))("%s on every pair of kinds of numbers", (name, helper) => {
  const ofFields = program({ [name]: ["$a", "$b"] });

  test("generated code gives what the helper gives, for fields and for constants", () => {
    for (const a of operands) {
      const fixed = a === undefined ? "$$REMOVE" : { $literal: a };
      const [fixedLeft, fixedRight] = [program({ [name]: [fixed, "$b"] }), program({ [name]: ["$b", fixed] })];
      for (const b of operands) {
        const [left, right] = [outcome(() => helper(a, b)), outcome(() => helper(b, a))];
        const pair = `${name} of ${exact(a)} and ${exact(b)}`;
        expect([pair, outcome(() => ofFields(documentOf({ a, b })))]).toEqual([pair, left]);
        expect([pair, outcome(() => fixedLeft(documentOf({ b })))]).toEqual([pair, left]);
        expect([pair, outcome(() => fixedRight(documentOf({ b })))]).toEqual([pair, right]);
      }
    }
  });
});

/** What the manual says of $add, $subtract and $multiply on int, long and double, in exact integers and doubles. */
function reference(name: string, a: number | bigint | Double, b: number | bigint | Double): string {
  const types = [typeOf(a), typeOf(b)];
  const value = (operand: number | bigint | Double) => (operand instanceof Double ? operand.value : Number(operand));
  if (types.includes("double")) {
    const [x, y] = [value(a), value(b)];
    const result = name === "$add" ? x + y : name === "$subtract" ? x - y : x * y;
    return `double ${Object.is(result, -0) ? "-0" : result}`;
  }
  const [x, y] = [BigInt(a as number), BigInt(b as number)];
  const result = name === "$add" ? x + y : name === "$subtract" ? x - y : x * y;
  if (result !== BigInt.asIntN(64, result)) return `double ${Number(result)}`;
  return `${types.includes("long") || result !== BigInt.asIntN(32, result) ? "long" : "int"} ${result}`;
}

function described(result: Value): string {
  const value = result instanceof Double ? result.value : result;
  return `${typeOf(result)} ${Object.is(value, -0) ? "-0" : String(value)}`;
}

test.each(["$add", "$subtract", "$multiply"])("%s gives the type and value that the manual promises", (name) => {
  const numbers = operands.filter((a) => typeof a === "number" || typeof a === "bigint" || a instanceof Double);
  const expression = program({ [name]: ["$a", "$b"] });
  const check = (a: number | bigint | Double, b: number | bigint | Double) =>
    expect(`${exact(a)} ${name} ${exact(b)} = ${described(expression({ a, b }))}`).toBe(
      `${exact(a)} ${name} ${exact(b)} = ${reference(name, a, b)}`,
    );
  for (const a of numbers) for (const b of numbers) check(a, b);
  const int = fc.integer();
  const whole = fc.oneof(
    int,
    fc.maxSafeInteger().map((n) => n + 0),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  );
  const fraction = fc.double({ noDefaultInfinity: true, noNaN: true }).filter((n) => !Number.isInteger(n));
  const any = fc.oneof(
    whole,
    fraction,
    int.map((n) => new Double(n)),
  );
  fc.assert(
    fc.property(any, any, (a, b) => void check(a, b)),
    { numRuns: 300 },
  );
});

describe("lists", () => {
  test("are folded from the left, and long ones give the same as short ones", () => {
    expect(evaluate({ $add: [] })).toBe(0);
    expect(evaluate({ $multiply: [] })).toBe(1);
    expect(evaluate({ $add: ["$a"] }, { a: 5 })).toBe(5);
    expect(evaluate({ $add: Array.from({ length: 500 }, () => "$a") }, { a: 3 })).toBe(1500);
    expect(evaluate({ $add: Array.from({ length: 500 }, () => 0.5).map((n) => ["$a", n][1]!) }, { a: 1 })).toEqual(
      new Double(250),
    );
    expect(evaluate({ $multiply: Array.from({ length: 40 }, () => "$a") }, { a: 2 })).toBe(1099511627776);
  });

  test("a single operand is checked as well", () => {
    expect(failure({ $add: ["$a"] }, { a: "x" }).code).toBe(14);
    expect(failure({ $multiply: "$a" }, { a: [] }).code).toBe(14);
    expect(evaluate({ $add: ["$a"] }, {})).toBe(null);
  });

  test("dates move by milliseconds, from either side", () => {
    expect(evaluate({ $add: [500, "$a", 0.4] }, { a: new Date(1000) })).toEqual(new Date(1500));
    expect(failure({ $add: ["$a", "$a"] }, { a: new Date(0) }).code).toBe(16612);
    expect(failure({ $subtract: [5, "$a"] }, { a: new Date(0) }).code).toBe(14);
  });
});

describe("rounding", () => {
  test.each<[Value, Value, Value, Value]>([
    // place, value, $round, $trunc
    [0, 2.5, new Double(2), new Double(2)],
    [0, 3.5, new Double(4), new Double(3)],
    [0, -2.5, new Double(-2), new Double(-2)],
    [0, -0.4, new Double(-0), new Double(-0)],
    [1, 19.25, 19.2, 19.2],
    [1, 28.73, 28.7, 28.7],
    [1, -45.39, -45.4, -45.3],
    [2, 1.005, new Double(1), new Double(1)],
    [2, 12.349999, 12.35, 12.34],
    [3, 0.0005, 0.001, new Double(0)],
    [-1, 1234.5, new Double(1230), new Double(1230)],
    [-2, 1250, 1200, 1200],
    [-2, 1350, 1400, 1300],
    [-2, -1350, -1400, -1300],
    [-3, 5_000_001_500n, 5_000_002_000, 5_000_001_000],
    [-10, 2147483647, 0, 0],
    [5, 7, 7, 7],
    [100, 0.1, 0.1, 0.1],
    [2, Number.NaN, Number.NaN, Number.NaN],
    [2, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [1, decimal("2.25"), decimal("2.2"), decimal("2.2")],
    [1, decimal("-2.35"), decimal("-2.4"), decimal("-2.3")],
    [2, 1e300, 1e300, 1e300],
    [null, 2.5, null, null],
    [1, null, null, null],
  ])("to place %s: %s", (place, value, rounded, cut) => {
    expect(exact(evaluate({ $round: ["$v", "$p"] }, { v: value, p: place }))).toBe(exact(rounded));
    expect(exact(evaluate({ $trunc: ["$v", "$p"] }, { v: value, p: place }))).toBe(exact(cut));
  });

  test("the quick way gives the decimal of so many places that is nearest to the double", () => {
    const round = program({ $round: ["$v", "$p"] });
    const places = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), places, (value, place) => {
        const rounded = numberOf(round({ v: makeDouble(value), p: place }));
        const exactly = (number: number) => readDecimal(writeDecimal(exactDecimal(number)));
        const [x, y] = [exactly(value), exactly(rounded)];
        expect(Number(rounded.toFixed(place)) === rounded).toBe(true);
        expect(Math.abs(decimalToNumber(writeDecimal(addDecimals(x, negateDecimal(y)))))).toBeLessThanOrEqual(
          0.5000001 * 10 ** -place,
        );
      }),
      { numRuns: 200 },
    );
  });

  test.each<[Value, Value, Value]>([
    // value, $ceil, $floor
    [7, 7, 7],
    [5n, 5n, 5n],
    [2.1, new Double(3), new Double(2)],
    [-2.1, new Double(-2), new Double(-3)],
    [-0.5, new Double(-0), new Double(-1)],
    [new Double(4), new Double(4), new Double(4)],
    [decimal("2.1"), decimal("3"), decimal("2")],
    [decimal("-2.1"), decimal("-2"), decimal("-3")],
    [Number.NaN, Number.NaN, Number.NaN],
    [null, null, null],
  ])("$ceil and $floor of %s", (value, up, down) => {
    expect(exact(evaluate({ $ceil: "$v" }, { v: value }))).toBe(exact(up));
    expect(exact(evaluate({ $floor: "$v" }, { v: value }))).toBe(exact(down));
  });

  test.each([
    [{ $round: ["$v", 0.5] }, 51082],
    [{ $round: ["$v", "x"] }, 51082],
    [{ $round: ["$v", -21] }, 51083],
    [{ $trunc: [true, 0] }, 51081],
    [{ $ceil: "x" }, 28765],
  ])("%j is an error", (expression, code) => {
    expect(failure(expression, { v: 1 }).code).toBe(code);
  });
});

test.each<[Value, Value]>([
  [-5, 5],
  [-2147483648, 2147483648],
  [-5_000_000_000, 5_000_000_000],
  [-3n, 3n],
  [new Double(-0), new Double(0)],
  [-2.5, 2.5],
  [decimal("-1.50"), decimal("1.50")],
  [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  [undefined, null],
])("$abs of %s", (value, result) => {
  expect(exact(evaluate({ $abs: "$v" }, value === undefined ? {} : { v: value }))).toBe(exact(result));
});

test("$abs of the least long is an error", () => {
  expect(failure({ $abs: "$v" }, { v: -(2n ** 63n) }).code).toBe(28680);
});

describe("real functions", () => {
  test.each<[Value, Value]>([
    [{ $sqrt: 2 }, Math.SQRT2],
    [{ $sqrt: { $literal: decimal("2") } }, decimal("1.414213562373095048801688724209698")],
    [{ $sqrt: { $literal: decimal("0.25") } }, decimal("0.5")],
    [{ $sqrt: { $literal: decimal("1E+6144") } }, decimal("1E+3072")],
    [{ $exp: 1 }, Math.E],
    [{ $exp: { $literal: decimal("1") } }, decimal("2.718281828459045235360287471352662")],
    [{ $exp: { $literal: decimal("-100") } }, decimal("3.720075976020835962959695803863118E-44")],
    [{ $exp: { $literal: decimal("1E+9") } }, decimal("Infinity")],
    [{ $exp: { $literal: decimal("-Infinity") } }, decimal("0")],
    [{ $ln: { $literal: decimal("10") } }, decimal("2.302585092994045684017991454684364")],
    [{ $ln: { $literal: decimal("1E-6000") } }, decimal("-13815.51055796427410410794872810619")],
    [{ $log10: { $literal: decimal("1E-300") } }, decimal("-300")],
    [{ $log10: { $literal: decimal("2") } }, decimal("0.3010299956639811952137388947244930")],
    [{ $log: [{ $literal: decimal("8") }, 2] }, decimal("3")],
    [{ $log: [100, 10] }, new Double(2)],
    [{ $log: [5, 3] }, Math.log(5) / Math.log(3)],
    [{ $ln: { $literal: Number.NaN } }, Number.NaN],
  ])("%j", (expression, result) => {
    const value = evaluate(expression);
    if (result instanceof Decimal128) expect(relativeDifference(value as Decimal128, result)).toBeLessThan(1e-32);
    else expect(exact(value)).toBe(exact(result));
  });

  test.each<[Value, Value, Value]>([
    [2, 10, 1024],
    [2, 31, 2147483648],
    [2, 62, 4611686018427387904n],
    [2, 63, 2 ** 63],
    [3n, 2, 9n],
    [-1, 5_000_000_001, -1n],
    [-1, -3, -1],
    [1, -3, 1],
    [0, 0, 1],
    [2, -1, 0.5],
    [4, 0.5, new Double(2)],
    [-8, 0.5, Number.NaN],
    [new Double(2), 3, new Double(8)],
    [decimal("1.1"), 2, decimal("1.21")],
    [decimal("2"), decimal("0.5"), decimal("1.414213562373095048801688724209698")],
    [decimal("-2"), 3, decimal("-8")],
    [decimal("2"), -2, decimal("0.25")],
    [decimal("0"), 5, decimal("0")],
    [decimal("Infinity"), -1, decimal("0")],
    [null, 2, null],
  ])("%s to the power of %s", (base, exponent, result) => {
    const value = evaluate({ $pow: ["$b", "$e"] }, { b: base, e: exponent });
    if (result instanceof Decimal128) expect(relativeDifference(value as Decimal128, result)).toBeLessThan(1e-32);
    else expect(exact(value)).toBe(exact(result));
  });
});

/** How far two decimals are apart, in parts of the second; 0 for equal ones. */
function relativeDifference(value: Decimal128, expected: Decimal128): number {
  expect(value).toBeInstanceOf(Decimal128);
  if (compareValues(value, expected) === 0) return 0;
  return Math.abs(Number(String(divide(subtract(value, expected), expected))));
}
