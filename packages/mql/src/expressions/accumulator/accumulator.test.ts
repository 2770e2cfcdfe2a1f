/** Accumulators as expressions in more detail than their examples. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { testResults } from "../../testing/case-table.ts";
import { problemsOf } from "../../testing/compiled.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

describe("sums and means", () => {
  testResults([
    [{ $sum: [] }, {}, 0],
    [{ $sum: "$a" }, { a: 5 }, 5],
    [{ $sum: "$a" }, { a: "5" }, 0],
    [{ $sum: "$a.b" }, { a: [{ b: 1 }, { b: 2 }, {}] }, 3],
    [{ $sum: "$a" }, { a: [[1, 2], 3] }, 3],
    [{ $sum: [2147483647, 1] }, {}, 2147483648],
    [{ $sum: [1, 1n] }, {}, 2n],
    [{ $sum: [9223372036854775807n, 1] }, {}, 2 ** 63],
    [{ $sum: [0.1, 0.2, 0.3, -0.6] }, {}, 2.7755575615628914e-17],
    [{ $sum: ["$a", "$b"] }, { a: Number.NaN, b: 1 }, Number.NaN],
    [{ $avg: [1, 2n, new Double(3)] }, {}, new Double(2)],
    [{ $avg: "$a" }, { a: [Number.POSITIVE_INFINITY, 1] }, Number.POSITIVE_INFINITY],
    [{ $avg: ["$a", 1] }, { a: [5] }, new Double(1)],
    [{ $avg: [] }, {}, null],
  ]);
});

describe("extremes", () => {
  testResults([
    [{ $max: [1, new Double(1)] }, {}, 1],
    [{ $min: "$a" }, { a: [3, Number.NaN] }, Number.NaN],
    [{ $min: "$a" }, { a: [true, "x", {}] }, "x"],
    [{ $max: "$a" }, { a: "only" }, "only"],
    [{ $min: ["$missing", 4] }, {}, 4],
    [{ $max: "$a" }, { a: [[1], 5] }, [1]],
  ]);
});

describe("deviations and percentiles", () => {
  testResults([
    [{ $stdDevPop: "$a" }, { a: [1, Decimal128.fromString("3")] }, new Double(1)],
    [{ $stdDevPop: [] }, {}, null],
    [{ $stdDevSamp: [1, 2, 3, 4] }, {}, 1.2909944487358056],
    [{ $stdDevSamp: "$a" }, { a: [1e9 + 1, 1e9 + 3, 1e9 + 5] }, new Double(2)],
    [{ $median: { input: ["$x", "a"], method: "approximate" } }, {}, null],
    [{ $median: { input: [5, 1n, new Double(3)], method: "approximate" } }, {}, new Double(3)],
    [
      { $percentile: { input: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], p: [0.1, 0.11, 0.9], method: "approximate" } },
      {},
      [new Double(1), new Double(2), new Double(9)],
    ],
    [{ $percentile: { input: [Decimal128.fromString("1.5")], p: [0.5], method: "approximate" } }, {}, [1.5]],
  ]);
});

test.each<[Value, string]>([
  [{ $median: { input: [1], method: "exact" } }, "/$median/method"],
  [{ $percentile: { input: [1], p: [0.5] } }, "/$percentile"],
])("%j does not compile", (expression, pointer) => {
  expect(problemsOf(compileExpression(definitionOf(expression)))[0]?.pointer).toBe(pointer);
});
