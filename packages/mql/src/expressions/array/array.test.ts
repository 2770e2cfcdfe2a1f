/** Array operators in more detail than their examples. */
import { describe, expect, test } from "vitest";
import { compileExpression } from "../../compiler/expression.ts";
import { definitionOf } from "../../definition/index.ts";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { problemsOf } from "../../testing/compiled.ts";
import { Decimal128, Double } from "../../values/classes.ts";
import type { Value } from "../../values/types.ts";

describe("$firstN, $lastN, $minN, $maxN", () => {
  testResults([
    [{ $firstN: { input: [1, 2], n: new Double(1) } }, {}, [1]],
    [{ $firstN: { input: [1, 2], n: 1n } }, {}, [1]],
    [{ $firstN: { input: "$a.b", n: 1 } }, { a: [{ b: 1 }, { b: 2 }] }, [1]],
    [{ $lastN: { input: [1, [2], null], n: 2 } }, {}, [[2], null]],
    [{ $maxN: { input: [1, new Double(1), 2n], n: 2 } }, {}, [2n, 1]],
    [{ $minN: { input: [Number.NaN, -1, 5], n: 2 } }, {}, [Number.NaN, -1]],
    [{ $minN: { input: [[2], [1], {}], n: 3 } }, {}, [{}, [1], [2]]],
  ]);
  testErrors([
    [{ $firstN: { input: "x", n: 1 } }, {}, 5788200],
    [{ $lastN: { input: [1], n: "$n" } }, { n: null }, 5787902],
    [{ $maxN: { input: [1], n: "$n" } }, { n: -1 }, 5787908],
    [{ $minN: { input: [1], n: "$n" } }, { n: Decimal128.fromString("1.5") }, 5787903],
  ]);
});

describe("$indexOfArray", () => {
  testResults([
    [{ $indexOfArray: [[1, 2], new Double(2)] }, {}, 1],
    [{ $indexOfArray: [[{ a: 1 }], { a: 1 }] }, {}, 0],
    [{ $indexOfArray: [[null, 1], null] }, {}, 0],
    [{ $indexOfArray: [[1, null], "$missing"] }, {}, -1],
    [{ $indexOfArray: [[1, 2, 3], 3, 1, 10] }, {}, 2],
    [{ $indexOfArray: [[1, 2, 3], 1, 5] }, {}, -1],
    [{ $indexOfArray: [[1, 2, 3], 2, 2, 1] }, {}, -1],
    [{ $indexOfArray: ["$a", 1, -1] }, { a: null }, null],
  ]);
  testErrors([
    [{ $indexOfArray: [[1], 1, "$s"] }, { s: 1.5 }, 40096],
    [{ $indexOfArray: [[1], 1, "$s"] }, { s: "0" }, 40096],
    [{ $indexOfArray: [[1], 1, "$s"] }, { s: null }, 40096],
    [{ $indexOfArray: [[1], 1, "$s"] }, {}, 40096],
    [{ $indexOfArray: [[1], 1, 0, "$e"] }, {}, 40096],
    [{ $indexOfArray: [[1], 1, 0, "$e"] }, { e: -1 }, 40097],
    [{ $indexOfArray: [{}, 1] }, {}, 40090],
  ]);
});

describe("$slice", () => {
  testResults([
    [{ $slice: [[1, 2, 3], 0] }, {}, []],
    [{ $slice: [[1, 2, 3], 9] }, {}, [1, 2, 3]],
    [{ $slice: [[1, 2, 3], -9] }, {}, [1, 2, 3]],
    [{ $slice: [[1, 2, 3], -2, 1] }, {}, [2]],
    [{ $slice: [[1, 2, 3], 0, 9] }, {}, [1, 2, 3]],
    [{ $slice: [[1, 2, 3], new Double(2)] }, {}, [1, 2]],
    [{ $slice: [[1, 2, 3], "$n"] }, {}, null],
    [{ $slice: [[1, 2, 3], 1, "$n"] }, { n: null }, null],
  ]);
  testErrors([
    [{ $slice: [[1], "$n"] }, { n: "1" }, 28725],
    [{ $slice: [[1], "$n"] }, { n: 1.5 }, 28726],
    [{ $slice: [[1], "$n"] }, { n: 2 ** 31 }, 28726],
    [{ $slice: [[1], 0, "$n"] }, { n: true }, 28727],
    [{ $slice: [[1], 0, "$n"] }, { n: 0.5 }, 28728],
    [{ $slice: [[1], 0, "$n"] }, { n: -1 }, 28729],
  ]);
});

describe("$sortArray", () => {
  testResults([
    [{ $sortArray: { input: [], sortBy: 1 } }, {}, []],
    [{ $sortArray: { input: [2, new Double(1), 1], sortBy: 1 } }, {}, [new Double(1), 1, 2]],
    [{ $sortArray: { input: [[2], [1, 5], []], sortBy: 1 } }, {}, [[], [1, 5], [2]]],
    [{ $sortArray: { input: [{ a: { b: 2 } }, { a: { b: 1 } }], sortBy: { "a.b": 1 } } }, {}, [{ a: { b: 1 } }, { a: { b: 2 } }]],
    [{ $sortArray: { input: [{ a: 1 }, 5, { a: -1 }], sortBy: { a: 1 } } }, {}, [5, { a: -1 }, { a: 1 }]],
    [
      {
        $sortArray: {
          input: [
            { a: 1, b: 2 },
            { a: 1, b: 1 },
          ],
          sortBy: { a: -1 },
        },
      },
      {},
      [
        { a: 1, b: 2 },
        { a: 1, b: 1 },
      ],
    ],
    [{ $sortArray: { input: ["b", "B", "a"], sortBy: 1 } }, {}, ["B", "a", "b"]],
  ]);
});

describe("$zip and $reverseArray", () => {
  testResults([
    [{ $zip: { inputs: [[1, 2]] } }, {}, [[1], [2]]],
    [{ $zip: { inputs: [[], [1, 2]] } }, {}, []],
    [{ $zip: { inputs: [[], [1]], useLongestLength: true, defaults: ["$missing", 0] } }, {}, [[null, 1]]],
    [{ $zip: { inputs: [[1], "$missing"], useLongestLength: true } }, {}, null],
    [{ $zip: { inputs: [[[1]], [null]] } }, {}, [[[1], null]]],
    [{ $reverseArray: "$missing" }, {}, null],
    [{ $reverseArray: { $literal: [] } }, {}, []],
  ]);
  testErrors([
    [{ $zip: { inputs: ["$a"] } }, { a: "x" }, 34468],
    [{ $reverseArray: "$a" }, { a: {} }, 34435],
  ]);
});

test.each<[Value, string, string]>([
  [{ $zip: { inputs: "$a" } }, "/$zip/inputs", "an array of expressions"],
  [{ $zip: { inputs: [] } }, "/$zip/inputs", "at least one array"],
  [{ $zip: { inputs: [[1]], defaults: [1] } }, "/$zip/defaults", "useLongestLength: true"],
  [{ $zip: { inputs: [[1]], useLongestLength: true, defaults: [1, 2] } }, "/$zip/defaults", "as many"],
  [{ $zip: { inputs: [[1]], useLongestLength: 1 } }, "/$zip/useLongestLength", "true or false"],
  [{ $sortArray: { input: [], sortBy: 2 } }, "/$sortArray/sortBy", "1, -1, or"],
  [{ $sortArray: { input: [], sortBy: { a: 2 } } }, "/$sortArray/sortBy/a", "1 (ascending) or -1"],
  [{ $sortArray: { input: [] } }, "/$sortArray", "lacks the field 'sortBy'"],
  [{ $firstN: { input: [] } }, "/$firstN", "lacks the field 'n'"],
  [{ $slice: [[1]] }, "/$slice", "2 to 3 arguments"],
])("%j does not compile", (expression, pointer, message) => {
  const [problem] = problemsOf(compileExpression(definitionOf(expression)));
  expect(problem?.pointer).toBe(pointer);
  expect(problem?.message).toContain(message);
});
