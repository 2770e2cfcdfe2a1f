/** Set operators in more detail than their examples. */
import { describe } from "vitest";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { Decimal128, Double } from "../../values/classes.ts";

describe("equal values of different types are one", () => {
  testResults([
    [
      {
        $setUnion: [
          [1, 1n],
          [new Double(1), Decimal128.fromString("1.0")],
        ],
      },
      {},
      [1],
    ],
    [{ $setDifference: [[1, "1"], [new Double(1)]] }, {}, ["1"]],
    [
      {
        $setIntersection: [
          [2n, 3],
          [3, new Double(2)],
        ],
      },
      {},
      [2n, 3],
    ],
    [{ $setEquals: [[0], [new Double(-0)]] }, {}, true],
    [{ $setIsSubset: [[{ a: 1 }], [{ a: new Double(1) }]] }, {}, true],
    [{ $setIsSubset: [[{ a: 1, b: 2 }], [{ b: 2, a: 1 }]] }, {}, false],
  ]);
});

describe("operands", () => {
  testResults([
    [{ $setUnion: [[null, 1], [null]] }, {}, [null, 1]],
    [{ $setUnion: "$a" }, { a: [1, 1] }, [1]],
    [{ $setIntersection: [[1, 1]] }, {}, [1]],
    [
      {
        $setIntersection: [
          [1, 2, 3],
          [3, 2],
          [2, 9],
        ],
      },
      {},
      [2],
    ],
    [{ $setDifference: ["$a", 5] }, {}, null],
    [
      {
        $setEquals: [
          [1, 2, 2],
          [2, 1, 1],
          [1, 2],
        ],
      },
      {},
      true,
    ],
    [{ $setIsSubset: [[1, 2], [1]] }, {}, false],
    [{ $allElementsTrue: "$a.b" }, { a: [{ b: 1 }, { b: "" }] }, true],
    [{ $allElementsTrue: [["$x"]] }, {}, false],
    [{ $anyElementTrue: [["$x", new Double(0), 0n]] }, {}, false],
    [{ $anyElementTrue: [["$x", Number.NaN]] }, {}, true],
  ]);
  testErrors([
    [{ $setEquals: ["$a", [1]] }, { a: null }, 17044],
    [{ $setUnion: ["$a", [1]] }, { a: {} }, 17043],
    [{ $setIntersection: ["$a", null] }, { a: "x" }, 17047],
    [{ $setIsSubset: ["$a", [1]] }, {}, 17046],
    [{ $allElementsTrue: ["$a"] }, {}, 17040],
    [{ $anyElementTrue: ["$a"] }, { a: true }, 17041],
  ]);
});
