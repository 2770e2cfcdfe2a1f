/**
 * Every operation on every pair of numbers, against the manual's rules worked out on exact fractions: the result has the
 * wider of the operands' types (int, long, double, decimal); int and long results are exact and widen to long, beyond 64
 * bits to double; doubles follow IEEE 754; decimals are exact to 34 digits, doubles entering with 15; `$divide` gives a
 * double unless an operand is a decimal.
 */
import { describe, expect, test } from "vitest";
import { MqlError } from "../errors.ts";
import { spell } from "../testing/arbitrary-values.ts";
import { compareExact, type Exact, exactOf, exactOfText } from "../testing/exact-number.ts";
import { add, divide, mod, multiply, subtract } from "./arithmetic.ts";
import { Decimal128, Double } from "./classes.ts";
import { typeOf } from "./type-of.ts";
import type { TypeName, Value } from "./types.ts";

const ints = [0, 1, 7, -3, 2 ** 31 - 1, -(2 ** 31)];
const longs = [5n, -7n, 0n, 3_000_000_000, -(2 ** 53 - 1), 2 ** 53 - 1, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const doubles = [
  new Double(5),
  new Double(-3),
  new Double(0),
  new Double(-0),
  2.5,
  -0.1,
  1e300,
  2 ** 60,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const decimals = [
  "0",
  "-0",
  "0.1",
  "-7",
  "1E+6000",
  "1E-6170",
  "9999999999999999999999999999999999",
  "NaN",
  "Infinity",
  "-Infinity",
].map((text) => new Decimal128(text));
const operands: Value[] = [...ints, ...longs, ...doubles, ...decimals];

const wide: TypeName[] = ["int", "long", "double", "decimal"];

interface Operation {
  run(a: Value, b: Value): Value;
  exact(a: Fraction, b: Fraction): Fraction;
  ieee(a: number, b: number): number;
}
type Fraction = Extract<Exact, { numerator: bigint }>;

const operations: Record<string, Operation> = {
  add: {
    run: add,
    exact: (a, b) => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),
    ieee: (a, b) => a + b,
  },
  subtract: {
    run: subtract,
    exact: (a, b) => fraction(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator),
    ieee: (a, b) => a - b,
  },
  multiply: {
    run: multiply,
    exact: (a, b) => fraction(a.numerator * b.numerator, a.denominator * b.denominator),
    ieee: (a, b) => a * b,
  },
  divide: {
    run: divide,
    exact: (a, b) => fraction(a.numerator * b.denominator, a.denominator * b.numerator),
    ieee: (a, b) => a / b,
  },
  mod: {
    run: mod,
    exact: (a, b) => fraction((a.numerator * b.denominator) % (b.numerator * a.denominator), a.denominator * b.denominator),
    ieee: (a, b) => a % b,
  },
};

describe.each(Object.entries(operations))("%s", (name, { run, exact, ieee }) => {
  test("gives every pair of numbers the value and type of the manual's rules", () => {
    for (const a of operands) {
      for (const b of operands) {
        const what = `${spell(a)} ${name} ${spell(b)}`;
        if ((name === "divide" || name === "mod") && isZero(b)) {
          expect(() => run(a, b), what).toThrow(expect.objectContaining({ code: name === "divide" ? 2 : 16610 }));
          continue;
        }
        const result = run(a, b);
        const type = wide[Math.max(wide.indexOf(typeOf(a)), wide.indexOf(typeOf(b)))]!;
        if (type === "decimal") expectDecimal(result, a, b, exact, ieee, what);
        else if (type === "double" || name === "divide") {
          expect(typeOf(result), what).toBe("double");
          expect(unboxed(result), what).toBe(ieee(unboxed(a), unboxed(b)));
        } else expectInteger(result, type, exact(exactOf(a) as Fraction, exactOf(b) as Fraction).numerator, what);
      }
    }
  });

  test.each<[Value, Value]>([
    [null, 1],
    [1, null],
    [undefined, 1],
    [new Decimal128("1"), undefined],
    [undefined, null],
    [null, "x"],
  ])("gives null for %o and %o", (a, b) => {
    expect(run(a, b)).toBe(null);
  });

  test.each<[Value, Value]>([
    ["1", 1],
    [1, true],
    [{}, 1],
    [1, []],
  ])("refuses %o and %o", (a, b) => {
    expect(() => run(a, b)).toThrow(MqlError);
    expect(() => run(a, b)).toThrow(expect.objectContaining({ code: 14, codeName: "TypeMismatch" }));
  });
});

function expectInteger(result: Value, type: TypeName, exact: bigint, what: string): void {
  const fitsInt = BigInt.asIntN(32, exact) === exact;
  const fitsLong = BigInt.asIntN(64, exact) === exact;
  expect(typeOf(result), what).toBe(fitsLong ? (type === "int" && fitsInt ? "int" : "long") : "double");
  if (fitsLong) expect(BigInt(result as number | bigint), what).toBe(exact);
  else expect(unboxed(result), what).toBe(Number(exact));
  expect(Object.is(result, -0), what).toBe(false);
}

function expectDecimal(
  result: Value,
  a: Value,
  b: Value,
  exact: Operation["exact"],
  ieee: Operation["ieee"],
  what: string,
): void {
  expect(result, what).toBeInstanceOf(Decimal128);
  const [x, y] = [decimalOperand(a), decimalOperand(b)];
  const given = exactOfText(String(result));
  if ("special" in x || "special" in y) {
    const expected = ieee(sample(x), sample(y));
    // A finite number modulo an infinity is itself.
    if (Number.isFinite(expected) && ieee(5, Number.POSITIVE_INFINITY) === 5) expect(compareExact(given, x), what).toBe(0);
    else if (Number.isFinite(expected)) expect(compareExact(given, { numerator: 0n, denominator: 1n }), what).toBe(0);
    else expect(given, what).toEqual({ special: expected });
    return;
  }
  const expected = exact(x, y);
  if ("special" in given) {
    expect(given.special, what).toBe(expected.numerator < 0n ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
    expect(compareExact(absolute(expected), exactOfText(`1E+6145`)), what).toBeGreaterThanOrEqual(0);
    return;
  }
  // Off by at most half a unit of the 34th digit, or of the least exponent.
  const magnitude = absolute(expected);
  let exponent = -6176;
  if (magnitude.numerator > 0n) {
    const digits = magnitude.numerator.toString().length - magnitude.denominator.toString().length;
    const leading = compareExact(magnitude, power(digits)) < 0 ? digits - 1 : digits;
    exponent = Math.max(leading - 33, exponent);
  }
  const unit = power(exponent);
  const off = absolute(operations["subtract"]!.exact(given, expected));
  expect(compareExact({ numerator: off.numerator * 2n, denominator: off.denominator }, unit), what).toBeLessThanOrEqual(0);
}

/** Doubles enter decimal arithmetic with 15 significant digits. */
function decimalOperand(value: Value): Exact {
  if (typeOf(value) !== "double") return exactOf(value);
  const number = unboxed(value);
  return Number.isFinite(number) ? exactOfText(number.toExponential(14)) : { special: number };
}

function sample(value: Exact): number {
  return "special" in value ? value.special : value.numerator === 0n ? 0 : value.numerator < 0n ? -5 : 5;
}

function power(exponent: number): Fraction {
  return exponent < 0 ? fraction(1n, 10n ** BigInt(-exponent)) : fraction(10n ** BigInt(exponent), 1n);
}

function fraction(numerator: bigint, denominator: bigint): Fraction {
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator };
}

function absolute({ numerator, denominator }: Fraction): Fraction {
  return { numerator: numerator < 0n ? -numerator : numerator, denominator };
}

function unboxed(value: Value): number {
  return value instanceof Double ? value.value : Number(value);
}

function isZero(value: Value): boolean {
  const exact = exactOf(value);
  return "numerator" in exact && exact.numerator === 0n;
}

describe("types of results", () => {
  test.each<[string, Value, Value]>([
    ["int + int beyond 32 bits is long", add(2 ** 31 - 1, 1), 2 ** 31],
    ["long − long within 32 bits stays long", subtract(5_000_000_000, 4_999_999_999), 1n],
    ["int × int beyond 2^53 is exact", multiply(2 ** 31 - 1, -(2 ** 31)), -4_611_686_016_279_904_256n],
    ["long + long beyond 64 bits is double", add(2n ** 63n - 1n, 1), 2 ** 63],
    ["a fraction times 2 is the double 5", multiply(2.5, 2), new Double(5)],
    ["int ÷ int is double", divide(10, 5), new Double(2)],
    ["the remainder has the dividend's sign", mod(-7, 3), -1],
    ["−4 mod 2 is the int 0", mod(-4, 2), 0],
    ["int mod double is double", mod(7, new Double(4)), new Double(3)],
    ["decimals keep their digits", add(new Decimal128("0.10"), new Decimal128("0.2")), new Decimal128("0.30")],
    ["an exact quotient is short", divide(new Decimal128("10"), 4), new Decimal128("2.5")],
    [
      "a repeating quotient has 34 digits",
      divide(new Decimal128("2"), 3),
      new Decimal128("0.6666666666666666666666666666666667"),
    ],
    [
      "halves round to even",
      multiply(new Decimal128("1000000000000000000000000000000005"), new Decimal128("0.1")),
      new Decimal128("100000000000000000000000000000000.5"),
    ],
    [
      "a tie in the 35th digit",
      add(new Decimal128("1000000000000000000000000000000001"), new Decimal128("0.5")),
      new Decimal128("1000000000000000000000000000000002"),
    ],
    ["a double enters with 15 digits", add(new Decimal128("0"), 0.1), new Decimal128("0.100000000000000")],
  ])("%s", (_, result, expected) => {
    expect(spell(result)).toBe(spell(expected));
  });
});

describe("dates", () => {
  const noon = new Date("2026-01-05T12:00:00Z");

  test("move by milliseconds of any number type", () => {
    for (const second of [1000, 1000n, new Double(1000), new Decimal128("1000"), 999.6]) {
      expect(add(noon, second)).toEqual(new Date("2026-01-05T12:00:01Z"));
      expect(add(second, noon)).toEqual(new Date("2026-01-05T12:00:01Z"));
      expect(subtract(noon, second)).toEqual(new Date("2026-01-05T11:59:59Z"));
    }
  });

  test("lie a long apart", () => {
    expect(subtract(noon, new Date("2026-01-05T11:59:59Z"))).toBe(1000n);
  });

  test("cannot be added, multiplied, subtracted from a number or moved out of range", () => {
    expect(() => add(noon, noon)).toThrow(expect.objectContaining({ code: 16612 }));
    expect(() => multiply(noon, 2)).toThrow(expect.objectContaining({ code: 14 }));
    expect(() => subtract(5, noon)).toThrow(expect.objectContaining({ code: 14 }));
    expect(() => add(noon, "1")).toThrow(expect.objectContaining({ code: 14 }));
    expect(() => add(noon, 1e20)).toThrow(expect.objectContaining({ code: 15 }));
    expect(() => add(noon, Number.NaN)).toThrow(expect.objectContaining({ code: 15 }));
  });
});
