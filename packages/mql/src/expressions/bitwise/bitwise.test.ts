/** Bitwise operators in more detail than their examples. */
import { describe } from "vitest";
import { testErrors, testResults } from "../../testing/case-table.ts";
import { Decimal128, Double } from "../../values/classes.ts";

describe("ints and longs", () => {
  testResults([
    [{ $bitAnd: "$a" }, { a: 5 }, 5],
    [{ $bitAnd: "$a" }, { a: 5n }, 5n],
    [{ $bitAnd: [7, 14, 28] }, {}, 4],
    [{ $bitAnd: [-1, 2 ** 40] }, {}, 2 ** 40],
    [{ $bitOr: [-2147483648, 1] }, {}, -2147483647],
    [{ $bitOr: [1n, -9223372036854775808n] }, {}, -9223372036854775807n],
    [{ $bitXor: [9223372036854775807n, -1] }, {}, -9223372036854775808n],
    [{ $bitXor: [1, 1, 1] }, {}, 1],
    [{ $bitNot: "$a" }, { a: -2147483648 }, 2147483647],
    [{ $bitNot: "$a" }, { a: 9223372036854775807n }, -9223372036854775808n],
    [{ $bitOr: [1, null, 1.5] }, {}, null],
  ]);
  testErrors([
    [{ $bitAnd: [1, "$a"] }, { a: new Double(1) }, 14],
    [{ $bitOr: [1, "$a"] }, { a: Decimal128.fromString("1") }, 14],
    [{ $bitXor: ["$a"] }, { a: [1] }, 14],
    [{ $bitNot: "$a" }, { a: "1" }, 28765],
  ]);
});
