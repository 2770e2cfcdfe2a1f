/** Trigonometry in more detail than the operators' examples. */
import { describe, expect, test } from "vitest";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { evaluate } from "../../testing/compiled.ts";
import { Decimal128, Double } from "../../values/classes.ts";

const decimal = (text: string) => Decimal128.fromString(text);

describe("limits and decimals", () => {
  testResults([
    [{ $sin: "$a" }, { a: Number.NaN }, Number.NaN],
    [{ $sin: "$a" }, { a: new Double(-0) }, new Double(-0)],
    [{ $sin: "$a" }, { a: decimal("NaN") }, decimal("NaN")],
    [{ $sin: "$a" }, { a: decimal("1E-100") }, decimal("1E-100")],
    [{ $cos: "$a" }, { a: decimal("0") }, decimal("1")],
    [{ $acos: "$a" }, { a: decimal("1") }, decimal("0")],
    [{ $atan: "$a" }, { a: decimal("-Infinity") }, decimal("-1.570796326794896619231321691639751")],
    [{ $atanh: "$a" }, { a: -1 }, Number.NEGATIVE_INFINITY],
    [{ $atanh: "$a" }, { a: decimal("-1") }, decimal("-Infinity")],
    [{ $cosh: "$a" }, { a: decimal("-Infinity") }, decimal("Infinity")],
    [{ $sinh: "$a" }, { a: decimal("-Infinity") }, decimal("-Infinity")],
    [{ $tanh: "$a" }, { a: decimal("500") }, decimal("1")],
    [{ $acosh: "$a" }, { a: decimal("1") }, decimal("0")],
    [{ $asin: "$missing" }, {}, null],
    [{ $atan2: ["$a", -1] }, { a: new Double(-0) }, -Math.PI],
    [{ $atan2: ["$a", "$b"] }, { a: decimal("-1"), b: decimal("-Infinity") }, decimal("-3.141592653589793238462643383279503")],
    [
      { $atan2: ["$a", "$b"] },
      { a: decimal("Infinity"), b: decimal("Infinity") },
      decimal("0.7853981633974483096156608458198757"),
    ],
    [{ $atan2: [1, "$missing"] }, {}, null],
  ]);
  testErrors([
    [{ $sin: "$a" }, { a: decimal("Infinity") }, 50989],
    [{ $asin: "$a" }, { a: decimal("1.000000000000000000000000000000001") }, 50989],
    [{ $acosh: "$a" }, { a: decimal("0.9") }, 50989],
    [{ $atan2: ["$a", 1] }, { a: [] }, 51044],
  ]);
});

/** Values in the common range, and what must come out again. */
const inverses = [
  ["$sin", "$asin"],
  ["$tan", "$atan"],
  ["$sinh", "$asinh"],
  ["$tanh", "$atanh"],
] as const;

test.each(inverses)("%s and %s of decimals undo each other", (there, back) => {
  for (const text of ["0.3", "-1.25", "1E-12", "0.0000001234567890123456789"]) {
    const result = evaluate({ [back]: { [there]: { $literal: decimal(text) } } }) as Decimal128;
    const difference = evaluate({ $abs: { $subtract: [{ $divide: [result, decimal(text)] }, 1] } }) as Decimal128;
    expect(Number(difference.toString())).toBeLessThan(1e-31);
  }
});

test("a large angle is reduced exactly", () => {
  // sin(10^22), a known hard case for reduction.
  expect(Number(String(evaluate({ $sin: "$a" }, { a: decimal("1E+22") })))).toBe(-0.8522008497671888);
});
